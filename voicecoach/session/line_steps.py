"""The steps of one line said alone: a machine of its own within the rehearsal's."""

from typing import TYPE_CHECKING

from voicecoach.session import actions, events, line_outcomes, outcomes
from voicecoach.session.events import Event
from voicecoach.session.joining import command_after, note_turn, obey_after, unless_gone_on
from voicecoach.session.outcomes import Outcome
from voicecoach.session.states import State

if TYPE_CHECKING:
    from voicecoach.session.session import Session


def take_line(session: "Session", event: Event) -> Outcome:
    """The line is to be checked; a command alone is to be obeyed."""
    assert isinstance(event, events.UtteranceHeard)
    command = command_after(session, event.utterance)
    if command is not None:
        return obey_after(session, command)
    note_turn(session, event)
    assert session.line is not None
    session.nudge_count = 0
    session.line = session.line.said()
    check = actions.CheckLine(exercise=session.line.exercise, said=event.utterance)
    return State.LINE_CHECKING, [check]


def nudge_line(session: "Session", _: Event) -> Outcome:
    """Nothing was said: ask for it once more, then go on to the whole closing."""
    session.cut = None  # the turn before was whole
    if session.nudge_count:
        return outcomes.cue(session)
    session.nudge_count += 1
    return State.LINE_NUDGING, [line_outcomes.line_cue(session)]


def tell_line(session: "Session", event: Event) -> Outcome:
    """What was made of the line."""
    assert isinstance(event, events.LineChecked)
    assert session.line is not None
    session.line = session.line.told(is_well_said=event.is_well_said)
    tell = line_outcomes.say_of_line(session, *event.sentences)
    return unless_gone_on(session, (State.LINE_TELLING, [tell]))
