"""What became of the takes: which were cut and where, and how long the others waited."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from .listening import FIXED_SECONDS, TurnOver
from .monologues import Monologue
from .numbers_told import Limit, Share, percentile, seconds_told, table
from .takes import Noise, PauseKind, Take, Voice

OURS: Final = "ours"
METHODS: Final = (OURS, *(f"fixed {seconds} s" for seconds in FIXED_SECONDS))
MOST_CUT_PERCENT: Final = 1.0
LONGEST_MEDIAN_SECONDS: Final = 1.2
LONGEST_PERCENTILE_SECONDS: Final = 3.0
MOST_CUT_ANSWERED_PERCENT: Final = 2.0
LONGEST_MEDIAN_ANSWERED_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one method ended one take."""

    monologue: Monologue
    take: Take
    method: str
    over: TurnOver | None

    @property
    def is_cut(self) -> bool:
        """The turn was over before the speech was, even if that could be mended later."""
        return self.over is not None and self.over.at_seconds < self.take.end_seconds

    @property
    def wait_seconds(self) -> float:
        """From the true end of the speech to the end of the turn; endless when it did not end."""
        if self.over is None:
            return math.inf
        return self.over.at_seconds - self.take.end_seconds

    def as_json(self) -> dict[str, Any]:
        """Everything about it but the sound."""
        over, plan = self.over, self.take.plan
        gap = self.take.gap_before(over.at_seconds) if over and self.is_cut else None
        return {
            "take": plan.id,
            "closings": self.monologue.closing_ids,
            "voice": plan.voice.value,
            "noise": plan.noise.value,
            "is_core_whole": self.monologue.is_core_whole,
            "method": self.method,
            "end_seconds": round(self.take.end_seconds, 3),
            "over_seconds": round(over.at_seconds, 3) if over else None,
            "is_cut": self.is_cut,
            "cut": _gap_json(gap) if gap else None,
            "wait_seconds": round(self.wait_seconds, 3) if over and not self.is_cut else None,
            "reason": over.reason if over else "",
            "heard": over.heard if over else "",
            "said": [_piece_json(piece) for piece in plan.pieces],
        }


def limits_of(endings: Sequence[Ending], *, is_answered: bool = False) -> list[Limit]:
    """Ours against what is required of it, alone or with an interviewer who answers."""
    waits = waits_of(endings)
    limits = _limits(waits, cut_share(endings))
    if not is_answered:
        return limits
    cut, median, _ = limits
    return [
        replace(cut, limit=MOST_CUT_ANSWERED_PERCENT),
        replace(median, limit=LONGEST_MEDIAN_ANSWERED_SECONDS),
    ]


def _limits(waits: Sequence[float], cut: Share) -> list[Limit]:
    return [
        Limit(
            name="takes cut",
            value=cut.percent,
            limit=MOST_CUT_PERCENT,
            unit="%",
        ),
        Limit(
            name="median wait after the true end",
            value=percentile(waits, 50),
            limit=LONGEST_MEDIAN_SECONDS,
            unit="s",
        ),
        Limit(
            name="90th percentile of the wait",
            value=percentile(waits, 90),
            limit=LONGEST_PERCENTILE_SECONDS,
            unit="s",
        ),
    ]


def cut_share(endings: Sequence[Ending]) -> Share:
    """How many were cut."""
    return Share(count=sum(one.is_cut for one in endings), of=len(endings))


def waits_of(endings: Iterable[Ending]) -> list[float]:
    """The waits of all that were not cut."""
    return [one.wait_seconds for one in endings if not one.is_cut]


GROUPS: Final[tuple[tuple[str, Callable[[Ending], bool]], ...]] = (
    ("all", lambda _: True),
    ("core whole", lambda one: one.monologue.is_core_whole),
    ("core owed", lambda one: not one.monologue.is_core_whole),
    ("clean", lambda one: one.take.plan.noise is Noise.CLEAN),
    ("pink noise", lambda one: one.take.plan.noise is Noise.PINK),
    ("babble", lambda one: one.take.plan.noise is Noise.BABBLE),
    ("joe", lambda one: one.take.plan.voice is Voice.JOE),
    ("rms", lambda one: one.take.plan.voice is Voice.RMS),
)


