"""The shape of a rehearsal that has only so much time: what comes next. Pure.

Time comes in as an argument. What was done counts at least as long as it usually takes: who types,
or skips, gets no longer rehearsal than who speaks.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """A piece of a rehearsal."""

    SHADOWING = "shadowing"
    CLOSING = "closing"
    MODEL = "model"
    DRILL = "drill"


class Following(StrEnum):
    """What follows a closing that has been talked about."""

    CHOICE = "choice"
    DRILL = "drill"
    CLOSING = "closing"
    END = "end"


USUAL_SECONDS: Final = {
    Stage.SHADOWING: 50.0,  # a strong version of 20 s, heard, said, and a sentence about it
    Stage.CLOSING: 45.0,  # the prompt, 20 to 30 s of closing, three sentences
    Stage.MODEL: 20.0,
    Stage.DRILL: 25.0,  # a cue, one line said, one line heard
}
"""Counted aloud at 165 words a minute (proposal, to be tuned)."""

ONE_CLOSING_MINUTES: Final = 2.0
"""With less there is one closing and no more."""

TWO_CLOSINGS_MINUTES: Final = 4.0
"""Up to here it is whole, part, whole; with more it goes on as long as there is time."""


def seconds_left(minutes: float, seconds_used: float, done: Sequence[Stage]) -> float:
    """What is left of the minutes; below nothing when they are over."""
    return minutes * 60.0 - max(seconds_used, sum(USUAL_SECONDS[stage] for stage in done))


def has_time_to_shadow(minutes: float | None) -> bool:
    """A warm-up must not cost the closing."""
    if minutes is None:
        return True
    return minutes * 60.0 >= USUAL_SECONDS[Stage.SHADOWING] + USUAL_SECONDS[Stage.CLOSING]


def has_time_for_model(
    minutes: float | None, seconds_used: float, done: Sequence[Stage], *, has_drill: bool
) -> bool:
    """The whole strong version is heard only when there is a next closing to use it in."""
    if minutes is None:
        return True
    done = (*done, Stage.MODEL)
    following = following_closing(minutes, seconds_used, done, has_drill=has_drill)
    return following is not Following.END


def following_closing(
    minutes: float | None, seconds_used: float, done: Sequence[Stage], *, has_drill: bool
) -> Following:
    """Whole, then the weakest line alone, then whole again, as far as the time goes.

    ``has_drill`` when there is a line worth a drill. Without minutes the learner chooses.
    """
    if minutes is None:
        return Following.CHOICE
    closings = sum(stage is Stage.CLOSING for stage in done)
    most = 1 if minutes < ONE_CLOSING_MINUTES else 2 if minutes <= TWO_CLOSINGS_MINUTES else None
    left = seconds_left(minutes, seconds_used, done)
    if (most is not None and closings >= most) or left < USUAL_SECONDS[Stage.CLOSING]:
        return Following.END
    if not has_drill:
        return Following.CHOICE
    whole_and_part = USUAL_SECONDS[Stage.DRILL] + USUAL_SECONDS[Stage.CLOSING]
    return Following.DRILL if left >= whole_and_part else Following.CLOSING
