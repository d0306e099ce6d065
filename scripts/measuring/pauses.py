"""Where silences are put into sentences: seeded, and as even over the kinds as the texts allow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .closing_texts import is_question, is_thanks
from .takes import PauseKind, Piece

PAUSES: Final = 3
"""So many silences are put into a take, where its text has room for them."""

SHORTEST_SECONDS: Final = 0.3
LONGEST_SECONDS: Final = 2.5
ORDINARY_SECONDS: Final = (0.15, 0.3)
"""Between two sentences that follow on without a put silence."""

FEWEST_WORDS: Final = 6
"""Shorter sentences are not broken."""

FEWEST_WORDS_A_SIDE: Final = 2
RARE: Final = (PauseKind.AFTER_QUESTION, PauseKind.AFTER_THANKS)
"""Few texts have room for these."""

EVERYWHERE: Final = tuple(kind for kind in PauseKind if kind not in RARE)
FILLERS: Final = (" Um,", " And, uh,", " Uh,", " So, um,")
FILLERS_INSIDE: Final = (", um,", ", uh,", ", and, uh,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a monologue; the core may still be owed after it."""

    text: str
    is_core_owed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A sentence that a silence is put into, or after."""

    number: int
    kind: PauseKind
    is_inside: bool


def with_pauses(sentences: Sequence[Sentence], chance: random.Random) -> tuple[Piece, ...]:
    """The sentences as pieces; no silence is put after the last one."""
    chosen = _chosen(sentences, chance)
    pieces: list[Piece] = []
    for number, sentence in enumerate(sentences):
        inside = next((p for p in chosen if p.number == number and p.is_inside), None)
        after = next((p for p in chosen if p.number == number and not p.is_inside), None)
        begun, rest = _broken(sentence, inside, chance) if inside else ((), sentence.text)
        pieces += begun
        if after and after.kind is PauseKind.AFTER_FILLER:
            rest += chance.choice(FILLERS)
        seconds = _put_seconds(chance) if after else chance.uniform(*ORDINARY_SECONDS)
        pieces.append(
            Piece(
                text=rest,
                gap_seconds=round(seconds, 2),
                pause=after.kind if after else None,
                is_core_owed=sentence.is_core_owed,
            )
        )
    return (*pieces[:-1], replace(pieces[-1], gap_seconds=0.0, pause=None))


def _chosen(sentences: Sequence[Sentence], chance: random.Random) -> list[_Place]:
    """A few places, each of another kind as long as there is one; the rare kinds first."""
    places = _places(sentences)
    kinds = [*RARE, *chance.sample(EVERYWHERE, len(EVERYWHERE))]
    chosen: list[_Place] = []
    for kind in kinds * PAUSES:
        free = [
            place
            for place in places
            if place.kind is kind and not any(_is_taken(place, other) for other in chosen)
        ]
        if free and len(chosen) < PAUSES:
            chosen.append(chance.choice(free))
    return chosen


def _is_taken(place: _Place, by: _Place) -> bool:
    return place.number == by.number and place.is_inside == by.is_inside


def _places(sentences: Sequence[Sentence]) -> list[_Place]:
    """Wherever a silence may be put."""
    inside = [
        _Place(number=number, kind=kind, is_inside=True)
        for number, sentence in enumerate(sentences)
        if gaps_in(sentence.text)
        for kind in (PauseKind.INSIDE_CLAUSE, PauseKind.AFTER_FILLER)
    ]
    after = [
        _Place(number=number, kind=kind, is_inside=False)
        for number, sentence in enumerate(sentences[:-1])
        for kind in (kind_after(sentence), PauseKind.AFTER_FILLER)
        if kind is not None
    ]
    return inside + after


def kind_after(sentence: Sentence) -> PauseKind | None:
    """What a silence after the sentence is; None where the closing may fairly be over.

    After a question or a thank-you a silence counts while the core is owed, and only then.
    """
    if is_question(sentence.text):
        return PauseKind.AFTER_QUESTION if sentence.is_core_owed else None
    if is_thanks(sentence.text):
        return PauseKind.AFTER_THANKS if sentence.is_core_owed else None
    return PauseKind.BETWEEN_SENTENCES


def gaps_in(text: str) -> list[int]:
    """The word gaps where a clause may be broken: not at a comma, not near an edge."""
    words = text.split()
    if len(words) < FEWEST_WORDS:
        return []
    gaps = range(FEWEST_WORDS_A_SIDE, len(words) - FEWEST_WORDS_A_SIDE + 1)
    return [gap for gap in gaps if words[gap - 1][-1].isalnum()]


def _broken(sentence: Sentence, place: _Place, chance: random.Random) -> tuple[list[Piece], str]:
    """The piece before the silence, and the words after it."""
    words = sentence.text.split()
    gap = chance.choice(gaps_in(sentence.text))
    begun = " ".join(words[:gap])
    if place.kind is PauseKind.AFTER_FILLER:
        begun += chance.choice(FILLERS_INSIDE)
    piece = Piece(
        text=begun,
        gap_seconds=round(_put_seconds(chance), 2),
        pause=place.kind,
        is_core_owed=sentence.is_core_owed,
    )
    return [piece], " ".join(words[gap:])


def _put_seconds(chance: random.Random) -> float:
    return chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS)
