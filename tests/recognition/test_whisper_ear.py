"""The real second ear: Whisper tiny.en, a natural voice, and sounds that are no speech."""

import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.frame import SAMPLE_RATE_HZ, Sound
from voicecoach.errors import ModelBroken
from voicecoach.recognition.whisper_ear import WhisperEar

CLOSING = "So, based on the 3 things we discussed, what are the next steps? It's at 9:30, isn't it?"


@pytest.fixture(scope="module")
def whisper(second_ear_folder: Path) -> WhisperEar:
    """In memory."""
    return WhisperEar(second_ear_folder, name="whisper-tiny.en")


def sound(samples: np.ndarray) -> Sound:
    """16 kHz int16."""
    return Sound(pcm=samples.tobytes(), rate_hz=SAMPLE_RATE_HZ)


def test_it_hears_bare_words_and_spells_numbers(whisper, say, silence) -> None:
    """As the first ear gives them."""
    heard = whisper.hear(sound(np.concatenate([silence(0.5), say(CLOSING), silence(0.3)])))

    assert (
        "so based on the three things we discussed what are the next steps "
        "it's at nine thirty isn't it"
    ) == " ".join(heard.words)
    assert 0.6 < heard.confidence_ratio <= 1.0


def test_the_last_word_is_heard_without_silence_after_it(whisper, say) -> None:
    """The pause has hardly begun when it is asked."""
    heard = whisper.hear(sound(say("What are the next steps?")))

    assert ("next", "steps") == heard.words[-2:]


@pytest.mark.parametrize("seconds", [0.1, 28.0])
def test_any_length_up_to_a_piece_can_be_heard(whisper, silence, seconds) -> None:
    """A single frame, and the longest piece."""
    assert whisper.hear(sound(silence(seconds))) is not None


@pytest.mark.parametrize("loudness", [0, 30, 2000])
def test_noise_is_no_words(whisper, loudness) -> None:
    """Whisper alone makes "thank you" of it."""
    hiss = np.random.default_rng(1).normal(0, loudness, 8 * SAMPLE_RATE_HZ).astype("<i2")

    assert () == whisper.hear(sound(hiss)).words


def test_a_folder_without_its_tokenizer_is_told_before_the_network_is_asked(
    second_ear_folder, tmp_path, monkeypatch
) -> None:
    """faster-whisper would fetch it."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    folder = tmp_path / "whisper"
    shutil.copytree(second_ear_folder, folder)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelBroken, match=r"it has no tokenizer\.json"):
        WhisperEar(folder)


def test_a_model_cut_short_is_told(second_ear_folder, tmp_path) -> None:
    """Not a traceback of the library's."""
    folder = tmp_path / "whisper"
    shutil.copytree(second_ear_folder, folder)
    with (folder / "model.bin").open("r+b") as file:
        file.truncate(1_000_000)
    with pytest.raises(ModelBroken, match="cannot load it"):
        WhisperEar(folder)
