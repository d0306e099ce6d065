"""What a second ear heard, piece by piece, and when to believe it. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.audio.frame import SAMPLE_RATE_HZ, Frame, Sound
from voicecoach.parts import SecondEar
from voicecoach.recognition.aligning import aligned
from voicecoach.transcript import SecondHearing, Word

LEAST_CONFIDENCE_RATIO: Final = math.exp(-1.0)
"""Below, Whisper itself counts a stretch as failed (log_prob_threshold, -1.0)."""

FASTEST_PER_SECOND: Final = 7.0
"""Words. Nobody speaks faster than about 6 for a whole stretch; a decoder that raves does."""

RAVING_REPEATS: Final = 4
"""So often in a row nobody says the same, but a decoder that has lost its way does."""

LONGEST_REFRAIN: Final = 6
"""Words that are looked at for being repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPiece:
    """A piece of speech and what the second ear made of it."""

    start_seconds: float
    end_seconds: float
    hearing: SecondHearing


def heard_piece(ear: SecondEar, frames: Sequence[Frame]) -> HeardPiece:
    """What a second ear makes of a piece."""
    pcm = b"".join(frame.pcm for frame in frames)
    return HeardPiece(
        start_seconds=frames[0].start_seconds,
        end_seconds=frames[-1].end_seconds,
        hearing=ear.hear(Sound(pcm=pcm, rate_hz=SAMPLE_RATE_HZ)),
    )


def better_words(words: Sequence[Word], pieces: Sequence[HeardPiece]) -> tuple[Word, ...]:
    """The words of the first ear, bettered wherever the second one is to be believed.

    Words outside of every piece stay. Nothing is put where the first ear heard nothing: out of
    silence and noise Whisper makes "thank you for watching".
    """
    found: list[Word] = []
    waiting = list(words)
    for piece in pieces:
        while waiting and _middle(waiting[0]) < piece.start_seconds:
            found.append(waiting.pop(0))
        heard = [word for word in waiting if _middle(word) < piece.end_seconds]
        waiting = waiting[len(heard) :]
        if not is_believable(piece, heard):
            found += heard
            continue
        found += aligned(
            heard,
            piece.hearing,
            start_seconds=max(piece.start_seconds, found[-1].end_seconds if found else 0.0),
            end_seconds=max(piece.end_seconds, heard[-1].end_seconds),
        )
    return (*found, *waiting)


def is_believable(piece: HeardPiece, heard: Sequence[Word]) -> bool:
    """The second ear has heard speech, and heard it well."""
    texts = piece.hearing.words
    if not heard or not texts or piece.hearing.confidence_ratio < LEAST_CONFIDENCE_RATIO:
        return False
    seconds = piece.end_seconds - piece.start_seconds
    return len(texts) <= FASTEST_PER_SECOND * seconds and not raves(texts)


def raves(texts: Sequence[str]) -> bool:
    """The same few words come again and again without a break."""
    for length in range(1, LONGEST_REFRAIN + 1):
        run = 0
        for before, after in zip(texts, texts[length:], strict=False):
            run = run + 1 if before == after else 0
            if run >= length * (RAVING_REPEATS - 1):
                return True
    return False


def _middle(word: Word) -> float:
    return (word.start_seconds + word.end_seconds) / 2
