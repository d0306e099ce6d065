"""Words that recognisers mistake for each other, and a rough key of how a word sounds."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import Final

_GROUPS: Final = (
    "role roll",
    "fit feet",
    "hear here",
    "hire higher",
    "hired tired",
    "next neck text",
    "step steppe",
    "post posed",
    "team teem theme",
    "salary celery",
    "offer author",
    "desk disk",
    "match much",
    "send sand",
    "keen king",
    "need neat",
    "wage weight",
    "know no",
    "write right",
    "job jab",
    "gap cap",
    "email female",
    "notice note",
    "start star",
    "reservation observation",
    "process progress",
)
"""Sets of words; drawn from homophones and from what small English models confuse."""

SOUND_PRICE: Final = 0.10
"""For one of these words taken for another."""

STRANGER_PRICE: Final = 0.8
"""For a word that no pattern knows, taken for one that sounds alike. All words matched share it, so
that a short pattern cannot rest on a guess. 0.5 found as much and accused more often."""

ENOUGH_WORDS: Final = 2000
"""In a pack of fewer words most words of any closing are unknown, and say nothing by it."""

_KEY_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^kn|^gn", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"ough$", "f"),
        (r"igh", "i"),
        (r"ght", "t"),
        (r"tion|sion", "shn"),
        (r"ph", "f"),
        (r"[sz]h|ch|j|dg", "j"),
        (r"th", "t"),
        (r"ck|[ckqg]", "k"),
        (r"x", "ks"),
        (r"[sz]", "s"),
        (r"[dt]", "t"),
        (r"[bp]", "p"),
        (r"[vf]", "f"),
        (r"[mn]", "n"),
        (r"(?<!^)[aeiouyhw]", ""),
        (r"^[aeiouy]", "a"),
        (r"(.)\1+", r"\1"),
    )
)
"""Voiced and voiceless sounds fall together, vowels after the first sound are dropped."""


def _alternates() -> dict[str, tuple[str, ...]]:
    table: dict[str, set[str]] = {}
    for group in _GROUPS:
        words = group.split()
        for word in words:
            table.setdefault(word, set()).update(other for other in words if other != word)
    return {word: tuple(sorted(others)) for word, others in table.items()}


ALTERNATES: Final = _alternates()
"""For a word heard: the words that may have been said."""


@lru_cache(maxsize=16384)
def sound_key(word: str) -> str:
    """How a word sounds, roughly; equal keys sound alike to a recogniser."""
    for pattern, sound in _KEY_RULES:
        word = pattern.sub(sound, word)
    return word


class SoundAlikes:
    """What may have been said where a word was heard. Built once, then only read.

    A word that the patterns know is taken as heard, but for the few that every recogniser confuses:
    taken for others even where its neighbours were strange, it cost clean text more than misheard
    text gained. A word that they do not know may be any of theirs that sounds like it.
    """

    def __init__(self, vocabulary: Set[str]) -> None:
        self._vocabulary = vocabulary
        self._by_sound: dict[str, tuple[str, ...]] = {}
        if len(vocabulary) >= ENOUGH_WORDS:
            for word in sorted(vocabulary):
                sound = sound_key(word)
                self._by_sound[sound] = (*self._by_sound.get(sound, ()), word)

    def of(self, word: str) -> tuple[Sequence[str], float]:
        """The other words that may have been said, and the price of taking one of them."""
        if word in ALTERNATES:
            return ALTERNATES[word], SOUND_PRICE
        if word in self._vocabulary or not self._by_sound:
            return (), SOUND_PRICE
        return self._by_sound.get(sound_key(word), ()), STRANGER_PRICE
