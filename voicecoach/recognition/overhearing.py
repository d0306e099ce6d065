"""What is heard while the voice has the floor: its echo, who goes on, who commands."""

from collections import deque
from collections.abc import Callable
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.audio.level import level_dbfs
from voicecoach.audio.playback import Played
from voicecoach.recognition.command_ear import CommandEar
from voicecoach.recognition.coupling import Coupling
from voicecoach.recognition.cut_watch import CutWatch, Overheard
from voicecoach.recognition.endpoint_settings import ROUNDING_SECONDS
from voicecoach.recognition.turn import TurnEar
from voicecoach.session.events import Event, SpeechResumed

BEFORE_SECONDS: Final = 0.5
"""Kept before a voice that begins again: its first sound is soft."""

BEFORE_OVER_VOICE_SECONDS: Final = 0.1
"""The same while the coach speaks: with more, a word of the coach is heard there."""

ANSWERED_SECONDS: Final = 3.0
"""Who went on and was not given the floor back by then, had it taken by a command."""

UNHEARD_SECONDS: Final = 10.0
"""What is kept of the sound since a turn ended; the first two seconds of an answer are watched."""


class Overhearing:
    """Hears the frames between two floors. Used on the ears' thread alone."""

    def __init__(
        self, ear: TurnEar, played: Callable[[Frame], Played], *, has_headphones: bool
    ) -> None:
        self._ear = ear
        self._played = played
        self._has_headphones = has_headphones
        self._commands = CommandEar(ear)
        self._coupling = Coupling()
        self._watch: CutWatch | None = None
        self._resumed_seconds: float | None = None
        self._before_seconds = BEFORE_SECONDS
        self._kept: deque[Frame] = deque(maxlen=round(UNHEARD_SECONDS / FRAME_SECONDS))

    def turn_ended(self) -> None:
        """By itself: perhaps it is not over, or about to begin."""
        self._watch = CutWatch(self._ear.own_dbfs)
        self._resumed_seconds = None
        self._kept.clear()

    def forget(self) -> None:
        """Whatever the learner says now is no part of the turn before."""
        self._watch = self._resumed_seconds = None
        self._kept.clear()

    def stop(self) -> None:
        """The learner is given the floor."""
        self.forget()
        self._commands.close()

    def hear(self, frame: Frame) -> list[Event]:
        """SpeechResumed, once, when the learner goes on with the turn that seemed over, or begins.

        After that time CommandHeard, from who wears headphones.
        """
        played, heard_dbfs = self._played(frame), level_dbfs(frame.pcm)
        self._kept.append(frame)
        if self._resumed_seconds is not None:
            if frame.end_seconds > self._resumed_seconds + ANSWERED_SECONDS:
                self.forget()
            return []
        if self._watch is not None:
            self._resumed_seconds = self._watch.hear(self._overheard(frame, played, heard_dbfs))
            if self._watch.is_over:
                self.forget()
        if self._resumed_seconds is not None:
            is_over_voice = played.has_sounded and not self._has_headphones
            self._before_seconds = BEFORE_OVER_VOICE_SECONDS if is_over_voice else BEFORE_SECONDS
            return [SpeechResumed(stream_seconds=self._resumed_seconds)]
        if self._has_headphones:
            return [] if self._watch else self._commands.hear(frame)
        may_be_learner = self._watch is not None and self._watch.is_beginning
        if played.is_certain and not may_be_learner:
            self._coupling.learn(heard_dbfs=heard_dbfs, played_dbfs=played.level_dbfs)
        return []

    def resumed(self) -> tuple[float, list[Frame]] | None:
        """When the learner went on, and the sound from a little before; once."""
        resumed_seconds = self._resumed_seconds
        if resumed_seconds is None:
            return None
        first_seconds = resumed_seconds - self._before_seconds + ROUNDING_SECONDS
        frames = [frame for frame in self._kept if frame.end_seconds > first_seconds]
        self.forget()
        return resumed_seconds, frames

    def _overheard(self, frame: Frame, played: Played, heard_dbfs: float) -> Overheard:
        echo_dbfs = self._coupling.echo_dbfs(played.level_dbfs)
        return Overheard(
            start_seconds=frame.start_seconds,
            end_seconds=frame.end_seconds,
            level_dbfs=heard_dbfs,
            has_speech=self._ear.has_speech(frame),
            is_voice_sounding=played.has_sounded,
            echo_dbfs=float("-inf") if self._has_headphones else echo_dbfs,
        )
