"""The trigram: plain models, mixed as fits unseen closings best, pruned to the size we can ship."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from .sentences import Sentence

BEGIN: Final = "<s>"
END: Final = "</s>"
DISCOUNT: Final = 0.75
"""What Kneser-Ney takes off every count; 0.7 to 0.8 serves most texts (Chen & Goodman, 1999)."""

EM_ROUNDS: Final = 12
SMALLEST: Final = 1e-9

History = tuple[str, ...]


class Component(Protocol):
    """Anything that tells how likely a word is after up to two others."""

    def probability(self, word: str, history: History) -> float: ...


class KneserNey:
    """An interpolated Kneser-Ney trigram over one kind of sentence."""

    def __init__(self, sentences: Iterable[Sentence], vocabulary: frozenset[str]) -> None:
        self.counts: list[Counter[History]] = [Counter(), Counter(), Counter()]
        for sentence in sentences:
            for gram in grams_of(sentence, vocabulary, 3):
                self.counts[2][gram] += 1
            for gram in grams_of(sentence, vocabulary, 2):
                if gram[0] == BEGIN:
                    self.counts[1][gram] += 1
        self._count_continuations()
        self._totals = [_totals(counts) for counts in self.counts]
        self._uniform = 1 / (len(vocabulary) + 1)

    def _count_continuations(self) -> None:
        """Lower orders count in how many contexts a phrase was seen, not how often."""
        for gram in self.counts[2]:
            self.counts[1][gram[1:]] += 1
        for gram in self.counts[1]:
            self.counts[0][gram[1:]] += 1

    def probability(self, word: str, history: History) -> float:
        if not history:
            share, left = self._share((word,), ())
            return share + left * self._uniform
        share, left = self._share((*history, word), history)
        return share + left * self.probability(word, history[1:]) if left else share

    def _share(self, gram: History, history: History) -> tuple[float, float]:
        """The discounted share of a phrase, and the mass left for lower orders."""
        total, kinds = self._totals[len(history)].get(history, (0, 0))
        if not total:
            return 0.0, 1.0
        count = self.counts[len(history)].get(gram, 0)
        return max(count - DISCOUNT, 0.0) / total, DISCOUNT * kinds / total


def _totals(counts: Counter[History]) -> dict[History, tuple[int, int]]:
    """For each history how often it was seen, and before how many different words."""
    totals: dict[History, list[int]] = defaultdict(lambda: [0, 0])
    for gram, count in counts.items():
        totals[gram[:-1]][0] += count
        totals[gram[:-1]][1] += 1
    return {history: (total, kinds) for history, (total, kinds) in totals.items()}


def grams_of(sentence: Sequence[str], vocabulary: frozenset[str], order: int) -> Iterator[History]:
    """Phrases of `order` words, or fewer at the beginning, that hold no unknown word."""
    padded = [BEGIN, *sentence, END]
    for end in range(2, len(padded) + 1):
        gram = tuple(padded[max(0, end - order) : end])
        if len(gram) == order and all(w in vocabulary or w in (BEGIN, END) for w in gram):
            yield gram


@dataclass(slots=True)
class Mixture:
    """Components and their weights, which sum to one; a sentence may begin with other ones."""

    components: dict[str, Component]
    weights: dict[str, float]
    first_weights: dict[str, float] | None = None
    _known: dict[tuple[str, History], float] = field(default_factory=dict)

    def probability(self, word: str, history: History) -> float:
        key = (word, history)
        if key not in self._known:
            is_first = self.first_weights and history[:1] == (BEGIN,)
            weights = (self.first_weights if is_first else None) or self.weights
            self._known[key] = sum(
                weight * self.components[name].probability(word, history)
                for name, weight in weights.items()
            )
        return self._known[key]


def tune(
    components: dict[str, Component],
    fixed: dict[str, float],
    validation: Sequence[Sentence],
    vocabulary: frozenset[str],
) -> Mixture:
    """Weights by expectation maximisation on unseen sentences; `fixed` ones keep theirs."""
    free = [name for name in components if name not in fixed]
    events = [
        [max(components[name].probability(gram[-1], gram[:-1]), SMALLEST) for name in free]
        for sentence in validation
        for gram in events_of(sentence, vocabulary)
    ]
    weights = [1 / len(free)] * len(free)
    for _ in range(EM_ROUNDS):
        shares = [0.0] * len(free)
        for event in events:
            total = sum(w * p for w, p in zip(weights, event, strict=True))
            for place, probability in enumerate(event):
                shares[place] += weights[place] * probability / total
        weights = [share / len(events) for share in shares]
    left = 1 - sum(fixed.values())
    tuned = {name: weight * left for name, weight in zip(free, weights, strict=True)}
    return Mixture(components, {**tuned, **fixed})


def leaning(mixture: Mixture, name: str, weight: float) -> Mixture:
    """The mixture with a heavier component where a sentence begins, the others in proportion."""
    rest = (1 - weight) / (1 - mixture.weights[name])
    first = {other: share * rest for other, share in mixture.weights.items()} | {name: weight}
    return Mixture(mixture.components, mixture.weights, first)


def events_of(sentence: Sequence[str], vocabulary: frozenset[str]) -> Iterator[History]:
    """Each word with its (up to) two before it; unknown words end a history."""
    history: History = (BEGIN,)
    for word in (*sentence, END):
        if word != END and word not in vocabulary:
            history = ()
            continue
        yield (*history, word)
        history = (*history, word)[-2:]


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
    mixture: Mixture,
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
    mixture: Mixture,
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
