"""The real pyttsx3 with the real espeak, in real child processes."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voicecoach.audio.silence import end_of_audible, first_audible_sample
from voicecoach.errors import VoiceUnavailable
from voicecoach.voice import pyttsx3_voice
from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer
from voicecoach.voice.tempo import Pace

QUESTION = "Before we finish, do you have any questions for me about the role?"

HIDE_SYSTEM_ESPEAK = """
import ctypes
_open = ctypes.CDLL.__init__
def _blind(self, name, *rest, **more):
    bare = not str(name).startswith("/") or str(name).startswith(("/usr/", "/opt/homebrew/"))
    with open("/proc/self/maps") as maps:
        is_wheel_loaded = "espeakng_loader" in maps.read()
    if "espeak" in str(name) and bare and not is_wheel_loaded:
        raise OSError(f"{name}: hidden for the test")
    _open(self, name, *rest, **more)
ctypes.CDLL.__init__ = _blind
"""

HIDE_WHEEL = """
import sys
sys.modules["espeakng_loader"] = None
"""

TELL_LIBRARIES = """
import atexit, os
_exit = os._exit
def _tell(code):
    with open("/proc/self/maps") as maps, open({path!r}, "w") as told:
        told.writelines(line for line in maps if "libespeak" in line)
    _exit(code)
os._exit = _tell
"""

Interfere = Callable[[str], None]


@pytest.fixture
def interfere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Interfere:
    """Run a program at the start of every child, before anything else in it."""

    def put(program: str) -> None:
        folder = tmp_path / "interference"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(program, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(folder))

    return put


@pytest.fixture
def synthesizer() -> Iterator[Pyttsx3Synthesizer]:
    """An engine as a rehearsal has it."""
    made = Pyttsx3Synthesizer()
    yield made
    made.close()


@pytest.mark.parametrize("rate_wpm", [120, 165, 220])
def test_the_rate_is_as_heard(synthesizer: Pyttsx3Synthesizer, rate_wpm: int) -> None:
    """So many words a minute are heard as were asked, to a tenth."""
    sound = synthesizer.synthesize(QUESTION, rate_wpm=rate_wpm)
    heard_wpm = 60 * len(QUESTION.split()) / sound.seconds

    assert 0.9 < heard_wpm / rate_wpm < 1.1


def test_no_silence_surrounds_the_words(synthesizer: Pyttsx3Synthesizer) -> None:
    """espeak's half second of silence at the end is gone, so the end is the end."""
    sound = synthesizer.synthesize(QUESTION, rate_wpm=165)
    first = first_audible_sample(sound.pcm)
    tail = len(sound.pcm) // 2 - end_of_audible(sound.pcm)

    assert first is not None
    assert first / sound.rate_hz < 0.02
    assert tail / sound.rate_hz < 0.05


def test_the_same_line_is_the_same_sound(synthesizer: Pyttsx3Synthesizer) -> None:
    """However often, and after whatever else, a line comes out sample for sample."""
    sounds = [
        synthesizer.synthesize(line, rate_wpm=165)
        for line in (QUESTION, "Something else.", QUESTION)
    ]

    assert sounds[2] == sounds[0]
    assert sounds[0] != sounds[1]


@pytest.mark.parametrize("text", ["", "…", " \n ", "?!"])
def test_nothing_to_say_is_an_empty_sound(synthesizer: Pyttsx3Synthesizer, text: str) -> None:
    """Text without a letter or digit needs no engine."""
    assert b"" == synthesizer.synthesize(text, rate_wpm=165).pcm


@pytest.mark.parametrize(
    "text",
    [
        "You said \u201cdid I get it\u201d \u2013 that\u2019s a no.",
        "One\ntwo\tthree \x00\x07 four",
        "- a dash first, and <tags> & [[brackets]] {too}",
        "--wheel",
        "Zo\u00eb's r\u00e9sum\u00e9: 100 % for \u00a33, at 9:30.",
    ],
)
def test_any_text_is_only_text(synthesizer: Pyttsx3Synthesizer, text: str) -> None:
    """Quotes, control characters, markup and what looks like an option do no harm."""
    assert synthesizer.synthesize(text, rate_wpm=165).seconds > 0.2


def test_no_file_is_left_and_nobody_else_could_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sound passes through a folder of its owner only, empty after and gone at the end."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    synthesizer = Pyttsx3Synthesizer()
    synthesizer.synthesize(QUESTION, rate_wpm=165)
    (folder,) = tmp_path.glob("voicecoach-*")
    mode = stat.S_IMODE(folder.stat().st_mode)
    left = list(folder.iterdir())
    synthesizer.close()

    assert 0o700 == mode
    assert [] == left
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the wheel's espeak is for Linux")
def test_without_the_systems_espeak_the_wheel_speaks(tmp_path: Path, interfere: Interfere) -> None:
    """Where no espeak is installed, the library inside the wheel is loaded, and no other."""
    told = tmp_path / "libraries"
    interfere(HIDE_SYSTEM_ESPEAK + TELL_LIBRARIES.format(path=str(told)))
    synthesizer = Pyttsx3Synthesizer()
    sound = synthesizer.synthesize(QUESTION, rate_wpm=165)
    synthesizer.close()
    libraries = {line.split()[-1] for line in told.read_text(encoding="utf-8").splitlines()}

    assert 0.9 < 60 * len(QUESTION.split()) / sound.seconds / 165 < 1.1
    assert 1 == len(libraries)
    assert "espeakng_loader" in libraries.pop()


