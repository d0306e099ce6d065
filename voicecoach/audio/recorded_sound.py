"""A short recording as one Sound."""

from pathlib import Path

import numpy as np

from voicecoach.audio.frame import Sound
from voicecoach.audio.resampling import mix, sound_from
from voicecoach.audio.soundfile_reader import SoundfileReader


def read_sound(path: Path) -> Sound:
    """All of it, mono, at its own rate. Raises AudioUnreadable."""
    reader = SoundfileReader(path)
    try:
        blocks = [mix(block) for block in reader.blocks()]
    finally:
        reader.close()
    mono = np.concatenate([np.zeros(0, np.float32), *blocks])
    return sound_from(mono, round(reader.rate_hz))
