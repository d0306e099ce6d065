"""The voice into a WAV file, in place of a loudspeaker."""

import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Final

from voicecoach.audio.frame import SAMPLE_RATE_HZ, Sound
from voicecoach.audio.silence import end_of_audible, silence_pcm
from voicecoach.errors import SoundFileUnwritable

GAP_SECONDS: Final = 0.4
"""Silence between one thing said and the next, where they do not bring it themselves."""


class SoundFileLoudspeaker:
    """Keeps Loudspeaker with a file: everything that is said, one after the other.

    The file is whole after each sound: its header is set right each time, and lags behind the
    samples only while they are written, so that a killed rehearsal leaves a file that plays.
    Its rate is that of the first sound. Making, and ``play``, raise SoundFileUnwritable.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._is_empty = True
        self._tail_seconds = 0.0
        try:
            self._file = path.open("wb")
            self._begin(SAMPLE_RATE_HZ)
        except OSError as problem:
            raise SoundFileUnwritable(path, problem.strerror or str(problem)) from problem

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Write the sound at once: True. After close: False."""
        with self._lock:
            if self._file.closed:
                return False
            try:
                self._write(sound)
            except OSError as problem:
                raise SoundFileUnwritable(self._path, problem.strerror or str(problem)) from problem
        on_started(time.monotonic())
        return True

    def hush(self) -> None:
        """Nothing sounds: what was written was said in no time."""

    def close(self) -> None:
        """Let the file go. Safe from any thread, and twice."""
        with self._lock:
            if not self._file.closed:
                self._writer.close()
                self._file.close()

    def _write(self, sound: Sound) -> None:
        if self._is_empty:
            self._begin(sound.rate_hz)
        elif self._tail_seconds < GAP_SECONDS:
            self._put(silence_pcm(GAP_SECONDS - self._tail_seconds, self._rate_hz))
        if sound.rate_hz != self._rate_hz:
            from voicecoach.audio.resampling import resampled

            sound = resampled(sound, self._rate_hz)
        self._put(sound.pcm)
        silent_samples = len(sound.pcm) // 2 - end_of_audible(sound.pcm)
        self._tail_seconds = silent_samples / self._rate_hz

    def _begin(self, rate_hz: int) -> None:
        """A header at the beginning of the file; over the one that stands there from before."""
        self._file.seek(0)
        self._writer = wave.Wave_write(self._file)
        self._writer.setnchannels(1)
        self._writer.setsampwidth(2)
        self._writer.setframerate(rate_hz)
        self._rate_hz = rate_hz
        self._put(b"")

    def _put(self, pcm: bytes) -> None:
        """Samples, then the header that counts them, both down to the file."""
        self._writer.writeframes(pcm)
        self._file.flush()
        self._is_empty = self._is_empty and not pcm
