"""Makes one recording into many: another speaker, room, microphone, loudness and noise each time.

Resampling moves pitch, formants and tempo together, the mel warp moves formants alone; with both,
pitch and formants move apart, which is the cheap substitute for a vocoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.signal import fftconvolve

from . import features
from .features import SAMPLE_RATE_HZ, SHIFT_SAMPLES, Features

RATES: Final = (0.87, 1.15)
WARPS: Final = np.round(np.arange(0.82, 1.241, 0.02), 2)
FORMANT_SHIFTS: Final = (0.80, 1.28)
"""Bounds for resampling times warp: a child to a very large man."""

REVERB_CHANCE: Final = 0.45
BABBLE_CHANCE: Final = 0.3
EQUALIZER_CHANCE: Final = 0.7
TELEPHONE_CHANCE: Final = 0.15
"""Given an equalizer at all, so one in ten of the copies."""
CLIPPING_CHANCE: Final = 0.05
LOUDEST_SAMPLE: Final = 20_000.0

Samples = np.ndarray
"""One channel in 16-bit scale, as float32."""


@dataclass(frozen=True, slots=True)
class Example:
    """Frames and, for each, its phone (index into PHONES) and the number of that phone."""

    frames: Features
    phones: np.ndarray
    instances: np.ndarray


def augmented(
    samples: Samples,
    phones: np.ndarray,
    instances: np.ndarray,
    *,
    babble: Samples | None,
    random: np.random.Generator,
) -> Example:
    """One more way in which the same could have been said and heard."""
    rate = random.uniform(*RATES)
    samples = _resampled(samples, rate)
    moved = np.minimum(
        (np.arange(features.frame_count(len(samples))) * rate).astype(int), len(phones) - 1
    )
    phones, instances = phones[moved], instances[moved]
    level = _rms(samples)
    if random.random() < REVERB_CHANCE:
        samples = _with_reverb(samples, random)
    lead, tail = _lead_frames(random), int(random.uniform(0.02, 0.6) * 100)
    samples = np.pad(samples, (lead * SHIFT_SAMPLES, tail * SHIFT_SAMPLES))
    samples = samples + _noise(len(samples), level, random)
    if babble is not None and random.random() < BABBLE_CHANCE:
        others = np.resize(babble, len(samples))
        samples = samples + others * (level / _rms(others)) * _gain(-random.uniform(5, 22))
    samples = _with_loudness(samples, random)
    frames = features.mfcc(
        samples,
        warp=float(_warp(rate, random)),
        gains=_equalizer(random) if random.random() < EQUALIZER_CHANCE else None,
    )
    return _labelled(frames, phones, instances, lead)


def plain(samples: Samples, phones: np.ndarray, instances: np.ndarray) -> Example:
    """The recording as it is, for validation."""
    return _labelled(features.mfcc(samples), phones, instances, 0)


def _labelled(frames: Features, phones: np.ndarray, instances: np.ndarray, lead: int) -> Example:
    """Silence before and after the speech, each a phone of its own."""
    all_phones = np.zeros(len(frames), np.uint8)
    all_instances = np.zeros(len(frames), np.uint16)
    count = min(len(phones), len(frames) - lead)
    all_phones[lead : lead + count] = phones[:count]
    all_instances[lead : lead + count] = instances[:count] + 1
    all_instances[lead + count :] = instances.max(initial=0) + 2
    return Example(frames, all_phones, all_instances)


def _resampled(samples: Samples, rate: float) -> Samples:
    places = np.arange(0, len(samples) - 1, rate)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def _warp(rate: float, random: np.random.Generator) -> float:
    low, high = FORMANT_SHIFTS
    return random.choice(WARPS[(WARPS * rate > low) & (WARPS * rate < high)])


def _lead_frames(random: np.random.Generator) -> int:
    """Some start at once, some after a long silence: the running mean must survive both."""
    return int(100 * random.choice([random.uniform(0.02, 0.4), random.uniform(0.3, 2.5)]))


def _with_reverb(samples: Samples, random: np.random.Generator) -> Samples:
    """A decaying tail of noise (-60 dB after 0.08 to 0.8 s) behind each sample."""
    decay_seconds = random.uniform(0.08, 0.8)
    length = int(SAMPLE_RATE_HZ * min(decay_seconds, 0.6))
    fall = np.exp(-6.9 * np.arange(length) / SAMPLE_RATE_HZ / decay_seconds)
    tail = random.standard_normal(length) * fall
    tail *= random.uniform(0.1, 0.9) / np.sqrt(np.square(tail).sum())
    tail[0] = 1.0
    return fftconvolve(samples, tail)[: len(samples)].astype(np.float32)


def _noise(count: int, level: float, random: np.random.Generator) -> Samples:
    """White, pink or brown; half of the copies 4 to 30 dB below the speech, half nearly clean."""
    steepness = random.choice([0.0, 0.5, 1.0])
    spectrum = np.fft.rfft(random.standard_normal(count))
    spectrum /= (np.arange(len(spectrum)) + count * 20 / SAMPLE_RATE_HZ) ** steepness
    noise = np.fft.irfft(spectrum, count).astype(np.float32)
    distance_db = random.uniform(4, 30) if random.random() < 0.5 else random.uniform(30, 60)
    return noise * (level / _rms(noise, floor=1e-9)) * _gain(-distance_db)


def _with_loudness(samples: Samples, random: np.random.Generator) -> Samples:
    """-26 to -2 dB below the loudest; now and then clipped; half the time rounded to 16 bits."""
    samples = (
        samples * _gain(random.uniform(-26, -2)) * LOUDEST_SAMPLE / (np.abs(samples).max() + 1)
    )
    if random.random() < CLIPPING_CHANCE:
        samples = np.clip(samples * random.uniform(1, 6), -LOUDEST_SAMPLE, LOUDEST_SAMPLE)
    return np.round(samples) if random.random() < 0.5 else samples


def _equalizer(random: np.random.Generator) -> np.ndarray:
    """A random smooth curve of gains over the FFT bins; sometimes a telephone's band."""
    bins_hz = np.arange(features.FFT_POINTS // 2) * SAMPLE_RATE_HZ / features.FFT_POINTS
    corners_hz = [0, 150, 400, 1000, 2500, 4000, 8000]
    curve_db = np.interp(bins_hz, corners_hz, random.standard_normal(7) * 4)
    if random.random() < TELEPHONE_CHANCE:
        curve_db -= np.interp(bins_hz, [0, 250, 320, 3300, 3600, 8000], [30, 15, 0, 0, 30, 40])
    return (10 ** (curve_db / 10)).astype(np.float32)


def _gain(decibels: float) -> float:
    return 10 ** (decibels / 20)


def _rms(samples: Samples, floor: float = 1.0) -> float:
    return float(np.sqrt(np.square(samples).mean() + floor))
