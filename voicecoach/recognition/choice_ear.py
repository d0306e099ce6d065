"""An ear that looks again where a command is awaited and what it heard is none.

Free hearing knows sixteen thousand words, and makes "to node" of a mumbled "too loud". The same
sound, heard once more by a recogniser that knows commands alone, mostly gives the right one; what
was no command gives a row of them, or one that is little like what was heard freely.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.coaching.matching import likeness_ratio
from voicecoach.parts import Recognizer
from voicecoach.recognition.turn import TurnEar
from voicecoach.session.actions import Floor
from voicecoach.session.commands import SPARE_WORDS_LIMIT, command_in
from voicecoach.session.events import Event, SpeechStarted, UtteranceHeard
from voicecoach.transcript import Word

LONGEST_SECONDS: Final = 8.0
"""What a command and its pauses may last; of more, the end is kept."""

BEFORE_SECONDS: Final = 0.5
AFTER_SECONDS: Final = 0.3
"""Silence to hear around the voice: the detector tells its begin late."""

LEAST_CONFIDENCE_RATIO: Final = 0.5
LEAST_LIKENESS_RATIO: Final = 0.4
"""Of 200 spoken commands 13 were heard as none: these two give 11 of them back, right. Of 284
pieces cut out of closings, most in the middle of a word, 6 became a command."""


class ChoiceEar:
    """Keeps TurnEar by another one's doing; a misheard command is handed in as it was meant."""

    def __init__(self, ear: TurnEar, commands: Recognizer) -> None:
        """``commands`` knows no other words."""
        self._ear = ear
        self._commands = commands
        self._floor = Floor.CLOSING
        self._frames: deque[Frame] = deque(maxlen=round(LONGEST_SECONDS / FRAME_SECONDS))
        self._began_seconds = 0.0

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn."""
        self._floor = floor
        self._frames.clear()
        self._ear.open(floor, said_before)

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """The turn that ended last was not over: its voice began again at that time."""
        self._floor = floor
        self._ear.go_on(floor, said_before, at_seconds)

    @property
    def own_dbfs(self) -> float:
        """How loud the learner was in the turn, at their loudest."""
        return self._ear.own_dbfs

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame changed."""
        if self._floor is Floor.CHOICE:
            self._frames.append(frame)
        return [self._heard(event) for event in self._ear.hear(frame)]

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far."""
        return [self._heard(event) for event in self._ear.close_turn()]

    def drop(self) -> None:
        """Forget the turn."""
        self._ear.drop()

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""
        return self._ear.has_speech(frame)

    def _heard(self, event: Event) -> Event:
        if isinstance(event, SpeechStarted):
            self._began_seconds = event.stream_seconds
        if isinstance(event, UtteranceHeard) and self._may_be_misheard(event):
            return self._heard_again(event)
        return event

    def _may_be_misheard(self, heard: UtteranceHeard) -> bool:
        turn = heard.utterance
        is_short = len(turn.words) < SPARE_WORDS_LIMIT
        return self._floor is Floor.CHOICE and is_short and command_in(turn.text) is None

    def _heard_again(self, heard: UtteranceHeard) -> UtteranceHeard:
        turn = heard.utterance
        words = self._as_command(turn.end_seconds)
        said = [word.text for word in words]
        if (
            command_in(" ".join(said)) is None
            or min(word.confidence_ratio for word in words) < LEAST_CONFIDENCE_RATIO
            or likeness_ratio([word.text for word in turn.words], said) < LEAST_LIKENESS_RATIO
        ):
            return heard
        meant = replace(turn, words=tuple(words))
        return replace(heard, utterance=meant, first_heard=turn.text)

    def _as_command(self, voice_ended_seconds: float) -> Sequence[Word]:
        """What the recogniser of commands makes of the sound."""
        begin_seconds = self._began_seconds - BEFORE_SECONDS
        end_seconds = voice_ended_seconds + AFTER_SECONDS
        words: list[Word] = []
        for frame in self._frames:
            if begin_seconds < frame.end_seconds and frame.start_seconds < end_seconds:
                hypothesis = self._commands.hear(frame)
                words += hypothesis.words if hypothesis else ()
        return [*words, *self._commands.finish().words]
