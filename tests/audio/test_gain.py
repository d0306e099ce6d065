"""Louder and quieter, and never clipped."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voicecoach.audio.frame import Sound
from voicecoach.audio.gain import CEILING_RATIO, with_gain

RATE_HZ = 22_050


def samples_of(sound: Sound) -> np.ndarray:
    """As numbers."""
    return np.frombuffer(sound.pcm, "<i2").astype(float)


def tone(level: float, seconds: float = 0.2) -> Sound:
    """A voice's 200 Hz at that share of full scale."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = level * 32_767 * np.sin(2 * np.pi * 200 * times)
    return Sound(pcm=wave.astype("<i2").tobytes(), rate_hz=RATE_HZ)


@pytest.mark.parametrize("gain_db", [-12.0, -4.0, 4.0, 8.0])
def test_what_has_room_changes_by_just_so_much(gain_db) -> None:
    """Within a hundredth of a decibel or two."""
    before, after = tone(0.2), with_gain(tone(0.2), gain_db)
    change_db = 20 * np.log10(np.abs(samples_of(after)).max() / np.abs(samples_of(before)).max())

    assert pytest.approx(gain_db, abs=0.02) == change_db


def test_a_peak_does_not_keep_the_rest_from_getting_louder() -> None:
    """One plosive at full scale in soft speech: only what is around it is held down."""
    peak = samples_of(tone(0.98, 0.01))
    soft = samples_of(tone(0.1, 0.5))
    mixed = np.concatenate((soft, peak, soft)).astype("<i2")
    after = samples_of(with_gain(Sound(pcm=mixed.tobytes(), rate_hz=RATE_HZ), 8.0))

    assert CEILING_RATIO * 32_768 + 0.5 >= np.abs(after).max()
    assert (
        pytest.approx(10 ** (8 / 20), rel=0.01)
        == np.abs(after[:5_000]).max() / np.abs(mixed[:5_000]).max()
    )


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(np.int16, st.integers(1, 2_000)), st.sampled_from([-12.0, -4.0, 0.0, 4.0, 8.0])
)
def test_nothing_is_ever_clipped(noise, gain_db) -> None:
    """Whatever comes keeps its length and its signs, and no peak reaches full scale."""
    sound = Sound(pcm=noise.astype("<i2").tobytes(), rate_hz=RATE_HZ)
    after = samples_of(with_gain(sound, gain_db))

    assert noise.size == after.size
    assert np.all(after * noise.astype(float) >= 0)
    assert gain_db <= 0.0 or CEILING_RATIO * 32_768 + 0.5 >= np.abs(after).max()


def test_without_gain_nothing_is_touched() -> None:
    """Bit for bit; and nothing stays nothing."""
    sound, nothing = tone(1.0), Sound(pcm=b"", rate_hz=RATE_HZ)

    assert sound is with_gain(sound, 0.0)
    assert nothing is with_gain(nothing, 8.0)
