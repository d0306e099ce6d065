"""Scenes of the speech detector with the real network."""

import numpy as np
import pytest

from voicecoach.audio.frame import SAMPLE_RATE_HZ
from voicecoach.recognition.speech_detector import SileroDetector

SENTENCE = "How well do I fit the profile of the candidate you are looking for?"


def ratios(detector: SileroDetector, frames) -> np.ndarray:
    """How likely each frame holds speech."""
    return np.array([detector.speech_ratio(frame) for frame in frames])


def test_a_voice_is_speech_and_a_quiet_room_is_not(say, silence, frames_of):
    """Speech stands out from the silence before and behind it, within a fifth of a second."""
    spoken = say(SENTENCE)
    found = ratios(SileroDetector(), frames_of(silence(1.0), spoken, silence(2.0)))

    end = 1.0 + len(spoken) / SAMPLE_RATE_HZ
    assert found[:9].max() < 0.3
    assert np.median(found[15 : int(end * 10) - 5]) > 0.9
    assert found[int(end * 10) + 3 :].max() < 0.3


@pytest.mark.parametrize("level", [30, 300, 3_000])
def test_noise_is_no_speech(frames_of, level):
    """A fan, soft or loud, is not a voice."""
    noise = np.random.default_rng(2).normal(0, level, 10 * SAMPLE_RATE_HZ).astype("<i2")

    assert ratios(SileroDetector(), frames_of(noise)).max() < 0.5


def test_a_voice_in_noise_is_speech(say, frames_of):
    """At 15 dB above the noise, the voice is still told from it."""
    spoken = say(SENTENCE).astype(float)
    noise_level = np.sqrt(np.mean(spoken**2)) * 10 ** (-15 / 20)
    noise = np.random.default_rng(2).normal(0, noise_level, len(spoken))

    found = ratios(SileroDetector(), frames_of((spoken + noise).astype("<i2")))

    assert (found > 0.5).mean() > 0.6


def test_after_a_reset_nothing_is_remembered(say, silence, frames_of):
    """The same frames give the same answers, whatever was heard before."""
    frames = frames_of(silence(0.5), say(SENTENCE))
    detector = SileroDetector()
    first = ratios(detector, frames)

    detector.reset()

    assert first == pytest.approx(ratios(detector, frames))
