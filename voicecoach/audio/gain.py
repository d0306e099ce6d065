"""A sound made louder or quieter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from voicecoach.audio.frame import Sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

CEILING_RATIO: Final = 0.97
"""-0.3 dBFS: what a device's own resampling adds between two samples still fits."""

REACH_SECONDS: Final = 0.005
"""How far around a peak the gain gives way: shorter crackles, longer is heard as pumping."""


def with_gain(sound: Sound, gain_db: float) -> Sound:
    """The sound at another level. Peaks that would clip are held down, with what is around them.

    espeak's peaks are at -2 dBFS and its mean at -20: turning the whole down to make room for the
    peaks would make nothing louder.
    """
    if gain_db == 0.0 or not sound.pcm:
        return sound
    import numpy as np

    samples = _amplified(sound.pcm, gain_db)
    if gain_db > 0.0:
        samples *= _room(np.abs(samples), max(1, round(REACH_SECONDS * sound.rate_hz)))
    return Sound(pcm=np.rint(samples).astype("<i2").tobytes(), rate_hz=sound.rate_hz)


def turned_up(pcm: bytes, gain_db: float) -> bytes:
    """int16 samples of one frame, louder; what would be too loud is as loud as can be.

    A frame is not held down around its peaks: what comes after it is not known yet.
    """
    import numpy as np

    return bytes(np.clip(np.rint(_amplified(pcm, gain_db)), -32768, 32767).astype("<i2"))


def _amplified(pcm: bytes, gain_db: float) -> NDArray[Any]:
    """The samples times the gain, as large as they get."""
    import numpy as np

    samples: NDArray[Any] = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    return samples * 10 ** (gain_db / 20)


def _room(levels: NDArray[Any], reach: int) -> NDArray[Any]:
    """By how much each sample must be held down, moving smoothly: never less than is needed.

    Each value is a mean of minima that all have seen the sample, so none of them is above it.
    """
    import numpy as np

    ceiling = CEILING_RATIO * 32_768.0
    needed = np.minimum(1.0, ceiling / np.maximum(levels, 1.0))
    width = 2 * reach + 1
    lowest, seen = np.pad(needed, reach, constant_values=1.0), 1
    while seen < width:
        step = min(seen, width - seen)
        lowest, seen = np.minimum(lowest[:-step], lowest[step:]), seen + step
    sums = np.concatenate(([0.0], np.cumsum(np.pad(lowest, reach, mode="edge"))))
    room: NDArray[Any] = (sums[width:] - sums[:-width]) / width
    return room
