"""One utterance through pyttsx3, then the end. The only module that knows pyttsx3.

Run as a program by ``pyttsx3_voice``, a process for each utterance: in one process the rate arrives
late and files come out empty (pyttsx3 2.99 on Linux; the second utterance is silent on Windows,
its issue 402). It loads the engine at once and then waits, warm, for its one job.

    standard input    one line of JSON: {"text", "setting", "word_gap_steps", "voice", "path"};
                      an empty voice is the usual one
    standard output   a mark, one line of JSON: {"rate_hz", "byte_count"} and the samples,
                      or {"problem": why there is no sound}

``path`` is the file that pyttsx3 writes: in a folder of its owner only, and deleted here. It is
read here as well, so that whatever a system writes (Windows WAV, macOS AIFF) leaves as mono int16.
It imports next to nothing: starting fast is its task.
"""

import ctypes
import json
import os
import sys
import threading
import time
import wave
from contextlib import suppress
from typing import Any, BinaryIO, Final

WHEEL_ONLY: Final = "--wheel"
"""Argument: take the espeak of the wheel, even where the system has one."""

ANSWER_MARK: Final = b"\nvoicecoach answers "
"""Before the answer: what Python's own start-up may print comes first."""

FINISH_SECONDS: Final = 10.0
"""A minute of speech takes espeak 0.1 s; whatever needs longer hangs."""

ESPEAK_WORD_GAP: Final = 7
"""espeakWORDGAP of espeak-ng's speak_lib.h; pyttsx3 has no name for it."""


def main() -> None:
    """Get ready, take one job, answer, and end."""
    answers = _keep_stdout_clean()
    try:
        engine = _ready_engine(wheel_only=WHEEL_ONLY in sys.argv)
        line = sys.stdin.buffer.readline()
        if not line:  # the parent has no use for it any more
            os._exit(0)
        header, pcm = _answer_to(json.loads(line), engine)
    except Exception as problem:
        header, pcm = {"problem": _reason_from(problem)}, b""
    answers.write(ANSWER_MARK + json.dumps(header).encode() + b"\n" + pcm)
    answers.flush()
    # Not the usual way out: espeak's own thread may still run, and asserts when it is torn down.
    os._exit(0)


def _reason_from(problem: Exception) -> str:
    """In a few words; pyttsx3 has but one for an espeak that is missing."""
    said = str(problem).rstrip("!. ")
    if "eSpeak" in said:
        return "no speech engine is installed (neither espeak-ng nor the espeakng-loader package)"
    return f"{type(problem).__name__}: {said}" if said else type(problem).__name__


def _keep_stdout_clean() -> BinaryIO:
    """The real standard output; what the driver prints ("Audio saved to …") goes to stderr."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _ready_engine(*, wheel_only: bool) -> Any:
    """A pyttsx3 engine that has loaded its voices. Raises what pyttsx3 raises without one."""
    if sys.platform == "linux":
        _choose_espeak(wheel_only=wheel_only)
    import pyttsx3

    return pyttsx3.init()


def _choose_espeak(*, wheel_only: bool) -> None:
    """The system's espeak-ng, which its owner keeps up to date; else the one in the wheel."""
    if not wheel_only:
        with suppress(OSError):
            ctypes.CDLL("libespeak-ng.so.1")
            return
    with suppress(ImportError):
        import espeakng_loader

        # pyttsx3 asks the system for "libespeak-ng.so.1": a library that is loaded under that
        # name is found first, and RTLD_GLOBAL lets others see it.
        folder = os.path.dirname(espeakng_loader.get_library_path())  # noqa: PTH120
        ctypes.CDLL(os.path.join(folder, "libespeak-ng.so.1"), mode=ctypes.RTLD_GLOBAL)  # noqa: PTH118
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()


def _answer_to(job: dict[str, Any], engine: Any) -> tuple[dict[str, Any], bytes]:
    """The header and the samples for a job; leaves no file."""
    path = job["path"]
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _synthesize(engine, job)
        pcm, rate_hz = _read(path)
    finally:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108
    if not pcm:
        return {"problem": "the engine gave an empty file"}, b""
    return {"rate_hz": rate_hz, "byte_count": len(pcm)}, pcm


def _synthesize(engine: Any, job: dict[str, Any]) -> None:
    """Have the text written to the path; returns when the last sample is in the file."""
    finished = threading.Event()
    problems: list[str] = []
    engine.connect("finished-utterance", lambda **_: finished.set())
    engine.connect("error", lambda exception, **_: problems.append(str(exception)))
    if engine.driver_name == "espeak":
        _set_espeak(engine, job)
    else:
        if job["voice"]:
            engine.setProperty("voice", job["voice"])
        engine.setProperty("rate", job["setting"])
    engine.save_to_file(job["text"], job["path"])
    engine.runAndWait()
    # Only espeak's loop may return before the end; sapi5 never tells of the end of a file.
    if engine.driver_name == "espeak" and not finished.wait(FINISH_SECONDS):
        raise TimeoutError("; ".join(problems) or "the engine does not finish")


def _set_espeak(engine: Any, job: dict[str, Any]) -> None:
    """Set voice, rate and gaps, and wait until they hold.

    espeak takes them up on a thread of its own, and the end of the loop that pyttsx3 queues behind
    them cancels whatever espeak is still busy with: that is how rates go stale and files empty.
    """
    from pyttsx3.drivers import _espeak

    engine.proxy.setBusy(False)  # a busy engine keeps properties for its loop
    engine.setProperty("voice", job["voice"])
    engine.setProperty("rate", job["setting"])
    if job["word_gap_steps"]:
        _espeak.SetParameter(ESPEAK_WORD_GAP, job["word_gap_steps"], 0)
    give_up_seconds = time.monotonic() + FINISH_SECONDS
    while _espeak.IsPlaying():
        if time.monotonic() > give_up_seconds:
            raise TimeoutError("the engine does not take its settings")
        time.sleep(0.001)


def _read(path: str) -> tuple[bytes, int]:
    """Mono int16 samples and their rate, from whatever the engine wrote."""
    with suppress(wave.Error, EOFError), wave.open(path, "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) == (1, 2):
            return file.readframes(file.getnframes()), file.getframerate()
    from pathlib import Path

    from voicecoach.audio.recorded_sound import read_sound

    sound = read_sound(Path(path))
    return sound.pcm, sound.rate_hz


if __name__ == "__main__":
    main()
