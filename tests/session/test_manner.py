"""How the learner has the coach speak otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.session import actions, events
from voicecoach.session.actions import Adjust, Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.manner import GAINS_DB, RATE_RATIOS, Manner
from voicecoach.session.states import State

STEPS = st.sampled_from([-1, 0, 1])


@pytest.mark.parametrize(
    ("spoken", "adjust"),
    [
        ("slower", Adjust(rate_ratio=0.85, gain_db=0.0)),
        ("faster", Adjust(rate_ratio=1.15, gain_db=0.0)),
        ("louder", Adjust(rate_ratio=1.0, gain_db=4.0)),
        ("quieter", Adjust(rate_ratio=1.0, gain_db=-4.0)),
    ],
)
def test_the_voice_changes_first_and_then_shows_how_it_is(scene, say, spoken, adjust) -> None:
    """The confirmation is said in the new manner; after it the choice is open again."""
    to_do = scene.choosing().play(say.heard(spoken))
    after = scene.play(events.VoiceFinished())

    assert [actions.StopListening(), adjust] == to_do[:2]
    assert actions.Say(lines=("Like this?",), part=Part.ANSWER) == to_do[2]
    assert [actions.Listen(floor=Floor.CHOICE)] == after


def test_before_a_closing_it_goes_on_with_the_prompt(scene, say) -> None:
    """In the second round, too: the learner was about to close, not to choose."""
    scene.choosing().play(say.heard("again"), events.VoiceFinished())
    to_do = scene.play(say.key(Command.SLOWER), events.VoiceFinished())

    assert [actions.Say(lines=(say.script.prompts[0],), part=Part.PROMPT)] == to_do


def test_feedback_that_was_cut_short_is_said_in_the_new_manner(scene, say) -> None:
    """Who finds the coach too fast has not understood what was said."""
    scene.listening().play(say.heard("thank you for today"), say.assessed())
    to_do = scene.play(say.key(Command.SLOWER))

    assert actions.Hush() == to_do[0]
    assert ("Like this?", "You asked about next steps.") == to_do[-1].lines
    assert State.COACHING is scene.session.state


def test_an_interviewer_who_was_too_fast_says_it_again(answered, say) -> None:
    """The answer is what the learner is to reply to."""
    answered.play(say.key(Command.REPEAT))
    to_do = answered.play(say.key(Command.SLOWER))

    assert Part.REACTION is to_do[-1].part
    assert isinstance(to_do[-2], Adjust)


def test_a_pause_stays_a_pause(scene, say) -> None:
    """Turned down in a pause, the coach goes on waiting."""
    scene.listening().play(say.key(Command.PAUSE), events.VoiceFinished())
    to_do = scene.play(say.key(Command.QUIETER), events.VoiceFinished())

    assert [actions.Say(lines=(say.script.paused,), part=Part.PAUSE)] == to_do


def test_there_is_an_end_to_slower_and_it_is_told(scene, say) -> None:
    """Below a dictation nobody can listen; the way back is open."""
    scene.choosing()
    for _ in RATE_RATIOS:
        last = scene.play(say.heard("slower"), events.VoiceFinished(), say.heard("slower"))
        scene.play(events.VoiceFinished())
    back = scene.play(say.heard("faster"))

    assert (say.script.as_far_as_it_goes,) == last[-1].lines
    assert Adjust(rate_ratio=0.72, gain_db=0.0) == back[1]


@given(st.lists(st.tuples(STEPS, STEPS)))
def test_no_way_leads_out_of_the_limits(steps) -> None:
    """However often it is asked, rate and gain are ones that can be listened to."""
    manner = Manner()
    for rate_steps, gain_steps in steps:
        manner = manner.changed(rate_steps=rate_steps, gain_steps=gain_steps)

    assert manner.rate_ratio in RATE_RATIOS.values()
    assert manner.gain_db in GAINS_DB.values()


@given(STEPS, STEPS)
def test_there_and_back_is_where_it_was(rate_steps, gain_steps) -> None:
    """Slower and then faster is as before."""
    there = Manner().changed(rate_steps=rate_steps, gain_steps=gain_steps)

    assert Manner() == there.changed(rate_steps=-rate_steps, gain_steps=-gain_steps)