def endings_table(endings: Sequence[Ending]) -> str:
    """Methods and groups down; cuts and waits across."""
    rows = [["", "takes", "cut % (95 %)", "median s", "p90 s", "not over"]]
    for method in METHODS:
        for name, belongs in GROUPS:
            group = [one for one in endings if one.method == method and belongs(one)]
            if group:
                rows.append([f"{method}: {name}", *_numbers(group)])
    return table(rows)


def _numbers(group: Sequence[Ending]) -> list[str]:
    waits = waits_of(group)
    return [
        str(len(group)),
        cut_share(group).told(),
        seconds_told(percentile(waits, 50)),
        seconds_told(percentile(waits, 90)),
        str(sum(math.isinf(wait) for wait in waits)),
    ]


def reasons_table(endings: Sequence[Ending]) -> str:
    """Why ours ended the turns, and how long each reason let people wait."""
    rows = [["ours by reason", "takes", "cut", "median s", "p90 s"]]
    ours = [one for one in endings if one.method == OURS and one.over]
    for reason in sorted({one.over.reason for one in ours if one.over}):
        group = [one for one in ours if one.over and one.over.reason == reason]
        waits = waits_of(group)
        told = [seconds_told(percentile(waits, percent)) for percent in (50, 90)]
        rows.append([reason, str(len(group)), str(cut_share(group).count), *told])
    return table(rows)


def pauses_table(endings: Sequence[Ending]) -> str:
    """Kinds of put silences down; how many there were, and the cuts in each across."""
    rows = [["cuts by kind of pause", "pauses", *METHODS]]
    takes = [one.take for one in endings if one.method == OURS]
    for kind, name in (*((kind, kind.value) for kind in PauseKind), (None, "elsewhere")):
        number = sum(gap.pause is kind for take in takes for gap in take.gaps)
        cuts = [
            str(sum(one.method == method and _cut_at(one, kind) for one in endings))
            for method in METHODS
        ]
        rows.append([name, str(number), *cuts])
    return table(rows)


def _cut_at(one: Ending, kind: PauseKind | None) -> bool:
    if one.over is None or not one.is_cut:
        return False
    gap = one.take.gap_before(one.over.at_seconds)
    return (gap.pause if gap else None) is kind


def cuts_told(endings: Sequence[Ending]) -> str:
    """Every take that ours cut: where, why, and what had been heard."""
    lines = []
    for one in endings:
        if one.method != OURS or one.over is None or not one.is_cut:
            continue
        plan = one.take.plan
        gap = one.take.gap_before(one.over.at_seconds)
        where = f"{gap.pause or 'ordinary gap'} of {gap.seconds} s" if gap else "first words"
        core = "core owed" if gap is None or gap.is_core_owed else "core said, or being said"
        lines += [
            f"{plan.id} {plan.voice} {plan.noise}: {where}, {core}; {one.over.reason}",
            f"    said:  {_said(one.take)}",
            f"    heard: {one.over.heard}",
        ]
    return "\n".join(lines)


def _said(take: Take) -> str:
    """The words, with the put silences among them."""
    return " ".join(
        f"{piece.text} [{piece.gap_seconds}]" if piece.pause else piece.text
        for piece in take.plan.pieces
    )


def _gap_json(gap: Any) -> dict[str, Any]:
    return {
        "pause": gap.pause.value if gap.pause else None,
        "start_seconds": round(gap.start_seconds, 3),
        "seconds": gap.seconds,
        "is_core_owed": gap.is_core_owed,
    }


def _piece_json(piece: Any) -> dict[str, Any]:
    pause = piece.pause.value if piece.pause else None
    return {"text": piece.text, "gap_seconds": piece.gap_seconds, "pause": pause}
