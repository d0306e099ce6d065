"""The coach's voice through pyttsx3: a child process for each utterance, samples out."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import deque
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import voicecoach
from voicecoach.audio.frame import Sound
from voicecoach.audio.silence import trimmed
from voicecoach.errors import VoiceUnavailable
from voicecoach.voice import synthesis_worker
from voicecoach.voice.sentences import has_words
from voicecoach.voice.synthesis_worker import ANSWER_MARK, WHEEL_ONLY
from voicecoach.voice.tempo import Calibration, Pace, make_at_rate

WORKER: Final = synthesis_worker.__name__
WARM_COUNT: Final = 2
"""One for the next utterance, one for its second pass; each is about 10 MB of its own."""

LIMIT_SECONDS: Final = 20.0
"""Starting included: the first start on Windows generates the bindings of its speech engine."""

TRIES: Final = 2
SILENT_RATE_HZ: Final = 22_050

ESPEAK: Final = Calibration(
    # Measured by scripts/measure_voice: 100 lines of written closings, espeak-ng 1.51 en-us.
    # Set to 80, 100, 120, 150, 180, 220 it is heard at 105, 125, 150, 189, 228, 277.
    reference_setting=150.0,
    reference_wpm=189.0,
    seconds_per_letter=0.0685,
    seconds_per_comma=0.365,
    seconds_per_stop=0.605,
    seconds_per_utterance=0.203,
    exponent=0.974,
    lowest_setting=80.0,
    highest_setting=450.0,
    first_gap_seconds=0.044,
    gap_step_seconds=0.03,
)

SYSTEM_ENGINE: Final = Calibration(
    # nsss and sapi5 take words a minute as well. Their first guess is not measured: the second
    # pass is, on whatever machine it is.
    reference_setting=150.0,
    reference_wpm=160.0,
    seconds_per_letter=0.085,
    seconds_per_comma=0.3,
    seconds_per_stop=0.5,
    seconds_per_utterance=0.1,
    exponent=0.95,
    lowest_setting=80.0,
    highest_setting=400.0,
)


class Pyttsx3Synthesizer:
    """Keeps Synthesizer with pyttsx3; the rate is as heard. Starts its first child at once.

    ``voice`` is an id as pyttsx3 lists them; None is American English with espeak, and what
    the learner chose for the system elsewhere.
    """

    def __init__(self, voice: str | None = None) -> None:
        self._is_espeak = sys.platform not in {"darwin", "win32"}
        self._voice = voice or ("en-us" if self._is_espeak else None)
        self._calibration = ESPEAK if self._is_espeak else SYSTEM_ENGINE
        self._arguments: list[str] = []
        self._lock = threading.Lock()
        self._warm: deque[subprocess.Popen[bytes]] = deque()
        self._busy: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._job_count = 0
        self._warm_up()

    @property
    def name(self) -> str:
        """The engine and voice."""
        engine = "espeak" if self._is_espeak else sys.platform
        return f"pyttsx3 {engine} {self._voice or 'usual voice'}"

    def synthesize(self, text: str, *, rate_wpm: int) -> Sound:
        """The text, without silence around it, at so many words a minute as heard.

        Empty when there is nothing to say. Raises VoiceUnavailable.
        """
        if not has_words(text):
            return Sound(pcm=b"", rate_hz=SILENT_RATE_HZ)
        try:
            return make_at_rate(
                partial(self.make, text),
                text,
                rate_wpm=rate_wpm,
                calibration=self._calibration,
            )
        finally:
            self._warm_up()

    def close(self) -> None:
        """End the children, also one that is at work. Safe from any thread, and twice."""
        with self._lock:
            self._is_closed = True
            children = [*self._warm, *([self._busy] if self._busy else [])]
            self._warm.clear()
        for child in children:
            child.kill()
        for child in children:
            if child is not self._busy:  # the one at work is waited for by its own thread
                child.communicate()
        if self._folder:
            self._folder.cleanup()

    def make(self, text: str, pace: Pace) -> Sound:
        """One utterance at that pace, whatever rate is heard. Raises VoiceUnavailable."""
        problem = ""
        for _ in range(TRIES):
            try:
                return self._ask(self._take_child(), text, pace)
            except _ChildFailed as failure:
                problem = str(failure)
            with self._lock:
                if self._is_closed:
                    break
                if self._is_espeak:  # a system library that fails is no reason to be silent
                    self._forget_warm_children()
                    self._arguments = [WHEEL_ONLY]
        raise VoiceUnavailable(problem)

    def _ask(self, child: subprocess.Popen[bytes], text: str, pace: Pace) -> Sound:
        path = self._new_path()
        job = {
            "text": text,
            "setting": round(pace.setting),
            "word_gap_steps": pace.word_gap_steps,
            "voice": self._voice,
            "path": str(path),
        }
        try:
            answer, grumbling = child.communicate(json.dumps(job).encode() + b"\n", LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise _ChildFailed(f"the speech engine gave nothing in {LIMIT_SECONDS:.0f} s") from None
        finally:
            with self._lock:
                self._busy = None
            with suppress(OSError):  # the child deletes it, unless it was killed
                path.unlink()
        return trimmed(_sound_from(answer, grumbling))

    def _take_child(self) -> subprocess.Popen[bytes]:
        """A warm one, or else a new one."""
        with self._lock:
            if self._is_closed:
                raise VoiceUnavailable("the voice was closed")
            self._busy = self._warm.popleft() if self._warm else self._start_child()
            return self._busy

    def _warm_up(self) -> None:
        """Have the next children load their engine while there is time. Never waits for them."""
        with self._lock, suppress(VoiceUnavailable):
            while not self._is_closed and len(self._warm) < WARM_COUNT:
                self._warm.append(self._start_child())

    def _forget_warm_children(self) -> None:
        for child in self._warm:
            child.kill()
            child.communicate()
        self._warm.clear()

    def _start_child(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                # -P: no file of the folder we happen to be in may stand in for a module.
                [sys.executable, "-P", "-m", WORKER, *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                **_out_of_reach_of_the_keyboard(),
            )
        except OSError as problem:
            raise VoiceUnavailable(f"no process can be started ({problem})") from problem

    def _new_path(self) -> Path:
        """A file name used once, in a folder that only its owner can look into."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="voicecoach-")
        self._job_count += 1
        return Path(self._folder.name) / f"{self._job_count}.wav"


class _ChildFailed(Exception):
    """A child gave no sound."""


def _sound_from(answer: bytes, grumbling: bytes) -> Sound:
    """The child's answer; raises _ChildFailed with its reason when there are no samples."""
    _, _, marked = answer.partition(ANSWER_MARK)
    first_line, _, pcm = marked.partition(b"\n")
    try:
        header = json.loads(first_line)
    except ValueError:
        last_words = grumbling.decode(errors="replace").strip().splitlines()[-1:]
        raise _ChildFailed(f"the speech engine broke off {last_words}") from None
    if "problem" in header:
        raise _ChildFailed(header["problem"])
    if len(pcm) != header["byte_count"] or not trimmed(sound := Sound(pcm, header["rate_hz"])).pcm:
        raise _ChildFailed("the speech engine gave silence")
    return sound


def _environment() -> dict[str, str]:
    """Ours, with the way to voicecoach where it is not installed but was found by its folder."""
    root = Path(voicecoach.__file__).parents[1]
    if root.name in {"site-packages", "dist-packages"}:
        return dict(os.environ)
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}


def _out_of_reach_of_the_keyboard() -> dict[str, Any]:
    """Ctrl-C is for the rehearsal, which ends its children itself."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
