"""All patterns of a pack in one tree of words, walked once from every word of a closing.

Exact words, slots, gaps and, at a price, either sound-alikes or one unexpected word inside a longer
pattern, never both. What the tree finds is scored by rapidfuzz in ``matching``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from voicecoach.coaching.normalize import Token, word_set
from voicecoach.coaching.pattern_tree import Node, grow, longest_tokens, note_below
from voicecoach.coaching.required_words import RequiredWords
from voicecoach.coaching.sound_alike import ALTERNATES
from voicecoach.coaching.template import EDGES, parse, wordings

SOFTENERS: Final = word_set(
    "really very just actually honestly so please sir madam maybe perhaps then like well",
    "truly quite also still even absolutely definitely certainly probably possibly simply",
    "basically kindly genuinely properly sincerely particularly especially ever right now",
    "too only all exactly personally obviously sort kind of though rather pretty terribly",
    "awfully dead super totally completely extremely incredibly",
)
"""Words that may stand inside a pattern without changing it. No negations."""

NEVER_SKIPPED: Final = word_set(
    "not no never nobody nothing nor neither without if he she they", *EDGES
)
"""Words that turn a pattern around; a pattern that does not name them is not there."""

NEVER_IN_GAPS: Final = frozenset(("not", "never", *EDGES))
"""A gap ends before them: behind a negation another clause has begun to matter."""

SKIP_PRICE: Final = 0.12
SOUND_PRICE: Final = 0.10
LONG_PATTERN_PARTS: Final = 4
MOST_LIST_WORDINGS: Final = 200
BLOCK_TOKENS: Final = 20
"""Which patterns are possible is asked once for so many places."""

LONGEST_ENTRY_TOKENS: Final = 6
STRANGERS_TOKENS: Final = 4
"""Room for the longest pattern with a list's entry in each slot and some softeners between."""

WORDS_BEFORE_A_SKIP: Final = 2
"""A pattern must have begun before a strange word is forgiven."""


_Chain = tuple["_Chain | None", tuple[str, ...]] | None
"""The expected words so far, last first: joined only when a match is told."""

_State = tuple[Node, int, int, float, _Chain]
"""Node, place in the text, words and slots matched, price so far, expected words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in the tokens."""

    pattern: int
    start: int
    end: int
    """Exclusive; both count tokens."""

    price: float
    """0 for word by word; grows with sound-alikes and strange words."""

    chain: _Chain
    """What was expected, last part first."""

    @property
    def expected(self) -> tuple[str, ...]:
        """The pattern as it would have been said here: slots and gaps filled with what was said."""
        parts, chain = [], self.chain
        while chain is not None:
            chain, said = chain
            parts.append(said)
        return tuple(word for said in reversed(parts) for word in said if word not in EDGES)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text, looked up once for all ways through the tree; each list has an entry per place."""

    words: Sequence[str]
    sounds_like: Sequence[Sequence[str]]
    """Other words that a recogniser mistakes this one for."""

    slots: Sequence[Sequence[tuple[str, int]]]
    """The lists with an entry that begins here, and the entry's length."""

    is_softener: Sequence[bool]

    def opens(self, node: Node, place: int) -> bool:
        """The node has a way on from this place: by word, by list or by a sound-alike."""
        if self.words[place] in node.edges:
            return True
        if node.slots:
            for name, _ in self.slots[place]:
                if name in node.slots:
                    return True
        for other in self.sounds_like[place]:  # noqa: SIM110 -- a generator costs more than the rest
            if other in node.edges:
                return True
        return False


