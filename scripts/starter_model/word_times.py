"""Are the word times right? Compares them with PocketSphinx's alignment of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

import jiwer

from . import alignment, words
from .recognisers import HeardWord
from .words import SILENCE

MOST_SENTENCES: Final = 120

TimedWord = tuple[str, float, float]


def median_error(
    said: Sequence[tuple[Path, str]], heard: Sequence[Sequence[HeardWord]]
) -> float | None:
    """The median distance in seconds between begins of words that were heard rightly."""
    alignment.load_decoder()
    distances: list[float] = []
    for (path, text), timed in list(zip(said, heard, strict=True))[:MOST_SENTENCES]:
        spoken = words.words_of(text)
        if not words.all_known(spoken):
            continue
        aligned = alignment.align(alignment.Utterance(str(path), " ".join(spoken)))
        if aligned:
            times = [(word, start, end) for word, start, end, _ in timed]
            distances += _distances(_true_times(aligned), times)
    return round(median(distances), 3) if distances else None


def _true_times(aligned: alignment.AlignedUtterance) -> list[TimedWord]:
    """The words of an alignment, without its silences."""
    found = []
    for word, phones in aligned.words:
        if all(phone == SILENCE for phone, _, _ in phones):
            continue
        start, end = phones[0][1], phones[-1][1] + phones[-1][2]
        plain = word.split("(")[0]
        found.append(
            (plain, start / alignment.FRAMES_PER_SECOND, end / alignment.FRAMES_PER_SECOND)
        )
    return found


def _distances(true: Sequence[TimedWord], heard: Sequence[TimedWord]) -> list[float]:
    """Between the begins of the words that both have."""
    if not true or not heard:
        return []
    texts = [" ".join(word for word, _, _ in timed) for timed in (true, heard)]
    found = []
    for chunk in jiwer.process_words(*texts).alignments[0]:
        if chunk.type == "equal":
            pairs = zip(
                range(chunk.ref_start_idx, chunk.ref_end_idx),
                range(chunk.hyp_start_idx, chunk.hyp_end_idx),
                strict=True,
            )
            found += [abs(true[one][1] - heard[two][1]) for one, two in pairs]
    return found
