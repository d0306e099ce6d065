"""wav, flac, mp3, ogg and their like, read by libsndfile. The only module that knows soundfile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from voicecoach.errors import AudioUnreadable

BLOCK_SECONDS: Final = 0.1
"""Short, because a block in which the file breaks is lost whole."""

MOST_SECONDS: Final = 1_000_000.0
"""A length beyond this is libsndfile's way to say that it does not know."""


class _ForwardFile(soundfile.SoundFile):  # type: ignore[misc]  # soundfile has no types
    """Read from beginning to end, never seeking.

    soundfile seeks after every read of a seekable file, and libsndfile 1.2.2 loses most of the
    sound of a stereo mp3 by it.
    """

    def seekable(self) -> bool:
        """No: what was read stays read."""
        return False


class SoundfileReader:
    """A recording that libsndfile opens. Raises AudioUnreadable when it does not."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = _ForwardFile(path)
        except (soundfile.SoundFileError, TypeError, OSError) as problem:
            raise AudioUnreadable(path, _reason_from(problem)) from problem
        self._path = path
        self.rate_hz = float(self._file.samplerate)
        seconds = self._file.frames / self.rate_hz
        self.seconds_total = seconds if 0 <= seconds < MOST_SECONDS else None

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Samples, -1 to 1, shape (samples, channels).

        Raises AudioUnreadable where it breaks off.
        """
        length = max(1, int(BLOCK_SECONDS * self.rate_hz))
        while True:
            try:
                block = self._file.read(length, dtype="float32", always_2d=True)
            except (soundfile.SoundFileError, RuntimeError) as problem:
                raise AudioUnreadable(self._path, _reason_from(problem)) from problem
            if not len(block):
                return
            yield block

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def _reason_from(problem: Exception) -> str:
    """What libsndfile said, without the file's name, which the error gives anyway."""
    if isinstance(problem, TypeError):
        return "it is raw samples without a header"
    said = str(getattr(problem, "error_string", "") or problem)
    return said.strip().rstrip(".").lower() or type(problem).__name__
