"""Numbers of many takes, their intervals, and tables of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NORMAL_95: Final = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def percent(self) -> float:
        """The share itself."""
        return 100 * self.count / self.of if self.of else math.nan

    @property
    def interval_percent(self) -> tuple[float, float]:
        """95 % interval (Wilson)."""
        if not self.of:
            return math.nan, math.nan
        ratio, square = self.count / self.of, NORMAL_95**2
        middle = ratio + square / (2 * self.of)
        spread = NORMAL_95 * math.sqrt(
            ratio * (1 - ratio) / self.of + square / (4 * self.of * self.of)
        )
        scale = 100 / (1 + square / self.of)
        return max(0.0, (middle - spread) * scale), min(100.0, (middle + spread) * scale)

    @property
    def interval(self) -> list[float]:
        """The same as shares of one, rounded."""
        return [round(end / 100, 3) for end in self.interval_percent]

    def told(self) -> str:
        """For a table."""
        low, high = self.interval_percent
        return f"{self.percent:.1f} ({low:.1f}-{high:.1f})" if self.of else "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number and what it must be."""

    name: str
    value: float
    limit: float
    unit: str
    is_least: bool = False
    """The limit is the least that will do, not the most."""

    @property
    def holds(self) -> bool:
        """The number keeps the limit; no number keeps none."""
        return self.value >= self.limit if self.is_least else self.value <= self.limit

    def told(self) -> str:
        """Beside its limit."""
        bound = "at least" if self.is_least else "at most"
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        return (
            f"{self.name:44} {self.value:7.2f} {self.unit:2}"
            f" ({f'{bound} {self.limit:g} {self.unit}'.rstrip()}) {verdict}"
        )


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest rank; endless waits may be among the values. Nothing has none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def seconds_told(seconds: float) -> str:
    """For a table; what never ended is told as such."""
    if math.isnan(seconds):
        return "-"
    return "never" if math.isinf(seconds) else f"{seconds:.2f}"


def table(rows: Sequence[Sequence[str]], *, are_numbers: bool = True) -> str:
    """Columns as wide as they need: names to the left, numbers, if they are, to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column and are_numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
