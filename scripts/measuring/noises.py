"""Noises made by code, seeded: pink noise, a fan, a street; and how far they lie under speech."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.frame import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]

BLADES_HZ: Final = 93.0
"""How often a blade of the fan goes by; its multiples sound with it."""

BLADE_TONES: Final = 6
CAR_EVERY_SECONDS: Final = 6.0
CAR_SECONDS: Final = 1.5
"""Half the time in which a car is heard to come and go."""


def pink_noise(count: int, seed: int) -> Samples:
    """Noise whose power falls by 3 dB an octave."""
    return _coloured(count, np.random.default_rng(seed), slope=0.5)


def fan_noise(count: int, seed: int) -> Samples:
    """Steady rushing air, and the hum of the blades."""
    chance = np.random.default_rng(seed)
    air = _coloured(count, chance, slope=0.75)
    at_seconds = np.arange(count) / SAMPLE_RATE_HZ
    phases = chance.uniform(0, 2 * np.pi, BLADE_TONES)
    hum = sum(
        np.sin(2 * np.pi * BLADES_HZ * number * at_seconds + phase) / number
        for number, phase in enumerate(phases, start=1)
    )
    return air / loudness(air) + 0.5 * hum


def street_noise(count: int, seed: int) -> Samples:
    """A rumble from afar, and cars that pass: their tyres hiss loudest around 1 kHz."""
    chance = np.random.default_rng(seed)
    rumble = _coloured(count, chance, slope=1.0)
    tyres = _tyres(count, chance)
    at_seconds = np.arange(count) / SAMPLE_RATE_HZ
    cars = 1 + int(at_seconds[-1] / CAR_EVERY_SECONDS)
    passing = chance.uniform(0, at_seconds[-1], cars)
    nearness = sum(np.exp(-(((at_seconds - one) / CAR_SECONDS) ** 2)) for one in passing)
    return rumble / loudness(rumble) + 1.5 * nearness * tyres / loudness(tyres)


def below(speech: Samples, noise: Samples, *, decibels: float) -> Samples:
    """The noise, brought so far below the speech."""
    return noise * (loudness(speech) / loudness(noise) * amplitude_ratio(-decibels))


def stretch(noise: Samples, count: int, seed: int) -> Samples:
    """That much of the noise, from a place that the seed chooses, round and round."""
    begin = int(np.random.default_rng(seed).integers(len(noise)))
    return np.take(noise, np.arange(begin, begin + count), mode="wrap")


def loudness(samples: Samples) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.square(samples).mean()))


def amplitude_ratio(decibels: float) -> float:
    """What to multiply a sound with to make it so much louder."""
    return float(10 ** (decibels / 20))


def _coloured(count: int, chance: np.random.Generator, *, slope: float) -> Samples:
    """Noise whose amplitude falls with this power of the frequency."""
    spectrum = np.fft.rfft(chance.standard_normal(count))
    return np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 1) ** slope, count)


def _tyres(count: int, chance: np.random.Generator) -> Samples:
    spectrum = np.fft.rfft(chance.standard_normal(count))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ), 1) / 1000)
    return np.fft.irfft(spectrum * np.exp(-(octaves**2)), count)
