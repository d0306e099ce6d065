"""All patterns of a pack in one tree of words, walked once from every word of a closing.

Exact words, slots, gaps and, at a price, either one sound-alike or one unexpected word inside a
longer pattern, never both. What the tree finds is scored by rapidfuzz in ``matching``.
"""

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Final

from voicecoach.coaching.known_words import KnownWords, open_ways
from voicecoach.coaching.normalize import Token
from voicecoach.coaching.pattern_tree import Layout, Node, grow, longest_tokens
from voicecoach.coaching.pattern_walk import SOFTENERS, Found, HeardText, Match, State, walk
from voicecoach.coaching.required_words import RequiredWords
from voicecoach.coaching.sound_alike import STRANGER_PRICE, SoundAlikes
from voicecoach.coaching.template import EDGES, parse, wordings, words_in
from voicecoach.coaching.template import Sequence as Parts

LONG_PATTERN_PARTS: Final = 4
MOST_LIST_WORDINGS: Final = 200

BLOCK_TOKENS: Final = 10
"""Which patterns are possible is asked once for so many places."""

STRANGERS_TOKENS: Final = 4
"""Room for softeners inside the longest pattern."""


ALL_PATTERNS: Final = -1
"""Every bit."""

NOTHING_KNOWN: Final[Mapping[int, KnownWords]] = {}


