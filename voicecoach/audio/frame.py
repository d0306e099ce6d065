"""Frames and sounds: the two shapes in which samples travel."""

from dataclasses import dataclass
from typing import Final

SAMPLE_RATE_HZ: Final = 16_000
"""Vosk's models, the speech detector and our own model all hear 16 kHz."""

FRAME_SECONDS: Final = 0.1
"""Vosk looks for a segment's end once per call, so calls are short (vosk-api, recognizer.cc)."""

FRAME_SAMPLES: Final = 1_600
FRAME_BYTES: Final = 2 * FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class Frame:
    """0.1 s of 16 kHz mono int16, with its place in the stream."""

    pcm: bytes
    """FRAME_BYTES bytes, little-endian; a file's last frame is padded with zeros."""

    start_seconds: float
    """Seconds of sound heard before it."""

    @property
    def end_seconds(self) -> float:
        """Stream time at which it ends."""
        return self.start_seconds + FRAME_SECONDS


@dataclass(frozen=True, slots=True)
class Sound:
    """Something to be played: mono int16 samples at any rate."""

    pcm: bytes
    rate_hz: int

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / self.rate_hz
