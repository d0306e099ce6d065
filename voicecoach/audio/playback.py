"""What the loudspeaker plays and when, for who must tell its echo from the learner."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, Frame, Sound
from voicecoach.audio.level import SILENCE_DBFS, level_dbfs
from voicecoach.audio.silence import first_audible_sample
from voicecoach.parts import FrameSource, Loudspeaker

STEP_SECONDS: Final = 0.05
"""How finely levels are kept: half a frame."""

ECHO_SECONDS: Final = 0.7
"""What was played so long ago may still be heard: buffers on both sides, and the room."""

KEPT_SOUNDS: Final = 8
"""Sentences; an echo is that of the last one or two."""


@dataclass(frozen=True, slots=True)
class Played:
    """How loud it was, at most, in a stretch of time."""

    level_dbfs: float = SILENCE_DBFS
    is_certain: bool = True
    """False: something is on its way to the device, and may sound already."""

    @property
    def has_sounded(self) -> bool:
        """There was something to hear."""
        return self.level_dbfs > SILENCE_DBFS


class Playback:
    """A short memory of what was played. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sounds: deque[_Sounding] = deque(maxlen=KEPT_SOUNDS)

    def expect(self, sound: Sound) -> _Sounding:
        """The sound is handed to the device: from now on it may be heard."""
        sounding = _Sounding(levels=_levels(sound))
        with self._lock:
            self._sounds.append(sounding)
        return sounding

    def played(self, from_seconds: float, until_seconds: float) -> Played:
        """The loudest of that time; monotonic seconds, as the device was given the samples."""
        with self._lock:
            sounds = tuple(self._sounds)
        heard = [each.played(from_seconds, until_seconds) for each in sounds]
        return max(heard, key=lambda one: (one.level_dbfs, not one.is_certain), default=Played())


class _Sounding:
    """One sound on its way; written by the voice's thread, read by any."""

    def __init__(self, levels: tuple[float, ...]) -> None:
        self._levels = levels
        """From the first sample that is not silence."""

        self._began_seconds: float | None = None
        self._ended_seconds: float | None = None

    def begin(self, at_seconds: float) -> None:
        """The first sample that is not silence was handed over."""
        self._began_seconds = at_seconds

    def end(self, at_seconds: float) -> None:
        """It has sounded, or was hushed."""
        self._ended_seconds = at_seconds

    def played(self, from_seconds: float, until_seconds: float) -> Played:
        """As Playback has it."""
        began, ended = self._began_seconds, self._ended_seconds
        if began is None:
            loudest = max(self._levels, default=SILENCE_DBFS)
            return Played() if ended is not None else Played(loudest, is_certain=False)
        until_seconds = until_seconds if ended is None else min(until_seconds, ended)
        first = max(0, int((from_seconds - began) / STEP_SECONDS))
        past = max(0, int((until_seconds - began) / STEP_SECONDS) + 1)
        return Played(max(self._levels[first:past], default=SILENCE_DBFS))


class WatchedLoudspeaker:
    """Keeps Loudspeaker by another one's doing, and remembers what it plays."""

    def __init__(self, loudspeaker: Loudspeaker, playback: Playback) -> None:
        self._loudspeaker = loudspeaker
        self._playback = playback

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Play to the end, or until hushed."""
        sounding = self._playback.expect(sound)

        def begin(at_seconds: float) -> None:
            sounding.begin(at_seconds)
            on_started(at_seconds)

        try:
            return self._loudspeaker.play(sound, begin)
        finally:
            sounding.end(time.monotonic())

    def hush(self) -> None:
        """Be silent."""
        self._loudspeaker.hush()

    def close(self) -> None:
        """Let the device go."""
        self._loudspeaker.close()


def played_into(source: FrameSource, playback: Playback) -> Callable[[Frame], Played]:
    """Tells what was played that may be heard in a frame; of a recording nothing is known."""

    def played(frame: Frame) -> Played:
        at_seconds = source.captured_at(frame.start_seconds)
        if at_seconds is None:
            return Played()
        return playback.played(at_seconds - ECHO_SECONDS, at_seconds + FRAME_SECONDS)

    return played


def _levels(sound: Sound) -> tuple[float, ...]:
    """Of each step, from the first sample that is not silence."""
    first = first_audible_sample(sound.pcm)
    if first is None:
        return ()
    step_bytes = 2 * round(STEP_SECONDS * sound.rate_hz)
    begins = range(2 * first, len(sound.pcm), step_bytes)
    return tuple(level_dbfs(sound.pcm[at : at + step_bytes]) for at in begins)
