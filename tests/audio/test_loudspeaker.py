"""The loudspeaker, heard through the monitor of a virtual one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.sound_rig import (
    RATE_HZ,
    SoundRig,
    best_correlation,
    running_sound_rig,
    virtual_sound,
)

__all__ = ["virtual_sound"]

pytestmark = pytest.mark.sound
SCENE = Path(__file__).with_name("loudspeaker_scene.py")
SILENT_WITHIN_SECONDS = 0.1


class LoudspeakerScene:
    """A process with our loudspeaker in it, that plays what it is told."""

    def __init__(self, rig: SoundRig) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(SCENE)],
            env=rig.environment | {"PYTHONPATH": str(SCENE.parents[2])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def play(self, path: Path, *, hush_after_seconds: float | None = None) -> dict[str, Any]:
        """Play a WAV file to its end or its hush; what happened, and when."""
        self.begin(path, hush_after_seconds=hush_after_seconds)
        return self.end()

    def begin(self, path: Path, *, hush_after_seconds: float | None = None) -> None:
        """Begin to play."""
        assert self._process.stdin is not None
        job = {"path": str(path), "hush_after_seconds": hush_after_seconds}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """What happened, once it has."""
        assert self._process.stdout is not None
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def stop_for(self, seconds: float) -> None:
        """The lid is closed, and opened again."""
        self._process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=20)


@pytest.fixture(scope="module")
def rig() -> Iterator[SoundRig]:
    """One sound server for the scenes that leave it as it was."""
    with running_sound_rig() as running:
        yield running


@pytest.fixture(scope="module")
def scene(rig: SoundRig) -> Iterator[LoudspeakerScene]:
    """One loudspeaker for the scenes that leave it as it was."""
    running = LoudspeakerScene(rig)
    yield running
    running.close()


def hum(path: Path, seconds: float, *, rate_hz: int = RATE_HZ, silent_seconds: float = 0.0) -> Path:
    """A recording of a hum that never repeats itself, so that its place can be found."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    samples = 6000 * np.sin(2 * np.pi * (200 * times + 60 * times**2))
    lead = np.zeros(round(silent_seconds * rate_hz))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.concatenate([lead, samples]).astype("<i2").tobytes())
    return path


def samples_of(path: Path) -> np.ndarray[Any, np.dtype[np.int16]]:
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int16)


def test_what_is_played_is_what_sounds(
    rig: SoundRig, scene: LoudspeakerScene, tmp_path: Path
) -> None:
    """The monitor hears the samples that were sent, each of two sounds, whole."""
    path = hum(tmp_path / "hum.wav", 1.5)
    with rig.record_loudspeaker() as recording:
        told = [scene.play(path), scene.play(path)]
    alike, start = best_correlation(recording.samples, samples_of(path))
    rest = recording.samples.copy()
    rest[start : start + len(samples_of(path))] = 0
    alike_again, _ = best_correlation(rest, samples_of(path))

    assert [True, True] == [each["was_whole"] for each in told]
    assert min(alike, alike_again) > 0.95


def test_any_rate_sounds_right(rig: SoundRig, scene: LoudspeakerScene, tmp_path: Path) -> None:
    """espeak's 22,050 Hz come out at their own pitch and length on a device that runs otherwise."""
    same_at_16_khz = samples_of(hum(tmp_path / "16.wav", 1.0))
    with rig.record_loudspeaker() as recording:
        scene.play(hum(tmp_path / "22.wav", 1.0, rate_hz=22_050))
    alike, _ = best_correlation(recording.samples, same_at_16_khz)

    assert alike > 0.95


def test_the_end_is_told_when_it_has_sounded(
    rig: SoundRig, scene: LoudspeakerScene, tmp_path: Path
) -> None:
    """Playing returns after the last sample was heard, not when it was queued."""
    path = hum(tmp_path / "hum.wav", 1.0)
    with rig.record_loudspeaker() as recording:
        told = [scene.play(path) for _ in range(3)]
    last_heard_seconds = recording.last_audible_seconds()

    assert last_heard_seconds is not None
    assert told[-1]["ended_seconds"] > last_heard_seconds - 0.01
    assert told[-1]["ended_seconds"] < last_heard_seconds + 0.25


