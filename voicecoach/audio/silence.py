"""The silence around what was said: cut off, or put between. Pure, and without numpy."""

import sys
from array import array
from typing import Final

from voicecoach.audio.frame import Sound

AUDIBLE_LEVEL: Final = 100
"""-50 dBFS: under every voice's softest fricative, over every engine's noise floor."""

LEAD_SECONDS: Final = 0.015
TAIL_SECONDS: Final = 0.04
"""Kept around the audible part, so that no soft onset or ending is clipped."""

_SCAN_SAMPLES: Final = 64


def samples_of(pcm: bytes) -> "array[int]":
    """Little-endian int16 bytes as numbers."""
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def first_audible_sample(pcm: bytes, level: int = AUDIBLE_LEVEL) -> int | None:
    """Where sound begins, to within 64 samples; None when there is none."""
    samples = samples_of(pcm)
    for start in range(0, len(samples), _SCAN_SAMPLES):
        if _is_audible(samples[start : start + _SCAN_SAMPLES], level):
            return start
    return None


def end_of_audible(pcm: bytes, level: int = AUDIBLE_LEVEL) -> int:
    """The sample before which sound ends, to within 64 samples; 0 when there is none."""
    samples = samples_of(pcm)
    for end in range(len(samples), 0, -_SCAN_SAMPLES):
        if _is_audible(samples[max(0, end - _SCAN_SAMPLES) : end], level):
            return end
    return 0


def trimmed(sound: Sound) -> Sound:
    """Without the silence before and after; empty when there is nothing else."""
    first = first_audible_sample(sound.pcm)
    if first is None:
        return Sound(pcm=b"", rate_hz=sound.rate_hz)
    start = max(0, first - round(LEAD_SECONDS * sound.rate_hz))
    end = end_of_audible(sound.pcm) + round(TAIL_SECONDS * sound.rate_hz)
    return Sound(pcm=sound.pcm[2 * start : 2 * end], rate_hz=sound.rate_hz)


def silence_pcm(seconds: float, rate_hz: int) -> bytes:
    """So much silence."""
    return bytes(2 * round(seconds * rate_hz))


def with_pause(sound: Sound, seconds: float) -> Sound:
    """The sound, and silence after it."""
    return Sound(pcm=sound.pcm + silence_pcm(seconds, sound.rate_hz), rate_hz=sound.rate_hz)


def _is_audible(samples: "array[int]", level: int) -> bool:
    return bool(samples) and (max(samples) > level or min(samples) < -level)
