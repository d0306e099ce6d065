"""Any rate, any number of channels to Frames: 16 kHz, mono, int16, cut to length.

The only module that knows soxr. Import it where sound begins: numpy comes with it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SAMPLES, SAMPLE_RATE_HZ, Frame, Sound

DEAD_CHANNEL_RATIO: Final = 0.01
"""A channel 40 dB under the loudest carries no voice; in the mean it would only halve it."""

CANCELLED_RATIO: Final = 0.1
"""A mean 20 dB under its channels means that they cancel: one of them is wired backwards."""

FULL_SCALE: Final = 32_768.0


class Framer:
    """Blocks of float samples in, Frames out; keeps the remainder for the next block."""

    def __init__(self, rate_hz: float) -> None:
        self._resampler = _resampler_from(rate_hz)
        self._pcm = bytearray()
        self._frame_count = 0

    def push(self, block: NDArray[np.float32]) -> list[Frame]:
        """The frames that the block completes. Shape (samples, channels), -1 to 1."""
        return self._cut(_to_pcm(self._resample(mix(block), is_last=False)))

    def finish(self) -> list[Frame]:
        """The frames that were still under way; the last one is padded with zeros."""
        frames = self._cut(_to_pcm(self._resample(np.zeros(0, np.float32), is_last=True)))
        if self._pcm:
            self._pcm.extend(bytes(FRAME_BYTES - len(self._pcm)))
            frames += self._cut(b"")
        return frames

    def _resample(self, mono: NDArray[np.float32], *, is_last: bool) -> NDArray[np.float32]:
        if self._resampler is None:
            return mono
        resampled: NDArray[np.float32] = self._resampler.resample_chunk(mono, last=is_last)
        return resampled

    def _cut(self, pcm: bytes) -> list[Frame]:
        self._pcm.extend(pcm)
        whole = len(self._pcm) // FRAME_BYTES
        frames = [
            self._frame(bytes(self._pcm[i * FRAME_BYTES :][:FRAME_BYTES])) for i in range(whole)
        ]
        del self._pcm[: whole * FRAME_BYTES]
        return frames

    def _frame(self, pcm: bytes) -> Frame:
        """Its start is counted in samples, so that it does not drift."""
        start_seconds = self._frame_count * FRAME_SAMPLES / SAMPLE_RATE_HZ
        self._frame_count += 1
        return Frame(pcm=pcm, start_seconds=start_seconds)


def mix(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """All channels as one: the mean of those that carry sound. Shape (samples, channels)."""
    if block.shape[1] == 1 or not block.size:
        return np.ascontiguousarray(block[:, 0])
    levels = np.sqrt(np.mean(np.square(block, dtype=np.float64), axis=0))
    loudest = float(levels.max())
    mono = block[:, levels >= DEAD_CHANNEL_RATIO * loudest].mean(axis=1, dtype=np.float32)
    if float(np.sqrt(np.mean(np.square(mono, dtype=np.float64)))) < CANCELLED_RATIO * loudest:
        return np.ascontiguousarray(block[:, int(levels.argmax())])
    return np.ascontiguousarray(mono)


def floats_from(pcm: bytes, channel_count: int) -> NDArray[np.float32]:
    """Interleaved int16 bytes as floats, shape (samples, channels)."""
    samples = np.frombuffer(pcm, dtype="<i2").reshape(-1, channel_count)
    return samples.astype(np.float32) / np.float32(FULL_SCALE)


def _to_pcm(mono: NDArray[np.float32]) -> bytes:
    """Rounded and clipped; what is not a number is silence. int16 in comes out bit for bit."""
    finite = np.nan_to_num(mono, nan=0.0, posinf=1.0, neginf=-1.0)
    scaled = np.clip(np.rint(finite * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
    return bytes(scaled.astype("<i2").tobytes())


def _resampler_from(rate_hz: float) -> Any:
    if rate_hz == SAMPLE_RATE_HZ:
        return None
    return soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality="HQ")


def sound_from(mono: NDArray[np.float32], rate_hz: int) -> Sound:
    """Samples, -1 to 1, as something to be played."""
    return Sound(pcm=_to_pcm(mono), rate_hz=rate_hz)


def resampled(sound: Sound, rate_hz: int) -> Sound:
    """The whole sound at another rate, for a device that runs at it."""
    if sound.rate_hz == rate_hz:
        return sound
    mono = floats_from(sound.pcm, channel_count=1)[:, 0]
    return sound_from(soxr.resample(mono, sound.rate_hz, rate_hz, quality="HQ"), rate_hz)
