"""Builders for the coaching scenes."""

from collections.abc import Callable

import pytest

from voicecoach.assessment import Assessment
from voicecoach.coaching.coach import assess
from voicecoach.packs.loader import load_pack
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Utterance, Word


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The job interview."""
    return load_pack()


@pytest.fixture(scope="session")
def heard(pack: Pack) -> Callable[..., Assessment]:
    """Assess typed turns."""
    return lambda *turns: assess(tuple(Utterance.typed(turn) for turn in turns), pack)


@pytest.fixture(scope="session")
def labels(heard: Callable[..., Assessment]) -> Callable[..., set[str]]:
    """The labels held in typed turns."""

    def of(*turns: str) -> set[str]:
        found = heard(*turns)
        return {finding.label for finding in (*found.moves, *found.pitfalls)}

    return of


@pytest.fixture(scope="session")
def spoken() -> Callable[..., Utterance]:
    """An utterance at a steady pace; "|" in the text is a pause."""

    def of(text: str, *, word_seconds: float = 0.3, pause_seconds: float = 0.6) -> Utterance:
        words, now = [], 0.0
        for piece in text.split():
            if piece == "|":
                now += pause_seconds
                continue
            end = now + word_seconds - 0.05
            words.append(Word(text=piece, start_seconds=now, end_seconds=end))
            now += word_seconds
        return Utterance(words=tuple(words), end_seconds=now)

    return of
