"""The words that lit up a move, kept where the final ones would lose it. Pure.

While somebody speaks, a move lights up for what is heard at that moment; when the segment is over
the recogniser may settle on other words, and "thank you both" has become "temp you boats". Of 157
moves lit in 60 monologues 14 were lost so, and 9 of these had truly been said: what was heard at
the moment is right more often than what takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from voicecoach.coaching import matching
from voicecoach.recognition.aligning import aligned
from voicecoach.transcript import SecondHearing, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a segment was heard as, and which of its words a move rests on."""

    words: tuple[str, ...]
    start_word: int
    end_word: int
    heard_seconds: float
    """When it was heard so: what began later is not in it."""


class LitWords:
    """The readings of the segment under way that moves were lit for."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}

    def note(
        self,
        label: str,
        span: tuple[int, int],
        words: Sequence[str],
        taken: int,
        heard_seconds: float,
    ) -> None:
        """The move is in the words, which may still change, but for the first ``taken``."""
        start_word, end_word = (place - taken for place in span)
        if end_word > 0:
            self._readings[label] = Reading(
                words=tuple(words[taken:]),
                start_word=max(0, start_word),
                end_word=end_word,
                heard_seconds=heard_seconds,
            )

    def settle(
        self, final: Sequence[Word], moves_in: Callable[[Sequence[Word]], AbstractSet[str]]
    ) -> tuple[Word, ...]:
        """The segment's final words, with those of every move that they had lost and no other."""
        readings, self._readings = self._readings, {}
        words = tuple(final)
        if not words or not readings:
            return words
        held = moves_in(words)
        for label, reading in sorted(readings.items()):
            if label in held:
                continue
            mended = put_back(reading, words)
            now_held = moves_in(mended)
            if now_held >= held | {label}:
                words, held = mended, now_held
        return words


def put_back(reading: Reading, final: Sequence[Word]) -> tuple[Word, ...]:
    """The final words, with the reading's own in place of those that its move rests on.

    As they were where that would cost more than a word: then something else was said there.
    """
    texts = [word.text for word in final]
    count = sum(word.start_seconds < reading.heard_seconds for word in final)
    pairs = matching.aligned(reading.words, texts[:count])
    places = [place for place, _ in pairs]
    first, last = places.index(reading.start_word), places.index(reading.end_word - 1)
    before = [texts[place] for _, place in pairs[:first] if place is not None]
    after = [texts[place] for _, place in pairs[last + 1 :] if place is not None]
    kept = reading.words[reading.start_word : reading.end_word]
    if len(before) + len(kept) + len(after) < count - 1:
        return tuple(final)
    # How sure it was of words that it gave up is not told: no surer than of the others.
    confidence_ratio = min(word.confidence_ratio for word in final)
    return aligned(
        final,
        SecondHearing(
            words=(*before, *kept, *after, *texts[count:]), confidence_ratio=confidence_ratio
        ),
        start_seconds=final[0].start_seconds,
        end_seconds=final[-1].end_seconds,
    )
