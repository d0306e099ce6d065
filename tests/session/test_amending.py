"""A turn that was heard better afterwards: what is saved is amended, what was said stays said."""

from dataclasses import replace

import pytest

from voicecoach.session import actions, events
from voicecoach.session.commands import Command
from voicecoach.session.states import State
from voicecoach.transcript import Utterance

SAID = "thank you did i get the chop"
BETTER = "thank you did i get the job"


def again(said: str = SAID, better: str = BETTER) -> events.HeardAgain:
    """The second ear has done."""
    return events.HeardAgain(turn=Utterance.typed(said), better=Utterance.typed(better))


def amend(*turns: str) -> actions.Amend:
    """Look at it again in these words."""
    return actions.Amend(
        turns=tuple(map(Utterance.typed, turns)), reaction=None, withdrawn=frozenset()
    )


@pytest.fixture
def coached(scene, say):
    """A closing was assessed, and the coach is speaking about it."""
    scene.listening().play(say.heard(SAID), say.assessed())
    return scene


def test_the_attempt_is_amended_and_nothing_is_said(coached) -> None:
    """In whatever state the rehearsal is by then."""
    state = coached.session.state

    assert [amend(BETTER)] == coached.play(again())
    assert state is coached.session.state
    assert Utterance.typed(BETTER) == coached.session.last_attempt.turns[0]


def test_what_the_rehearsal_knows_is_amended_with_it(coached, say) -> None:
    """For the progress, and for the best version that is taken along."""
    found = say.assessed("Better.")
    coached.play(again(), events.Amended(turns=(Utterance.typed(BETTER),), found=found))

    assert [found] == coached.session.course.practised


def test_a_turn_that_is_being_looked_at_is_amended_after_that(scene, say) -> None:
    """It is saved first, so that there is something to amend."""
    scene.listening().play(say.heard(SAID))
    at_once = scene.play(again())
    then = scene.play(say.assessed())

    assert [] == at_once
    assert isinstance(then[0], actions.Remember)
    assert amend(BETTER) == then[-1]
    assert [] == scene.play(events.Kept())


def test_words_that_overtake_their_turn_are_not_lost(scene, say) -> None:
    """Two threads report; either may be first."""
    scene.listening().play(again(), say.heard(SAID))

    assert amend(BETTER) == scene.play(say.assessed())[-1]


def test_an_erased_attempt_stays_erased(coached) -> None:
    """Don't keep this: nor in better words."""
    forget = events.CommandHeard(command=Command.FORGET, source=events.CommandSource.KEY)
    coached.play(forget)

    assert [] == coached.play(again())
    assert coached.session.last_attempt is None


def test_an_attempt_erased_while_it_is_amended_stays_erased(coached, say) -> None:
    """The news of it comes too late."""
    forget = events.CommandHeard(command=Command.FORGET, source=events.CommandSource.KEY)
    coached.play(again(), forget)
    coached.play(events.Amended(turns=(Utterance.typed(BETTER),), found=say.assessed()))

    assert [] == coached.session.course.practised


def test_a_turn_of_another_attempt_changes_nothing(coached) -> None:
    """A line that was said alone, or one of long ago."""
    assert [] == coached.play(again("another line", "an other line"))


def test_what_was_withdrawn_stays_withdrawn(coached) -> None:
    """The learner knows better than both ears."""
    session = coached.session
    session.last_attempt = replace(session.last_attempt, withdrawn=frozenset({"asks_outright"}))
    (to_do,) = coached.play(again())

    assert frozenset({"asks_outright"}) == to_do.withdrawn


def test_after_the_end_it_is_amended_still(coached) -> None:
    """What is saved outlasts the rehearsal."""
    coached.play(events.Interrupted())

    assert State.ENDED is coached.session.state
    assert [amend(BETTER)] == coached.play(again())
