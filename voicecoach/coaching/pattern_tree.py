"""A pack's patterns as one tree of words: patterns that begin alike share their way."""

from dataclasses import dataclass, field

from voicecoach.coaching.template import Choice, Gap, Sequence, Slot


@dataclass(slots=True)
class Node:
    """A place in the tree, and the ways on from it."""

    edges: dict[str, "Node"] = field(default_factory=dict)
    slots: dict[str, "Node"] = field(default_factory=dict)
    gaps: dict[int, "Node"] = field(default_factory=dict)
    onward: list["Node"] = field(default_factory=list)
    """Where alternatives come together again: taken without a word."""

    ends: list[int] = field(default_factory=list)
    may_skip: bool = False
    """At least one pattern below is long enough to forgive a strange word."""

    below: int = 0
    """The patterns that end here or farther on, as bits."""


def grow(starts: list[Node], parts: Sequence, *, is_long: bool) -> list[Node]:
    """Grow the tree by the parts; the nodes where they end.

    Words share their way with other patterns. After a choice a pattern goes on alone, so a
    pattern with a thousand variants needs only as many nodes as it has words.
    """
    for part in parts:
        following: list[Node] = []
        for node in starts:
            node.may_skip = node.may_skip or is_long
            if isinstance(part, Choice):
                following.extend(
                    end for option in part.options for end in grow([node], option, is_long=is_long)
                )
            elif isinstance(part, Gap):
                following.append(node.gaps.setdefault(part.most_words, Node()))
            elif isinstance(part, Slot):
                following.append(node.slots.setdefault(part.name, Node()))
            else:
                following.append(node.edges.setdefault(part, Node()))
        if len(following) > 1:
            together = Node()
            for node in following:
                if node is not together:
                    node.onward.append(together)
            following = [together]
        starts = following
    return starts


def note_below(node: Node, known: dict[int, int]) -> int:
    """Note at every node which patterns can still be reached from it."""
    if id(node) not in known:
        below = sum(1 << number for number in node.ends)
        ways = (node.edges.values(), node.slots.values(), node.gaps.values(), node.onward)
        for child in (child for way in ways for child in way):
            below |= note_below(child, known)
        known[id(node)] = node.below = below
    return known[id(node)]


def longest_tokens(parts: Sequence, entry_tokens: int) -> int:
    """How many tokens the parts can take, with entries of lists of that length."""
    longest = 0
    for part in parts:
        if isinstance(part, Choice):
            longest += max(longest_tokens(option, entry_tokens) for option in part.options)
        elif isinstance(part, Gap):
            longest += part.most_words
        else:
            longest += entry_tokens if isinstance(part, Slot) else 1
    return longest
