"""Whole rehearsals with a shape, as a shell sees them: typed, printed, in plain lines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from voicecoach.history.store import SqliteJournal
from voicecoach.packs.loader import load_pack

WEAK = "thank you for your time. how well do i fit this role? did i get the job?"
WHOLE = "thank you. how well do i fit this role? what are the next steps? i want this job."
MODEL = load_pack().strong_version

Typed = Callable[..., list[str]]


@pytest.fixture
def typed(home: Path) -> Typed:
    """A rehearsal with these options and lines; the lines that it wrote."""

    def rehearse(command: str, *lines: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "voicecoach", *command.split(), "--typed", "--quiet", "--plain"],
            env=dict(os.environ),
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)
        return done.stdout.splitlines()

    return rehearse


def kept(home: Path) -> list[str]:
    """The closings in the history, as text."""
    with SqliteJournal(home) as journal:
        return [attempt.assessment.turns[0].text for attempt in journal.attempts()]


def spoken(lines: list[str], *who: str) -> list[str]:
    """What these said."""
    return [line for line in lines if line.partition(":")[0] in who]


def test_a_warm_up_is_one_version_one_closing_and_two_lines(typed: Typed, home: Path) -> None:
    """What was dropped takes one sentence; only the closing is kept; the lines stay at the end."""
    lines = typed("warmup", MODEL.replace("next steps", ""), WEAK, "this is never asked for")
    said = spoken(lines, "Coach", "Interviewer")

    assert "Coach: Let's warm up for the call." == said[0]
    assert f"Coach: {MODEL}" == said[2]
    assert "Coach: You had 43 of 45 words; you left out “next steps”." == said[3]
    assert said[4].startswith("Interviewer: ")
    assert [
        "Coach: Remember: How well do I fit this role?",
        "Coach: And: What are the next steps in the process?",
        "Coach: Good luck with the call.",
    ] == said[-3:]
    assert [
        "Remember: How well do I fit this role?",
        "Remember: What are the next steps in the process?",
    ] == lines[-2:]
    assert [WEAK] == kept(home)


def test_the_next_warm_up_brings_ones_own_best_version(typed: Typed) -> None:
    """Nothing new before a call, and good luck for the very call."""
    typed("practice --rounds 2", WEAK, "again", WHOLE)
    subprocess.run(
        [sys.executable, "-m", "voicecoach", "me", "--call-time", "2999-01-02 10:30"],
        env=dict(os.environ),
        check=True,
        capture_output=True,
    )
    said = spoken(typed("warmup", "next", WHOLE), "Coach")

    assert "Coach: Let's warm up for the call on 2 January at 10:30." == said[0]
    assert WHOLE[1:] == said[2].removeprefix("Coach: T")
    assert "Coach: Good luck with the call on 2 January at 10:30." == said[-1]


def test_three_minutes_are_whole_part_whole(typed: Typed, home: Path) -> None:
    """The line that was missing comes alone, unasked; then it ends by itself."""
    first = "thank you for your time. how well do i fit this role? i want this job."
    lines = typed("practice --minutes 3", first, "what are the next steps", WHOLE, "never asked")
    said = spoken(lines, "Coach", "Interviewer")

    cue = said.index("Coach: Only that: ask about the next steps.")
    assert said[cue + 1] == "Coach: Yes: you asked about the next steps."
    assert said[cue + 3].startswith("Interviewer: ")
    assert [first, WHOLE] == kept(home)
    assert "You: never asked" not in lines


def test_one_minute_is_one_closing(typed: Typed, home: Path) -> None:
    """Its feedback, the two lines, and good luck."""
    lines = typed("practice --minutes 1", WEAK, "never asked")

    assert [WEAK] == kept(home)
    assert not spoken(lines, "Strong version")
    assert lines[-1].startswith("Remember: ")


def test_without_minutes_the_drill_is_there_for_who_says_next(typed: Typed, home: Path) -> None:
    """Not heard the first time, once more; the line is no attempt and is not kept."""
    lines = typed("practice", WEAK, "next", "well um", "so what happens next", WHOLE, "stop")

    assert "Coach: I did not hear that line in it." in lines
    assert "Coach: Once more, that line." in lines
    assert "Coach: Yes: you asked about the next steps." in lines
    assert [WEAK, WHOLE] == kept(home)


def test_when_nothing_was_practised_nothing_is_handed_out(typed: Typed) -> None:
    """Stop in the middle of the warm-up."""
    lines = typed("warmup", "stop")

    assert not spoken(lines, "Remember", "Your best version")
    assert "Coach: Good luck with the call." == lines[-1]
