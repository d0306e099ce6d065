"""Learns what a pattern may lack and still speak for its label, from closings as said and misheard.

Every loss of every pattern is heard in the closings and in copies of them with words dropped and
replaced; logistic regression on top of the weights of the whole patterns says how much each rest is
worth. Most are worth nothing: a pull to zero of constant strength leaves out what few closings
speak for.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from measuring.gold import bare
from measuring.mishearing import Mishearing

from voicecoach.coaching.evidence import Hit, Kind, Listener
from voicecoach.coaching.incomplete import losses_of
from voicecoach.coaching.normalize import tokens_from
from voicecoach.packs.loader import load_pack
from voicecoach.packs.pack import LabelWeights, Pack

MISHEARD_RATIOS: Final = (0.1, 0.1, 0.1, 0.1, 0.2, 0.2)
"""A copy of each closing for each; the measurement mishears in other places."""

PULL_TO_ZERO: Final = 1.0
"""Of those tried (0.3 to 2) the one with most right on closings that were kept aside; 0.3 keeps
twice as many, which are no better."""

PULL: Final = 0.03
FALSE_PITFALL_COUNTS: Final = 10.0
"""A closing accused of a pitfall that is not there weighs so much. At 3 two more of 400 closings
kept aside were accused than without any losses, at 10 none."""

LEAST_WEIGHT: Final = 0.8
"""Below, it is left out."""

STEPS: Final = 400
PACE: Final = 0.1

Loss = tuple[str, str]
"""A pattern, and what it lacks."""


@dataclass(frozen=True, slots=True)
class Case:
    """What speaks for one label in one closing."""

    is_there: bool
    odds: float
    """Of the whole patterns and hints heard, by their weights."""

    rests: dict[Loss, float]
    """Incomplete patterns heard, and how well."""


Cases = dict[str, list[Case]]
"""By label; only those in which something incomplete was heard."""


def learn_incomplete(
    pack_name: str, weights: dict[str, LabelWeights], closings: Sequence[dict], jobs: int
) -> dict[str, dict]:
    """By label and pattern the weight of each loss that leaves the pattern worth something.

    ``weights`` are those of the whole patterns.
    """
    shares = [closings[job::jobs] for job in range(jobs)]
    with ProcessPoolExecutor(jobs) as workers:
        heard = list(workers.map(_hear, [pack_name] * jobs, [weights] * jobs, shares))
    pack = load_pack(pack_name)
    pitfalls = {pitfall.id for pitfall in pack.pitfalls}
    learned: dict[str, dict] = {}
    for label in pack.labels:
        cases = [case for share in heard for case in share.get(label, ())]
        false_counts = FALSE_PITFALL_COUNTS if label in pitfalls else 1.0
        by_pattern: dict[str, dict[str, float]] = {}
        for (pattern, lost), weight in sorted(_learn(cases, false_counts).items()):
            if weight >= LEAST_WEIGHT:
                by_pattern.setdefault(pattern, {})[lost] = round(weight, 2)
        learned[label] = by_pattern
    return learned


def _lacking_everything(pack: Pack, weights: dict[str, LabelWeights]) -> Pack:
    """The pack as if every loss of every pattern were known to leave something."""
    return replace(
        pack,
        weights={
            entry.id: replace(
                weights[entry.id],
                incomplete={
                    pattern: {loss.lost: 0.0 for loss in losses_of(pattern)}
                    for pattern in entry.patterns
                },
            )
            for entry in (*pack.moves, *pack.pitfalls)
        },
    )


def _hear(pack_name: str, weights: dict[str, LabelWeights], closings: Sequence[dict]) -> Cases:
    listener = Listener(_lacking_everything(load_pack(pack_name), weights))
    mishearings = {ratio: Mishearing(ratio) for ratio in sorted(set(MISHEARD_RATIOS))}
    cases: Cases = {}
    for closing in closings:
        labels = {*closing["moves"], *closing["pitfalls"]}
        text = bare(closing["text"])
        copies = [
            mishearings[ratio].of(text, take=f"learning {take} ")
            for take, ratio in enumerate(MISHEARD_RATIOS)
        ]
        for said in (text, *copies):
            hits: dict[str, list[Hit]] = {}
            for hit in listener.hits(tokens_from(said.split())):
                hits.setdefault(hit.label, []).append(hit)
            for label, mine in hits.items():
                if any(hit.kind is Kind.INCOMPLETE for hit in mine):
                    case = _case(mine, weights[label], is_there=label in labels)
                    cases.setdefault(label, []).append(case)
    return cases


def _case(hits: Sequence[Hit], weights: LabelWeights, *, is_there: bool) -> Case:
    whole: dict[str, float] = {}
    rests: dict[Loss, float] = {}
    for hit in hits:
        if hit.kind is Kind.INCOMPLETE:
            loss = (hit.pattern, hit.owner.lost)
            rests[loss] = max(hit.likeness, rests.get(loss, 0.0))
        else:
            said = weights.by_pattern.get(hit.pattern, 0.0) * hit.likeness
            whole[hit.pattern] = max(said, whole.get(hit.pattern, 0.0))
    return Case(is_there, weights.bias + sum(whole.values()), rests)


def _learn(cases: Sequence[Case], false_counts: float) -> dict[Loss, float]:
    """Weights of one label's losses: logistic regression, none negative (Adam)."""
    columns: dict[Loss, int] = {}
    entries = [
        (row, columns.setdefault(loss, len(columns)), how_well)
        for row, case in enumerate(cases)
        for loss, how_well in case.rests.items()
    ]
    if not entries:
        return {}
    rows, places, values = (np.array(column) for column in zip(*entries, strict=True))
    truth = np.array([case.is_there for case in cases], float)
    odds = np.array([case.odds for case in cases])
    counts = np.where(truth > 0.0, 1.0, false_counts)
    weights = np.zeros(len(columns))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        said = odds + np.bincount(rows, weights[places] * values, len(cases))
        error = (1.0 / (1.0 + np.exp(-np.clip(said, -30, 30))) - truth) * counts
        slope = np.bincount(places, error[rows] * values, len(weights))
        slope += PULL * weights + PULL_TO_ZERO
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        move = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(0.0, weights - (PACE if step < STEPS / 2 else PACE / 5) * move)
    return {loss: float(weights[column]) for loss, column in columns.items()}
