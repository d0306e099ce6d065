"""Long speech in pieces that a second ear can hear at once, cut where it is quiet. Pure."""

from collections.abc import Sequence
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.audio.level import level_dbfs

LONGEST_SECONDS: Final = 28.0
"""Whisper hears 30 s at once."""

SHORTEST_SECONDS: Final = 14.0
"""A piece that is cut off is at least so long: the more of a sentence, the better it is heard."""

QUIET_FRAMES: Final = 3
"""A gap between words is longer than the stop in a "t"."""

_LONGEST: Final = round(LONGEST_SECONDS / FRAME_SECONDS)
_SHORTEST: Final = round(SHORTEST_SECONDS / FRAME_SECONDS)


def pieces_of(frames: Sequence[Frame]) -> list[Sequence[Frame]]:
    """The frames, in order, in pieces; the same beginning is always cut in the same places."""
    pieces = []
    while len(frames) > _LONGEST:
        cut = quietest(frames[:_LONGEST])
        pieces.append(frames[:cut])
        frames = frames[cut:]
    return [*pieces, frames] if frames else pieces


def quietest(frames: Sequence[Frame]) -> int:
    """How many frames make a piece: up to the middle of the quietest moment of its latter half."""
    powers = [10.0 ** (level_dbfs(frame.pcm) / 10.0) for frame in frames[_SHORTEST:]]
    moments = range(len(powers) - QUIET_FRAMES + 1)
    best = min(moments, key=lambda begin: sum(powers[begin : begin + QUIET_FRAMES]))
    return _SHORTEST + best + QUIET_FRAMES // 2
