"""All patterns of a pack in one tree of words, walked once from every word of a closing.

Exact words, slots, gaps and, at a price, either sound-alikes or one unexpected word inside a longer
pattern, never both. What the tree finds is scored by rapidfuzz in ``matching``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.coaching.normalize import Token, word_set
from voicecoach.coaching.pattern_tree import Node, grow
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
        for name, entries in lists.items():
            for entry in entries:
                for words in wordings(parse(entry), MOST_LIST_WORDINGS):
                    self._slot_words.setdefault(words[0], []).append((name, words))
        for number, template in enumerate(templates):
            parts = parse(template)
            for end in grow([self._root], parts, is_long=len(parts) >= LONG_PATTERN_PARTS):
                if number not in end.ends:
                    end.ends.append(number)

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Every pattern at every place, each with its best price there."""
        begin, finish = EDGES
        words = [begin, *(token.text for token in tokens), finish]
        heard = _Heard(
            words,
            [ALTERNATES.get(word, ()) for word in words],
            [self._slots_at(words, place) for place in range(len(words))],
        )
        best: dict[tuple[int, int, int], Match] = {}
        for start in range(len(words)):
            if heard.opens(self._root, start):
                _walk(self._root, heard, start, best)
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


def _walk(root: Node, heard: _Heard, start: int, best: dict[tuple[int, int, int], Match]) -> None:
    """Follow every way through the tree that the words from start allow.

    Most of an assessment's time is spent here, so the common steps are not calls.
    """
    stack: list[_State] = [(root, start, 0, 0.0, None)]
    words, sounds_like, last = heard.words, heard.sounds_like, len(heard.words) - 1
    while stack:
        state = stack.pop()
        node, place, matched, price, chain = state
        for number in node.ends:
            key = (number, start, place)
            if key not in best or best[key].price > price:
                best[key] = Match(number, start, place, price, chain)
        if node.onward:
            stack.extend([(after, place, matched, price, chain) for after in node.onward])
        if node.gaps:
            _through_gaps(state, heard, stack)
        if place > last:
            continue
        child = node.edges.get(words[place])
        if child is not None:
            stack.append((child, place + 1, matched + 1, price, (chain, (words[place],))))
        if sounds_like[place] and node.edges and not price:
            _through_sound_alikes(state, heard, stack)
        if node.slots:
            _through_slots(state, heard, stack)
        if matched:
            _past_strangers(state, heard, stack)


def _without_edges(match: Match, count: int) -> Match:
    """The match counted in tokens, without the edges of the turn."""
    start, end = max(0, match.start - 1), min(count, match.end - 1)
    return Match(match.pattern, start, end, match.price, match.chain)


def _through_gaps(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """Over as many words as a gap may take, to where the pattern can go on."""
    node, place, matched, price, chain = state
    for most, after in node.gaps.items():
        goes_on_freely = bool(after.onward or after.gaps or after.ends)
        last = len(heard.words) if goes_on_freely else len(heard.words) - 1
        for end in range(place, min(place + most, last) + 1):
            if end > place and heard.words[end - 1] in NEVER_IN_GAPS:
                break
            if goes_on_freely or heard.opens(after, end):
                passed = (chain, tuple(heard.words[place:end])) if end > place else chain
                stack.append((after, end, matched, price, passed))


def _through_sound_alikes(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """On by a word that a recogniser mistakes this one for."""
    node, place, matched, price, chain = state
    for other in heard.sounds_like[place]:
        child = node.edges.get(other)
        if child is not None:
            way = (chain, (other,))
            stack.append((child, place + 1, matched + 1, price + SOUND_PRICE, way))


def _through_slots(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """On by an entry of a list."""
    node, place, matched, price, chain = state
    for name, length in heard.slots[place]:
        child = node.slots.get(name)
        if child is not None:
            said = tuple(heard.words[place : place + length])
            stack.append((child, place + length, matched + 1, price, (chain, said)))


def _past_strangers(state: _State, heard: _Heard, stack: list[_State]) -> None:
    """Over a softener for nothing, over one strange word at a price."""
    node, place, matched, price, chain = state
    if place + 1 >= len(heard.words) or not (node.edges or node.slots):
        return
    word = heard.words[place]
    if word in SOFTENERS:
        stack.append((node, place + 1, matched, price, chain))
    elif (
        node.may_skip
        and not price
        and matched >= WORDS_BEFORE_A_SKIP
        and word not in NEVER_SKIPPED
        and heard.opens(node, place + 1)
    ):
        stack.append((node, place + 1, matched, SKIP_PRICE, chain))
