"""Turning words as heard into words as quoted or written: slots, lists, sentences."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from voicecoach.coaching.normalize import FILLERS, word_set
from voicecoach.learner import Learner
from voicecoach.packs.pack import Pack

LONGEST_QUOTE_WORDS: Final = 10
"""A longer quote is no longer recognised as one's own words when heard."""

_SLOT: Final = re.compile(r"\{([a-z_]+)\}")
_QUESTION_OPENERS: Final = word_set(
    "how what when where who which why is are am do does did have has can could would will",
    "should shall may might was were",
)
_BEFORE_A_QUESTION: Final = word_set(
    "and so then based from given please",
)
MARKS: Final = " .,;:?!-\u2013\"'\u201c\u201d"
"""What may stand around a word without being part of it."""


def slot_values(learner: Learner, pack: Pack) -> Mapping[str, str]:
    """What slots are filled with: the learner's facts, else the pack's defaults."""
    own = {
        "role": learner.role.strip(),
        "company": learner.company.strip(),
        "interviewer": learner.interviewer.strip(),
        "strength": joined(
            [strength.strip() for strength in learner.strengths if strength.strip()]
        ),
    }
    return {**pack.slot_defaults, **{name: value for name, value in own.items() if value}}


def filled(sentence: str, values: Mapping[str, str]) -> str | None:
    """The sentence with its slots filled; None when one has no value."""
    if any(name not in values for name in _SLOT.findall(sentence)):
        return None
    return _SLOT.sub(lambda slot: values[slot.group(1)], sentence)


def joined(parts: Sequence[str]) -> str:
    """One, two and three: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def quoted(words: Sequence[str]) -> str:
    """The learner's words to be said back: no fillers, no stutter, not too long."""
    plain = [word for word in words if word.strip(".,;:?!").lower() not in FILLERS]
    kept = [
        word
        for place, word in enumerate(plain)
        if place == 0 or word.lower() != plain[place - 1].lower()
    ]
    text = " ".join(kept[:LONGEST_QUOTE_WORDS]).strip(MARKS)
    return f"“{text}”"


def as_sentence(words: Sequence[str]) -> str:
    """The words as a written sentence: a capital, "I", and the mark that belongs at its end."""
    text = " ".join(words)
    mark = text[-1] if text[-1] in ".?!" else ""
    text = re.sub(r"\bi(?=$|['\u2019 ,])", "I", text.strip(MARKS))
    first = words[0].lower().strip(",")
    asks = first in _QUESTION_OPENERS or (
        first in _BEFORE_A_QUESTION and any(word.lower() in _QUESTION_OPENERS for word in words[1:])
    )
    return text[:1].upper() + text[1:] + (mark or ("?" if asks else "."))
