"""The virtual microphone and loudspeaker themselves: a test is only as good as its ears."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.sound_rig import (
    RATE_HZ,
    Samples,
    SoundRig,
    best_correlation,
    running_sound_rig,
    system_packages,
)

pytestmark = pytest.mark.sound

RECORDER = """
import sys, time, sounddevice
blocks = []
stream = sounddevice.RawInputStream(
    samplerate=16000, channels=1, dtype="int16", blocksize=1600,
    callback=lambda block, *_: blocks.append(bytes(block)))
stream.start()
while not blocks:
    time.sleep(0.01)
print("ready", flush=True)
sys.stdin.readline()
stream.stop()
sys.stdout.buffer.write(b"".join(blocks))
"""


class MicrophoneListener:
    """A process that hears the virtual microphone through PortAudio."""

    def __init__(self, rig: SoundRig) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", RECORDER],
            env=rig.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert b"ready\n" == self._process.stdout.readline()

    def heard(self) -> Samples:
        """All that was heard until now."""
        pcm, _ = self._process.communicate(b"\n", timeout=20)
        return np.frombuffer(pcm, dtype="<i2").astype(np.int16)


@pytest.fixture
def rig() -> Iterator[SoundRig]:
    """A private sound server."""
    with running_sound_rig() as running:
        yield running


def sweep(seconds: float = 1.0) -> Samples:
    """A sound whose place in another can be found."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (8000 * np.sin(2 * np.pi * (300 * times + 400 * times**2))).astype(np.int16)


def test_the_microphone_hears_what_is_spoken_into_it(rig: SoundRig) -> None:
    """PortAudio gives the very samples that were spoken."""
    listener = MicrophoneListener(rig)
    rig.speak_into_microphone(sweep())
    alike, _ = best_correlation(listener.heard(), sweep())

    assert alike > 0.99


def test_the_loudspeaker_does_not_reach_the_microphone_by_itself(
    rig: SoundRig, tmp_path: Path
) -> None:
    """Without a leak the microphone hears nothing of the loudspeaker."""
    listener = MicrophoneListener(rig)
    play_on_loudspeaker(rig, tmp_path)

    assert 0 == int(np.abs(listener.heard().astype(np.int32)).max())


def test_a_leak_is_the_loudspeaker_softer_and_later(rig: SoundRig, tmp_path: Path) -> None:
    """With a leak the microphone hears the loudspeaker 20 dB softer."""
    rig.leak(gain_db=-20.0, delay_seconds=0.1)
    listener = MicrophoneListener(rig)
    with rig.record_loudspeaker() as recording:
        play_on_loudspeaker(rig, tmp_path)
    heard = listener.heard()
    alike, start = best_correlation(heard, sweep())
    gain = np.std(heard[start:][: len(sweep())].astype(float)) / np.std(sweep().astype(float))

    assert best_correlation(recording.samples, sweep())[0] > 0.95
    assert alike > 0.95
    assert -21 < 20 * np.log10(gain) < -19


def play_on_loudspeaker(rig: SoundRig, folder: Path) -> None:
    """The sweep, on the default output, to its end."""
    path = folder / "sweep.raw"
    path.write_bytes(sweep().tobytes())
    program = ["pacat", "--playback", "--raw", f"--rate={RATE_HZ}", "--channels=1", str(path)]
    subprocess.run(program, env=rig.environment, check=True)


def test_packages_are_listed_by_what_they_are_for() -> None:
    """The one list of system packages has what runs need, and what tests need besides."""
    assert ("libportaudio2",) == system_packages("run")
    assert "pulseaudio" in system_packages("test")
    assert set(system_packages("run")).isdisjoint(system_packages("test"))
