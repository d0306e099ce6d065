"""The learner's own sound, by a recording: real Vosk and pyttsx3, and no sound card."""

from __future__ import annotations

import wave

import numpy as np
import pytest

from tests.scenes.conftest import EXAMPLES
from tests.sound_rig import RATE_HZ

pytestmark = pytest.mark.timeout(240)


def samples_of(path) -> np.ndarray:
    """A WAV file's samples."""
    with wave.open(str(path)) as sheet:
        return np.frombuffer(sheet.readframes(sheet.getnframes()), "<i2")


def test_the_closing_is_played_back_and_saved_as_it_was_heard(program, speak, tmp_path) -> None:
    """Said in words: what sounds and what is saved is the closing, not the wish; nothing else is.

    The voice goes into a file here, where one can look for it.
    """
    quiet = np.zeros(4 * RATE_HZ, np.int16)
    pieces = [samples_of(EXAMPLES / "closing.wav"), quiet]
    for wish in ("Play me back.", "Save this one.", "How did I do?"):
        pieces += [speak(wish), quiet]
    said, out = tmp_path / "said.wav", tmp_path / "out.wav"
    with wave.open(str(said), "wb") as sheet:
        sheet.setnchannels(1)
        sheet.setsampwidth(2)
        sheet.setframerate(RATE_HZ)
        sheet.writeframes(np.concatenate(pieces).astype("<i2").tobytes())
    practice = program.practise("--plain", "--audio", said, "--out", out)
    code = practice.end()
    (saved,) = (practice.home / "recordings").iterdir()

    assert 0 == code, practice.complained
    assert 1 == len(practice.attempts)
    assert samples_of(saved).tobytes() in samples_of(said).tobytes()
    assert 2 * RATE_HZ < len(samples_of(saved)) < len(pieces[0]) + RATE_HZ
    assert str(saved) in practice.printed
    assert [1, 1, 1] == [len(practice.named(n)) for n in ("PlayBack", "SoundSaved", "SaveSound")]
    assert any(line.startswith("One closing so far") for line in practice.spoken_lines)
