"""When moves light up while somebody speaks, and which of them go out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voicecoach.assessment import MoveFinding
from voicecoach.session.events import (
    Event,
    MoveHidden,
    MoveShown,
    PartialHeard,
    UtteranceHeard,
)
from voicecoach.transcript import Word

from .numbers_told import Limit, Share, percentile, seconds_told, table

FLICKER_PERCENT = 3.0
DELAY_SECONDS = 0.6

HearMoves = Callable[[str], Sequence[MoveFinding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A move that lit up."""

    label: str
    at_seconds: float
    """The end of the frame that brought it."""

    said_before: tuple[str, ...]
    """The words up to the last one that it needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTake:
    """What the screen showed in one turn."""

    shown: tuple[Shown, ...]
    hidden_count: int
    words: tuple[Word, ...]
    """All of the turn, with their times."""

    moves: frozenset[str] = frozenset()
    """What they hold."""

    @property
    def mistaken_count(self) -> int:
        """Moves that lit up, and were not there in the end."""
        return len({one.label for one in self.shown} - self.moves)

    @property
    def delays_seconds(self) -> tuple[float, ...]:
        """From the end of the last word needed to the light; of words that stayed as they were."""
        texts = tuple(word.text for word in self.words)
        return tuple(
            one.at_seconds - self.words[len(one.said_before) - 1].end_seconds
            for one in self.shown
            if one.said_before and texts[: len(one.said_before)] == one.said_before
        )


def live_take(
    happenings: Iterable[tuple[float, Sequence[Event]]], hear_moves: HearMoves
) -> LiveTake:
    """A turn, told by what its frames brought."""
    shown: list[Shown] = []
    hidden_count, text = 0, ""
    words: tuple[Word, ...] = ()
    for at_seconds, happened in happenings:
        for event in happened:
            match event:
                case PartialHeard():
                    text = event.text
                case MoveShown():
                    before = _needed(event.label, text, hear_moves)
                    shown.append(
                        Shown(label=event.label, at_seconds=at_seconds, said_before=before)
                    )
                case MoveHidden():
                    hidden_count += 1
                case UtteranceHeard():
                    words = event.utterance.words
    moves = frozenset(move.label for move in hear_moves(" ".join(word.text for word in words)))
    return LiveTake(shown=tuple(shown), hidden_count=hidden_count, words=words, moves=moves)


def _needed(label: str, text: str, hear_moves: HearMoves) -> tuple[str, ...]:
    """The text up to the last word of the move's earliest evidence."""
    ends = [move.end_word for move in hear_moves(text) if move.label == label]
    return tuple(text.split()[: min(ends)]) if ends else ()


def live_table(takes: Sequence[LiveTake]) -> str:
    """Each move."""
    labels = sorted({one.label for take in takes for one in take.shown})
    rows = [("", "shown", "median s", "p90 s")]
    for label in labels:
        only = [
            LiveTake(
                shown=tuple(one for one in take.shown if one.label == label),
                hidden_count=0,
                words=take.words,
            )
            for take in takes
        ]
        delays = _delays(only)
        told = [seconds_told(percentile(delays, percent)) for percent in (50, 90)]
        rows.append((label, str(sum(len(take.shown) for take in only)), *told))
    return table(rows)


def mistaken(takes: Sequence[LiveTake]) -> Share:
    """How many lit up for words that were others in the end, whether they went out or not."""
    shown = sum(len(take.shown) for take in takes)
    return Share(count=sum(take.mistaken_count for take in takes), of=shown)


def limits_of(takes: Sequence[LiveTake]) -> list[Limit]:
    """What was promised."""
    shown = sum(len(take.shown) for take in takes)
    hidden = Share(count=sum(take.hidden_count for take in takes), of=shown)
    return [
        Limit(
            name="moves that went out again, of those shown",
            value=hidden.percent,
            limit=FLICKER_PERCENT,
            unit="%",
        ),
        Limit(
            name="a move's last word to its light, median",
            value=percentile(_delays(takes), 50),
            limit=DELAY_SECONDS,
            unit="s",
        ),
    ]


def _delays(takes: Iterable[LiveTake]) -> list[float]:
    return [delay for take in takes for delay in take.delays_seconds]
