"""A whole program under test: started as a learner starts it, watched through its trace."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.sound_rig import RATE_HZ, SoundRig, virtual_sound
from voicecoach.assessment import Attempt
from voicecoach.history.store import SqliteJournal

__all__ = ["virtual_sound"]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
STARTER = ROOT / "models" / "starter-en"
PATIENCE_SECONDS = 60.0

ARTICLE = (
    "Thank you so much for your time today.",
    "Based on my background and the skills and experience we discussed, "
    "how well do I fit the profile of the candidate for which you're looking?",
    "What are the next steps in the process?",
    "I am very excited about this opportunity.",
)


@dataclass
class Practice:
    """One run of ``voicecoach practice``."""

    process: subprocess.Popen[str]
    home: Path
    trace_path: Path
    printed: str = ""
    complained: str = ""
    _seen: list[dict[str, Any]] = field(default_factory=list)

    @property
    def trace(self) -> list[dict[str, Any]]:
        """Every complete line of the trace so far."""
        if not self.trace_path.exists():
            return []
        lines = self.trace_path.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in lines]

    def named(self, name: str) -> list[dict[str, Any]]:
        """The events or actions of that name so far."""
        return [line for line in self.trace if line["name"] == name]

    def wait_for(self, name: str, *, count: int = 1, **having: Any) -> dict[str, Any]:
        """The nth event or action of that name with those values; fails when it never comes."""
        deadline_seconds = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline_seconds:
            found = [
                line
                for line in self.named(name)
                if all(line.get(key) == value for key, value in having.items())
            ]
            if len(found) >= count:
                return found[count - 1]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.end()
        pytest.fail(f"no {name} {having} in the trace.\n{self.printed}\n{self.complained}")

    def interrupt(self) -> int:
        """Ctrl-C, and the exit code it leads to."""
        self.process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> int:
        """Wait for the end; the exit code."""
        try:
            printed, complained = self.process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            printed, complained = self.process.communicate()
            pytest.fail(f"the program does not end.\n{printed}\n{complained}")
        self.printed += printed
        self.complained += complained
        return self.process.returncode

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What was saved."""
        return SqliteJournal(self.home).attempts()

    @property
    def spoken_lines(self) -> list[str]:
        """Every line that the coach began to say."""
        return [line["line"] for line in self.named("VoiceStarted")]

    def spoken_lines_before(self, name: str, **having: Any) -> list[str]:
        """Every line that was begun before that event or action; all of them are said."""
        before = itertools.takewhile(
            lambda line: (
                line["name"] != name or any(line.get(key) != having[key] for key in having)
            ),
            self.trace,
        )
        return [line["line"] for line in before if line["name"] == "VoiceStarted"]


@dataclass
class Program:
    """Starts the program in a home of its own."""

    folder: Path
    environment: dict[str, str]
    record: Callable[[str, object], None]
    """Takes a property of the test, for its report."""

    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def practise(
        self, *options: str | Path, command: str = "practice", rig: SoundRig | None = None
    ) -> Practice:
        """``voicecoach practice``, or warmup, with these options, its standard input closed."""
        trace = self.folder / "trace.jsonl"
        trace.unlink(missing_ok=True)
        process = self._start(command, "--trace", trace, *options, rig=rig)
        return Practice(process=process, home=self.folder / "home", trace_path=trace)

    def run(self, *arguments: str | Path, **changes: str) -> subprocess.CompletedProcess[str]:
        """Any command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "voicecoach", *map(str, arguments)],
            env=self.environment | changes,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def _start(self, *arguments: str | Path, rig: SoundRig | None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "voicecoach", *map(str, arguments)],
            env=(rig.environment if rig else {}) | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        return process


@pytest.fixture
def program(tmp_path: Path, record_property: Callable[[str, object], None]) -> Iterator[Program]:
    """voicecoach with an empty home, and nothing left running afterwards."""
    named = os.environ.get("VOICECOACH_TEST_MODEL", "")
    if not STARTER.is_dir() and not named:
        reason = "there is no starter model in models/starter-en"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PULSE", "ALSA", "XDG", "VOICECOACH", "VOSK")) and key != "HOME"
    }
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "VOICECOACH_HOME": str(tmp_path / "home"),
        "VOICECOACH_SECOND_EAR": "none",
        **({} if STARTER.is_dir() else {"VOICECOACH_MODEL": named}),
    }
    started = Program(folder=tmp_path, environment=environment, record=record_property)
    yield started
    for process in started.running:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


@pytest.fixture(scope="session")
def speak() -> Callable[..., np.ndarray]:
    """Sentences as 16 kHz int16 samples by a natural voice, with thinking pauses between them."""
    import hibari
    import soxr

    voice = hibari.Hibari()

    def spoken(*sentences: str, pause_seconds: float = 0.6) -> np.ndarray:
        pieces: list[np.ndarray] = []
        for sentence in sentences:
            samples = np.asarray(voice(sentence, seed=7), np.float32)
            resampled = soxr.resample(samples, hibari.SAMPLE_RATE, RATE_HZ)
            pieces += [resampled, np.zeros(round(pause_seconds * RATE_HZ), np.float32)]
        return np.clip(np.concatenate(pieces) * 32_767, -32_768, 32_767).astype(np.int16)

    return spoken


def labels(findings: tuple[Any, ...]) -> set[str]:
    """Just the labels."""
    return {finding.label for finding in findings}


def cut_short(
    rig: SoundRig, program: Program, speak: Callable[..., np.ndarray], *options: str
) -> Practice:
    """A rehearsal in which the first sentence was taken for the whole closing."""
    practice = program.practise("--plain", *options, rig=rig)
    practice.wait_for("FloorGiven")
    rig.speak_into_microphone(speak("Thank you for your time."))
    practice.wait_for("UtteranceHeard")
    return practice


def in_the_answer(practice: Practice, *, seconds: float) -> None:
    """Wait until the voice has sounded so long in answer to the first turn."""
    heard_seconds = practice.named("UtteranceHeard")[0]["at_seconds"]
    deadline_seconds = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline_seconds:
        began = [line["at_seconds"] for line in practice.named("VoiceStarted")]
        answer_seconds = next((at for at in began if at > heard_seconds), None)
        if answer_seconds is not None:
            time.sleep(max(0.0, answer_seconds + seconds - time.monotonic()))
            return
        time.sleep(0.01)
    pytest.fail("the coach does not answer")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The rehearsals by sound in a table; scripts/test --long keeps it."""
    rows = [
        f"{value} {report.nodeid.split('::')[-1]}"
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "rehearsal" and report.when == "call"
    ]
    if rows:
        terminalreporter.section("whole rehearsals by sound")
        terminalreporter.line("seconds  turns  saved  waited")
        for row in rows:
            terminalreporter.line(row)
