"""An attempt to keep, and someone who may not write everywhere."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voicecoach.assessment import (
    Assessment,
    Attempt,
    Delivery,
    Feedback,
    MoveFinding,
    Pause,
    PitfallFinding,
    Span,
)
from voicecoach.transcript import Utterance, Word

BEGAN = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@pytest.fixture
def attempt_number() -> Callable[..., Attempt]:
    """Builds the attempt of that minute, with every field filled."""

    def build(number: int, words: str = "how well do I fit so yeah") -> Attempt:
        spoken = tuple(
            Word(text=text, start_seconds=place * 0.3, end_seconds=place * 0.3 + 0.2)
            for place, text in enumerate(words.split())
        )
        evidence = {
            "turn": 0,
            "start_word": 0,
            "end_word": 5,
            "quote": "how well do I fit",
            "pattern": "how well do i fit",
            "similarity_ratio": 0.97,
            "probability_ratio": 0.9,
        }
        return Attempt(
            started_at=BEGAN + timedelta(minutes=number),
            pack="job_interview",
            acoustic_model="starter-en",
            assessment=Assessment(
                turns=(Utterance(words=spoken, end_seconds=2.1),),
                moves=(MoveFinding(label="fit_question", **evidence),),
                pitfalls=(PitfallFinding(label="asks_outright", **evidence),),
                missing_core=("next_steps", "interest"),
                weak_ending=Span(turn=0, start_word=5, end_word=7, quote="so yeah"),
                after_question=None,
                delivery=Delivery(
                    speaking_rate_wpm=150.5,
                    articulation_rate_wpm=None,
                    length_seconds=2.1,
                    word_count=len(spoken),
                    fillers_heard=1,
                    pauses=(Pause(start_seconds=0.9, end_seconds=1.4),),
                    words_after_last_question=2,
                ),
            ),
            feedback=Feedback(
                sentences=("You asked how well you fit.",),
                model_closer="How well do I fit? Thank you, “naïve” friend.",
                notes=("Some interviewers find this forward.",),
                tip_label="next_steps",
            ),
        )

    return build


@contextmanager
def _sealed(folder: Path) -> Iterator[None]:
    is_root = os.geteuid() == 0
    former = {path: path.stat().st_mode for path in (folder, *folder.parents)}
    for path, mode in former.items():
        if is_root and path.stat().st_uid == 0 and not mode & 0o001:
            path.chmod(mode | 0o711)
    folder.chmod(0o555)
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in former.items():
            if path.stat().st_mode != mode:
                path.chmod(mode)


@pytest.fixture
def sealed() -> Callable[[Path], AbstractContextManager[None]]:
    """Closes a folder to writing for a while; root is someone else meanwhile."""
    return _sealed
