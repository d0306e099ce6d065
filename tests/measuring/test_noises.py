"""Noises are the same every time, and lie under the speech as far as they should."""

from collections.abc import Callable

import numpy as np
import pytest
from measuring.noises import Samples, below, fan_noise, pink_noise, street_noise, stretch

COUNT = 160_000
TONE = np.full(COUNT, 0.1, dtype=np.float32)

Noise = Callable[[int, int], Samples]


@pytest.mark.parametrize("noise", [pink_noise, fan_noise, street_noise])
def test_a_noise_is_the_same_every_time_and_lies_below_the_speech(noise: Noise) -> None:
    """Seeded; its distance is counted by power, over the whole sound."""
    under = below(TONE, noise(COUNT, 1), decibels=15.0)
    distance_db = 10 * np.log10(np.square(TONE).mean() / np.square(under).mean())

    assert distance_db == pytest.approx(15.0, abs=0.01)
    assert np.array_equal(noise(COUNT, 1), noise(COUNT, 1))
    assert not np.array_equal(noise(COUNT, 1), noise(COUNT, 2))


def test_pink_noise_falls_by_3_db_an_octave() -> None:
    """Each octave holds as much power as the next."""
    power = np.square(np.abs(np.fft.rfft(pink_noise(COUNT, 3))))
    octaves = [power[1000 * 2**number : 2000 * 2**number].sum() for number in range(5)]

    assert octaves == pytest.approx([np.mean(octaves)] * 5, rel=0.15)


def test_a_stretch_of_noise_goes_round_and_round() -> None:
    """Longer than the noise itself, without an end."""
    noise = np.arange(10, dtype=np.float32)
    taken = stretch(noise, 25, 4)

    assert 25 == len(taken)
    assert np.array_equal(taken[:10], taken[10:20])
