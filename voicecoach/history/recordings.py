"""The turns whose sound the learner wanted kept: WAV files that only they can read."""

import hashlib
import os
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from voicecoach.audio.frame import Sound
from voicecoach.errors import StoreError
from voicecoach.settings import make_private_folder

FOLDER_NAME: Final = "recordings"

_BINARY: Final = getattr(os, "O_BINARY", 0)
"""Windows else writes two bytes for one that looks like the end of a line."""


class WavRecordings:
    """Keeps parts.Recordings in a folder of its own, made when there is something to keep."""

    def __init__(self, data_folder: Path) -> None:
        self.folder = data_folder / FOLDER_NAME
        self._kept: dict[bytes, Path] = {}
        """By a checksum of the sound: the sound itself is not held."""

    def save(self, sound: Sound) -> str:
        """Keep the sound and tell where; what is kept already is not kept twice."""
        checksum = hashlib.sha256(sound.pcm).digest()
        path = self._kept.get(checksum)
        if path is None or not path.exists():
            with self._told():
                path = self._kept[checksum] = self._written(sound)
        return str(path)

    def erase(self, sound: Sound) -> None:
        """Erase it, if it was kept."""
        path = self._kept.pop(hashlib.sha256(sound.pcm).digest(), None)
        if path is not None:
            with self._told():
                path.unlink(missing_ok=True)

    def erase_all(self) -> int:
        """Erase everything that was ever kept, and tell how much that was."""
        with self._told():
            paths = sorted(self.folder.glob("*.wav")) if self.folder.is_dir() else []
            for path in paths:
                path.unlink()
        with suppress(OSError):  # something that is not ours lies there, or there is no folder
            self.folder.rmdir()
        return len(paths)

    def _written(self, sound: Sound) -> Path:
        """Raises OSError; then there is no file."""
        make_private_folder(self.folder)
        if self.folder.stat().st_mode & 0o077:
            self.folder.chmod(0o700)
        path, descriptor = _new_file(self.folder, f"{datetime.now():%Y-%m-%d_%H-%M-%S}")
        try:
            with os.fdopen(descriptor, "wb") as file:
                with wave.open(file, "wb") as sheet:
                    sheet.setnchannels(1)
                    sheet.setsampwidth(2)
                    sheet.setframerate(sound.rate_hz)
                    sheet.writeframes(sound.pcm)
                file.flush()
                os.fsync(file.fileno())  # it is going to be called saved
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
        return path

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(self.folder, (error.strerror or str(error)).lower()) from error


def _new_file(folder: Path, name: str) -> tuple[Path, int]:
    """A file that was not there before, open for writing. Raises OSError."""
    number = 1
    while True:
        path = folder / f"{name}.wav" if number == 1 else folder / f"{name}_{number}.wav"
        with suppress(FileExistsError):
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        number += 1
