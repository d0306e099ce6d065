"""What was probably meant, where a command is awaited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.session import actions
from voicecoach.session.actions import Part
from voicecoach.session.commands import Command
from voicecoach.session.likely_command import likely_command
from voicecoach.session.states import State


@pytest.mark.parametrize(
    ("heard", "command"),
    [
        ("to quiet", Command.LOUDER),
        ("how did i do so for", Command.PROGRESS),
        ("speed out", Command.FASTER),
    ],
)
def test_a_command_misheard_is_found_by_likeness(heard: str, command: Command) -> None:
    """As the starter model wrote them for the test voices."""
    assert command is likely_command(heard)


@pytest.mark.parametrize(
    ("heard", "command"),
    [("stop the others", Command.STOP), ("stop in", Command.STOP), ("hear it he", Command.STRONG)],
)
def test_what_a_crowd_adds_behind_a_command_does_not_hide_it(heard: str, command: Command) -> None:
    """As the starter model wrote "stop" with others talking behind the learner."""
    assert command is likely_command(heard)


@pytest.mark.parametrize(
    "heard",
    [
        "",
        "score",  # slower was said
        "don't stop now",
        "speak later",  # quieter was said, and faster is nearer
        "what would help you decide",
        "thank you again for seeing me",
        "i would love to hear what the next steps in the process are",
    ],
)
def test_what_is_like_nothing_or_like_two_is_no_command(heard: str) -> None:
    """Then the coach tells what can be said."""
    assert likely_command(heard) is None


@given(st.text(max_size=60))
def test_any_text_is_looked_at(heard: str) -> None:
    """Whatever a recogniser, or a keyboard, brings."""
    assert likely_command(heard) in (None, *Command)


def test_at_the_choice_the_likely_command_is_obeyed(scene, say) -> None:
    """In a closing it would be a closing; here a command is awaited."""
    to_do = scene.choosing().play(say.heard("speed out"))

    assert any(isinstance(action, actions.Adjust) for action in to_do)


def test_at_the_choice_a_mumble_is_answered_with_help(scene, say) -> None:
    """Nothing is guessed from nothing."""
    to_do = scene.choosing().play(say.heard("mm the"))

    assert State.HELPING is scene.session.state
    assert Part.HELP is to_do[-1].part
