"""A whole recording to its words: one closing, nothing of it dropped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicecoach.audio.audio_file import AudioFile
from voicecoach.audio.frame import FRAME_SECONDS
from voicecoach.recognition.vosk_recognizer import LoadedModel, VoskRecognizer
from voicecoach.transcript import Hypothesis, Utterance, Word

OnProgress = Callable[[float, float | None], None]
"""Takes the seconds that were heard, and all that there are, where the recording tells."""

STRETCH_SECONDS: Final = 300.0
"""After ten minutes Vosk throws its pipeline away, and some sound with it: we end it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was said in a recording, and what it cost to find out."""

    words: tuple[Word, ...]
    model: str
    """The name of the acoustic model."""

    audio_seconds: float
    compute_seconds: float
    problem: str | None = None
    """Set when the recording broke off: the words are those up to there."""

    @property
    def text(self) -> str:
        """The words, joined by single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def utterance(self) -> Utterance:
        """The same as one turn."""
        end_seconds = self.words[-1].end_seconds if self.words else 0.0
        return Utterance(words=self.words, end_seconds=end_seconds)


def transcribe(
    path: Path,
    model: LoadedModel,
    on_progress: OnProgress | None = None,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> Transcript:
    """The words of a recording of any length. Raises AudioUnreadable, AudioEmpty."""
    began_seconds = clock()
    recording = AudioFile(path)
    recognizer = VoskRecognizer(model)
    words: list[Word] = []
    heard_seconds = stretch_began_seconds = 0.0
    try:
        for frame in recording.frames():
            hypothesis = recognizer.hear(frame)
            heard_seconds = frame.start_seconds + FRAME_SECONDS
            words += _final_words(hypothesis)
            is_long = heard_seconds - stretch_began_seconds > STRETCH_SECONDS
            if hypothesis and hypothesis.is_final and is_long:
                words += recognizer.finish().words
                stretch_began_seconds = heard_seconds
            if on_progress:
                on_progress(heard_seconds, recording.seconds_total)
        words += recognizer.finish().words
    finally:
        recording.close()
    return Transcript(
        words=tuple(words),
        model=model.name,
        audio_seconds=recording.seconds_read,
        compute_seconds=clock() - began_seconds,
        problem=recording.problem,
    )


def _final_words(hypothesis: Hypothesis | None) -> tuple[Word, ...]:
    return hypothesis.words if hypothesis else ()
