"""What became of spoken commands, and of closings that might have been taken for one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voicecoach.session.actions import Floor
from voicecoach.session.commands import Command, command_in
from voicecoach.session.likely_command import likely_command

from .command_takes import CommandTake
from .listening import TurnOver
from .numbers_told import Limit, Share, percentile, seconds_told, table
from .takes import Voice

LEAST_RIGHT_PERCENT: Final = 97.0
LONGEST_WAIT_SECONDS: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Obeyed:
    """What the app would do after one take."""

    take: CommandTake
    end_seconds: float
    over: TurnOver | None

    @property
    def heard(self) -> str:
        """The words of the turn."""
        return self.over.heard if self.over else ""

    @property
    def command(self) -> Command | None:
        """What it is taken for: a likely command counts only where one is awaited."""
        likely = likely_command(self.heard) if self.take.floor is Floor.CHOICE else None
        return command_in(self.heard) or likely

    @property
    def is_right(self) -> bool:
        """A command is obeyed as meant; a closing is not obeyed."""
        return self.command is self.take.expected

    @property
    def is_cut(self) -> bool:
        """The turn was over before the speech was."""
        return self.over is not None and self.over.at_seconds < self.end_seconds

    @property
    def wait_seconds(self) -> float:
        """From the true end of the speech until it can be acted on; endless when it never was."""
        return self.over.at_seconds - self.end_seconds if self.over else math.inf

    def as_json(self) -> dict[str, Any]:
        """Everything about it but the sound."""
        take = self.take
        return {
            "take": take.plan.id,
            "voice": take.plan.voice.value,
            "floor": take.floor.value,
            "said": take.plan.text,
            "heard": self.heard,
            "expected": take.expected,
            "taken_for": self.command,
            "is_right": self.is_right,
            "is_cut": self.is_cut,
            "has_command_word": take.has_command_word,
            "wait_seconds": round(self.wait_seconds, 3) if self.over else None,
        }


def limits_of(results: Sequence[Obeyed]) -> list[Limit]:
    """Commands where they are awaited; closings on any floor."""
    commands = [one for one in results if _is_awaited(one)]
    waits = waits_of(commands)
    right = Share(count=sum(one.is_right for one in commands), of=len(commands))
    obeyed = sum(not one.is_right for one in results if one.take.expected is None)
    return [
        Limit(
            name="commands right, where one is awaited",
            value=right.percent,
            limit=LEAST_RIGHT_PERCENT,
            unit="%",
            is_least=True,
        ),
        Limit(name="closings taken for a command", value=obeyed, limit=0, unit=""),
        *(
            Limit(
                name=f"a command's end to its being obeyed, {name}",
                value=percentile(waits, percent),
                limit=LONGEST_WAIT_SECONDS,
                unit="s",
            )
            for name, percent in (("median", 50), ("p90", 90))
        ),
    ]


def waits_of(results: Iterable[Obeyed]) -> list[float]:
    """The waits of the commands that were heard aright."""
    return [one.wait_seconds for one in results if one.is_right]


def _is_awaited(one: Obeyed) -> bool:
    return one.take.expected is not None and one.take.floor is Floor.CHOICE


GROUPS: Final[tuple[tuple[str, Callable[[Obeyed], bool]], ...]] = (
    ("commands, one awaited", _is_awaited),
    ("  joe", lambda one: _is_awaited(one) and one.take.plan.voice is Voice.JOE),
    ("  rms", lambda one: _is_awaited(one) and one.take.plan.voice is Voice.RMS),
    ("  plain", lambda one: _is_awaited(one) and not one.take.is_wrapped),
    ("  with um, please, okay …", lambda one: _is_awaited(one) and one.take.is_wrapped),
    (
        "commands, a closing awaited",
        lambda one: one.take.expected is not None and one.take.floor is Floor.CLOSING,
    ),
)
CLOSING_GROUPS: Final[tuple[tuple[str, Callable[[Obeyed], bool]], ...]] = tuple(
    (f"closings {words} a command word, {floor.value} awaited", belongs)
    for floor in Floor
    for words, belongs in (
        ("with", lambda one, floor=floor: one.take.has_command_word and one.take.floor is floor),
        (
            "without",
            lambda one, floor=floor: not one.take.has_command_word and one.take.floor is floor,
        ),
    )
)


def commands_table(results: Sequence[Obeyed]) -> str:
    """Groups of commands down; right ones and waits across."""
    rows = [["", "takes", "right % (95 %)", "median s", "p90 s", "worst s", "cut"]]
    for name, belongs in GROUPS:
        group = [one for one in results if belongs(one)]
        waits = waits_of(group)
        right = Share(count=sum(one.is_right for one in group), of=len(group))
        told = [seconds_told(percentile(waits, percent)) for percent in (50, 90, 100)]
        cut = str(sum(one.is_cut for one in group))
        rows.append([name, str(len(group)), right.told(), *told, cut])
    return table(rows)


def closings_table(results: Sequence[Obeyed]) -> str:
    """Groups of closings down; how many were taken for a command across."""
    rows = [["", "takes", "taken for a command"]]
    for name, belongs in CLOSING_GROUPS:
        group = [one for one in results if one.take.expected is None and belongs(one)]
        rows.append([name, str(len(group)), str(sum(not one.is_right for one in group))])
    return table(rows)


def confusions(results: Iterable[Obeyed]) -> str:
    """Every take that was not taken for what it is."""
    return "\n".join(
        f"{one.take.plan.id} {one.take.plan.voice} at {one.take.floor}: "
        f"{one.take.plan.text!r} heard {one.heard!r}, "
        f"{one.take.expected or 'a closing'} taken for {one.command or 'no command'}"
        + (" (cut)" if one.is_cut else "")
        for one in results
        if not one.is_right
    )
