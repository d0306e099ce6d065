"""Sentences that were made before: all of them in memory, fixed lines on the disk as well."""

import hashlib
import os
import struct
import tempfile
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicecoach.audio.frame import Sound
from voicecoach.settings import make_private_folder

MEMORY_BYTES: Final = 16_000_000
"""Six minutes of espeak."""

DISK_BYTES: Final = 48_000_000
FORMAT: Final = b"voicecoach sound 1\n"
"""Another number when the same text, voice and rate come to sound otherwise."""

_HEADER: Final = struct.Struct("<32sI")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundKey:
    """What makes a sentence sound as it does."""

    engine: str
    """The engine and voice: a Synthesizer's name."""

    text: str
    rate_wpm: int

    @property
    def file_name(self) -> str:
        """The same for the same key; the text cannot be read from it."""
        parts = f"{self.engine}\0{self.rate_wpm}\0{self.text}"
        return f"{hashlib.sha256(parts.encode()).hexdigest()}.sound"


class SoundCache:
    """Sounds by their key. Safe from any thread; trouble with the disk is never an error.

    Only fixed lines, the coach's own, are kept on the disk: what the learner said may be in the
    others. The folder is the owner's alone. Each file carries a checksum: a broken one counts
    as missing, and is replaced when its line is made again.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        memory_bytes: int = MEMORY_BYTES,
        disk_bytes: int = DISK_BYTES,
    ) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._disk_bytes = disk_bytes
        self._sounds: OrderedDict[SoundKey, Sound] = OrderedDict()
        self._held_bytes = 0
        self._lock = threading.Lock()

    def find(self, key: SoundKey) -> Sound | None:
        """The sound, if it was made before."""
        with self._lock:
            if sound := self._sounds.get(key):
                self._sounds.move_to_end(key)
                return sound
            sound = self._read(key)
            if sound:
                self._hold(key, sound)
            return sound

    def keep(self, key: SoundKey, sound: Sound, *, is_fixed: bool) -> None:
        """Remember the sound; a fixed line also for the rehearsals to come."""
        with self._lock:
            self._hold(key, sound)
            if is_fixed and self._folder is not None:
                with suppress(OSError):
                    self._write(self._folder, key, sound)
                    self._make_room(self._folder)

    def _hold(self, key: SoundKey, sound: Sound) -> None:
        """In memory; what was not wanted for the longest time makes room."""
        former = self._sounds.pop(key, None)
        self._held_bytes += len(sound.pcm) - (len(former.pcm) if former else 0)
        self._sounds[key] = sound
        while self._held_bytes > self._memory_bytes and self._sounds:
            _, dropped = self._sounds.popitem(last=False)
            self._held_bytes -= len(dropped.pcm)

    def _read(self, key: SoundKey) -> Sound | None:
        if self._folder is None:
            return None
        path = self._folder / key.file_name
        try:
            content = path.read_bytes()
            checksum, rate_hz = _HEADER.unpack_from(content, len(FORMAT))
        except (OSError, struct.error):
            return None
        pcm = content[len(FORMAT) + _HEADER.size :]
        if not content.startswith(FORMAT) or checksum != _checksum(pcm, rate_hz):
            return None
        with suppress(OSError):
            os.utime(path)  # wanted again: the last to make room
        return Sound(pcm=pcm, rate_hz=rate_hz)

    def _write(self, folder: Path, key: SoundKey, sound: Sound) -> None:
        """Beside its place first, so that a file is whole or not there. Raises OSError."""
        make_private_folder(folder)
        header = _HEADER.pack(_checksum(sound.pcm, sound.rate_hz), sound.rate_hz)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(FORMAT + header + sound.pcm)
            Path(name).replace(folder / key.file_name)
        except OSError:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def _make_room(self, folder: Path) -> None:
        """What was not wanted for the longest time goes. Raises OSError."""
        files = sorted(
            ((path.stat().st_mtime, path.stat().st_size, path) for path in folder.iterdir()),
            reverse=True,
        )
        kept_bytes = 0
        for _, size, path in files:
            kept_bytes += size
            if kept_bytes > self._disk_bytes and path.suffix in {".sound", ".part"}:
                path.unlink()


def _checksum(pcm: bytes, rate_hz: int) -> bytes:
    return hashlib.sha256(struct.pack("<I", rate_hz) + pcm).digest()
