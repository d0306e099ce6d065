# ruff: noqa: E402 -- imports come after the check that numpy is there
"""Our features are the ones that Vosk will compute."""

import pytest

np = pytest.importorskip("numpy")

from starter_model import features

KALDI_FIRST_FRAME = (66.4304, 52.1108, -21.9943)
"""The first coefficients that kaldi-native-fbank gives for `tone`."""


def tone(seconds: float = 0.5):
    """Three sine waves, as loud as speech."""
    time = np.arange(round(seconds * features.SAMPLE_RATE_HZ)) / features.SAMPLE_RATE_HZ
    waves = [np.sin(2 * np.pi * hz * time) / place for place, hz in enumerate((220, 900, 2500), 1)]
    return (3000 * sum(waves)).astype(np.float32)


def test_mfcc_equals_kaldis():
    """The first frame is what Kaldi's own code makes of the same sound."""
    first = features.mfcc(tone())[0]

    assert KALDI_FIRST_FRAME == pytest.approx(tuple(first[:3].tolist()), abs=2e-3)


def test_every_ten_milliseconds_a_frame():
    """Only whole windows of 25 ms count, as in Kaldi."""
    assert 48 == len(features.mfcc(tone()))
    assert 0 == len(features.mfcc(tone(0.02)))


def test_a_warp_moves_the_formants():
    """With a warp the same sound has other coefficients; with none it is unchanged."""
    plain = features.mfcc(tone())

    assert np.array_equal(plain, features.mfcc(tone(), warp=1.0))
    assert not np.allclose(plain, features.mfcc(tone(), warp=1.1))


def test_the_running_mean_starts_from_the_global_one():
    """The first frame is measured against the global mean, a late one against its own past."""
    frames = np.full((1000, 2), 5.0, np.float32)

    left = features.without_running_mean(frames, np.array([1.0, 1.0]))

    assert 4 * 200 / 201 == pytest.approx(left[0, 0], rel=1e-5)
    assert 0 == pytest.approx(left[-1, 0], abs=1e-5)
