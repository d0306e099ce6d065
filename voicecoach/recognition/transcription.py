"""A whole recording to its words: one closing, nothing of it dropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicecoach.audio.audio_file import AudioFile
from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.parts import SecondEar
from voicecoach.recognition.pieces import pieces_of
from voicecoach.recognition.rehearing import HeardPiece, better_words, heard_piece
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
    second_ear: str | None = None
    """The name of the model that heard it again, where one did."""

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
    second: SecondEar | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Transcript:
    """The words of a recording of any length. Raises AudioUnreadable, AudioEmpty."""
    began_seconds = clock()
    again = _Again(second)
    recording = AudioFile(path)
    recognizer = VoskRecognizer(model)
    words: list[Word] = []
    heard_seconds = stretch_began_seconds = 0.0
    try:
        for frame in recording.frames():
            hypothesis = recognizer.hear(frame)
            again.hear(frame)
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
        words=again.bettered(words),
        model=model.name,
        second_ear=second.name if second else None,
        audio_seconds=recording.seconds_read,
        compute_seconds=clock() - began_seconds,
        problem=recording.problem,
    )


class _Again:
    """The recording as a second ear hears it, piece by piece; without one, nothing."""

    def __init__(self, ear: SecondEar | None) -> None:
        self._ear = ear
        self._waiting: list[Frame] = []
        self._pieces: list[HeardPiece] = []

    def hear(self, frame: Frame) -> None:
        """One frame more."""
        if self._ear:
            self._waiting.append(frame)
            *whole, rest = pieces_of(self._waiting)
            self._pieces += [heard_piece(self._ear, piece) for piece in whole]
            self._waiting = list(rest) if whole else self._waiting

    def bettered(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """All that was heard, in the better words."""
        if self._ear and self._waiting:
            self._pieces.append(heard_piece(self._ear, self._waiting))
        return better_words(words, self._pieces)


def _final_words(hypothesis: Hypothesis | None) -> tuple[Word, ...]:
    return hypothesis.words if hypothesis else ()
