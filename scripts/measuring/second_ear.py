"""Turns heard twice: what each ear made of them, and when the second one would have had it ready.

The first ear hears a take frame by frame, as in a rehearsal. Wherever its endpoint reports a pause,
the second ear is given what the app would give it, and the time that it takes is measured. Whether
it would have been in time is then reckoned: it begins when the pause is reported, or when it has
done with what it was given before, and the turn is over when the endpoint said so.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voicecoach.audio.frame import Frame
from voicecoach.composition.ear_making import ear_maker
from voicecoach.packs.pack import Pack
from voicecoach.recognition.acoustic_model import AcousticModel
from voicecoach.recognition.pieces import pieces_of
from voicecoach.recognition.rehearing import HeardPiece, heard_piece
from voicecoach.recognition.second_thread import Rehearing
from voicecoach.recognition.twice_hearing import PATIENCE_SECONDS, TwiceHearingEar
from voicecoach.recognition.whisper_ear import WhisperEar
from voicecoach.session.actions import Floor
from voicecoach.session.events import NothingHeard, UtteranceHeard


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a stretch of sound took to be heard again."""

    wall_seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The second ear was given a stretch at that stream time."""

    at_seconds: float
    cost: Cost
    is_dropped_at: float | None = None
    """When the speech went on; what had not begun by then never does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwiceHeard:
    """One turn."""

    first: str
    second: str
    """The second ear's own words, nothing aligned."""

    better: str
    """What the app would go by."""

    speech_seconds: float
    over_seconds: float
    """When the endpoint ended the turn, in stream time."""

    voice_ended_seconds: float
    asked: tuple[Asked, ...]

    def late_seconds(self, *, by_processor: bool, wait_seconds: float | None = None) -> float:
        """How long the answer would wait for the second ear.

        With the time that passed, or with the processor's: what an idle machine would have taken.
        ``wait_seconds`` is the endpoint's quiet, in place of what it was.
        """
        over = self.over_seconds
        if wait_seconds is not None:
            over = self.voice_ended_seconds + wait_seconds
        free_at = 0.0
        for asked in self.asked:
            begins = max(asked.at_seconds, free_at)
            if asked.is_dropped_at is not None and begins >= asked.is_dropped_at:
                continue
            cost = asked.cost
            free_at = begins + (cost.processor_seconds if by_processor else cost.wall_seconds)
        return max(0.0, free_at - over)

    def is_in_time(self, *, by_processor: bool, wait_seconds: float | None = None) -> bool:
        """The answer waits no longer than the app would let it."""
        late = self.late_seconds(by_processor=by_processor, wait_seconds=wait_seconds)
        return late <= PATIENCE_SECONDS


class _Watch:
    """In the place of a SecondThread: hears at once, and takes the time."""

    PATIENT: Final = 1e9

    def __init__(self, ear: WhisperEar) -> None:
        self._ear = ear
        self.now_seconds = 0.0
        self.asked: list[Asked] = []
        self.pieces: tuple[HeardPiece, ...] = ()
        self._rehearings: list[Rehearing] = []

    def hear(self, frames: Sequence[Frame]) -> Rehearing:
        """Hear them, and keep how long it took."""
        self.note_dropped()
        began, began_processor = time.perf_counter(), time.process_time()
        self.pieces = tuple(heard_piece(self._ear, piece) for piece in pieces_of(frames))
        cost = Cost(
            wall_seconds=time.perf_counter() - began,
            processor_seconds=time.process_time() - began_processor,
        )
        self.asked.append(Asked(at_seconds=self.now_seconds, cost=cost))
        rehearing = Rehearing()
        rehearing.settle(self.pieces)
        self._rehearings.append(rehearing)
        return rehearing

    def note_dropped(self) -> None:
        """Date what was dropped since last time."""
        for number, rehearing in enumerate(self._rehearings):
            asked = self.asked[number]
            if not rehearing.is_wanted and asked.is_dropped_at is None:
                self.asked[number] = Asked(
                    at_seconds=asked.at_seconds, cost=asked.cost, is_dropped_at=self.now_seconds
                )


class TwiceListener:
    """Hears take after take with both ears."""

    def __init__(self, model: AcousticModel, pack: Pack, second: WhisperEar) -> None:
        self._make: Any = ear_maker(model, pack)
        self._second = second

    def hear(self, frames: Iterable[Frame], floor: Floor) -> list[TwiceHeard]:
        """Every turn that the endpoint made of a take; nothing of the take is dropped."""
        turns: list[TwiceHeard] = []
        watch, ear = self._opened(floor)
        for frame in frames:
            watch.now_seconds = frame.end_seconds
            happened = ear.hear(frame)
            watch.note_dropped()
            for event in happened:
                if isinstance(event, UtteranceHeard):
                    turns.append(_turn_of(event, watch, frame.end_seconds))
                if isinstance(event, (UtteranceHeard, NothingHeard)):
                    watch, ear = self._opened(floor)
        ear.drop()
        return turns

    def _opened(self, floor: Floor) -> tuple[_Watch, TwiceHearingEar]:
        watch: Any = _Watch(self._second)
        if not hasattr(self, "_ear"):
            self._ear = self._make()
        ear = TwiceHearingEar(self._ear, watch, lambda _: None, patience_seconds=_Watch.PATIENT)
        ear.open(floor)
        return watch, ear


def _turn_of(heard: UtteranceHeard, watch: _Watch, over_seconds: float) -> TwiceHeard:
    words = heard.utterance.words
    return TwiceHeard(
        first=heard.first_heard or heard.utterance.text,
        second=" ".join(word for piece in watch.pieces for word in piece.hearing.words),
        better=heard.utterance.text,
        speech_seconds=heard.utterance.end_seconds - words[0].start_seconds if words else 0.0,
        over_seconds=over_seconds,
        voice_ended_seconds=heard.utterance.end_seconds,
        asked=tuple(watch.asked),
    )
