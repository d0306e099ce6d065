"""Lines to sentences, so that the first sounds while the next is made. Pure."""

import re
from typing import Final

_ABBREVIATIONS: Final = frozenset(
    {"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "no.", "approx."}
)
_SENTENCE_END: Final = re.compile(
    r"""[.!?\u2026]+["'\u201d\u2019)\]]*\s+(?=["'\u201c\u2018(\[]*[A-Z0-9])"""
)


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
