"""All patterns of a pack in one tree of words, walked once from every word of a closing.

Exact words, slots, gaps and, at a price, either sound-alikes or one unexpected word inside a longer
pattern, never both. What the tree finds is scored by rapidfuzz in ``matching``.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from voicecoach.coaching.normalize import Token
from voicecoach.coaching.pattern_tree import Layout, Node, grow, longest_tokens
from voicecoach.coaching.pattern_walk import SOFTENERS, HeardText, Match, walk
from voicecoach.coaching.required_words import RequiredWords
from voicecoach.coaching.sound_alike import ALTERNATES
from voicecoach.coaching.template import EDGES, parse, wordings

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
        first_of_list: dict[str, set[str]] = {name: set() for name in lists}
        longest_entry = 0
        for name, entries in lists.items():
            for words in (w for e in entries for w in wordings(parse(e), MOST_LIST_WORDINGS)):
                by_length = self._entries.setdefault(words[0], {})
                by_length.setdefault(len(words), {}).setdefault(words, []).append(name)
                first_of_list[name].add(words[0])
                longest_entry = max(longest_entry, len(words))
        patterns = [parse(template) for template in templates]
        self._required = RequiredWords(
            patterns, {name: frozenset(words) for name, words in first_of_list.items()}
        )
        for number, parts in enumerate(patterns):
            grow(root, parts, is_long=len(parts) >= LONG_PATTERN_PARTS).ends.append(number)
        self._root = Layout().place(root)
        longest = max((longest_tokens(parts, longest_entry) for parts in patterns), default=0)
        self._longest_tokens = longest + STRANGERS_TOKENS

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Every pattern at every place, each with its best price there."""
        begin, finish = EDGES
        words = [begin, *(token.text for token in tokens), finish]
        sounds_like = [ALTERNATES.get(word, ()) for word in words]
        heard = HeardText(
            words,
            sounds_like,
            [self._slots_at(words, place) for place in range(len(words))],
            [word in SOFTENERS for word in words],
        )
        best: dict[tuple[int, int, int], Match] = {}
        for first in range(0, len(words), BLOCK_TOKENS):
            near = slice(first, first + BLOCK_TOKENS + self._longest_tokens)
            possible = self._required.possible(chain(words[near], *sounds_like[near]))
            for start in range(first, min(first + BLOCK_TOKENS, len(words))):
                if heard.opens(self._root, start):
                    walk(self._root, heard, start, possible, best)
        found = (_without_edges(match, len(tokens)) for match in best.values())
        return sorted(found, key=lambda m: (m.start, m.end, m.pattern))

    def _slots_at(self, words: Sequence[str], place: int) -> Sequence[tuple[str, int]]:
        """Names of lists whose entries begin here, with their lengths in tokens."""
        found = []
        for first in (words[place], *ALTERNATES.get(words[place], ())):
            for length, entries in self._entries.get(first, {}).items():
                said = (first, *words[place + 1 : place + length])
                found += [(name, length) for name in entries.get(said, ())]
        return found


def _without_edges(match: Match, count: int) -> Match:
    """The match counted in tokens, without the edges of the turn."""
    start, end = max(0, match.start - 1), min(count, match.end - 1)
    return Match(match.pattern, start, end, match.price, match.chain)
