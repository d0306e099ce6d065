"""Plain trigrams of many kinds of sentence, mixed as fits unseen closings best."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from .sentences import Sentence

BEGIN: Final = "<s>"
END: Final = "</s>"
DISCOUNT: Final = 0.75
"""What Kneser-Ney takes off every count; 0.7 to 0.8 serves most texts (Chen & Goodman, 1999)."""

FORESIGHT: Final = 0.6
"""How far a component's weight follows from how well it foresaw the words before: 0 is not at all,
1 as Bayes says. Of 0, 0.3, 0.6 and 1, this served closings, commands and other talk best."""

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
    """Components and their weights, which sum to one; a sentence may begin with other ones.

    Where the words so far are those of a command, or of small talk, the component that knows
    commands, or small talk, weighs more for the next.
    """

    components: dict[str, Component]
    weights: dict[str, float]
    first_weights: dict[str, float] | None = None
    _known: dict[tuple[str, History], float] = field(default_factory=dict)
    _shares: dict[History, dict[str, float]] = field(default_factory=dict)

    def probability(self, word: str, history: History) -> float:
        key = (word, history)
        if key not in self._known:
            self._known[key] = sum(
                share * self.components[name].probability(word, history)
                for name, share in self.shares(history).items()
            )
        return self._known[key]

    def shares(self, history: History) -> dict[str, float]:
        """The weights after these words."""
        if history not in self._shares:
            is_first = self.first_weights and history[:1] == (BEGIN,)
            weights = (self.first_weights if is_first else None) or self.weights
            raised = {
                name: weight * foresight(self.components[name], history)
                for name, weight in weights.items()
            }
            total = sum(raised.values())
            self._shares[history] = {name: share / total for name, share in raised.items()}
        return self._shares[history]


def foresight(component: Component, history: History) -> float:
    """How well a component would have foreseen these words."""
    likely = 1.0
    for end, word in enumerate(history):
        if word != BEGIN:
            likely *= max(component.probability(word, history[:end]), SMALLEST)
    return float(likely**FORESIGHT)


def tune(
    components: dict[str, Component],
    fixed: dict[str, float],
    validation: Sequence[Sentence],
    vocabulary: frozenset[str],
) -> Mixture:
    """Weights in the manner of expectation maximisation on unseen sentences; `fixed` ones stay."""
    free = [name for name in components if name not in fixed]
    events = [
        [
            foresight(components[name], gram[:-1])
            * max(components[name].probability(gram[-1], gram[:-1]), SMALLEST)
            for name in free
        ]
        for sentence in validation
        for gram in events_of(sentence, vocabulary)
    ]
    left = 1 - sum(fixed.values())
    weights = [left / len(free)] * len(free)
    for _ in range(EM_ROUNDS):
        shares = [0.0] * len(free)
        for event in events:
            total = sum(w * p for w, p in zip(weights, event, strict=True))
            for place, probability in enumerate(event):
                shares[place] += weights[place] * probability / total
        weights = [left * share / len(events) for share in shares]
    return Mixture(components, {**dict(zip(free, weights, strict=True)), **fixed})


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
