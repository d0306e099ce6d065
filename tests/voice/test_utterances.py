"""The promise: many utterances in a row, none empty, missing or stale, each hushable."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.sound_rig import RATE_HZ, SoundRig, best_correlation, running_sound_rig
from voicecoach.audio.frame import Sound
from voicecoach.audio.resampling import resampled
from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer

WORDS = """
a and any are ask at based before but can clear could day did do finish fit for from glad go
had have hear how I if in interested is it job know learn like look me more my next of on one
or our over pause people plan process question really right role say see skills so start
steps strong team thank that the there they thing think this time today up us very want was
we well what when where which who will with work would year you your background candidate
closing company conversation experience hesitation interview manager opportunity position
profile responsibilities timeline understanding
""".split()

SCENE = Path(__file__).with_name("voice_scene.py")
SILENT_WITHIN_SECONDS = 0.1


def utterances(number: int) -> list[tuple[str, int]]:
    """So many different utterances of 1 to 60 words, each with its rate, 120 to 220."""
    random = Random(20)
    found = []
    for index in range(number):
        words = [random.choice(WORDS) for _ in range(1 + index * 59 // (number - 1))]
        for place in range(7, len(words) - 3, 9):
            words[place] += ","
        text = " ".join(words).capitalize() + random.choice(".?")
        found.append((text, random.randint(120, 220)))
    random.shuffle(found)
    return found


def check_utterances(number: int) -> None:
    """None empty, none missing, each at its rate, each the sound of its own text and no other."""
    synthesizer = Pyttsx3Synthesizer()
    wanted = utterances(number)
    made = [synthesizer.synthesize(text, rate_wpm=rate_wpm) for text, rate_wpm in wanted]
    again = Random(5).sample(range(number), number // 5)
    remade = [synthesizer.synthesize(wanted[at][0], rate_wpm=wanted[at][1]) for at in again]
    synthesizer.close()
    off_rate = [
        (text, rate_wpm, heard_wpm)
        for (text, rate_wpm), sound in zip(wanted, made, strict=True)
        if len(text.split()) >= 10
        and not 0.9 < (heard_wpm := 60 * len(text.split()) / sound.seconds) / rate_wpm < 1.1
    ]
    short = [
        sound.seconds / (len(text.split()) * 60 / rate_wpm)
        for (text, rate_wpm), sound in zip(wanted, made, strict=True)
        if len(text.split()) < 10
    ]

    assert number == len(made)
    assert min(loudness(sound) for sound in made) > 1000
    assert [] == off_rate
    assert 0.4 < min(short) <= max(short) < 2.5
    assert len(dict.fromkeys(wanted)) == len({sound.pcm for sound in made})
    assert remade == [made[at] for at in again]


def loudness(sound: Sound) -> int:
    """Its loudest sample; 0 when it is empty."""
    samples = array("h", sound.pcm)
    return max(map(abs, samples), default=0)


def test_thirty_utterances_in_a_row() -> None:
    """Thirty of all lengths and rates, made one after the other, are each themselves."""
    check_utterances(30)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_three_hundred_utterances_in_a_row() -> None:
    """Three hundred of all lengths and rates, made one after the other, are each themselves."""
    check_utterances(300)


@pytest.fixture(scope="module")
def rig() -> Iterator[SoundRig]:
    """One sound server for all scenes."""
    with running_sound_rig() as running:
        yield running


class VoiceScene:
    """A process with a whole voice in it, that says what it is told."""

    def __init__(self, rig: SoundRig) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(SCENE)],
            env=rig.environment | {"PYTHONPATH": str(SCENE.parents[2])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self, *lines: str, hush_after_seconds: float | None = None) -> dict[str, Any]:
        """Say the lines; what happened, and when."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {"lines": lines, "hush_after_seconds": hush_after_seconds}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=20)


@pytest.fixture(scope="module")
def scene(rig: SoundRig) -> Iterator[VoiceScene]:
    """One voice for all scenes."""
    running = VoiceScene(rig)
    yield running
    running.close()


def check_hushes(rig: SoundRig, scene: VoiceScene, number: int) -> None:
    """Said on the loudspeaker and hushed at random moments: silence within 0.1 s, and it stays."""
    random = Random(30)
    late = []
    for text, _ in utterances(number):
        with rig.record_loudspeaker() as recording:
            told = scene.say(text, hush_after_seconds=random.choice([0.0, 0.05, random.random()]))
            # Whatever is stale would sound now.
            threading.Event().wait(0.4)
        last_heard_seconds = recording.last_audible_seconds()
        if last_heard_seconds and told["hushed_seconds"]:
            silent_after_seconds = last_heard_seconds - told["hushed_seconds"]
            if silent_after_seconds > SILENT_WITHIN_SECONDS:
                late.append((text, silent_after_seconds))

    assert [] == late


@pytest.mark.sound
def test_hushed_at_any_moment_it_is_silent(rig: SoundRig, scene: VoiceScene) -> None:
    """Ten utterances, hushed before, at or after their first sound."""
    check_hushes(rig, scene, 10)


@pytest.mark.sound
@pytest.mark.long
@pytest.mark.timeout(300)
def test_thirty_are_hushed_at_random_moments(rig: SoundRig, scene: VoiceScene) -> None:
    """Thirty utterances, hushed before, at or after their first sound."""
    check_hushes(rig, scene, 30)


@pytest.mark.sound
def test_what_is_heard_is_what_was_made(rig: SoundRig, scene: VoiceScene) -> None:
    """The monitor hears the very samples of both sentences, in order, between the two events."""
    first, second = "You asked how well you fit.", "Now ask about the next steps."
    synthesizer = Pyttsx3Synthesizer()
    sent = [
        np.frombuffer(
            resampled(synthesizer.synthesize(text, rate_wpm=165), RATE_HZ).pcm, dtype="<i2"
        ).astype(np.int16)
        for text in (first, second)
    ]
    synthesizer.close()
    with rig.record_loudspeaker() as recording:
        told = scene.say(f"{first} {second}")
    found = [best_correlation(recording.samples, samples) for samples in sent]
    (_, started_seconds), (end, finished_seconds) = told["events"]
    first_heard_seconds = recording.first_audible_seconds()
    last_heard_seconds = recording.last_audible_seconds()

    assert min(alike for alike, _ in found) > 0.95
    assert found[0][1] < found[1][1]
    assert "VoiceFinished" == end
    assert first_heard_seconds is not None
    assert last_heard_seconds is not None
    assert started_seconds < first_heard_seconds + 0.02
    assert finished_seconds > last_heard_seconds - 0.01
