"""The small language that patterns are written in, read into a tree of parts.

how (close|near) am i          either word, or longer alternatives: (what you need|the profile)
thank you [so much]            an optional part
i want this {job}              any entry of the pack's list "job"
when * start                   up to four words of any kind
when ** start                  up to nine words of any kind
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice, product
from typing import Final

from voicecoach.coaching.normalize import spoken_out

SHORT_GAP_WORDS: Final = 4
LONG_GAP_WORDS: Final = 9

EDGES: Final = ("^", "$")
"""Where a turn begins and ends, as if they were words."""

_SIGNS: Final = re.compile(r"\*\*|[()\[\]|*]|\{[a-z_]+\}|[^\s()\[\]|*{}]+|\S")


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to so many words of any kind."""

    most_words: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Any entry of the pack's list of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an optional part offers the empty one."""

    options: tuple["Sequence", ...]


class Missing(Enum):
    """A part that was not heard: nothing, or one other word in its place. Not to be written."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

Part = str | Gap | Slot | Choice | Missing
Sequence = tuple[Part, ...]


class TemplateInvalid(ValueError):
    """A pattern that cannot be read; the loader tells the author where it stands."""


@lru_cache(maxsize=16_384)
def parse(template: str) -> Sequence:
    """The parts of a template, without gaps at its ends. Raises TemplateInvalid."""
    signs = _SIGNS.findall(template)
    options, rest = _options(signs, 0)
    if rest != len(signs):
        raise TemplateInvalid(f"{signs[rest]!r} closes nothing")
    parts = options[0] if len(options) == 1 else (Choice(options),)
    while parts and isinstance(parts[0], Gap):
        parts = parts[1:]
    while parts and isinstance(parts[-1], Gap):
        parts = parts[:-1]
    if can_be_empty(parts):
        raise TemplateInvalid("it could be heard in silence: some word must be required")
    return parts


def wordings(parts: Sequence, most: int) -> tuple[tuple[str, ...], ...]:
    """The first ways to say the parts that need neither slot nor gap, and lack nothing."""
    told: dict[tuple[str, ...], None] = {}
    for words in _wordings(parts, most):
        told.setdefault(words)
        if len(told) == most:
            break
    return tuple(told)


def slots_in(template: str) -> frozenset[str]:
    """The names of the lists a template draws on."""
    return frozenset(re.findall(r"\{([a-z_]+)\}", template))


def words_in(parts: Iterable[Part]) -> Iterator[str]:
    """Every word of the parts, some more than once."""
    for part in parts:
        if isinstance(part, Choice):
            for option in part.options:
                yield from words_in(option)
        elif isinstance(part, str):
            yield part


def _wordings(parts: Sequence, most: int) -> Iterator[tuple[str, ...]]:
    """At most so many of each option: a template may have more ways than memory has room."""
    if any(isinstance(part, Gap | Slot | Missing) for part in parts):
        return
    choices = [
        [w for option in part.options for w in islice(_wordings(option, most), most)]
        if isinstance(part, Choice)
        else [(str(part),)]
        for part in parts
    ]
    for picked in product(*choices):
        yield tuple(word for words in picked for word in words)


def can_be_empty(parts: Sequence) -> bool:
    """They can be heard without a word."""
    return all(
        isinstance(part, Gap | Missing)
        or part in EDGES
        or (isinstance(part, Choice) and any(can_be_empty(option) for option in part.options))
        for part in parts
    )


def _options(signs: list[str], at: int) -> tuple[tuple[Sequence, ...], int]:
    """Sequences parted by "|", up to a closing bracket or the end."""
    found: list[Sequence] = []
    while True:
        parts: list[Part] = []
        while at < len(signs) and signs[at] not in ("|", ")", "]"):
            more, at = _part(signs, at)
            parts.extend(more)
        found.append(tuple(parts))
        if at >= len(signs) or signs[at] != "|":
            return tuple(found), at
        at += 1


def _part(signs: list[str], at: int) -> tuple[Sequence, int]:
    sign = signs[at]
    if sign in ("(", "["):
        inner, at = _options(signs, at + 1)
        if at >= len(signs) or signs[at] != (")" if sign == "(" else "]"):
            raise TemplateInvalid(f"{sign!r} is not closed")
        options = inner if sign == "(" else (*inner, ())
        return (Choice(tuple(dict.fromkeys(options))),), at + 1
    if sign == "*":
        return (Gap(SHORT_GAP_WORDS),), at + 1
    if sign == "**":
        return (Gap(LONG_GAP_WORDS),), at + 1
    if sign in EDGES:
        return (sign,), at + 1
    if sign in ("{", "}"):
        raise TemplateInvalid(f"{sign!r} stands alone; a list is written {{name}}")
    if sign.startswith("{"):
        return (Slot(sign[1:-1]),), at + 1
    return spoken_out(sign), at + 1
