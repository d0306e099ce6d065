"""A microphone and a loudspeaker that are not there, with sound that is: a private PulseAudio.

Two null sinks: "speaker" is the loudspeaker, and its monitor hears what the coach says; "micsink"
is the air in front of the microphone, and what is played into it is heard by the source "mic".
ALSA's default device goes to them, so PortAudio, and with it voicecoach, finds nothing else.
A program under test runs in a child process with ``rig.environment``.

    def test_something(virtual_sound: SoundRig) -> None:
        with virtual_sound.record_loudspeaker() as recording:
            subprocess.run([...], env=virtual_sound.environment)
        recording.samples, recording.start_seconds

Everything runs in real time.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

RATE_HZ: Final = 16_000
PACKAGES_FILE: Final = Path(__file__).parents[1] / "scripts" / "system-packages.txt"
PROGRAMS: Final = ("pulseaudio", "pactl", "parec", "pacat")
PATIENCE_SECONDS: Final = 10.0

ASOUNDRC: Final = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""

Samples = NDArray[np.int16]


class SoundRig:
    """A running private sound server. Made by ``running_sound_rig``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._players: list[subprocess.Popen[bytes]] = []
        alsa = folder / "asoundrc"
        alsa.write_text(ASOUNDRC, encoding="ascii")
        self.environment: dict[str, str] = os.environ | {
            "ALSA_CONFIG_PATH": str(alsa),
            "HOME": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder / 'native'}",
            "XDG_CONFIG_HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
        }
        """For every program that is to use the virtual devices; the rest as it was."""

        self._server = self._start_server()
        self._wait_for_server()

    def speak_into_microphone(self, sound: Path | Samples, *, rate_hz: int = RATE_HZ) -> None:
        """Play mono samples, or a recording, into the air before the microphone, to the end."""
        player = self.begin_speaking(sound, rate_hz=rate_hz)
        player.wait(timeout=600)
        self._players.remove(player)

    def begin_speaking(
        self, sound: Path | Samples, *, rate_hz: int = RATE_HZ
    ) -> subprocess.Popen[bytes]:
        """The same, without waiting. The process ends when the last sample has sounded."""
        if isinstance(sound, Path):
            sound, rate_hz = _read(sound)
        program = ["pacat", "--playback", "--device=micsink", "--raw", "--format=s16le"]
        program += ["--channels=1", f"--rate={rate_hz}", "--latency-msec=200"]
        path = self._folder / f"said-{time.monotonic_ns()}.raw"
        path.write_bytes(sound.astype("<i2").tobytes())
        player = subprocess.Popen([*program, str(path)], env=self.environment)
        self._players.append(player)
        return player

    @contextlib.contextmanager
    def record_loudspeaker(self) -> Iterator[Recording]:
        """What sounds on the loudspeaker while the block runs; recording has begun on entry."""
        recording = Recording(self.environment)
        try:
            recording.wait_until_begun()
            yield recording
            time.sleep(0.3)  # what was played just now is still on its way through the monitor
        finally:
            recording.stop()

    def leak(self, *, gain_db: float = -20.0, delay_seconds: float = 0.1) -> None:
        """From now on the microphone hears the loudspeaker, as in a room."""
        module = self._pactl(
            "load-module",
            "module-loopback",
            "source=speaker.monitor",
            "sink=micsink",
            f"latency_msec={round(1000 * delay_seconds)}",
            "source_dont_move=true",
            "sink_dont_move=true",
        )
        entry = self._sink_input_of(module.strip())
        self._pactl("set-sink-input-volume", entry, f"{gain_db}dB")

    def remove_microphone(self) -> None:
        """Unplug it, in the middle of whatever happens."""
        self._pactl("unload-module", "module-remap-source")
        for line in self._pactl("list", "short", "modules").splitlines():
            if "sink_name=micsink" in line:
                self._pactl("unload-module", line.split("\t")[0])

    def stop_server(self) -> None:
        """The whole sound system goes away, as when it crashes."""
        self._server.send_signal(signal.SIGKILL)
        self._server.wait()

    def freeze_server(self) -> None:
        """The whole sound system hangs: nothing comes, and nothing that is asked is answered."""
        self._server.send_signal(signal.SIGSTOP)

    def close(self) -> None:
        """End the server and everything that was started with it."""
        for player in self._players:
            player.kill()
            player.wait()
        self._server.terminate()
        self._server.send_signal(signal.SIGCONT)  # a frozen one does not hear the first signal
        try:
            self._server.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()

    @property
    def log(self) -> str:
        """What the sound server wrote."""
        path = self._folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def _start_server(self) -> subprocess.Popen[bytes]:
        # Without norewinds a null sink that nobody listens to works in blocks of 2 s: a stream's
        # first callbacks come at once and the next ones 2 s later, as on no real device.
        modules = [
            f"module-native-protocol-unix auth-anonymous=1 socket={self._folder / 'native'}",
            "module-null-sink sink_name=speaker norewinds=1 rate=48000 channels=2",
            f"module-null-sink sink_name=micsink norewinds=1 rate={RATE_HZ} channels=1",
            "module-remap-source source_name=mic master=micsink.monitor",
        ]
        program = ["pulseaudio", "-n", "--daemonize=no", "--system=no", "--exit-idle-time=-1"]
        program += ["--use-pid-file=no", "--realtime=no", "--high-priority=no"]
        program += [f"--log-target=file:{self._folder / 'log'}"]
        for module in modules:
            program += ["-L", module]
        return subprocess.Popen(
            program,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _wait_for_server(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._server.poll() is None:
            with contextlib.suppress(subprocess.CalledProcessError):
                if "mic\t" in self._pactl("list", "short", "sources"):
                    self._pactl("set-default-sink", "speaker")
                    self._pactl("set-default-source", "mic")
                    return
            time.sleep(0.02)
        self.close()
        raise RuntimeError(f"The private PulseAudio did not start:\n{self.log}")

    def _pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def _sink_input_of(self, module: str) -> str:
        for line in self._pactl("list", "sink-inputs").split("Sink Input #")[1:]:
            if f"Owner Module: {module}\n" in line:
                return line.split("\n", 1)[0]
        raise RuntimeError(f"module {module} plays into no sink")


class Recording:
    """What was heard on the loudspeaker, and when. Mono, 16 kHz."""

    def __init__(self, environment: dict[str, str]) -> None:
        program = ["parec", "--device=speaker.monitor", "--raw", "--format=s16le"]
        program += [f"--rate={RATE_HZ}", "--channels=1", "--latency-msec=10"]
        self._recorder = subprocess.Popen(program, env=environment, stdout=subprocess.PIPE)
        self._pcm = bytearray()
        self._begin_seconds = 0.0
        self._begun = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def samples(self) -> Samples:
        """All samples so far."""
        pcm = bytes(self._pcm)
        return np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.int16)

    @property
    def start_seconds(self) -> float:
        """Monotonic seconds of the first sample, to about 0.02 s."""
        return self._begin_seconds

    def at(self, index: int) -> float:
        """Monotonic seconds at which the sample sounded."""
        return self._begin_seconds + index / RATE_HZ

    def last_audible_seconds(self, *, level: int = 50) -> float | None:
        """Monotonic seconds of the last sample above the level; None when all was silent."""
        loud = np.flatnonzero(np.abs(self.samples.astype(np.int32)) > level)
        return self.at(int(loud[-1])) if len(loud) else None

    def first_audible_seconds(self, *, level: int = 50) -> float | None:
        """Monotonic seconds of the first sample above the level; None when all was silent."""
        loud = np.flatnonzero(np.abs(self.samples.astype(np.int32)) > level)
        return self.at(int(loud[0])) if len(loud) else None

    def samples_from(self, index: int) -> Samples:
        """The samples from that one on: cheap while a long recording goes on."""
        pcm = bytes(self._pcm[2 * index :])
        return np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.int16)

    def wait_until_begun(self) -> None:
        """Until the first samples have come."""
        if not self._begun.wait(PATIENCE_SECONDS):
            self.stop()
            raise RuntimeError("The loudspeaker's monitor gives no sound.")

    def wait_until_audible(self, *, level: int = 50) -> None:
        """Until something has sounded since the recording began."""
        deadline_seconds = time.monotonic() + PATIENCE_SECONDS
        while self.first_audible_seconds(level=level) is None:
            if time.monotonic() > deadline_seconds:
                raise RuntimeError("Nothing sounds on the loudspeaker.")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the recording; what was recorded stays."""
        self._recorder.terminate()
        self._listener.join()
        self._recorder.wait()

    def _listen(self) -> None:
        """Sound is handed over late, never early: the earliest hand-over tells the beginning."""
        stream = self._recorder.stdout
        assert stream is not None
        while block := stream.read1(4096):  # type: ignore[attr-defined]
            self._pcm.extend(block)
            begin_seconds = time.monotonic() - len(self._pcm) / 2 / RATE_HZ
            if not self._begun.is_set() or begin_seconds < self._begin_seconds:
                self._begin_seconds = begin_seconds
            self._begun.set()


@contextlib.contextmanager
def running_sound_rig() -> Iterator[SoundRig]:
    """A private sound server for as long as the block runs; skips or fails without packages."""
    require_sound_packages()
    folder = Path(tempfile.mkdtemp(prefix="voicecoach-rig-"))
    try:
        rig = SoundRig(folder)
        try:
            yield rig
        finally:
            rig.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def virtual_sound() -> Iterator[SoundRig]:
    """A private virtual microphone and loudspeaker."""
    with running_sound_rig() as rig:
        yield rig


def require_sound_packages() -> None:
    """Skip where a program is missing; fail in CI, where nothing may be missing."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    missing += [] if ctypes.util.find_library("portaudio") else ["libportaudio2"]
    if not missing:
        return
    packages = " ".join((*system_packages("run"), *system_packages("test")))
    reason = f"missing: {', '.join(missing)}. sudo apt-get install {packages}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def system_packages(section: str) -> tuple[str, ...]:
    """The Debian packages listed for "run", "test" or "build"."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in PACKAGES_FILE.read_text(encoding="utf-8").splitlines():
        entry = line.split("#")[0].strip()
        if entry.startswith("["):
            names = found.setdefault(entry.strip("[]"), [])
        elif entry:
            names.append(entry)
    return tuple(found[section])


def best_correlation(heard: Samples, sent: Samples) -> tuple[float, int]:
    """How alike the sent samples and the most alike stretch heard are, -1 to 1; and its start.

    Normalised cross-correlation over all shifts, by FFT; both mono at the same rate.
    """
    short = sent.astype(np.float64)
    long = np.concatenate([heard.astype(np.float64), np.zeros(len(short))])
    size = 1 << (len(long) + len(short)).bit_length()
    products = np.fft.irfft(np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size)), size)
    sums = np.concatenate([[0.0], np.cumsum(np.square(long))])
    shifts = len(long) - len(short)
    energies = np.sqrt(np.maximum(sums[len(short) :][:shifts] - sums[:shifts], 1.0))
    ratios = products[:shifts] / (energies * np.linalg.norm(short))
    best = int(np.argmax(ratios))
    return float(ratios[best]), best


def _read(path: Path) -> tuple[Samples, int]:
    samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    return samples[:, 0], int(rate_hz)
