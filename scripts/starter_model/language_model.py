"""The trigram that is shipped: a mixture, pruned to the size we can afford."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .mixture import BEGIN, END, SMALLEST, Component, History, events_of


@dataclass(slots=True)
class BackoffModel:
    """A pruned trigram: explicit phrases, and what is left for shorter ones."""

    vocabulary: list[str]
    probabilities: dict[History, float]
    """Of phrases of one to three words, each given all its words but the last."""
    backoffs: dict[History, float]

    def probability(self, word: str, history: History) -> float:
        explicit = self.probabilities.get((*history, word))
        if explicit is not None:
            return explicit
        if not history:
            return SMALLEST
        return self.backoffs.get(history, 1.0) * self.probability(word, history[1:])

    def perplexity(self, sentences: Iterable[Sequence[str]]) -> float:
        """Over the known words and sentence ends."""
        known = frozenset(self.vocabulary)
        logs = [
            math.log(max(self.probability(gram[-1], gram[:-1]), SMALLEST))
            for sentence in sentences
            for gram in events_of(sentence, known)
        ]
        return math.exp(-sum(logs) / max(len(logs), 1))

    def size(self, order: int) -> int:
        return sum(len(gram) == order for gram in self.probabilities)

    def save(self, path: Path) -> None:
        """As JSON, a phrase as its words with spaces between."""
        partial = path.with_suffix(".partial")
        tables = (self.probabilities, self.backoffs)
        named = [{" ".join(gram): value for gram, value in table.items()} for table in tables]
        partial.write_text(json.dumps([self.vocabulary, *named]))
        partial.rename(path)


def load_model(path: Path) -> BackoffModel:
    """A model as `save` wrote it."""
    vocabulary, *named = json.loads(path.read_text())
    tables = [{tuple(gram.split()): value for gram, value in table.items()} for table in named]
    return BackoffModel(vocabulary, *tables)


def prune(
    mixture: Component,
    vocabulary: frozenset[str],
    bigrams: Iterable[History],
    trigrams: Iterable[History],
    *,
    bigram_limit: int,
    trigram_limit: int,
) -> BackoffModel:
    """The phrases that tell most beyond what shorter ones would say (Seymore & Rosenfeld, 1996)."""
    words = sorted(vocabulary)
    singles = {(word,): mixture.probability(word, ()) for word in (*words, END)}
    total = sum(singles.values())
    model = BackoffModel(words, {gram: p / total for gram, p in singles.items()}, {})
    weight = dict(model.probabilities)
    weight[(BEGIN,)] = model.probabilities[(END,)]
    _extend(model, mixture, bigrams, weight, bigram_limit)
    pairs = {
        gram: weight.get(gram[:1], 0.0) * p
        for gram, p in model.probabilities.items()
        if len(gram) == 2
    }
    _extend(model, mixture, (g for g in trigrams if g[:2] in pairs), pairs, trigram_limit)
    return model


def _extend(
    model: BackoffModel,
    mixture: Component,
    candidates: Iterable[History],
    weight: dict[History, float],
    limit: int,
) -> None:
    """Adds the best candidates of one order, twice: the second time the back-off is known."""
    likely = {gram: mixture.probability(gram[-1], gram[:-1]) for gram in set(candidates)}
    chosen: dict[History, float] = {}
    backoffs: dict[History, float] = {}
    for _ in range(2):
        gains = {
            gram: weight.get(gram[:-1], 0.0)
            * p
            * math.log(
                max(p, SMALLEST)
                / (backoffs.get(gram[:-1], 0.4) * model.probability(gram[-1], gram[1:-1]))
            )
            for gram, p in likely.items()
        }
        best = sorted(gains, key=lambda gram: (-gains[gram], gram))[:limit]
        chosen = {gram: likely[gram] for gram in best if gains[gram] > 0}
        backoffs = _backoffs(model, chosen)
    model.probabilities.update(chosen)
    model.backoffs.update(backoffs)


def _backoffs(model: BackoffModel, chosen: dict[History, float]) -> dict[History, float]:
    """What each history leaves for the words it does not name, so that all sums to one."""
    named: dict[History, float] = defaultdict(float)
    covered: dict[History, float] = defaultdict(float)
    for gram, p in chosen.items():
        named[gram[:-1]] += p
        covered[gram[:-1]] += model.probability(gram[-1], gram[1:-1])
    return {
        history: max(1 - named[history], 1e-6) / max(1 - covered[history], 1e-6)
        for history in named
    }