class PatternIndex:
    """Finds every pattern in a text at once. Built once for a pack, then only read."""

    def __init__(self, templates: Sequence[str], lists: Mapping[str, Iterable[str]]) -> None:
        self._root = Node()
        self._slot_words: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        first_of_list: dict[str, set[str]] = {name: set() for name in lists}
        for name, entries in lists.items():
            for entry in entries:
                for words in wordings(parse(entry), MOST_LIST_WORDINGS):
                    self._slot_words.setdefault(words[0], []).append((name, words))
                    first_of_list[name].add(words[0])
        patterns = [parse(template) for template in templates]
        self._required = RequiredWords(
            patterns, {name: frozenset(words) for name, words in first_of_list.items()}
        )
        for number, parts in enumerate(patterns):
            for end in grow([self._root], parts, is_long=len(parts) >= LONG_PATTERN_PARTS):
                if number not in end.ends:
                    end.ends.append(number)
        note_below(self._root, {})
        longest = max(
            (longest_tokens(parts, LONGEST_ENTRY_TOKENS) for parts in patterns), default=0
        )
        self._longest_tokens = longest + STRANGERS_TOKENS

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Every pattern at every place, each with its best price there."""
        begin, finish = EDGES
        words = [begin, *(token.text for token in tokens), finish]
        sounds_like = [ALTERNATES.get(word, ()) for word in words]
        heard = _Heard(
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
                    _walk(self._root, heard, start, possible, best)
        found = (_without_edges(match, len(tokens)) for match in best.values())
        return sorted(found, key=lambda m: (m.start, m.end, m.pattern))

    def _slots_at(self, words: Sequence[str], place: int) -> Sequence[tuple[str, int]]:
        """Names of lists whose entries begin here, with their lengths in tokens."""
        found = []
        for heard in (words[place], *ALTERNATES.get(words[place], ())):
            for name, entry in self._slot_words.get(heard, ()):
                length = len(entry)
                if length == 1 or tuple(words[place + 1 : place + length]) == entry[1:]:
                    found.append((name, length))
        return found


def _walk(  # noqa: C901 -- most of the time goes here, so common steps are not calls
    root: Node, heard: _Heard, start: int, possible: int, best: dict[tuple[int, int, int], Match]
) -> None:
    """Follow every way through the tree that the words from start allow.

    ``possible`` are the patterns whose words are near, as bits.
    """
    stack: list[_State] = [(root, start, 0, 0.0, None)]
    words, sounds_like, last = heard.words, heard.sounds_like, len(heard.words) - 1
    while stack:
        state = stack.pop()
        node, place, matched, price, way = state
        for number in node.ends:
            key = (number, start, place)
            if key not in best or best[key].price > price:
                best[key] = Match(number, start, place, price, way)
        if node.onward:
            stack += [(n, place, matched, price, way) for n in node.onward if n.below & possible]
        if node.gaps:
            _through_gaps(state, heard, stack)
        if place > last:
            continue
        child = node.edges.get(words[place])
        if child is not None and child.below & possible:
            stack.append((child, place + 1, matched + 1, price, (way, (words[place],))))
        if sounds_like[place] and node.edges and not price:
            _through_sound_alikes(state, heard, stack)
        if node.slots:
            _through_slots(state, heard, stack)
        if matched and place < last and (node.edges or node.slots):
            if heard.is_softener[place]:
                stack.append((node, place + 1, matched, price, way))
            elif node.may_skip and not price:
                _past_a_stranger(state, heard, stack)


def _without_edges(match: Match, count: int) -> Match:
    """The match counted in tokens, without the edges of the turn."""
    start, end = max(0, match.start - 1), min(count, match.end - 1)
    return Match(match.pattern, start, end, match.price, match.chain)


def _through_gaps(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """Over as many words as a gap may take, to where the pattern can go on."""
    node, place, matched, price, way = state
    for most, after in node.gaps.items():
        goes_on_freely = bool(after.onward or after.gaps or after.ends)
        last = len(heard.words) if goes_on_freely else len(heard.words) - 1
        for end in range(place, min(place + most, last) + 1):
            if end > place and heard.words[end - 1] in NEVER_IN_GAPS:
                break
            if goes_on_freely or heard.opens(after, end):
                passed = (way, tuple(heard.words[place:end])) if end > place else way
                stack.append((after, end, matched, price, passed))


def _through_sound_alikes(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """On by a word that a recogniser mistakes this one for."""
    node, place, matched, price, way = state
    for other in heard.sounds_like[place]:
        child = node.edges.get(other)
        if child is not None:
            heard_as = (way, (other,))
            stack.append((child, place + 1, matched + 1, price + SOUND_PRICE, heard_as))


def _through_slots(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """On by an entry of a list."""
    node, place, matched, price, way = state
    for name, length in heard.slots[place]:
        child = node.slots.get(name)
        if child is not None:
            said = tuple(heard.words[place : place + length])
            stack.append((child, place + length, matched + 1, price, (way, said)))


def _past_a_stranger(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """Over one strange word, at a price."""
    node, place, matched, _, way = state
    if (
        matched >= WORDS_BEFORE_A_SKIP
        and heard.words[place] not in NEVER_SKIPPED
        and heard.opens(node, place + 1)
    ):
        stack.append((node, place + 1, matched, SKIP_PRICE, way))