@pytest.mark.skipif(sys.platform != "linux", reason="the wheel's espeak is for Linux")
def test_without_any_engine_the_reason_is_told(interfere: Interfere) -> None:
    """With neither espeak there is no voice, and the error says what is missing and what to do."""
    interfere(HIDE_SYSTEM_ESPEAK + HIDE_WHEEL)
    synthesizer = Pyttsx3Synthesizer()

    with pytest.raises(VoiceUnavailable, match=r"espeak.*prints instead.*apt-get install"):
        synthesizer.synthesize(QUESTION, rate_wpm=165)
    synthesizer.close()


def test_a_child_that_breaks_is_replaced_once(tmp_path: Path, interfere: Interfere) -> None:
    """A child that dies at its work costs nothing but time."""
    flag = tmp_path / "died"
    interfere(
        f"""
import os, sys, wave
def _die(*arguments):
    if not os.path.exists({str(flag)!r}):
        open({str(flag)!r}, "w").close()
        os.kill(os.getpid(), 9)
    return _open(*arguments)
_open, wave.open = wave.open, _die
"""
    )
    synthesizer = Pyttsx3Synthesizer()
    sound = synthesizer.synthesize(QUESTION, rate_wpm=165)
    synthesizer.close()

    assert flag.exists()
    assert sound.seconds > 3


def test_an_empty_file_is_never_a_sound(interfere: Interfere) -> None:
    """A child whose engine writes nothing is asked again, then the trouble is told."""
    interfere(
        """
import wave
_write = wave.Wave_write.writeframes
wave.Wave_write.writeframes = lambda self, data: _write(self, b"")
"""
    )
    synthesizer = Pyttsx3Synthesizer()

    with pytest.raises(VoiceUnavailable, match="empty file"):
        synthesizer.synthesize(QUESTION, rate_wpm=165)
    synthesizer.close()


def test_a_child_that_hangs_is_given_up(
    interfere: Interfere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time limit the child is killed, and after the second the trouble is told."""
    monkeypatch.setattr(pyttsx3_voice, "LIMIT_SECONDS", 0.5)
    interfere("import threading; threading.Event().wait()")
    synthesizer = Pyttsx3Synthesizer()

    with pytest.raises(VoiceUnavailable, match="gave nothing"):
        synthesizer.synthesize(QUESTION, rate_wpm=165)
    synthesizer.close()


def test_what_the_engine_prints_is_no_sound(interfere: Interfere) -> None:
    """Chatter on a child's standard output does not get among the samples."""
    synthesizer = Pyttsx3Synthesizer()
    plain = synthesizer.make(QUESTION, Pace(setting=150))
    synthesizer.close()
    interfere("print('chatter')")
    synthesizer = Pyttsx3Synthesizer()
    chatty = synthesizer.make(QUESTION, Pace(setting=150))
    synthesizer.close()

    assert plain == chatty


def test_modules_beside_the_learner_are_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file named like a module, in the folder that the rehearsal was started in, is not run."""
    (tmp_path / "wave.py").write_text("raise SystemExit('not the wave module')", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit('not the json module')", encoding="utf-8")
    monkeypatch.delenv("PYTHONPATH", raising=False)  # a path of "." would ask for it
    monkeypatch.chdir(tmp_path)
    synthesizer = Pyttsx3Synthesizer()
    sound = synthesizer.synthesize(QUESTION, rate_wpm=165)
    synthesizer.close()

    assert sound.seconds > 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="counts processes the POSIX way")
def test_closing_leaves_no_child() -> None:
    """Warm and busy children end with the voice, whose caller is told that it is closed."""
    synthesizer = Pyttsx3Synthesizer()
    told: list[str] = []

    def speak() -> None:
        try:
            while True:
                synthesizer.synthesize(QUESTION, rate_wpm=165)
        except VoiceUnavailable as closed:
            told.append(str(closed))

    thread = threading.Thread(target=speak)
    thread.start()
    while not synthesizer._job_count:
        pass
    children = [child.pid for child in synthesizer._warm]
    synthesizer.close()
    synthesizer.close()
    thread.join(10)

    assert 1 == len(told)
    assert [] == [pid for pid in children if Path(f"/proc/{pid}").exists()]