class PatternIndex:
    """Finds every pattern in a text at once. Built once for a pack, then only read."""

    def __init__(
        self,
        templates: Sequence[str],
        lists: Mapping[str, Iterable[str]],
        incomplete: Sequence[Parts] = (),
    ) -> None:
        """The templates; numbered on from them, what is left of some when parts are missing."""
        root = Node()
        self._entries: dict[str, dict[int, dict[tuple[str, ...], list[str]]]] = {}
        spelled = {
            name: [w for one in entries for w in wordings(parse(one), MOST_LIST_WORDINGS)]
            for name, entries in lists.items()
        }
        longest_entry = 0
        for name, entries in spelled.items():
            for words in entries:
                by_length = self._entries.setdefault(words[0], {})
                by_length.setdefault(len(words), {}).setdefault(words, []).append(name)
                longest_entry = max(longest_entry, len(words))
        patterns = [*(parse(template) for template in templates), *incomplete]
        self._sound_alikes = SoundAlikes(
            frozenset(chain(words_in(chain(*patterns)), *chain(*spelled.values())))
        )
        self._required = RequiredWords(
            patterns, {name: frozenset(w[0] for w in entries) for name, entries in spelled.items()}
        )
        for number, parts in enumerate(patterns):
            # A strange word is not forgiven beside what is missing.
            is_long = len(parts) >= LONG_PATTERN_PARTS and number < len(templates)
            grow(root, parts, is_long=is_long).ends.append(number)
        self._root = Layout().place(root)
        longest = max((longest_tokens(parts, longest_entry) for parts in patterns), default=0)
        self._blocks_ahead = 1 + math.ceil((longest + STRANGERS_TOKENS) / BLOCK_TOKENS)
        """Where a pattern begins in one block, it ends within so many."""

    def matches(
        self,
        tokens: Sequence[Token],
        *,
        begins_before: int = sys.maxsize,
        among: int = ALL_PATTERNS,
        known: Mapping[int, KnownWords] = NOTHING_KNOWN,
    ) -> list[Match]:
        """Every pattern at every place, or at those before a token, each with its best price.

        ``among`` are the patterns asked for, as bits; ``known`` tells by token what begins there.
        """
        begin, finish = EDGES
        heard = self._looked_up([begin, *(token.text for token in tokens), finish])
        found: Found = {}
        told: dict[int, tuple[int, KnownWords]] = {}
        for place, words in known.items():
            found |= words.found_from(place + 1)
            told |= dict.fromkeys(
                range(place + 1, place + 1 + len(words.words)), (place + 1, words)
            )
        last = min(len(heard.words), begins_before + 1)
        for block, possible in zip(_blocks(last), self._possible(heard), strict=False):
            wanted = possible & among
            for start in range(block.start, min(block.stop, last)):
                if start in told:
                    place, words = told[start]
                    begun = words.states_from(heard, place, start, wanted)
                    walk(begun, heard, start, wanted, found)
                elif heard.opens(self._root, start):
                    walk([(self._root, start, 0, 0.0, None)], heard, start, wanted, found)
        # Counted in tokens, without the edges of the turn.
        matches = [
            Match(number, max(0, start - 1), min(len(tokens), end - 1), price, way)
            for (number, start, end), (price, way) in found.items()
            if among >> number & 1  # those that end where one of them does were found with it
        ]
        return sorted(matches, key=attrgetter("start", "end", "pattern"))

    def known(self, tokens: Sequence[Token]) -> KnownWords:
        """What these words tell wherever they stand, for ``matches`` in texts that hold them."""
        heard = self._looked_up([token.text for token in tokens])
        cut = [self._lists_cut_at(heard, place) for place in range(len(heard.words))]
        found: Found = {}
        ways = []
        for start in range(len(heard.words)):
            first: State = (self._root, start, 0, 0.0, None)
            walk([first], heard, start, ALL_PATTERNS, found)
            ways.append(open_ways(heard, cut, first))
        return KnownWords(words=tuple(heard.words), found=found, open_ways=tuple(ways))

    def _looked_up(self, words: Sequence[str]) -> HeardText:
        guesses = [self._sound_alikes.of(word) for word in words]
        return HeardText(
            words,
            [others for others, _ in guesses],
            [price for _, price in guesses],
            [self._slots_at(words, place, *guess) for place, guess in enumerate(guesses)],
            [word in SOFTENERS for word in words],
        )

    def _possible(self, heard: HeardText) -> Iterator[int]:
        """Block by block, the patterns whose words are near."""
        filled = [
            self._required.filled(chain(heard.words[block], *heard.sounds_like[block]))
            for block in _blocks(len(heard.words))
        ]
        for number in range(len(filled)):
            yield self._required.possible(filled[number : number + self._blocks_ahead])

    def _lists_cut_at(self, heard: HeardText, place: int) -> frozenset[str]:
        """Lists with an entry that may begin here and goes on behind the last word."""
        rest = tuple(heard.words[place + 1 :])
        return frozenset(
            name
            for first in (heard.words[place], *heard.sounds_like[place])
            for length, entries in self._entries.get(first, {}).items()
            if length > len(rest) + 1
            for entry, names in entries.items()
            if entry[1 : len(rest) + 1] == rest
            for name in names
        )

    def _slots_at(
        self, words: Sequence[str], place: int, sounds_like: Sequence[str], price: float
    ) -> Sequence[tuple[str, int, float]]:
        """Lists whose entries begin here, with their lengths in tokens and what they cost."""
        heard_as = self._entries.get(words[place])
        if heard_as is None and not sounds_like:
            return ()
        # A word that every recogniser confuses is as good as said.
        price = price if price >= STRANGER_PRICE else 0.0
        found = _entries_at(heard_as or {}, words, place, words[place], 0.0)
        for other in sounds_like:
            found += _entries_at(self._entries.get(other, {}), words, place, other, price)
        return found


def _blocks(words: int) -> Iterator[slice]:
    """Stretches of so many words, one behind the other."""
    return (slice(first, first + BLOCK_TOKENS) for first in range(0, words, BLOCK_TOKENS))


def _entries_at(
    by_length: Mapping[int, Mapping[tuple[str, ...], Sequence[str]]],
    words: Sequence[str],
    place: int,
    first: str,
    price: float,
) -> list[tuple[str, int, float]]:
    """Those of the entries that stand there, their first word heard as told."""
    return [
        (name, length, price)
        for length, entries in by_length.items()
        for name in entries.get((first, *words[place + 1 : place + length]), ())
    ]
