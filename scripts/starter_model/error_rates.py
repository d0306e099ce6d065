"""How much of what was said was heard wrongly, and how sure that number is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import jiwer
import numpy as np

from . import words

BOOTSTRAP_ROUNDS: Final = 2000
CONFIDENCE: Final = 0.95

SAME_WORDS: Final = (
    (r"\bok\b", "okay"),
    (r"\bc v\b", "cv"),
    (r"\bc v s\b", "cvs"),
    (r"\balright\b", "all right"),
    (r"\bcannot\b", "can not"),
    (r"\bmetres\b", "meters"),
    (r"\bapologise\b", "apologize"),
    (r"\brealise\b", "realize"),
)
"""Two spellings of one word count as one."""

FILLERS: Final = frozenset({"um", "uh", "er", "erm", "hmm", "mm", "mhm", "ah", "oh"})


FILLED_PAUSES: Final = frozenset({"um", "uh", "er", "erm", "hmm", "mm"})
"""Which of them it was does not matter to the coach, only that one was made."""


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Word errors, words said, and the 95 % interval of the rate."""

    errors: int
    words: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        return self.errors / max(self.words, 1)


def normalised(text: str, *, with_fillers: bool = True) -> str:
    """Lower case, no punctuation, numbers as words, one spelling for each word."""
    plain = " ".join(words.words_of(text.replace("-", " ")))
    for written, same in SAME_WORDS:
        plain = re.sub(written, same, plain)
    if with_fillers:
        return plain
    return " ".join(word for word in plain.split() if word not in FILLERS)


def errors_in(said: str, heard: str) -> tuple[int, int]:
    """(word errors, words said) of one sentence."""
    if not said:
        return len(heard.split()), 0
    counted = jiwer.process_words(said, heard)
    errors = counted.substitutions + counted.deletions + counted.insertions
    return errors, len(said.split())


def filled_pauses_kept(said: str, heard: str) -> tuple[int, int]:
    """(filled pauses heard as such, filled pauses said) of one sentence."""
    spoken = said.split()
    total = sum(word in FILLED_PAUSES for word in spoken)
    if not total or not heard:
        return 0, total
    found, kept = heard.split(), 0
    for chunk in jiwer.process_words(said, heard).alignments[0]:
        pairs = zip(
            spoken[chunk.ref_start_idx : chunk.ref_end_idx],
            found[chunk.hyp_start_idx : chunk.hyp_end_idx],
            strict=False,
        )
        kept += sum(one in FILLED_PAUSES and two in FILLED_PAUSES for one, two in pairs)
    return kept, total


def error_rate(counts: Sequence[tuple[int, int]], *, seed: int = 20) -> ErrorRate:
    """Over many sentences, with an interval by drawing sentences anew (bootstrap)."""
    table = np.array(counts, dtype=np.int64).reshape(-1, 2)
    errors, total = (int(number) for number in table.sum(0))
    draws = np.random.default_rng(seed).integers(0, len(table), (BOOTSTRAP_ROUNDS, len(table)))
    sums = table[draws].sum(1)
    rates = sums[:, 0] / np.maximum(sums[:, 1], 1)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(rates, [tail, 1 - tail])
    return ErrorRate(errors, total, float(low), float(high))
