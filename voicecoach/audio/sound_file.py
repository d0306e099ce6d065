"""The voice into a WAV file, in place of a loudspeaker."""

import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from voicecoach.audio.frame import SAMPLE_RATE_HZ, Sound
from voicecoach.audio.silence import end_of_audible, silence_pcm
from voicecoach.errors import SoundFileUnwritable

GAP_SECONDS: Final = 0.4
"""Silence between one thing said and the next, where they do not bring it themselves."""


_HEADER: Final = struct.Struct("<4sI4s4sIHHIIHH4sI")
"""RIFF, WAVE, a format chunk of 16 bytes, and the head of the data chunk."""


class SoundFileLoudspeaker:
    """Keeps Loudspeaker with a file: everything that is said, one after the other.

    The file is whole after each sound: samples are written first and then the header that counts
    them, so that a killed rehearsal leaves a recording that plays. Its rate is that of the first
    sound. Making, and ``play``, raise SoundFileUnwritable.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._rate_hz = SAMPLE_RATE_HZ
        self._byte_count = 0
        self._tail_seconds = 0.0
        try:
            self._file = path.open("wb")
        except OSError as problem:
            raise SoundFileUnwritable(path, _reason_from(problem)) from problem
        self._append(b"")

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Write the sound at once: True. After close: False."""
        with self._lock:
            if self._file.closed:
                return False
            self._append(self._pcm_for(sound))
            silent_samples = len(sound.pcm) // 2 - end_of_audible(sound.pcm)
            self._tail_seconds = silent_samples / sound.rate_hz
        on_started(time.monotonic())
        return True

    def hush(self) -> None:
        """Nothing sounds: what was written was said in no time."""

    def close(self) -> None:
        """Let the file go. Safe from any thread, and twice."""
        with self._lock, suppress(OSError):
            self._file.close()

    def _pcm_for(self, sound: Sound) -> bytes:
        """The sound at the file's rate, and the silence that sets it apart."""
        if not self._byte_count:
            self._rate_hz = sound.rate_hz
            return sound.pcm
        if sound.rate_hz != self._rate_hz:
            from voicecoach.audio.resampling import resampled

            sound = resampled(sound, self._rate_hz)
        gap_seconds = max(0.0, GAP_SECONDS - self._tail_seconds)
        return silence_pcm(gap_seconds, self._rate_hz) + sound.pcm

    def _append(self, pcm: bytes) -> None:
        """Samples, then the header that counts them, both down to the file."""
        byte_count = self._byte_count + len(pcm)
        try:
            self._file.seek(_HEADER.size + self._byte_count)
            self._file.write(pcm)
            self._file.flush()
            self._file.seek(0)
            self._file.write(_header(byte_count, self._rate_hz))
            self._file.flush()
        except OSError as problem:
            with suppress(OSError):
                self._file.close()
            raise SoundFileUnwritable(self._path, _reason_from(problem)) from problem
        self._byte_count = byte_count


def _header(byte_count: int, rate_hz: int) -> bytes:
    """Of a WAV file with so many bytes of mono int16."""
    riff = (b"RIFF", byte_count + _HEADER.size - 8, b"WAVE")
    shape = (b"fmt ", 16, 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    return _HEADER.pack(*riff, *shape, b"data", byte_count)


def _reason_from(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()
