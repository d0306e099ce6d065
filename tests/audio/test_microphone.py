"""Scenes of a microphone, virtual but real to PortAudio: a PulseAudio sink's monitor."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS
from voicecoach.audio.microphone import CaptureClock, Microphone
from voicecoach.errors import PortAudioMissing

SCENE = Path(__file__).with_name("microphone_scene.py")
NEEDED = ("pulseaudio", "paplay", "pactl")


class VirtualMicrophone:
    """A PulseAudio server of our own, whose only source hears what is played into a sink."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        socket = folder / "socket"
        self.environment = os.environ | {
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "PULSE_SERVER": f"unix:{socket}",
            "PYTHONPATH": str(SCENE.parents[2]),
        }
        modules = (
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            # Without norewinds the first sound comes after 2 s.
            "module-null-sink sink_name=micsink rate=48000 channels=1 norewinds=1",
            "module-remap-source source_name=mic master=micsink.monitor",
        )
        self.server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
            + [f"-L{module}" for module in modules],
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )
        self._wait_for_source()

    def _wait_for_source(self) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            sources = self._run("pactl", "list", "short", "sources")
            if "remap" in sources:
                self._run("pactl", "set-default-source", "mic")
                return
            time.sleep(0.05)
        pytest.fail("PulseAudio did not start")

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def play(self, samples: np.ndarray, rate_hz: int) -> subprocess.Popen[bytes]:
        """Speak into the microphone; returns at once."""
        path = self._folder / "played.wav"
        soundfile.write(path, samples, rate_hz)
        return subprocess.Popen(["paplay", "--device=micsink", path], env=self.environment)

    def hear(self, device: str, *counts: int) -> "Ears":
        """Listen in a process of its own."""
        command = [sys.executable, str(SCENE), device, *map(str, counts)]
        return Ears(
            subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        )

    def stop(self) -> None:
        """The server goes away, with all its devices."""
        self.server.kill()
        self.server.wait()


class Ears:
    """What the process tells, line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def next(self) -> dict:
        """The next line."""
        return json.loads(self._process.stdout.readline())

    def rest(self) -> list[dict]:
        """All that is left, to the end of the process."""
        return [json.loads(line) for line in self._process.communicate(timeout=30)[0].splitlines()]


@pytest.fixture
def virtual(tmp_path) -> Iterator[VirtualMicrophone]:
    """A virtual microphone."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        reason = f"needs {', '.join(missing)} (Debian: pulseaudio, pulseaudio-utils)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    microphone = VirtualMicrophone(tmp_path)
    yield microphone
    microphone.stop()


@pytest.mark.sound
def test_what_is_said_is_heard(virtual):
    """A sweep played into the microphone comes out of its frames, whole and in order."""
    times = np.arange(32_000) / 16_000
    sweep = 0.5 * np.sin(2 * np.pi * (200 + 500 * times) * times)
    ears = virtual.hear("pulse", 40)
    opened, first = ears.next(), ears.next()
    virtual.play(sweep, 16_000).wait()
    *frames, ended = [first, *ears.rest()]

    heard = np.frombuffer(bytes.fromhex("".join(frame["pcm"] for frame in frames)), "<i2")
    likeness = (
        np.abs(np.fft.irfft(np.fft.rfft(heard, 2**17) * np.conj(np.fft.rfft(sweep, 2**17)))).max()
        / np.linalg.norm(heard)
        / np.linalg.norm(sweep)
    )

    assert "pulse" == opened["device"]
    assert 40 == len(frames)
    assert {2 * FRAME_BYTES} == {len(frame["pcm"]) for frame in frames}
    assert [n * FRAME_SECONDS for n in range(40)] == pytest.approx(
        [frame["start_seconds"] for frame in frames]
    )
    assert likeness > 0.99
    assert {"ended": True, "overflow_count": 0} == ended


@pytest.mark.sound
def test_a_muted_microphone_is_noticed(virtual):
    """After a second of exact zeros the condition is silent, and fine again with sound."""
    ears = virtual.hear("default", 60)
    ears.next()
    conditions = [ears.next()["condition"] for _ in range(14)]
    virtual.play(np.random.default_rng(1).normal(0, 0.01, 80_000), 16_000)
    frames = ears.rest()[:-1]

    assert (["ok"] * 10, "silent") == (conditions[:10], conditions[13])
    assert "ok" in [frame["condition"] for frame in frames]


@pytest.mark.sound
def test_a_microphone_that_stops_is_told(virtual):
    """When the sound server dies, the frames end with an error, not with silence for ever."""
    ears = virtual.hear("pulse", 1_000)
    ears.next()
    ears.next()

    virtual.stop()

    last = ears.rest()[-1]
    assert "MicrophoneLost" == last["error"]
    assert "What you practised is saved" in last["message"]


@pytest.mark.sound
def test_closing_from_another_thread_ends_the_frames(virtual):
    """A thread that closes the microphone unblocks the one that listens."""
    ears = virtual.hear("pulse", 1_000, 5)

    told = ears.rest()

    assert {"ended": True, "overflow_count": 0} == told[-1]
    assert len(told) < 15


@pytest.mark.sound
def test_an_unknown_device_lists_the_known(virtual):
    """A name that fits nothing is answered with what is there."""
    ears = virtual.hear("flux capacitor", 1)

    told = ears.rest()[-1]

    assert "UnknownDevice" == told["error"]
    assert "pulse" in told["message"]


@pytest.mark.sound
def test_a_device_goes_by_number_or_by_a_part_of_its_name(virtual):
    """'0' and 'PUL' both mean the device that is listed first as pulse."""
    by_number = virtual.hear("0", 1).rest()
    by_part = virtual.hear("PUL", 1).rest()

    assert by_number[0] == by_part[0]


def test_a_machine_without_portaudio_says_what_to_install(monkeypatch):
    """Without the system library the error names the package."""

    class NoLibrary:
        """An importer that fails as sounddevice does."""

        def find_spec(self, name: str, *_: object) -> None:
            """What sounddevice raises while it is imported."""
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])

    with pytest.raises(PortAudioMissing, match="libportaudio2"):
        Microphone()


def test_a_machine_without_devices_says_what_to_do(tmp_path):
    """Where the system lists no input at all, the error offers the other ways."""
    no_cards = tmp_path / "asound.conf"
    no_cards.write_text("pcm.none { type hw\ncard 9 }\n")
    environment = os.environ | {
        "PULSE_SERVER": "unix:/nonexistent",
        "ALSA_CONFIG_PATH": str(no_cards),
        "PYTHONPATH": str(SCENE.parents[2]),
    }
    done = subprocess.run(
        [sys.executable, str(SCENE), "", "1"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(done.stdout)

    assert "NoMicrophone" == told["error"]
    assert "--audio FILE" in told["message"]


def test_the_capture_clock_takes_the_promptest_block_for_the_truth():
    """Blocks that are handed over late do not move the clock; one that is earlier does."""
    clock = CaptureClock()
    for number, late_seconds in enumerate((0.0, 0.4, 0.3, 0.0, 0.2), 1):
        clock.note(0.1, 50.0 + 0.1 * number + late_seconds)

    assert 50.25 == pytest.approx(clock.at(0.25), abs=0.001)
