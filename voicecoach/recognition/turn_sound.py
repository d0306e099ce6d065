"""An ear that remembers the sound of the last turn: in memory, and nowhere else."""

from collections import deque
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, SAMPLE_RATE_HZ, Frame, Sound
from voicecoach.recognition.turn import TurnEar
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event, UtteranceHeard
from voicecoach.transcript import Utterance

LONGEST_SECONDS: Final = 130.0
"""A turn ends after 120 s of talk; of a longer one, the end is kept."""

BEFORE_SECONDS: Final = 1.0
AFTER_SECONDS: Final = 0.5
"""Kept around the words: recognisers place the first one late. The wait before it is not played."""


class RememberingEar:
    """Keeps TurnEar by another one's doing, and the sound of the last turn that held words."""

    def __init__(self, ear: TurnEar) -> None:
        self._ear = ear
        self._frames: deque[Frame] = deque(maxlen=round(LONGEST_SECONDS / FRAME_SECONDS))
        self.last_turn: Sound | None = None
        """Set before its UtteranceHeard is handed on; may be read from any thread."""

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn."""
        self._frames.clear()
        self._ear.open(floor, said_before)

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """The turn that ended last was not over: its sound is kept, and more is to come."""
        self._ear.go_on(floor, said_before, at_seconds)

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame changed."""
        self._frames.append(frame)
        return self._remembered(self._ear.hear(frame))

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far."""
        return self._remembered(self._ear.close_turn())

    def drop(self) -> None:
        """Forget the turn, and its sound."""
        self._frames.clear()
        self._ear.drop()

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""
        return self._ear.has_speech(frame)

    def _remembered(self, happened: list[Event]) -> list[Event]:
        for event in happened:
            if isinstance(event, UtteranceHeard):
                self.last_turn = self._sound_of(event.utterance)
        return happened

    def _sound_of(self, utterance: Utterance) -> Sound:
        """The frames with the words, and a little around them."""
        first = min((word.start_seconds for word in utterance.words), default=0.0)
        begin_seconds = first - BEFORE_SECONDS
        end_seconds = max(first, utterance.end_seconds) + AFTER_SECONDS
        spoken = [
            frame.pcm
            for frame in self._frames
            if begin_seconds < frame.end_seconds and frame.start_seconds < end_seconds
        ]
        pcm = b"".join(spoken or [frame.pcm for frame in self._frames])
        return Sound(pcm=pcm, rate_hz=SAMPLE_RATE_HZ)
