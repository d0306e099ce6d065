"""A turn that a second ear heard better, too late for the answer: what was saved is amended."""

from dataclasses import replace
from typing import TYPE_CHECKING

from voicecoach.session import actions, events
from voicecoach.session.actions import Action
from voicecoach.session.events import Event, HeardAgain
from voicecoach.session.outcomes import Outcome
from voicecoach.session.states import State
from voicecoach.transcript import Utterance

if TYPE_CHECKING:
    from voicecoach.session.session import Session


def note_heard_again(session: "Session", event: Event) -> Outcome:
    """Amend the last attempt, if the turn is one of its; what was told about it stays told.

    A turn that is just being looked at is amended after that: see ``after_assessing``.
    """
    assert isinstance(event, HeardAgain)
    session.heard_again = event
    return session.state, [] if session.state is State.ASSESSING else _amendment(session)


def after_assessing(session: "Session", outcome: Outcome) -> Outcome:
    """The same, and what had to wait for it."""
    state, to_do = outcome
    return state, [*to_do, *_amendment(session)]


def note_amended(session: "Session", event: Event) -> Outcome:
    """What the rehearsal knows of the attempt is what was saved of it."""
    assert isinstance(event, events.Amended)
    last = session.last_attempt
    if last is not None and last.turns == event.turns:
        session.course.amend_last(event.found)
    return session.state, []


def _amendment(session: "Session") -> list[Action]:
    """Nothing for a turn that is no part of the last attempt: a line, a command, one erased."""
    again, last = session.heard_again, session.last_attempt
    if again is None:
        return []
    session.turns = _with(again, session.turns)
    if last is None or (again.turn not in last.turns and again.better not in last.turns):
        return []
    session.heard_again = None
    last = session.last_attempt = replace(last, turns=_with(again, last.turns))
    return [actions.Amend(turns=last.turns, reaction=last.reaction, withdrawn=last.withdrawn)]


def _with(again: HeardAgain, turns: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    return tuple(again.better if turn == again.turn else turn for turn in turns)
