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
_DETERMINERS: Final = word_set("the this that your a an my")
_KINDS_OF_JOB: Final = word_set(
    "job role post position place apprenticeship internship traineeship placement contract work",
)
_THINGS: Final = {2: "Two things", 3: "Three things", 4: "Four things"}
MARKS: Final = " .,;:?!-\u2013\"'\u201c\u201d"
"""What may stand around a word without being part of it."""


def slot_values(learner: Learner, pack: Pack) -> Mapping[str, str]:
    """What slots are filled with: the learner's facts, else the pack's defaults."""
    strengths = [text for one in learner.strengths if (text := one.strip(MARKS))]
    own = {
        "role": _role_said(learner.role.strip(MARKS)),
        "company": learner.company.strip(),
        "interviewer": learner.interviewer.strip(),
        "strength": joined(strengths),
        "things": _THINGS.get(len(strengths), "What") if strengths else "",
    }
    return {**pack.slot_defaults, **{name: value for name, value in own.items() if value}}


def _role_said(role: str) -> str:
    """A role in a sentence: "ward sister" becomes "the ward sister job"."""
    words = role.lower().split()
    if not words or words[0] in _DETERMINERS:
        return role
    return f"the {role}" if words[-1] in _KINDS_OF_JOB else f"the {role} job"


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
    plain = [w for w in _longest_sentence(words) if w.strip(MARKS).lower() not in FILLERS]
    kept = [
        word
        for place, word in enumerate(plain)
        if place == 0 or word.lower() != plain[place - 1].lower()
    ]
    text = " ".join(kept[:LONGEST_QUOTE_WORDS]).strip(MARKS)
    return f"“{_with_capital_i(text)}”"


def _longest_sentence(words: Sequence[str]) -> Sequence[str]:
    """A quote that runs over a full stop is its longest sentence."""
    sentences: list[list[str]] = [[]]
    for word in words:
        sentences[-1].append(word)
        if word[-1:] in (".", "?", "!"):
            sentences.append([])
    return max(sentences, key=len)


def _with_capital_i(text: str) -> str:
    return re.sub(r"\bi(?=$|['\u2019 ,.?!])", "I", text)


def without_fillers(words: Sequence[str]) -> list[str]:
    """The words as written, but for "um".

    A full stop behind one moves to the word before it, and commas around one go with it.
    """
    kept: list[str] = []
    for word in words:
        plain = word.strip(MARKS)
        if plain.lower() not in FILLERS:
            kept.append(word)
        elif kept and word[-1] in ".?!" and kept[-1][-1] not in ".?!":
            kept[-1] = kept[-1].rstrip(",;") + word[-1]
        elif kept and word[-1] == ",":
            kept[-1] = kept[-1].rstrip(",")
    return kept


def lowered(sentence: str) -> str:
    """To go on after a colon; "I" stays."""
    keeps = sentence[:2] in ("I ", "I'")
    return sentence if keeps else sentence[:1].lower() + sentence[1:]


def is_question(words: Sequence[str]) -> bool:
    """By its first words: "what are", "and is there"."""
    plain = [word.lower().strip(MARKS) for word in words]
    if not plain:
        return False
    return plain[0] in _QUESTION_OPENERS or (
        plain[0] in _BEFORE_A_QUESTION and any(word in _QUESTION_OPENERS for word in plain[1:])
    )


def as_sentence(words: Sequence[str]) -> str:
    """The words as a written sentence: a capital, "I", and the mark that belongs at its end."""
    text = " ".join(words)
    mark = text[-1] if text[-1] in ".?!" else ""
    text = _with_capital_i(text.strip(" ,;:-") if mark else text.strip(MARKS))
    return text[:1].upper() + text[1:] + ("" if mark else "?" if is_question(words) else ".")
