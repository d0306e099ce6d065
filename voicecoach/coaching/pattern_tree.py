"""A pack's patterns as one tree of words: patterns that begin alike share their way.

It grows pattern by pattern, as ``Node``s, and is then laid out for walking, as ``Place``s: there
every way on from a place is told in one look, however many patterns come together in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from voicecoach.coaching.template import MISSING, Choice, Gap, Missing, Slot
from voicecoach.coaching.template import Sequence as Parts


@dataclass(slots=True, eq=False)
class Node:
    """A point of the growing tree, and the ways on from it."""

    ways: dict[str | Slot | Gap | Missing, "Node"] = field(default_factory=dict)
    onward: list["Node"] = field(default_factory=list)
    """Meetings that are here too: taken without a word."""

    is_meeting: bool = False
    """Alternatives of one pattern come together here; no other pattern may grow from it."""

    ends: list[int] = field(default_factory=list)
    may_skip: bool = False
    """At least one pattern below is long enough to forgive a strange word."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Place:
    """A point of the finished tree."""

    words: Mapping[str, tuple["Place", ...]]
    lists: Mapping[str, tuple["Place", ...]]
    gaps: tuple[tuple[int, "Place"], ...] = ()
    """The most words a gap may take, and where it leads."""

    ends: tuple[int, ...] = ()
    """The patterns that are complete here."""

    past_softener: "Place | None" = None
    """This place again without its ends: a pattern does not end on a softener. None: the same."""

    forgives: bool = False
    """Patterns go on from here that are long enough to forgive a strange word."""

    past_stranger: "Place | None" = None
    """The ways on, by word or list, of those patterns alone. None: all do."""

    behind_missing: "Place | None" = None
    """Where patterns go on that may have another word here than the one they lack; where they lack
    it without another, they go on from this place."""

    below: int = 0
    """The patterns that end here or farther on, as bits."""


def grow(node: Node, parts: Parts, *, is_long: bool) -> Node:
    """Grow the tree by the parts; the node where they end.

    Words share their way with other patterns. After a choice a pattern goes on alone, so a
    pattern with a thousand variants needs only as many nodes as it has words.
    """
    for part in parts:
        node.may_skip = node.may_skip or is_long
        if isinstance(part, Choice):
            meeting = Node(is_meeting=True)
            for option in part.options:
                _grow_to(meeting, node, option, is_long=is_long)
            node = meeting
        else:
            node = _follow(node, part)
    return node


def _grow_to(meeting: Node, node: Node, parts: Parts, *, is_long: bool) -> None:
    """Grow the tree by one alternative, to where all of them meet."""
    if not parts:
        node.onward.append(meeting)
        return
    node = grow(node, parts[:-1], is_long=is_long)
    node.may_skip = node.may_skip or is_long
    last = parts[-1]
    if isinstance(last, Choice):
        for option in last.options:
            _grow_to(meeting, node, option, is_long=is_long)
    elif last not in node.ways:
        node.ways[last] = meeting
    elif node.ways[last] is not meeting:
        _follow(node, last).onward.append(meeting)


def _follow(node: Node, part: str | Slot | Gap | Missing) -> Node:
    """The node behind a word, list, gap or missing part, which other patterns may share."""
    child = node.ways.get(part)
    if child is None:
        child = node.ways[part] = Node()
    elif child.is_meeting:
        child = node.ways[part] = Node(onward=[child])
    return child


_Places = tuple[Place, ...]

_NO_WAYS: Final[Mapping[str, _Places]] = {}
"""One for all: most places have no lists, and to see that should not fetch a dict of their own."""


class Layout:
    """Lays a grown tree out for walking; nodes with the same ways on become one place."""

    def __init__(self) -> None:
        self._of_node: dict[Node, Place] = {}
        self._of_nodes: dict[frozenset[Node], Place] = {}
        self._sets: dict[int, int] = {}
        """Sets of patterns that are equal are kept once: most places have a single one below."""

    def place(self, node: Node) -> Place:
        """The place where this node, and all that are reached from it without a word, are one."""
        if node not in self._of_node:
            self._of_node[node] = self._place_of([node])
        return self._of_node[node]

    def _place_of(self, nodes: Iterable[Node]) -> Place:
        reached = _without_a_word(nodes)
        same = frozenset(reached)
        if same not in self._of_nodes:
            self._of_nodes[same] = self._laid_out(reached)
        return self._of_nodes[same]

    def _laid_out(self, nodes: Sequence[Node]) -> Place:
        words, lists = self._ways_on(nodes)
        gaps = self._gaps(nodes)
        ends = tuple(sorted({number for node in nodes for number in node.ends}))
        forgiving = [node for node in nodes if node.may_skip]
        past_stranger = None
        if 0 < len(forgiving) < len(nodes):
            some_words, some_lists = self._ways_on(forgiving)
            past_stranger = Place(words=some_words, lists=some_lists)
        behind_missing = [node.ways[MISSING] for node in nodes if MISSING in node.ways]
        return Place(
            words=words,
            lists=lists,
            gaps=gaps,
            ends=ends,
            past_softener=Place(words=words, lists=lists, gaps=gaps) if ends else None,
            forgives=bool(forgiving),
            past_stranger=past_stranger,
            behind_missing=self._place_of(behind_missing) if behind_missing else None,
            below=self._below(
                ends, chain(*words.values(), *lists.values(), (after for _, after in gaps))
            ),
        )

    def _ways_on(
        self, nodes: Sequence[Node]
    ) -> tuple[Mapping[str, _Places], Mapping[str, _Places]]:
        """By word, and by list."""
        words: dict[str, _Places] = {}
        lists: dict[str, _Places] = {}
        for node in nodes:
            for part, child in node.ways.items():
                if isinstance(part, str):
                    words[part] = (*words.get(part, ()), self.place(child))
                elif isinstance(part, Slot):
                    lists[part.name] = (*lists.get(part.name, ()), self.place(child))
        return words or _NO_WAYS, lists or _NO_WAYS

    def _gaps(self, nodes: Sequence[Node]) -> tuple[tuple[int, Place], ...]:
        gaps: dict[int, list[Node]] = {}
        for node in nodes:
            for part, after in node.ways.items():
                if isinstance(part, Gap):
                    gaps.setdefault(part.most_words, []).append(after)
        return tuple((most, self._place_of(after)) for most, after in gaps.items())

    def _below(self, ends: Iterable[int], children: Iterable[Place]) -> int:
        below = sum(1 << number for number in ends)
        for child in children:
            below |= child.below
        return self._sets.setdefault(below, below)


def _without_a_word(nodes: Iterable[Node]) -> list[Node]:
    """The nodes and all reached from them without a word, in order; less what leads nowhere."""
    reached: dict[Node, None] = {}
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached[node] = None
            waiting += node.onward
            if MISSING in node.ways:
                waiting.append(node.ways[MISSING])
    return [node for node in reached if node.ways or node.ends]


def longest_tokens(parts: Parts, entry_tokens: int) -> int:
    """How many tokens the parts can take, with entries of lists of that length."""
    longest = 0
    for part in parts:
        if isinstance(part, Choice):
            longest += max(longest_tokens(option, entry_tokens) for option in part.options)
        elif isinstance(part, Gap):
            longest += part.most_words
        else:
            longest += entry_tokens if isinstance(part, Slot) else 1  # a missing one's place too
    return longest
