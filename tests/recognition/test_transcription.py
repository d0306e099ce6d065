"""Scenes of whole recordings."""

from collections import Counter

import numpy as np
import pytest
import soundfile

from voicecoach.audio.frame import SAMPLE_RATE_HZ
from voicecoach.errors import AudioEmpty, AudioUnreadable
from voicecoach.recognition.transcription import transcribe

FIT = "How well do I fit the profile of the candidate you are looking for?"
STEPS = "What are the next steps in the process?"


@pytest.fixture
def recording(tmp_path, say, silence):
    """Two questions with seven seconds of silence between them, at 44.1 kHz in stereo."""
    import soxr

    path = tmp_path / "closing.flac"
    sound = np.concatenate([say(FIT), silence(7.0), say(STEPS), silence(0.5)])
    both = np.tile((sound / 32_768)[:, None], (1, 2))
    soundfile.write(path, soxr.resample(both, SAMPLE_RATE_HZ, 44_100), 44_100)
    return path, len(sound) / SAMPLE_RATE_HZ


def test_all_of_a_recording_is_one_closing(recording, model):
    """No silence ends it; words have times, and progress goes to the end."""
    path, seconds = recording
    progress: list[tuple[float, float | None]] = []
    ticks = iter([10.0, 13.5])

    transcript = transcribe(
        path, model, lambda *step: progress.append(step), clock=lambda: next(ticks)
    )

    assert transcript.text.startswith("how well do i fit the profile")
    assert transcript.text.endswith("in the process")
    assert model.name == transcript.model
    assert seconds == pytest.approx(transcript.audio_seconds, abs=0.001)
    assert 3.5 == transcript.compute_seconds
    assert seconds == pytest.approx(progress[-1][0], abs=0.1)
    assert seconds == pytest.approx(progress[-1][1], abs=0.001)
    starts = [word.start_seconds for word in transcript.words]
    assert sorted(starts) == starts
    assert transcript.words[-1].end_seconds < seconds
    assert transcript.text == transcript.utterance.text


def test_a_silent_recording_has_no_words(tmp_path, model, silence):
    """Silence is a recording, with nothing in it."""
    path = tmp_path / "silence.wav"
    soundfile.write(path, silence(3.0), SAMPLE_RATE_HZ)

    transcript = transcribe(path, model)

    assert ("", 3.0) == (transcript.text, pytest.approx(transcript.audio_seconds))


def test_a_blink_of_sound_is_no_trouble(tmp_path, model):
    """A few samples."""
    path = tmp_path / "blink.wav"
    soundfile.write(path, np.zeros(5, np.int16), SAMPLE_RATE_HZ)

    assert "" == transcribe(path, model).text


def test_what_is_no_recording_is_told(tmp_path, model):
    """Text, and nothing at all."""
    (tmp_path / "a.wav").write_text("a letter")
    (tmp_path / "b.wav").touch()

    with pytest.raises(AudioUnreadable):
        transcribe(tmp_path / "a.wav", model)
    with pytest.raises(AudioEmpty):
        transcribe(tmp_path / "b.wav", model)


@pytest.mark.long
def test_half_an_hour_keeps_its_times(tmp_path, model, say, silence):
    """Vosk drops its pipeline after ten minutes: words stay in place, and none is lost."""
    path = tmp_path / "long.flac"
    sentence = np.concatenate([say(STEPS), silence(7.0)])
    count = 1_800 * SAMPLE_RATE_HZ // len(sentence)
    soundfile.write(path, np.tile(sentence, count), SAMPLE_RATE_HZ)

    transcript = transcribe(path, model)

    each_seconds = len(sentence) / SAMPLE_RATE_HZ
    whats = [word.start_seconds for word in transcript.words if word.text == "what"]
    numbers = [round((seconds - whats[0]) / each_seconds) for seconds in whats]
    heard_in = Counter(int(word.start_seconds / each_seconds) for word in transcript.words)
    assert len(whats) >= 0.95 * count  # the model may mishear one
    assert [n * each_seconds + whats[0] for n in numbers] == pytest.approx(whats, abs=0.15)
    assert set(range(count)) == set(heard_in)
