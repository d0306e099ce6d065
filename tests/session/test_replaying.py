"""Play me back: the learner hears what the interviewer heard."""

import pytest

from voicecoach.session import actions, events
from voicecoach.session.actions import Part
from voicecoach.session.commands import Command
from voicecoach.session.states import State


def test_the_voice_has_the_floor_and_then_asks_what_next(scene, say) -> None:
    """The ears are shut first: the coach does not listen to a loudspeaker."""
    to_do = scene.choosing().play(say.heard("play me back"))
    state = scene.session.state
    after = scene.play(events.VoiceFinished())

    assert [actions.StopListening(), actions.PlayBack()] == to_do
    assert State.REPLAYING is state
    assert Part.CHOICE is after[-1].part


def test_a_key_cuts_it_short(scene, say) -> None:
    """Skip goes on where its end would have led."""
    scene.choosing().play(say.key(Command.PLAY_BACK))
    to_do = scene.play(say.key(Command.SKIP))

    assert actions.Hush() == to_do[0]
    assert State.ASKING is scene.session.state


def test_where_there_is_nothing_to_play_that_is_said(scene, say) -> None:
    """Typed turns have no sound; it goes on with the choice."""
    scene.choosing().play(say.heard("play me back"))
    to_do = scene.play(events.NoSound())
    after = scene.play(events.VoiceFinished())

    assert [actions.Say(lines=(say.script.nothing_to_play,), part=Part.ANSWER)] == to_do
    assert isinstance(after[0], actions.Listen)


def test_before_the_first_closing_it_leads_back_to_the_prompt(scene, say) -> None:
    """Nothing was said yet."""
    scene.listening().play(say.heard("play me back"), events.NoSound())
    to_do = scene.play(events.VoiceFinished())

    assert Part.PROMPT is to_do[-1].part


def test_in_a_dialogue_the_reply_is_still_owed(answered, say) -> None:
    """The question was heard again; now the answer to the interviewer."""
    to_do = answered.play(say.key(Command.PLAY_BACK), events.VoiceFinished())

    assert "how well do i fit" == to_do[0].said_before


@pytest.mark.parametrize("command", [Command.AGAIN, Command.PAUSE])
def test_a_late_word_that_there_is_no_sound_means_nothing(scene, say, command) -> None:
    """The learner has gone on."""
    scene.choosing().play(say.key(Command.PLAY_BACK), say.key(command))

    assert [] == scene.play(events.NoSound())
