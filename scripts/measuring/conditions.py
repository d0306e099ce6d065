"""What may lie between a speaker's mouth and the recogniser: noise, rooms, telephones, haste."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import soxr

from voicecoach.audio.frame import SAMPLE_RATE_HZ

from .noises import (
    Samples,
    amplitude_ratio,
    below,
    fan_noise,
    loudness,
    street_noise,
    stretch,
)

NOISE_LEVELS_DB: Final = (20, 15, 10, 5, 0)
"""So far the noise lies below the speech."""

ECHO_SECONDS: Final = (0.3, 0.6)
"""Until the room has swallowed 60 dB: a furnished room, a bare one."""

ECHO_DB: Final = 3.0
"""All echoes together lie so far below the voice itself: a metre from the microphone."""

TELEPHONE_HZ: Final = (300, 3400)
TELEPHONE_RATE_HZ: Final = 8000
MU: Final = 255
"""The law by which a telephone writes a sample into eight bits (ITU-T G.711)."""

QUIET_DBFS: Final = -55.0
LOUD_DBFS: Final = -8.0
"""Peaks lie 12 to 20 dB higher, so they are cut off."""

FAST: Final = 1.25
SLOW: Final = 0.8

Change = Callable[[Samples, int], Samples]
"""What is done to a sound; the number seeds its chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One row of the table."""

    name: str
    change: Change


def conditions(babble: Samples) -> Iterator[Condition]:
    """All of them, the plain sound first."""
    yield Condition(name="clean", change=lambda sound, _: sound)
    noises: dict[str, Change] = {
        "babble": lambda sound, seed: stretch(babble, len(sound), seed),
        "fan": lambda sound, seed: fan_noise(len(sound), seed),
        "street": lambda sound, seed: street_noise(len(sound), seed),
    }
    for name, noise in noises.items():
        for level in NOISE_LEVELS_DB:
            change = partial(_with_noise, noise=noise, decibels=level)
            yield Condition(name=f"{name}, {level} dB", change=change)
    for seconds in ECHO_SECONDS:
        yield Condition(name=f"room, {seconds} s", change=partial(in_a_room, seconds=seconds))
    yield Condition(name="telephone", change=by_telephone)
    for name, dbfs in (("quiet", QUIET_DBFS), ("loud", LOUD_DBFS)):
        yield Condition(name=f"{name}, {dbfs:g} dBFS", change=partial(at_level, dbfs=dbfs))
    for name, tempo in (("fast", FAST), ("slow", SLOW)):
        yield Condition(name=f"{name}, x {tempo:g}", change=partial(at_tempo, tempo=tempo))


def _with_noise(sound: Samples, seed: int, *, noise: Change, decibels: float) -> Samples:
    return sound + below(sound, noise(sound, seed), decibels=decibels)


def in_a_room(sound: Samples, seed: int, *, seconds: float) -> Samples:
    """The sound and its echoes, which die away by 60 dB in so many seconds."""
    count = round(seconds * SAMPLE_RATE_HZ)
    fading = amplitude_ratio(-60) ** (np.arange(count) / count)
    echoes = np.random.default_rng(seed).standard_normal(count) * fading
    size = len(sound) + count
    tail = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echoes, size), size)[: len(sound)]
    return sound + below(sound, tail, decibels=ECHO_DB)


def by_telephone(sound: Samples, seed: int) -> Samples:
    """The band of a telephone, and its eight bits a sample."""
    low, high = TELEPHONE_HZ
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE_HZ)
    spectrum[(frequencies < low) | (frequencies > high)] = 0
    band = np.fft.irfft(spectrum, len(sound))
    narrow = np.clip(soxr.resample(band, SAMPLE_RATE_HZ, TELEPHONE_RATE_HZ), -1, 1)
    bent = np.sign(narrow) * np.log1p(MU * np.abs(narrow)) / np.log1p(MU)
    heard = np.round(bent * 127) / 127
    wide = np.sign(heard) * np.expm1(np.abs(heard) * np.log1p(MU)) / MU
    return soxr.resample(wide, TELEPHONE_RATE_HZ, SAMPLE_RATE_HZ)


def at_level(sound: Samples, seed: int, *, dbfs: float) -> Samples:
    """So loud, with peaks cut off at full scale."""
    return np.clip(sound * (amplitude_ratio(dbfs) / loudness(sound)), -1, 1)


def at_tempo(sound: Samples, seed: int, *, tempo: float) -> Samples:
    """Faster or slower at the same pitch, by ffmpeg."""
    raw = ("-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1")
    command = ["ffmpeg", "-v", "quiet", *raw, "-i", "-", "-af", f"atempo={tempo}", *raw, "-"]
    given = sound.astype("<f4").tobytes()
    return np.frombuffer(subprocess.run(command, input=given, stdout=-1, check=True).stdout, "<f4")
