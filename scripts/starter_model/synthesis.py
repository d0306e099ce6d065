"""Synthetic voices read our sentences: much text per minute, but people come first.

The test voices, Piper's joe and flite's rms, are not among them and never may be.
"""

from __future__ import annotations

import json
import random
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile
from scipy.signal import resample_poly

from . import kokoro
from .alignment import Utterance
from .sentences import Sentence, Texts
from .speech_archives import SAMPLE_RATE_HZ

KOKORO_FOLDER: Final = "kokoro-voices"
HIBARI_RATE_HZ: Final = 24_000
SHORTEST_WORDS: Final = 4
LONGEST_WORDS: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice, how it is called, and how big a share of the sentences it reads."""

    name: str
    engine: str
    setting: str
    share: float


def kokoro_voices(settings: Sequence[str], share: float) -> list[Voice]:
    """A voice of its own for each of Kokoro's, all with the same share."""
    return [
        Voice(name=one, engine="kokoro", setting=one, share=share / len(settings))
        for one in settings
    ]


VOICES: Final = (
    Voice(name="heart", engine="hibari", setting="1.0", share=0.25),
    Voice(name="heart_fast", engine="hibari", setting="1.25", share=0.15),
    Voice(name="heart_slow", engine="hibari", setting="0.85", share=0.05),
    Voice(name="slt", engine="flite", setting="slt", share=0.15),
    Voice(name="awb", engine="flite", setting="awb", share=0.15),
    Voice(name="kal16", engine="flite", setting="kal16", share=0.1),
    Voice(name="espeak_us", engine="espeak-ng", setting="en-us", share=0.05),
    Voice(name="espeak_us_f3", engine="espeak-ng", setting="en-us+f3", share=0.05),
    Voice(name="espeak_gb", engine="espeak-ng", setting="en-gb", share=0.05),
    *kokoro_voices(kokoro.SPOKEN_BY_ENGLISH, 0.4),
    *kokoro_voices(kokoro.blends(kokoro.SPOKEN_BY_ENGLISH), 0.25),
    *kokoro_voices(kokoro.SPOKEN_BY_OTHERS, 0.15),
)
"""Kokoro's are the most natural, and the slowest to make; espeak-ng's are only for variety."""

SMOKE_VOICES: Final = ("heart", "heart_fast", "heart_slow")
"""Those that come with a Python package alone."""

ESPEAK_SPEEDS: Final = ("130", "150", "170", "190")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence for a voice to read into a file."""

    voice: str
    text: str
    path: str


def choose_lines(texts: Texts, folder: Path, *, count: int, seed: int, smoke: bool) -> list[Line]:
    """A seeded mix: a third closings, a third general English, and every command."""
    chance = random.Random(seed)
    voices = [voice for voice in VOICES if not smoke or voice.name in SMOKE_VOICES]
    pools = [texts.written, texts.grammar, texts.general]
    sentences: list[Sentence] = sorted(set(texts.commands))
    for pool in pools:
        fitting = sorted({one for one in pool if SHORTEST_WORDS <= len(one) <= LONGEST_WORDS})
        sentences += chance.sample(fitting, min(len(fitting), count // len(pools)))
    chosen = chance.choices(voices, [voice.share for voice in voices], k=len(sentences))
    return [
        Line(voice.name, " ".join(sentence), str(_path(folder, voice.name, sentence)))
        for voice, sentence in zip(chosen, sentences, strict=True)
    ][: count or None]


def _path(folder: Path, voice: str, sentence: Sentence) -> Path:
    return folder / voice / f"{zlib.crc32(' '.join(sentence).encode()):08x}.wav"


def speak_all(lines: Sequence[Line], out: Path, *, processes: int) -> list[Utterance]:
    """Reads every line that has not been read, and lists what could be read."""
    waiting = [line for line in lines if not Path(line.path).exists()]
    with get_context("spawn").Pool(processes) as pool:
        for count, _ in enumerate(pool.imap_unordered(speak, waiting, chunksize=8), start=1):
            if count % 500 == 0 or count == len(waiting):
                print(f"  spoke {count} of {len(waiting)} sentences", flush=True)
    utterances = [Utterance(line.path, line.text) for line in lines if Path(line.path).exists()]
    out.write_text("".join(json.dumps(asdict(one)) + "\n" for one in utterances))
    return utterances


def speak(line: Line) -> None:
    """One sentence into a 16 kHz WAV file; a voice that fails leaves none."""
    voice = next(voice for voice in VOICES if voice.name == line.voice)
    path = Path(line.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = path.with_suffix(".raw.wav")
    if voice.engine == "hibari":
        samples, rate = _hibari()(line.text, speed=float(voice.setting), seed=0), HIBARI_RATE_HZ
    elif voice.engine == "kokoro":
        speed = kokoro.SPEEDS[zlib.crc32(line.text.encode()) % len(kokoro.SPEEDS)]
        speaker = kokoro.load(path.parent.parent / KOKORO_FOLDER)
        samples, rate = speaker.speak(line.text, voice.setting, speed=speed), kokoro.SAMPLE_RATE_HZ
    else:
        command = _command(voice, line.text, raw)
        if subprocess.run(command, capture_output=True, check=False).returncode or not raw.exists():
            return
        samples, rate = soundfile.read(raw, dtype="float32")
        raw.unlink()
    if len(samples) < rate // 5:
        return
    partial = path.with_suffix(".partial.wav")
    soundfile.write(
        partial, np.clip(_resampled(samples, rate), -1, 1), SAMPLE_RATE_HZ, subtype="PCM_16"
    )
    partial.rename(path)


def _command(voice: Voice, text: str, out: Path) -> list[str]:
    if voice.engine == "flite":
        return ["flite", "-voice", voice.setting, "-t", text, "-o", str(out)]
    speed = ESPEAK_SPEEDS[zlib.crc32(text.encode()) % len(ESPEAK_SPEEDS)]
    return ["espeak-ng", "-v", voice.setting, "-s", speed, "-w", str(out), text]


def _resampled(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    divisor = int(np.gcd(rate_hz, SAMPLE_RATE_HZ))
    up, down = SAMPLE_RATE_HZ // divisor, rate_hz // divisor
    return samples if up == down else resample_poly(samples, up, down)


@cache
def _hibari() -> Any:
    from hibari import Hibari

    return Hibari()
