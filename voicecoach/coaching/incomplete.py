"""Patterns of which something was not heard: which losses a pattern survives is learned.

A recogniser drops words and puts others in their place, and people say things shorter than the
pattern's author thought. "How close am i to what you want" still asks without its "am"; without its
"how" it may say anything. Training (scripts/train_matching) tries every such loss on labelled
closings and keeps a weight for those after which the rest still speaks for the label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Final

from voicecoach.coaching.matching import likeness_ratio
from voicecoach.coaching.normalize import word_set
from voicecoach.coaching.template import (
    EDGES,
    LONG_GAP_WORDS,
    MISSING,
    Choice,
    Gap,
    Part,
    Slot,
    can_be_empty,
    parse,
    words_in,
)
from voicecoach.coaching.template import Sequence as Parts

NEVER_LOST: Final = word_set("not no never nobody nothing nor neither without hardly", *EDGES)
"""Parts with one of these stay: without it the pattern would say the opposite."""

LEAST_LEFT_PARTS: Final = 2
LEAST_LEFT_OF_TWO_LOST_PARTS: Final = 3
"""So many parts that cannot be left out must be heard."""


class Loss(StrEnum):
    """How something of a pattern is lost."""

    PARTS = "without"
    """Whole parts: not said, or another word in the place of each."""

    A_WORD = "short of a word in"
    """One word of a part's longer alternatives."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A pattern, and what of it is lost."""

    pattern: str
    loss: Loss
    places: tuple[int, ...]
    """Which of the pattern's parts, from 0."""

    @classmethod
    @lru_cache(maxsize=16_384)
    def told(cls, pattern: str, lost: str) -> "Incomplete":
        """From the words that training wrote: "without 0 3". Raises ValueError."""
        loss, places = lost.rstrip("0123456789 "), lost.split()
        one = cls(pattern, Loss(loss), tuple(int(p) for p in places if p.isdigit()))
        parts = parse(pattern)
        if not one.places or max(one.places) >= len(parts):
            raise ValueError(f"{pattern!r} has no parts for {lost!r}")
        if one.loss is Loss.A_WORD and not all(_short_options(parts[at]) for at in one.places):
            raise ValueError(f"{pattern!r} has no longer alternatives for {lost!r}")
        if can_be_empty(one.parts):
            raise ValueError(f"{pattern!r} has nothing left for {lost!r}")
        return one

    @property
    def lost(self) -> str:
        """In words, as ``told`` reads them."""
        return " ".join((self.loss, *map(str, self.places)))

    @property
    def parts(self) -> Parts:
        """What is left to be heard."""
        parts = list(parse(self.pattern))
        for place in self.places:
            parts[place] = (
                MISSING if self.loss is Loss.PARTS else Choice(tuple(_short_options(parts[place])))
            )
        begun = _without_a_loose_end(parts)
        return _with_wider_gaps(_without_a_loose_end(begun[::-1])[::-1])

    def expected(self, rest: Sequence[str], heard: Sequence[str]) -> tuple[str, ...]:
        """The whole pattern as it would have been said here.

        What is lost is put back, in its first wording, where it makes the rest most like the words
        heard: where it stood is not known any more, and this is where nobody is wronged.
        """
        whole = tuple(rest)
        for place in self.places:
            part = parse(self.pattern)[place]
            lost = _first_wording(part) if self.loss is Loss.PARTS else _lost_word(part, rest)
            whole = max(
                ((*whole[:at], *lost, *whole[at:]) for at in range(len(whole) + 1)),
                key=lambda words: likeness_ratio(heard, words),
            )
        return whole


def losses_of(pattern: str) -> tuple[Incomplete, ...]:
    """Every loss after which enough is left to be tried: a part, two parts, a word of a part."""
    parts = parse(pattern)
    needed = [at for at, part in enumerate(parts) if not can_be_empty((part,))]
    can_go = [at for at in needed if not NEVER_LOST & set(words_in([parts[at]]))]
    lost = []
    if len(needed) > LEAST_LEFT_PARTS:
        lost += [Incomplete(pattern, Loss.PARTS, (at,)) for at in can_go]
    if len(needed) >= LEAST_LEFT_OF_TWO_LOST_PARTS + 2:
        lost += [Incomplete(pattern, Loss.PARTS, two) for two in combinations(can_go, 2)]
    lost += [
        Incomplete(pattern, Loss.A_WORD, (at,))
        for at, part in enumerate(parts)
        if _short_options(part)
    ]
    return tuple(lost)


def _without_a_loose_end(parts: Sequence[Part]) -> Sequence[Part]:
    """Without the first parts up to a gap, or a missing one, that no word must stand before."""
    cut = 0
    for at, part in enumerate(parts):
        if not can_be_empty((part,)) or set(EDGES) & set(words_in([part])):
            break
        if part is MISSING or _has_a_gap(part):
            cut = at + 1
    return parts[cut:]


def _with_wider_gaps(parts: Sequence[Part]) -> Parts:
    """What is missing beside a gap, and gaps beside each other, are one gap: found the sooner."""
    wider: list[Part] = []
    for part in parts:
        before = wider[-1] if wider else ""
        if isinstance(before, Gap) and isinstance(part, Gap):
            wider[-1] = Gap(min(LONG_GAP_WORDS, before.most_words + part.most_words))
        elif before is MISSING and isinstance(part, Gap):
            wider[-1] = part
        elif not (isinstance(before, Gap) and part is MISSING):
            wider.append(part)
    return tuple(wider)


def _short_options(part: Part) -> dict[Parts, Part]:
    """A choice's longer alternatives less any one word, and the word."""
    short: dict[Parts, Part] = {}
    if not isinstance(part, Choice):
        return short
    for option in part.options:
        if len(option) > 1 and not any(map(_has_a_gap, option)):
            for at, one in enumerate(option):
                rest = (*option[:at], *option[at + 1 :])
                if isinstance(one, str) and one not in NEVER_LOST and rest not in part.options:
                    short.setdefault(rest, one)
    return short


def _lost_word(part: Part, rest: Sequence[str]) -> tuple[str, ...]:
    """Which word the part is short of, told from the words that were heard of it."""
    text = f" {' '.join(rest)} "
    for short, lost in _short_options(part).items():
        if f" {' '.join(map(str, short))} " in text:
            return (str(lost),)
    return _first_wording(part)


def _first_wording(part: Part) -> tuple[str, ...]:
    """A part as somebody may say it; a list by its name."""
    if isinstance(part, Choice):
        return tuple(word for one in part.options[0] for word in _first_wording(one))
    return (part.name if isinstance(part, Slot) else part,) if isinstance(part, str | Slot) else ()


def _has_a_gap(part: Part) -> bool:
    if isinstance(part, Choice):
        return any(_has_a_gap(one) for option in part.options for one in option)
    return isinstance(part, Gap)
