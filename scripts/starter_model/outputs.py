"""What the network tells apart: how each phone begins and goes on, after each class of phones.

A phone sounds different after others, most of all where it begins. Outputs are numbered class by
class, in each class phone by phone, and of each phone the beginning comes first.
"""

from __future__ import annotations

from typing import Final

from .words import PHONES, SILENCE

PHONE_OUTPUTS: Final = 2 * len(PHONES)
"""For each phone: its first output, and the rest of it."""

LEFT_CLASSES: Final = tuple(
    tuple(sounds.split())
    for sounds in (
        SILENCE,
        "IY IH Y EY AY OY",
        "EH AE",
        "AH",
        "AA AO",
        "UW UH W OW AW",
        "ER R",
        "L",
        "M",
        "N NG",
        "P B",
        "F V",
        "T",
        "D",
        "TH DH",
        "K G",
        "S Z",
        "SH ZH CH JH",
        "HH",
    )
)
"""Phones that colour the next one alike, by where the mouth is when they end: so diphthongs stand
with the vowel they glide to. Silence comes first: what begins an utterance follows it."""

LEFT_CLASS: Final = tuple(
    next(place for place, sounds in enumerate(LEFT_CLASSES) if phone in sounds) for phone in PHONES
)
"""The left class of each of PHONES."""

OUTPUTS: Final = len(LEFT_CLASSES) * PHONE_OUTPUTS
"""All outputs of the phones again after each class."""
