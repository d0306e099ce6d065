"""Short recordings as sounds, whatever system wrote them."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.audio.frame import Sound
from voicecoach.audio.recorded_sound import read_sound
from voicecoach.audio.resampling import resampled
from voicecoach.voice.synthesis_worker import _read

SAMPLES = (8000 * np.sin(np.arange(2205) * 0.05)).astype("<i2")


@pytest.mark.parametrize(
    ("kind", "subtype"), [("WAV", "PCM_16"), ("WAV", "FLOAT"), ("AIFF", "PCM_16")]
)
def test_every_systems_file_is_the_same_sound(tmp_path: Path, kind: str, subtype: str) -> None:
    """WAV of Linux and Windows and AIFF of macOS, under any name, give their samples."""
    path = tmp_path / "sound.wav"
    soundfile.write(path, SAMPLES / 32_768, 22_050, format=kind, subtype=subtype)

    assert Sound(SAMPLES.tobytes(), 22_050) == read_sound(path)
    assert (SAMPLES.tobytes(), 22_050) == _read(str(path))


def test_several_channels_become_one(tmp_path: Path) -> None:
    """The same voice in both channels is that voice."""
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.column_stack([SAMPLES, SAMPLES]), 22_050)

    assert SAMPLES.tobytes() == read_sound(path).pcm


def test_another_rate_keeps_length_and_pitch() -> None:
    """A hum at twice the rate has twice the samples and the same period in seconds."""
    doubled = resampled(Sound(SAMPLES.tobytes(), 22_050), 44_100)
    samples = np.frombuffer(doubled.pcm, dtype="<i2")
    wanted = 8000 * np.sin(np.arange(4410) * 0.025)

    assert 44_100 == doubled.rate_hz
    assert pytest.approx(4410, abs=2) == len(samples)
    assert np.corrcoef(samples[200:4200], wanted[200:4200])[0, 1] > 0.999
    assert resampled(doubled, 44_100) is doubled
