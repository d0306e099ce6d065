"""Is everything ready for a rehearsal? One finding for each thing, with what to do."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicecoach.errors import StoreError, VoicecoachError
from voicecoach.settings import data_folder, make_private_folder

SPACE_BYTES: Final = 50_000_000
"""A year of attempts, and room for the database to tidy up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One thing that a rehearsal needs."""

    what: str
    is_ready: bool
    text: str
    """What there is, or what is wrong and what to do."""


def examine(model: Path | None = None) -> tuple[Examined, ...]:
    """Models, microphone, loudspeaker, voice and disk. Loads the models, speaks a word silently."""
    return tuple(
        _examined(what, look)
        for what, look in (
            ("model", lambda: _model(model)),
            *((("second ear", _second_ear),) if _is_second_ear_here() else ()),
            ("microphone", _microphone),
            ("loudspeaker", _loudspeaker),
            ("voice", _voice),
            ("disk", _disk),
        )
    )


def _examined(what: str, look: Callable[[], str]) -> Examined:
    try:
        return Examined(what=what, is_ready=True, text=look())
    except VoicecoachError as error:
        return Examined(what=what, is_ready=False, text=str(error))
    except ImportError as error:
        text = f"A part of voicecoach is not installed: {error}. Install voicecoach again."
        return Examined(what=what, is_ready=False, text=text)
    except Exception as error:  # the rest must still be examined
        text = f"It does not work, and why is not known: {type(error).__name__}: {error}."
        return Examined(what=what, is_ready=False, text=text)


def _model(wanted: Path | None) -> str:
    from voicecoach.recognition.acoustic_model import find_model
    from voicecoach.recognition.vosk_recognizer import load_model

    model = find_model(wanted)
    loaded = load_model(model.path)
    return f"{model.name}, {model.source.value}; loaded in {loaded.load_seconds:.1f} s"


def _is_second_ear_here() -> bool:
    """It is an extra: all can be ready without one. One that is broken is here."""
    from voicecoach.recognition.second_model import find_second_ear

    try:
        return find_second_ear() is not None
    except VoicecoachError:
        return True


def _second_ear() -> str:
    from voicecoach.recognition.second_model import require_second_ear
    from voicecoach.recognition.whisper_ear import WhisperEar

    model = require_second_ear()
    began_seconds = time.perf_counter()
    WhisperEar(model.path)
    load_seconds = time.perf_counter() - began_seconds
    return f"{model.name}, {model.source.value}; loaded in {load_seconds:.1f} s"


def _microphone() -> str:
    from voicecoach.audio.devices import Direction, find_device

    device = find_device(None, Direction.INPUT)
    return f"{device.name}, {device.rate_hz:.0f} Hz"


def _loudspeaker() -> str:
    from voicecoach.audio.devices import Direction, find_device

    device = find_device(None, Direction.OUTPUT)
    return f"{device.name}, {device.rate_hz:.0f} Hz"


def _voice() -> str:
    from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer

    synthesizer = Pyttsx3Synthesizer()
    try:
        sound = synthesizer.synthesize("Ready.", rate_wpm=165)
    finally:
        synthesizer.close()
    return f"{synthesizer.name}; said one word in {sound.seconds:.1f} s of sound"


def _disk() -> str:
    folder = data_folder()
    try:
        make_private_folder(folder)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"ready")
            trial.flush()
            os.fsync(trial.fileno())
        free_bytes = shutil.disk_usage(folder).free
    except OSError as error:
        raise StoreError(folder, error.strerror or str(error)) from error
    if free_bytes < SPACE_BYTES:
        problem = f"only {free_bytes / 1e6:.0f} MB are free"
        raise StoreError(folder, problem, mend="Make room, then try again.")
    return f"{folder}, {free_bytes / 1e9:.0f} GB free"
