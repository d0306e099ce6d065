"""Speech clips out of the game archives, each as 16 kHz mono samples."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from scipy.signal import resample_poly

from . import rnc, sources

SAMPLE_RATE_HZ: Final = 16_000
SHORTEST_CLIP_SECONDS: Final = 0.6
"""Shorter clips are grunts."""

Samples = np.ndarray[tuple[int], np.dtype[np.float32]]
"""One channel, -1 to 1, at SAMPLE_RATE_HZ."""


@dataclass(frozen=True, slots=True)
class PackedClip:
    """A clip still in its archive: unpacking is left to whoever needs it."""

    source: str
    name: str
    unpack: Callable[[], Samples | None]


def clips_of(package: str, folder: Path) -> list[PackedClip]:
    """Every clip in an unpacked game package."""
    readers = {
        "flight-of-the-amazon-queen": amazon_queen_clips,
        "beneath-a-steel-sky": steel_sky_clips,
        "drascula": drascula_clips,
    }
    return list(readers[package](folder))


def amazon_queen_clips(folder: Path) -> Iterator[PackedClip]:
    """MP3 members of `queen.1c`: a 21-byte table row each, name, offset, size."""
    data = sources.single_file(folder, "queen.1c").read_bytes()
    (count,) = struct.unpack_from(">H", data, 13)
    for row in range(count):
        name, offset, size = struct.unpack_from(">12sxII", data, 15 + 21 * row)
        text = name.split(b"\0")[0].decode("latin-1")
        if text.endswith(".SB") and size >= 3000:
            yield PackedClip(
                "queen", text[:-3], lambda o=offset, s=size: _from_mp3(data[o : o + s])
            )


def _from_mp3(data: bytes) -> Samples | None:
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32")
    except soundfile.LibsndfileError:
        return None
    return samples if rate == SAMPLE_RATE_HZ else _resampled(samples, SAMPLE_RATE_HZ, rate)


def steel_sky_clips(folder: Path) -> Iterator[PackedClip]:
    """Members 50000 and up of `sky.dsk`: RNC-packed, 8-bit unsigned, 11,025 Hz.

    `sky.dnr` holds 8-byte rows: number, then offset and size in one bit field.
    """
    archive = sources.single_file(folder, "sky.dsk")
    data, table = archive.read_bytes(), archive.with_suffix(".dnr").read_bytes()
    for row in range(struct.unpack_from("<I", table)[0]):
        entry = table[4 + 8 * row : 12 + 8 * row]
        number = int.from_bytes(entry[0:2], "little")
        place = int.from_bytes(entry[2:5], "little")
        flags = int.from_bytes(entry[5:8], "little")
        offset = (place & 0x7FFFFF) << (4 if place & 0x800000 else 0)
        size = flags & 0x3FFFFF
        is_packed = not flags & 0x800000 and data[offset] & 0x80
        if number >= 50_000 and is_packed:
            packed = data[offset + 22 : offset + size]
            yield PackedClip("steel_sky", str(number), lambda p=packed: _from_rnc(p))


def _from_rnc(packed: bytes) -> Samples | None:
    try:
        return _from_unsigned_bytes(rnc.unpack(packed))
    except (rnc.RncError, IndexError):
        return None


def drascula_clips(folder: Path) -> Iterator[PackedClip]:
    """`.ALS` files: 32 bytes of header, then 8-bit unsigned, 11,025 Hz."""
    for path in sorted(folder.rglob("*.ALS")):
        yield PackedClip(
            "drascula", path.stem, lambda p=path: _from_unsigned_bytes(p.read_bytes()[32:])
        )


def _from_unsigned_bytes(data: bytes) -> Samples:
    samples = (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / 128
    return _resampled(samples, 640, 441)


def _resampled(samples: Samples, up: int, down: int) -> Samples:
    return resample_poly(samples, up, down).astype(np.float32)


def write_clip(clip: PackedClip, folder: Path) -> float:
    """Writes a clip as a WAV file and tells its length in seconds; 0.0 if it is no speech."""
    samples = clip.unpack()
    if samples is None or len(samples) < SHORTEST_CLIP_SECONDS * SAMPLE_RATE_HZ:
        return 0.0
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clip.name}.wav"
    soundfile.write(path, np.clip(samples, -1, 1), SAMPLE_RATE_HZ, subtype="PCM_16")
    return len(samples) / SAMPLE_RATE_HZ
