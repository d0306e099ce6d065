"""Save this one: sound is kept when the learner says so."""

import pytest

from voicecoach.session import actions, events
from voicecoach.session.actions import Floor, Part
from voicecoach.session.commands import Command


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (events.SoundSaved(), "sound_saved"),
        (events.SoundNotSaved(), "sound_not_saved"),
        (events.NoSound(), "nothing_to_save"),
    ],
)
def test_what_came_of_it_is_told_and_the_choice_is_open_again(scene, say, event, line) -> None:
    """Saved, not saved, or nothing there."""
    asked = scene.choosing().play(say.heard("save this one"))
    told = scene.play(event)
    after = scene.play(events.VoiceFinished())

    assert [actions.StopListening(), actions.SaveSound()] == asked
    assert [actions.Say(lines=(getattr(say.script, line),), part=Part.ANSWER)] == told
    assert [actions.Listen(floor=Floor.CHOICE)] == after


def test_who_has_gone_on_is_not_called_back(scene, say) -> None:
    """The word that it is saved comes late."""
    scene.choosing().play(say.key(Command.SAVE), say.key(Command.AGAIN))

    assert [] == scene.play(events.SoundSaved())
