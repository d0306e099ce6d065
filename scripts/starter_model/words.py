"""Words and their sounds: how text becomes a row of known words, and how each is pronounced."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

SILENCE: Final = "SIL"
PHONES: Final = (
    SILENCE,
    *"AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG".split(),
    *"OW OY P R S SH T TH UH UW V W Y Z ZH".split(),
)
"""The phones of CMUdict, without stress."""

EXTRA_PRONUNCIATIONS: Final = {
    "um": ("AH M",),
    "uh": ("AH",),
    "er": ("ER",),
    "erm": ("ER M",),
    "hmm": ("HH AH M", "HH M"),
    "mm": ("M",),
    "yep": ("Y EH P",),
    "cv": ("S IY V IY",),
    "cvs": ("S IY V IY Z",),
    "linkedin": ("L IH NG K T IH N",),
    "onboarding": ("AA N B AO R D IH NG",),
    "chuffed": ("CH AH F T",),
    "maths": ("M AE TH S",),
    "shortlist": ("SH AO R T L IH S T",),
    "shortlisted": ("SH AO R T L IH S T IH D",),
    "whiteboard": ("W AY T B AO R D",),
    "sourdough": ("S AW ER D OW",),
    "okay": ("OW K EY",),
    "ok": ("OW K EY",),
}
"""Fillers, and words of our trade that CMUdict lacks or spells out of use."""

SMALL_NUMBERS: Final = (
    *"zero one two three four five six seven eight nine ten eleven twelve thirteen".split(),
    *"fourteen fifteen sixteen seventeen eighteen nineteen".split(),
)
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SPELLED_OUT: Final = {
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
    "c.v.": "cv",
    "resumé": "resume",
    "résumé": "resume",
}

BRITISH_ENDINGS: Final = (
    ("ise", "ize"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("isation", "ization"),
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("lled", "led"),
    ("lling", "ling"),
)
"""CMUdict spells the American way."""

HISSING: Final = ("S", "Z", "SH", "ZH", "CH", "JH")
VOICELESS: Final = ("P", "T", "K", "F", "TH")

Pronunciations = dict[str, list[tuple[str, ...]]]
"""Each word's ways of being said."""


def dictionary_path() -> Path:
    """CMUdict as the Python package pocketsphinx carries it."""
    import pocketsphinx

    model = Path(pocketsphinx.__file__).parent / "model" / "en-us"
    return model / "cmudict-en-us.dict"


@cache
def pronunciations() -> Pronunciations:
    """CMUdict and our own additions."""
    known: Pronunciations = {}
    for line in dictionary_path().read_text().splitlines():
        word, *phones = line.split()
        known.setdefault(re.sub(r"\(\d+\)$", "", word), []).append(tuple(phones))
    for word, sounds in EXTRA_PRONUNCIATIONS.items():
        for sound in sounds:
            if tuple(sound.split()) not in known.setdefault(word, []):
                known[word].append(tuple(sound.split()))
    return known


def sounds_of(word: str) -> list[tuple[str, ...]]:
    """All pronunciations of a word: CMUdict's, ours, or derived; none if it cannot be said."""
    return pronunciations().get(word) or derived_pronunciations(word)


def derived_pronunciations(word: str) -> list[tuple[str, ...]]:
    """For a word that CMUdict lacks: a possessive of, or British spelling of, one that it has."""
    known = pronunciations()
    if word.endswith("'s") and word[:-2] in known:
        return [phones + _possessive(phones[-1]) for phones in known[word[:-2]]]
    for british, american in BRITISH_ENDINGS:
        root = word.removesuffix(british)
        if root != word and root + american in known:
            return known[root + american]
    return []


def _possessive(last: str) -> tuple[str, ...]:
    if last in HISSING:
        return ("IH", "Z")
    return ("S",) if last in VOICELESS else ("Z",)


def words_of(text: str) -> list[str]:
    """Lower-case words without punctuation; small numbers are spelled out, contractions kept."""
    plain = text.lower().replace("’", "'").replace("‘", "'")
    for written, spoken in SPELLED_OUT.items():
        plain = re.sub(rf"(?<![\w.]){re.escape(written)}(?![\w])", spoken, plain)
    known = pronunciations()
    found: list[str] = []
    for token in re.findall(r"[a-z']+|\d+", plain):
        if token.isdigit():
            found += number_words(token)
        elif token in known:
            found.append(token)
        elif token.strip("'"):
            found.append(token.strip("'"))
    return found


def number_words(digits: str) -> list[str]:
    """A number up to 99 as it is said; a longer one digit by digit."""
    value = int(digits)
    if len(digits) > 2 or (len(digits) == 2 and digits[0] == "0"):
        return [SMALL_NUMBERS[int(digit)] for digit in digits]
    if value < len(SMALL_NUMBERS):
        return [SMALL_NUMBERS[value]]
    tens = [TENS[value // 10 - 2]]
    return tens if value % 10 == 0 else [*tens, SMALL_NUMBERS[value % 10]]


def sentences_of(text: str) -> list[list[str]]:
    """A text cut at its punctuation, each part as words."""
    parts = re.split(r"[.?!;:\n]|--|—", text.replace("C.V.", "CV").replace("c.v.", "cv"))
    return [words for words in map(words_of, parts) if words]


def all_known(words: Iterable[str]) -> bool:
    """True if every word has a pronunciation."""
    known = pronunciations()
    return all(word in known for word in words)
