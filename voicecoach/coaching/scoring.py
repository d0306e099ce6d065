"""From hits to how likely a label is there, and which words show it.

A label's log-odds are a bias plus, for each of its patterns heard, the pattern's weight times its
likeness; a pattern with something missing has a weight of its own, and counts where the whole was
not heard. Weights are never negative and only a label's own patterns speak for it, so words put
around a pitfall cannot hide it, and taking its patterns out of the pack takes the finding away.
Labels without learned weights use the plain weights below: one clean pattern is enough.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.coaching.evidence import Hit, Kind
from voicecoach.packs.pack import Pack

PLAIN_BIAS: Final = -3.0
PLAIN_PATTERN_WEIGHT: Final = 5.0
PLAIN_HINT_WEIGHT: Final = 1.0
"""Where training starts from, and what serves a label that was never trained."""

PLAIN_ODDS: Final = PLAIN_BIAS + PLAIN_PATTERN_WEIGHT
"""How sure one pattern by itself makes us when nothing was learnt of it, whatever the bias."""

LONGEST_EVIDENCE_TOKENS: Final = 18
SUPPORT_WEIGHT: Final = 1.0
"""Evidence is stretched over neighbouring hits that weigh at least this much."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One label's case in one turn."""

    label: str
    probability_ratio: float
    best: Hit
    start: int
    end: int
    """Exclusive; the words a person would underline, in tokens."""


def weigh(label: str, hits: Sequence[Hit], pack: Pack) -> Evidence | None:
    """The case for one label from all its hits in a turn; None when no pattern was heard."""
    weighted = [(hit, _weight(hit, pack) * hit.likeness) for hit in hits]
    if not any(hit.may_hold for hit, _ in weighted):
        return None
    strongest: dict[str, float] = {}
    for hit, weight in weighted:
        strongest[hit.pattern] = max(weight, strongest.get(hit.pattern, 0.0))
    best, _ = max(
        ((hit, weight) for hit, weight in weighted if hit.may_hold),
        key=lambda pair: (pair[1], pair[0].end - pair[0].start, -pair[0].start),
    )
    start, end = _stretch(
        best,
        [h for h, weight in weighted if weight >= SUPPORT_WEIGHT and _is_as_good(h, best)],
    )
    return Evidence(
        label, _probability(_bias(label, pack) + sum(strongest.values())), best, start, end
    )


def _is_as_good(hit: Hit, best: Hit) -> bool:
    """Heard as well as the best; words around a whole pattern are not underlined for less."""
    is_less = hit.kind is Kind.INCOMPLETE and best.kind is not Kind.INCOMPLETE
    return hit.likeness >= best.likeness and not is_less


def _weight(hit: Hit, pack: Pack) -> float:
    learned = pack.weights.get(hit.label)
    if learned is not None and hit.owner.lost:
        return learned.incomplete[hit.pattern][hit.owner.lost]
    if learned is not None and hit.pattern in learned.by_pattern:
        return learned.by_pattern[hit.pattern]
    if hit.kind is not Kind.PATTERN:
        return PLAIN_HINT_WEIGHT
    return PLAIN_ODDS - _bias(hit.label, pack)


def _bias(label: str, pack: Pack) -> float:
    learned = pack.weights.get(label)
    return learned.bias if learned else PLAIN_BIAS


def _stretch(best: Hit, support: Iterable[Hit]) -> tuple[int, int]:
    """The best hit's words, joined with those of hits that touch them."""
    start, end = best.start, best.end
    for hit in sorted(support, key=lambda h: (abs(h.start - best.start), h.start, h.end)):
        joined_start, joined_end = min(start, hit.start), max(end, hit.end)
        touches = hit.start <= end and hit.end >= start
        if touches and joined_end - joined_start <= LONGEST_EVIDENCE_TOKENS:
            start, end = joined_start, joined_end
    return start, end


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
