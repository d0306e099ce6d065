"""Lines to sentences, so that the first sounds while the next is made. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Final

SENTENCE_PAUSE_SECONDS: Final = 0.3
LINE_PAUSE_SECONDS: Final = 0.45
"""Heard as a new thought, not as the end of the turn."""

_ABBREVIATIONS: Final = frozenset(
    {"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "no.", "approx."}
)
_SENTENCE_END: Final = re.compile(
    r"""[.!?\u2026]+["'\u201d\u2019)\]]*\s+(?=["'\u201c\u2018(\[]*[A-Z0-9])"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is made and played in one go."""

    text: str
    """Empty: its line has nothing that can be said."""

    begins_line: str | None
    """The line, in its first sentence."""

    pause_seconds: float
    """The silence that follows it."""


def sentences_of(lines: tuple[str, ...]) -> tuple[Sentence, ...]:
    """All sentences of the lines; every line has one, if only an empty one."""
    found: list[Sentence] = []
    for line in lines:
        for index, text in enumerate(sentences_in(line) or ("",)):
            sentence = Sentence(
                text=text,
                begins_line=line if index == 0 else None,
                pause_seconds=SENTENCE_PAUSE_SECONDS,
            )
            found.append(sentence)
        found[-1] = replace(found[-1], pause_seconds=LINE_PAUSE_SECONDS)
    if found:
        found[-1] = replace(found[-1], pause_seconds=0.0)
    return tuple(found)


def sentences_in(line: str) -> tuple[str, ...]:
    """The line's sentences, in order; whitespace is made single, what cannot be said is left out.

    A full stop ends a sentence when a capital or a digit follows and it is no abbreviation's.
    """
    text = " ".join("".join(map(_sayable, line)).split())
    found = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        sentence = text[start : end.end()].strip()
        if sentence.split()[-1].lower() in _ABBREVIATIONS:
            continue
        found.append(sentence)
        start = end.end()
    found.append(text[start:])
    return tuple(filter(has_words, found))


def has_words(text: str) -> bool:
    """There is a letter or a digit in it; engines make an empty sound of anything else."""
    return any(map(str.isalnum, text))


def _sayable(character: str) -> str:
    return character if character.isprintable() else " "
