"""Scenes of a microphone, virtual but real to PortAudio."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.sound_rig import SoundRig, best_correlation, virtual_sound
from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS
from voicecoach.audio.microphone import CaptureClock, Microphone
from voicecoach.errors import PortAudioMissing

__all__ = ["virtual_sound"]

SCENE = Path(__file__).with_name("microphone_scene.py")
ROOT = str(SCENE.parents[2])


def hear(rig: SoundRig, device: str, *counts: int) -> "Ears":
    """Listen in a process of its own."""
    command = [sys.executable, str(SCENE), device, *map(str, counts)]
    environment = rig.environment | {"PYTHONPATH": ROOT}
    return Ears(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))


class Ears:
    """What the process tells, line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def next(self) -> dict:
        """The next line."""
        return json.loads(self._process.stdout.readline())

    def stop_for(self, seconds: float) -> None:
        """The lid is closed, and opened again."""
        self._process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self._process.send_signal(signal.SIGCONT)

    def rest(self) -> list[dict]:
        """All that is left, to the end of the process."""
        return [json.loads(line) for line in self._process.communicate(timeout=30)[0].splitlines()]


@pytest.mark.sound
def test_what_is_said_is_heard(virtual_sound):
    """A sweep played into the microphone comes out of its frames, whole and in order."""
    times = np.arange(32_000) / 16_000
    sweep = (16_000 * np.sin(2 * np.pi * (200 + 500 * times) * times)).astype(np.int16)
    ears = hear(virtual_sound, "pulse", 40)
    opened, first = ears.next(), ears.next()
    virtual_sound.speak_into_microphone(sweep)
    *frames, ended = [first, *ears.rest()]

    heard = np.frombuffer(bytes.fromhex("".join(frame["pcm"] for frame in frames)), "<i2")
    likeness, _ = best_correlation(heard, sweep)

    assert "pulse" == opened["device"]
    assert 40 == len(frames)
    assert {2 * FRAME_BYTES} == {len(frame["pcm"]) for frame in frames}
    assert [n * FRAME_SECONDS for n in range(40)] == pytest.approx(
        [frame["start_seconds"] for frame in frames]
    )
    assert likeness > 0.99
    assert {"ended": True, "overflow_count": 0} == ended


@pytest.mark.sound
def test_a_muted_microphone_is_noticed(virtual_sound):
    """After a second of exact zeros the condition is silent, and fine again with sound."""
    ears = hear(virtual_sound, "default", 60)
    ears.next()
    conditions = [ears.next()["condition"] for _ in range(14)]
    virtual_sound.begin_speaking(np.random.default_rng(1).integers(-300, 300, 80_000, np.int16))
    frames = ears.rest()[:-1]

    assert (["ok"] * 10, "silent") == (conditions[:10], conditions[13])
    assert "ok" in [frame["condition"] for frame in frames]


@pytest.mark.sound
def test_a_microphone_that_stops_is_told(virtual_sound):
    """When the sound server dies, the frames end with an error, not with silence for ever."""
    ears = hear(virtual_sound, "pulse", 1_000)
    ears.next()
    ears.next()

    virtual_sound.stop_server()

    last = ears.rest()[-1]
    assert "MicrophoneLost" == last["error"]
    assert "What you practised is saved" in last["message"]


@pytest.mark.sound
def test_a_microphone_that_hangs_is_told(virtual_sound):
    """No sound comes and the device cannot even be closed: an error after seconds, and an end."""
    ears = hear(virtual_sound, "pulse", 1_000)
    ears.next()
    ears.next()

    virtual_sound.freeze_server()

    last = ears.rest()[-1]
    assert "MicrophoneLost" == last["error"]
    assert "no sound came for 2 s" in last["message"]


@pytest.mark.sound
@pytest.mark.skipif(os.name != "posix", reason="Windows stops no programs")
def test_a_program_that_was_stopped_hears_on(virtual_sound):
    """The time in which the program itself stood still is not held against the microphone."""
    ears = hear(virtual_sound, "pulse", 80)
    ears.next()
    ears.next()

    ears.stop_for(5.0)

    assert {"ended": True, "overflow_count": 0} == ears.rest()[-1]


@pytest.mark.sound
def test_a_headset_that_gates_noise_is_not_called_muted(virtual_sound):
    """Once there was sound, seconds of exact zeros are a pause between words; many are a mute."""
    ears = hear(virtual_sound, "default", 90)
    ears.next()
    virtual_sound.begin_speaking(np.random.default_rng(1).integers(-300, 300, 8_000, np.int16))
    frames = ears.rest()[:-1]
    conditions = [frame["condition"] for frame in frames]
    is_loud = [bool(np.frombuffer(bytes.fromhex(frame["pcm"]), "<i2").any()) for frame in frames]
    last_loud = max(number for number, loud in enumerate(is_loud) if loud)

    assert {"ok"} == set(conditions[last_loud : last_loud + 45])
    assert "silent" == conditions[last_loud + 52]


@pytest.mark.sound
def test_closing_from_another_thread_ends_the_frames(virtual_sound):
    """A thread that closes the microphone unblocks the one that listens."""
    ears = hear(virtual_sound, "pulse", 1_000, 5)

    told = ears.rest()

    assert {"ended": True, "overflow_count": 0} == told[-1]
    assert len(told) < 15


@pytest.mark.sound
def test_an_unknown_device_lists_the_known(virtual_sound):
    """A name that fits nothing is answered with what is there."""
    ears = hear(virtual_sound, "flux capacitor", 1)

    told = ears.rest()[-1]

    assert "UnknownDevice" == told["error"]
    assert "pulse" in told["message"]


@pytest.mark.sound
def test_a_device_goes_by_number_or_by_a_part_of_its_name(virtual_sound):
    """'0' and 'PUL' both mean the device that is listed first as pulse."""
    by_number = hear(virtual_sound, "0", 1).rest()
    by_part = hear(virtual_sound, "PUL", 1).rest()

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
        "PYTHONPATH": ROOT,
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
