"""What lies between mouth and recogniser changes the sound, and changes it the same every time."""

import shutil

import numpy as np
import pytest
from measuring import conditions
from measuring.noises import loudness, pink_noise

SECOND = (0.05 * pink_noise(16_000, 1)).astype(np.float32)
SECOND = SECOND / loudness(SECOND) * np.float32(0.05)


def test_every_condition_gives_the_same_sound_again() -> None:
    """All of them but those that need ffmpeg, which only time is left to."""
    for one in conditions.conditions(babble=pink_noise(16_000, 2)):
        if not one.name.startswith(("fast", "slow")):
            assert np.array_equal(one.change(SECOND, 5), one.change(SECOND, 5)), one.name


def test_a_room_adds_its_echoes_below_the_voice() -> None:
    """3 dB below it, as a metre from the microphone."""
    echoes = conditions.in_a_room(SECOND, 1, seconds=0.3) - SECOND

    assert len(SECOND) == len(echoes)
    assert 20 * np.log10(loudness(SECOND) / loudness(echoes)) == pytest.approx(3.0, abs=0.01)


def test_a_telephone_has_nothing_above_its_band() -> None:
    """Neither above 3400 Hz nor below 300 is there more than the rounding of eight bits."""
    power = np.square(np.abs(np.fft.rfft(conditions.by_telephone(SECOND, 0))))
    outside = power[:290].sum() + power[4000:].sum()

    assert outside < 0.02 * power.sum()


def test_quiet_is_quiet_and_loud_is_cut_off() -> None:
    """By the root of the mean square; nothing goes over full scale."""
    quiet, loud = (conditions.at_level(SECOND, 0, dbfs=dbfs) for dbfs in (-55.0, -8.0))

    assert 20 * np.log10(loudness(quiet)) == pytest.approx(-55.0, abs=0.1)
    assert 1.0 == np.abs(loud).max()


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_haste_makes_a_sound_shorter() -> None:
    """By its tempo, to within a few hundredths of a second."""
    fast = conditions.at_tempo(SECOND, 0, tempo=1.25)

    assert len(fast) == pytest.approx(12_800, abs=800)
