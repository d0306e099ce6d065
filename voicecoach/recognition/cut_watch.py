"""Does the learner go on although their turn was taken to be over? Pure: levels in, a time out.

A cut must be recoverable, but the coach must never stop for its own voice. So a sound counts as
the learner's when it is speech, near as loud as they were in the turn, and clearly louder than the
microphone can be hearing the loudspeaker.
"""

import math
from dataclasses import dataclass
from typing import Final

from voicecoach.recognition.endpoint_settings import ROUNDING_SECONDS
from voicecoach.recognition.voice_gate import NEAR_DB
from voicecoach.session.joining import GOING_ON_SECONDS

WATCHED_SECONDS: Final = GOING_ON_SECONDS
"""Of the answer. Who speaks later speaks over the coach."""

ABOVE_ECHO_DB: Final = 6.0
"""Twice the amplitude of the loudest echo heard so far."""

CLEAR_DB: Final = 12.0
"""So far above it, nobody needs to listen twice."""

LEAST_SPEECH_SECONDS: Final = 0.2
"""As in an open turn."""

LEAST_UNCLEAR_SPEECH_SECONDS: Final = 0.3
"""One frame more, where an echo is not far below."""

FLICKER_SECONDS: Final = 0.2
"""A gap this short does not break up a beginning voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overheard:
    """A stretch of sound that nobody had the floor for, and what is known of it."""

    start_seconds: float
    end_seconds: float
    level_dbfs: float
    has_speech: bool
    """By the speech detector, which cannot tell whose it is."""

    is_voice_sounding: bool
    echo_dbfs: float
    """How loud an echo may be in it."""

    @property
    def above_echo_db(self) -> float:
        """How far it stands out; without a limit where there is no echo."""
        return self.level_dbfs - self.echo_dbfs if self.is_voice_sounding else math.inf


class CutWatch:
    """Watches from the end of a turn to the end of the answer's first two seconds."""

    def __init__(self, own_dbfs: float) -> None:
        self._least_dbfs = own_dbfs - NEAR_DB
        """``own_dbfs`` is how loud the learner was in the turn."""

        self._voice_began_seconds: float | None = None
        self._began_seconds: float | None = None
        self._ended_seconds = 0.0
        self._voiced_seconds = 0.0
        self._is_clear = True
        self.is_over = False

    @property
    def is_beginning(self) -> bool:
        """Perhaps somebody goes on: what is heard just now may be theirs."""
        return self._began_seconds is not None

    def hear(self, sound: Overheard) -> float | None:
        """When the learner's voice began again, once that is sure."""
        if sound.is_voice_sounding and self._voice_began_seconds is None:
            self._voice_began_seconds = sound.start_seconds
        if self._is_learner(sound):
            return self._take(sound)
        has_flickered_out = sound.end_seconds - self._ended_seconds > FLICKER_SECONDS
        if self._began_seconds is not None and has_flickered_out:
            self._began_seconds = None
        self._close_in_time(sound)
        return None

    def _is_learner(self, sound: Overheard) -> bool:
        if not sound.has_speech or sound.level_dbfs < self._least_dbfs:
            return False
        return not sound.is_voice_sounding or (sound.level_dbfs >= sound.echo_dbfs + ABOVE_ECHO_DB)

    def _take(self, sound: Overheard) -> float | None:
        self._close_in_time(sound)
        if self.is_over:
            return None
        if self._began_seconds is None:
            self._began_seconds, self._voiced_seconds = sound.start_seconds, 0.0
            self._is_clear = True
        self._is_clear &= sound.above_echo_db >= CLEAR_DB
        self._voiced_seconds += sound.end_seconds - sound.start_seconds
        self._ended_seconds = sound.end_seconds
        least = LEAST_SPEECH_SECONDS if self._is_clear else LEAST_UNCLEAR_SPEECH_SECONDS
        is_sure = self._voiced_seconds >= least - ROUNDING_SECONDS
        return self._began_seconds if is_sure else None

    def _close_in_time(self, sound: Overheard) -> None:
        """After the two seconds, unless a voice is beginning just then."""
        began = self._voice_began_seconds
        if began is not None and self._began_seconds is None:
            self.is_over = sound.start_seconds >= began + WATCHED_SECONDS - ROUNDING_SECONDS
