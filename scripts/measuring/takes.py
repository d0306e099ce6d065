"""Takes: spoken pieces with silences between them, put together so that every time is known."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE_HZ, Frame

from .noises import Samples, amplitude_ratio, below, stretch

ROOM_TONE_DBFS: Final = -75.0
"""A very quiet room; no room is quite silent."""

NOISE_DB: Final = 15.0
"""Noise lies so far below the speech."""


class Voice(StrEnum):
    """The test voices: kept out of all training and tuning."""

    JOE = "joe"
    RMS = "rms"


class Noise(StrEnum):
    """What sounds beside the speech."""

    CLEAN = "clean"
    PINK = "pink"
    BABBLE = "babble"


class PauseKind(StrEnum):
    """Where a silence was put."""

    INSIDE_CLAUSE = "inside a clause"
    BETWEEN_SENTENCES = "between sentences"
    AFTER_FILLER = "after a filler"
    AFTER_QUESTION = "after a question, core owed"
    AFTER_THANKS = "after a thank-you, core owed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something to be spoken in one breath, and the silence after it."""

    text: str
    gap_seconds: float = 0.0
    pause: PauseKind | None = None
    """None: the gap is an ordinary one."""

    is_core_owed: bool = True
    """The closing still owes something when the gap begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePlan:
    """All that a take is made from."""

    id: str
    voice: Voice
    noise: Noise = Noise.CLEAN
    pieces: tuple[Piece, ...]
    lead_seconds: float = 0.5
    after_seconds: float = 8.0

    @property
    def text(self) -> str:
        """The words of all pieces."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def seed(self) -> int:
        """Chance for this take and no other."""
        return zlib.crc32(self.id.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A silence between two pieces of a take."""

    start_seconds: float
    seconds: float
    pause: PauseKind | None
    is_core_owed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Sound, and where everything in it is."""

    plan: TakePlan
    samples: NDArray[np.int16]
    gaps: tuple[Gap, ...]
    end_seconds: float
    """The true end of the speech."""

    def frames(self) -> Iterator[Frame]:
        """The frames that a microphone would give."""
        for number in range(len(self.samples) // FRAME_SAMPLES):
            pcm = self.samples[number * FRAME_SAMPLES : (number + 1) * FRAME_SAMPLES].tobytes()
            yield Frame(pcm=pcm, start_seconds=number * FRAME_SECONDS)

    def gap_before(self, at_seconds: float) -> Gap | None:
        """The last silence that had begun by then."""
        begun = [gap for gap in self.gaps if gap.start_seconds < at_seconds]
        return begun[-1] if begun else None


def put_together(plan: TakePlan, spoken: Sequence[Samples], noise: Samples | None) -> Take:
    """The pieces with their gaps, room tone throughout, and noise below them."""
    parts, gaps = [_silence(plan.lead_seconds)], []
    count = len(parts[0])
    for piece, sound in zip(plan.pieces, spoken, strict=True):
        count += len(sound)
        end_seconds = count / SAMPLE_RATE_HZ
        gap = _silence(piece.gap_seconds)
        gaps.append(
            Gap(
                start_seconds=end_seconds,
                seconds=piece.gap_seconds,
                pause=piece.pause,
                is_core_owed=piece.is_core_owed,
            )
        )
        parts += [sound, gap]
        count += len(gap)
    speech = np.concatenate([*parts, _silence(plan.after_seconds)])
    room = np.random.default_rng(plan.seed).standard_normal(len(speech))
    mixed = speech + room * amplitude_ratio(ROOM_TONE_DBFS)
    if noise is not None:
        under = stretch(noise, len(speech), plan.seed)
        mixed += below(np.concatenate(spoken), under, decibels=NOISE_DB)
    return Take(
        plan=plan,
        samples=(np.clip(mixed, -1, 1) * 32767).astype("<i2"),
        gaps=tuple(gaps[:-1]),
        end_seconds=end_seconds,
    )


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE_HZ), dtype=np.float32)
