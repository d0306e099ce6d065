"""What is a command, and what only sounds like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.session.commands import KEYS, WORDINGS, Command, command_in


@pytest.mark.parametrize(("wording", "command"), WORDINGS.items())
def test_every_wording_alone_is_its_command(wording: str, command: Command) -> None:
    """Said alone, each wording does what it says."""
    assert command is command_in(wording)


@pytest.mark.parametrize(
    "closing",
    [
        "i'd love to hear the next steps",
        "could you go on",
        "what happens next",
        "please stop me if i talk too much",
        "thank you again",
        "it would be great to start over with a company like this",
        "help me understand how well i fit",
        "i said that i'd love to join",
        "how did i do in this interview",
        "i'd be happy to speak a bit slower",
        "is the process faster for some candidates",
        "",
    ],
)
def test_a_closing_with_a_command_word_is_no_command(closing: str) -> None:
    """A command stands alone: inside a closing its words are just words."""
    assert command_in(closing) is None


def test_politeness_and_hesitation_may_stand_around_a_command() -> None:
    """People say please to machines, and um to everybody."""
    assert Command.STOP is command_in("Um, stop please.")


@pytest.mark.parametrize(
    ("heard", "command"),
    [
        ("i'm skip this", Command.SKIP),
        ("a continue please", Command.GO_ON),
        ("but wait please", Command.PAUSE),
        ("week one", Command.WEAK),
        ("the by", Command.STOP),
        ("i'm done", Command.STOP),
    ],
)
def test_what_is_written_for_um_before_a_command_is_passed_over(
    heard: str, command: Command
) -> None:
    """As the starter model heard the test voices (scripts/measure_commands)."""
    assert command is command_in(heard)


def test_a_command_said_twice_is_meant_once() -> None:
    """Recognisers repeat, and so do people who are not sure they were heard."""
    assert Command.AGAIN is command_in("again again")


def test_every_command_has_a_wording_and_a_key() -> None:
    """Nothing can be done by voice alone, or by key alone."""
    assert set(Command) == set(WORDINGS.values()) == set(KEYS.values())


@given(st.sampled_from(sorted(WORDINGS)), st.lists(st.sampled_from(["um", "uh", "er"]), max_size=3))
def test_fillers_change_no_command(wording: str, fillers: list[str]) -> None:
    """However hesitantly it is said, the command is the same."""
    assert command_in(wording) is command_in(" ".join([*fillers, wording, *fillers]))
