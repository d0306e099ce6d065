"""How the closings of this rehearsal went, and what to say to who asks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.assessment import Assessment

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is remembered of one closing."""

    missing_count: int
    """Parts of the core that it did not make."""

    pitfall_count: int


def facts_of(assessment: Assessment) -> Facts:
    """The few facts of a closing."""
    return Facts(missing_count=len(assessment.missing_core), pitfall_count=len(assessment.pitfalls))


def told(closings: Sequence[Facts], core_count: int) -> tuple[str, ...]:
    """How many closings, and how the last compares with the first: at most two sentences."""
    if not closings:
        return ("There is nothing yet: close the interview once, then ask me again.",)
    first, last = closings[0], closings[-1]
    if len(closings) == 1:
        return (f"One closing so far: {_described(last, core_count)}.",)
    count = f"{_number(len(closings)).capitalize()} closings so far."
    if first == last:
        return (count, f"The last is like the first: {_described(last, core_count)}.")
    was, is_now = _described(first, core_count), _described(last, core_count)
    if _is_better(last, first):
        return (count, f"The last is better than the first: {is_now}, after {was}.")
    return (count, f"The first had {was}, the last {is_now}.")


def _described(facts: Facts, core_count: int) -> str:
    """For instance "two of three parts and no pitfall"."""
    pitfalls = _counted(facts.pitfall_count, "pitfall")
    if core_count == 0:
        return pitfalls
    made_count = max(0, core_count - facts.missing_count)
    if made_count == core_count:
        parts = f"all {_number(core_count)} parts" if core_count > 1 else "the whole core"
    else:
        parts = f"{_number(made_count) if made_count else 'none'} of {_number(core_count)} parts"
    return f"{parts} and {pitfalls}"


def _is_better(one: Facts, other: Facts) -> bool:
    """Better in one thing and worse in none; else the learner may judge."""
    return (
        one != other
        and one.missing_count <= other.missing_count
        and one.pitfall_count <= other.pitfall_count
    )


def _counted(count: int, noun: str) -> str:
    return f"{_number(count)} {noun}{'s' if count > 1 else ''}"


def _number(count: int) -> str:
    """As a word while that is short."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
