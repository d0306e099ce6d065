"""Words heard once for all texts they will stand in: sentences of the pack, put together anew.

Whether a pattern stands on some words depends on these words alone. So what was found in a sentence
is there in every text that holds the sentence; only ways through the tree that are still open at
its end are to be gone on with, from there.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Final

from voicecoach.coaching.pattern_tree import Place
from voicecoach.coaching.pattern_walk import (
    NEVER_IN_GAPS,
    NEVER_SKIPPED,
    SKIP_PRICE,
    WORDS_BEFORE_A_SKIP,
    Found,
    HeardText,
    State,
)


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way through the tree that other words behind may go on with."""

    patterns: int
    """Those that it may lead to, as bits."""

    state: State
    """Its place in the text is counted from the first of the known words."""

    must_open: bool = False
    """To be gone only if the words behind let it go on at once, as after a gap or a stranger."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownWords:
    """What the patterns of one index hear in some words, whatever stands around them.

    With it the same is found as without, at the same price; of two ways through a pattern that cost
    the same it may be the other one.
    """

    words: tuple[str, ...]
    found: Found
    open_ways: tuple[tuple[OpenWay, ...], ...]
    """For every word those that begin there."""

    def found_from(self, place: int) -> Found:
        """What is found in a text where these words begin at the place."""
        return {
            (number, place + start, place + end): told
            for (number, start, end), told in self.found.items()
        }

    def states_from(self, heard: HeardText, place: int, start: int, possible: int) -> list[State]:
        """Where to go on from, in that text, with what begins at its word ``start``."""
        return [
            (tree, place + at, matched, price, way)
            for one in self.open_ways[start - place]
            if one.patterns & possible
            for tree, at, matched, price, way in (one.state,)
            if not one.must_open or heard.opens(tree, place + at)
        ]


_NOWHERE: Final[Mapping[str, tuple[Place, ...]]] = {}


class _End:
    """What a text's last words leave open."""

    def __init__(self, heard: HeardText, cut: Sequence[Set[str]]) -> None:
        self.heard = heard
        self._cut = cut
        self.ways: list[OpenWay] = []
        self.stack: list[State] = []

    def leave_open(self, state: State, *, must_open: bool = False) -> None:
        """To be gone on with, if it leads anywhere."""
        if below := _below(state[0]):
            self.ways.append(OpenWay(below, state, must_open))

    def go_where_it_opens(self, state: State) -> None:
        """On from a place that the state's tree can go on from, now or with the words behind."""
        tree, place, *_ = state
        if place < len(self.heard.words) and self.heard.opens(tree, place):
            self.stack.append(state)
        elif place == len(self.heard.words) or self._cut[place] & tree.lists.keys():
            self.leave_open(state, must_open=True)

    def lists_cut(self, tree: Place, place: int) -> Mapping[str, tuple[Place, ...]]:
        """The tree's ways by a list with an entry that the end cuts off."""
        return {name: tree.lists[name] for name in sorted(self._cut[place] & tree.lists.keys())}


def open_ways(heard: HeardText, cut: Sequence[Set[str]], first: State) -> tuple[OpenWay, ...]:
    """The ways from a state that words behind the text's last may go on with.

    ``cut`` has, for every place, the lists with an entry that begins there and is cut off by the
    end.
    """
    end = _End(heard, cut)
    end.stack.append(first)
    while end.stack:
        state = end.stack.pop()
        tree, place, matched, price, way = state
        if place == len(heard.words):
            end.leave_open(state)
            continue
        for most, after in tree.gaps:
            _through_gap(state, most, after, end)
        said = (way, (heard.words[place],))
        ahead = tree.words.get(heard.words[place], ())
        end.stack += [(child, place + 1, matched + 1, price, said) for child in ahead]
        if not price:
            _through_sound_alikes(state, heard, end.stack)
        if tree.lists:
            _through_lists(state, end)
        behind = tree.behind_missing
        if behind is not None and heard.words[place] not in NEVER_SKIPPED:
            end.go_where_it_opens((behind, place + 1, matched, price, way))
        if matched and (tree.words or tree.lists):
            _past_one_word(state, end)
    # What was met first is to be gone on with first, from the top of a stack.
    return tuple(reversed(end.ways))


def _through_gap(state: State, most: int, after: Place, end: _End) -> None:
    """To every place in the text that the gap reaches, and on with what is left of it behind."""
    _, place, matched, price, way = state
    words = end.heard.words
    for passed in range(place, place + most + 1):
        if passed > place and words[passed - 1] in NEVER_IN_GAPS:
            return
        skipped = (way, tuple(words[place:passed])) if passed > place else way
        if passed == len(words):
            left = ((most - passed + place, after),)
            rest = Place(words=_NOWHERE, lists=_NOWHERE, gaps=left)
            end.leave_open((rest, passed, matched, price, skipped))
            return
        onward = (after, passed, matched, price, skipped)
        if after.gaps or after.ends:
            end.stack.append(onward)
        else:
            end.go_where_it_opens(onward)


def _through_sound_alikes(state: State, heard: HeardText, stack: list[State]) -> None:
    """On by the words that the next one may have been."""
    tree, place, matched, _, way = state
    for other in heard.sounds_like[place]:
        after = (place + 1, matched + 1, heard.sound_prices[place], (way, (other,)))
        stack += [(child, *after) for child in tree.words.get(other, ())]


def _past_one_word(state: State, end: _End) -> None:
    """Over a softener, or over the one stranger that a pattern forgives."""
    tree, place, matched, price, way = state
    if end.heard.is_softener[place]:
        end.stack.append((tree.past_softener or tree, place + 1, matched, price, way))
    elif (
        tree.forgives
        and not price
        and matched >= WORDS_BEFORE_A_SKIP
        and end.heard.words[place] not in NEVER_SKIPPED
    ):
        goes_on = tree.past_stranger or tree
        end.go_where_it_opens((goes_on, place + 1, matched, SKIP_PRICE, way))


def _through_lists(state: State, end: _End) -> None:
    """On by the entries in the text; those that it cuts off are to be looked for with the rest."""
    tree, place, matched, price, way = state
    if lists := end.lists_cut(tree, place):
        end.leave_open((Place(words=_NOWHERE, lists=lists), place, matched, price, way))
    for name, length, more in end.heard.slots[place]:
        if not (price and more):
            said = tuple(end.heard.words[place : place + length])
            after = (place + length, matched + 1, price + more, (way, said))
            end.stack += [(child, *after) for child in tree.lists.get(name, ())]


def _below(tree: Place) -> int:
    """The patterns that go on from here."""
    below = 0
    for child in chain(*tree.words.values(), *tree.lists.values()):
        below |= child.below
    for _, after in tree.gaps:
        below |= after.below
    return below