def test_the_start_is_the_first_sound_not_the_silence_before(
    rig: SoundRig, scene: LoudspeakerScene, tmp_path: Path
) -> None:
    """The time told is when the first audible sample was handed over, just before it is heard."""
    path = hum(tmp_path / "late.wav", 0.5, silent_seconds=0.5)
    with rig.record_loudspeaker() as recording:
        told = scene.play(path)
    first_heard_seconds = recording.first_audible_seconds()

    assert first_heard_seconds is not None
    assert -0.02 < first_heard_seconds - told["started_seconds"] < 0.2


@pytest.mark.parametrize("seed", range(10))
def test_a_hush_is_silence_within_a_tenth_of_a_second(
    rig: SoundRig, scene: LoudspeakerScene, tmp_path: Path, seed: int
) -> None:
    """Hushed at any moment, nothing sounds 0.1 s later, and the next sound is whole."""
    hush_after_seconds = Random(seed).uniform(0.0, 0.8)
    long, short = hum(tmp_path / "long.wav", 2.0), hum(tmp_path / "short.wav", 0.3)
    with rig.record_loudspeaker() as recording:
        told = scene.play(long, hush_after_seconds=hush_after_seconds)
    with rig.record_loudspeaker() as after:
        told_after = scene.play(short)
    last_heard_seconds = recording.last_audible_seconds()

    assert told["was_whole"] is False
    assert last_heard_seconds is None or (
        last_heard_seconds < told["hushed_seconds"] + SILENT_WITHIN_SECONDS
    )
    assert told_after["was_whole"] is True
    assert best_correlation(after.samples, samples_of(short))[0] > 0.95


def test_a_device_that_goes_away_is_told(virtual_sound: SoundRig, tmp_path: Path) -> None:
    """When the sound system dies in the middle of a sound, playing ends with what to do next."""
    scene = LoudspeakerScene(virtual_sound)
    scene.play(hum(tmp_path / "short.wav", 0.2))
    scene.begin(hum(tmp_path / "long.wav", 8.0))
    with virtual_sound.record_loudspeaker() as recording:
        recording.wait_until_audible()
    virtual_sound.stop_server()
    told = scene.end()
    told_after = scene.play(hum(tmp_path / "next.wav", 0.2))
    scene.close()

    assert "No loudspeaker can be used" in told["problem"]
    assert "--quiet" in told["problem"]
    assert "No loudspeaker can be used" in told_after["problem"]


def test_a_device_that_hangs_is_told(virtual_sound: SoundRig, tmp_path: Path) -> None:
    """The sound system answers nothing any more: playing ends all the same, and so does closing."""
    scene = LoudspeakerScene(virtual_sound)
    scene.begin(hum(tmp_path / "long.wav", 8.0))
    with virtual_sound.record_loudspeaker() as recording:
        recording.wait_until_audible()
        virtual_sound.freeze_server()
        told = scene.end()
        scene.close()
        virtual_sound.stop_server()

    assert "stopped taking sound" in told["problem"]


@pytest.mark.skipif(os.name != "posix", reason="Windows stops no programs")
def test_a_program_that_was_stopped_plays_on(virtual_sound: SoundRig, tmp_path: Path) -> None:
    """The time in which the program itself stood still is not held against the loudspeaker."""
    scene = LoudspeakerScene(virtual_sound)
    scene.begin(hum(tmp_path / "long.wav", 3.0))
    with virtual_sound.record_loudspeaker() as recording:
        recording.wait_until_audible()
    scene.stop_for(4.0)
    told = scene.end()
    scene.close()

    assert told["was_whole"] is True
