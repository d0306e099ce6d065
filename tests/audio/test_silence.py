"""The silence around what is said."""

from array import array

import pytest

from voicecoach.audio.frame import Sound
from voicecoach.audio.silence import (
    end_of_audible,
    first_audible_sample,
    trimmed,
    with_pause,
)

RATE_HZ = 16_000


def pcm(*stretches: tuple[int, int]) -> bytes:
    """Stretches of (how many samples, which value)."""
    samples = array("h")
    for count, value in stretches:
        samples.extend([value] * count)
    return samples.tobytes()


def test_silence_around_is_cut_but_for_a_margin() -> None:
    """What is left is the audible part, 15 ms before it and 40 ms after it."""
    sound = Sound(pcm((6400, 3), (3200, -9000), (6400, 0)), RATE_HZ)

    assert Sound(pcm((240, 3), (3200, -9000), (640, 0)), RATE_HZ) == trimmed(sound)


def test_silence_inside_is_kept() -> None:
    """A pause between words is part of what was said."""
    sound = Sound(pcm((64, 500), (8000, 0), (64, 500)), RATE_HZ)

    assert sound == trimmed(sound)


@pytest.mark.parametrize("silence", [b"", pcm((5000, 0)), pcm((5000, 99))])
def test_nothing_audible_is_nothing(silence: bytes) -> None:
    """A sound of noise floor alone is empty."""
    sound = Sound(silence, RATE_HZ)

    assert b"" == trimmed(sound).pcm
    assert first_audible_sample(silence) is None
    assert 0 == end_of_audible(silence)


def test_a_pause_is_silence_after() -> None:
    """A pause adds so many seconds of zeros."""
    sound = with_pause(Sound(pcm((4, 500)), 1000), 0.002)

    assert Sound(pcm((4, 500), (2, 0)), 1000) == sound
