"""General English: the trigram that comes with the package pocketsphinx, asked word by word."""

from __future__ import annotations

import math
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from .mixture import BEGIN, END, History

LOG_BASE: Final = math.log(1.0001)
"""PocketSphinx counts probabilities as whole powers of 1.0001."""

RAREST_PAIR: Final = 1e-7
"""Once in ten million words: pruning would not keep it."""

BEGIN_SHARE: Final = 0.1
"""A sentence begins about every ten words."""

WRITER: Final = (
    "import sys; from pocketsphinx import NGramModel;"
    "NGramModel.readfile(sys.argv[1]).write(sys.argv[2])"
)


class GeneralEnglish:
    """CMU Sphinx's en-us language model, as far as it knows our words."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        from pocketsphinx import NGramModel

        self._model: Any = NGramModel.readfile(str(model_path()))
        self._floor = self._model.prob(["<UNK>"])
        self._vocabulary = vocabulary

    def probability(self, word: str, history: History) -> float:
        """PocketSphinx wants the word first, then its history backwards."""
        log = self._model.prob([word, *reversed(history)])
        return math.exp(log * LOG_BASE) if log > self._floor else 0.0


def model_path() -> Path:
    """Where the package keeps its language model."""
    import pocketsphinx

    return Path(pocketsphinx.__file__).parent / "model" / "en-us" / "en-us.lm.bin"


def write_bigrams(out: Path) -> None:
    """The unigrams and bigrams in ARPA format; of these only the words can be trusted.

    In another process: the writer of pocketsphinx 5.1.1 breaks off, by a segmentation fault, when
    it comes to the trigrams. Those we ask for one by one.
    """
    if out.exists():
        return
    partial = out.with_suffix(".partial")
    subprocess.run(
        [sys.executable, "-c", WRITER, str(model_path()), str(partial)],
        check=False,
        capture_output=True,
    )
    partial.rename(out)


def read_bigrams(path: Path, vocabulary: frozenset[str]) -> Iterator[tuple[History, float]]:
    """(bigram, probability) for the pairs of our words that are not too rare to matter.

    Only the words are read: the numbers that pocketsphinx 5.1.1 writes are right in one run and
    nonsense in the next, so the model is asked for them. A last line cut short is left out.
    """
    english = GeneralEnglish(vocabulary)
    for first, second in _pairs(path, vocabulary | {BEGIN, END}):
        probability = english.probability(second, (first,))
        commonness = BEGIN_SHARE if first == BEGIN else english.probability(first, ())
        if commonness * probability >= RAREST_PAIR:
            yield (first, second), probability


def _pairs(path: Path, known: frozenset[str]) -> Iterator[History]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            fields = line.split()
            if len(fields) == 4 and fields[1] in known and fields[2] in known:
                yield fields[1], fields[2]


def likely_trigrams(
    bigrams: dict[History, float], singles: dict[str, float], *, pairs: int, successors: int
) -> Iterator[History]:
    """The commonest pairs, each with the commonest successors of its second word."""
    after: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (first, second), p in bigrams.items():
        after[first].append((p, second))
    best = {first: sorted(found, reverse=True)[:successors] for first, found in after.items()}
    common = sorted(bigrams, key=lambda gram: -singles.get(gram[0], 0.0) * bigrams[gram])[:pairs]
    for first, second in common:
        for _, third in best.get(second, ()):
            yield (first, second, third)
