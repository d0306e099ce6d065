"""Hears every frame as the floor wants it: in a turn, in the turn that was not over, or in none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voicecoach.audio.frame import Frame, Sound
from voicecoach.audio.playback import Played
from voicecoach.recognition.overhearing import Overhearing
from voicecoach.recognition.turn import Asked, TurnEar, is_over
from voicecoach.recognition.turn_sound import RememberingEar
from voicecoach.session.events import (
    Event,
    FloorGiven,
    NothingHeard,
    SpeechStarted,
    UtteranceHeard,
)

TAIL_SECONDS: Final = 0.3
"""After the voice, a live room still holds its echo: this much is not listened to.

Half-duplex gates in public projects use 0.3 to 1.5 s; ours begins when the sound has really ended.
"""


class FloorEar:
    """One ear for all floors. Used on the ears' thread alone, but for ``last_turn``."""

    def __init__(
        self,
        ear: TurnEar,
        played: Callable[[Frame], Played],
        *,
        is_live: bool,
        has_headphones: bool,
    ) -> None:
        self._ear = RememberingEar(ear)
        self._is_live = is_live
        self._overhearing = Overhearing(ear, played, has_headphones=has_headphones)
        self._open_number = -1
        """The floor that the ear's turn belongs to."""

        self._has_begun = False
        """The learner's voice was heard in it."""

        self._listen_from_seconds: float | None = None

    @property
    def last_turn(self) -> Sound | None:
        """The sound of the last turn that ended in words."""
        return self._ear.last_turn

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""
        return self._ear.has_speech(frame)

    def hear(self, frame: Frame, asked: Asked) -> list[Event]:
        """What the frame brought to the floor that was asked for."""
        if self._listen_from_seconds is None:
            self._listen_from_seconds = frame.start_seconds + TAIL_SECONDS
        if asked.floor is None:
            self._listen_from_seconds = frame.end_seconds + TAIL_SECONDS
            return self._overhear(frame, asked) if self._is_live else []
        if asked.number == self._open_number:
            return self._heard([frame])
        if asked.goes_on and (resumed := self._overhearing.resumed()):
            resumed_seconds, kept = resumed
            self._open_number = asked.number
            self._ear.go_on(asked.floor, asked.said_before, resumed_seconds)
            return self._heard([*kept, frame])
        if self._is_live and not asked.goes_on and frame.start_seconds < self._listen_from_seconds:
            return []
        self._overhearing.stop()
        self._open_number, self._has_begun = asked.number, False
        self._ear.open(asked.floor, asked.said_before)
        return [FloorGiven(stream_seconds=frame.start_seconds), *self._heard([frame])]

    def close_turn(self, number: int) -> list[Event]:
        """End that floor's turn with the words so far; of another floor there are none."""
        return self._ear.close_turn() if number == self._open_number else []

    def _overhear(self, frame: Frame, asked: Asked) -> list[Event]:
        if not asked.has_ended:
            self._overhearing.forget()
        return self._overhearing.hear(frame)

    def _heard(self, frames: list[Frame]) -> list[Event]:
        happened: list[Event] = []
        for frame in frames:
            happened += self._ear.hear(frame)
            if is_over(happened):
                break
        self._has_begun |= any(isinstance(event, SpeechStarted) for event in happened)
        if any(map(self._may_go_on, happened)):
            self._overhearing.turn_ended()
        return happened

    def _may_go_on(self, event: Event) -> bool:
        """The turn ended by itself: after a pause, or before the learner had begun.

        A voice without words is a television: it does not begin now.
        """
        if isinstance(event, NothingHeard):
            return not self._has_begun
        return isinstance(event, UtteranceHeard) and event.closing_silence_seconds > 0.0
