"""A sound made louder or quieter, without ever clipping."""

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

    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float64) * 10 ** (gain_db / 20)
    if gain_db > 0.0:
        samples *= _room(np.abs(samples), max(1, round(REACH_SECONDS * sound.rate_hz)))
    return Sound(pcm=np.rint(samples).astype("<i2").tobytes(), rate_hz=sound.rate_hz)


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
