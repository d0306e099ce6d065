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

from voicecoach.coaching.normalize import Token
from voicecoach.coaching.pattern_tree import Layout, Node, grow, longest_tokens
from voicecoach.coaching.pattern_walk import SOFTENERS, Found, HeardText, Match, walk
from voicecoach.coaching.required_words import RequiredWords
from voicecoach.coaching.sound_alike import STRANGER_PRICE, SoundAlikes
from voicecoach.coaching.template import EDGES, parse, wordings, words_in

LONG_PATTERN_PARTS: Final = 4
MOST_LIST_WORDINGS: Final = 200

BLOCK_TOKENS: Final = 10
"""Which patterns are possible is asked once for so many places."""

STRANGERS_TOKENS: Final = 4
"""Room for softeners inside the longest pattern."""


class PatternIndex:
    """Finds every pattern in a text at once. Built once for a pack, then only read."""

    def __init__(self, templates: Sequence[str], lists: Mapping[str, Iterable[str]]) -> None:
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
        patterns = [parse(template) for template in templates]
        self._sound_alikes = SoundAlikes(
            frozenset(chain(words_in(chain(*patterns)), *chain(*spelled.values())))
        )
        self._required = RequiredWords(
            patterns, {name: frozenset(w[0] for w in entries) for name, entries in spelled.items()}
        )
        for number, parts in enumerate(patterns):
            grow(root, parts, is_long=len(parts) >= LONG_PATTERN_PARTS).ends.append(number)
        self._root = Layout().place(root)
        longest = max((longest_tokens(parts, longest_entry) for parts in patterns), default=0)
        self._blocks_ahead = 1 + math.ceil((longest + STRANGERS_TOKENS) / BLOCK_TOKENS)
        """Where a pattern begins in one block, it ends within so many."""

    def matches(self, tokens: Sequence[Token], *, begins_before: int = sys.maxsize) -> list[Match]:
        """Every pattern at every place, or at those before a token, each with its best price."""
        begin, finish = EDGES
        words = [begin, *(token.text for token in tokens), finish]
        guesses = [self._sound_alikes.of(word) for word in words]
        sounds_like = [others for others, _ in guesses]
        heard = HeardText(
            words,
            sounds_like,
            [price for _, price in guesses],
            [self._slots_at(words, place, *guess) for place, guess in enumerate(guesses)],
            [word in SOFTENERS for word in words],
        )
        found: Found = {}
        last = min(len(words), begins_before + 1)
        filled = [
            self._required.filled(chain(words[block], *sounds_like[block]))
            for block in _blocks(len(words))
        ]
        for number, first in enumerate(range(0, last, BLOCK_TOKENS)):
            possible = self._required.possible(filled[number : number + self._blocks_ahead])
            for start in range(first, min(first + BLOCK_TOKENS, last)):
                if heard.opens(self._root, start):
                    walk(self._root, heard, start, possible, found)
        # Counted in tokens, without the edges of the turn.
        matches = [
            Match(number, max(0, start - 1), min(len(tokens), end - 1), price, way)
            for (number, start, end), (price, way) in found.items()
        ]
        return sorted(matches, key=attrgetter("start", "end", "pattern"))

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
