"""The learner speaks where the coach had begun to: the coach falls silent, and hears them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from voicecoach.assessment import Reaction
from voicecoach.session import actions, outcomes
from voicecoach.session.actions import Action
from voicecoach.session.commands import Command, command_in
from voicecoach.session.events import Event, UtteranceHeard
from voicecoach.session.line import Line
from voicecoach.session.obeying import obey
from voicecoach.session.outcomes import Outcome
from voicecoach.session.shape import Stage
from voicecoach.session.states import LOOKING, State
from voicecoach.transcript import Utterance

if TYPE_CHECKING:
    from voicecoach.session.session import Session

GOING_ON_SECONDS: Final = 2.0
"""Who speaks so soon after a turn was taken for whole goes on with it (design, section 5)."""

_TELLING: Final = frozenset({State.COACHING, State.MODELLING, State.ASKING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """All that an answer to a turn changes, but for what is saved."""

    turns: tuple[Utterance, ...]
    reaction: Reaction | None
    reaction_number: int
    round_count: int
    is_model_due: bool
    line: Line | None
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A turn that was taken for whole, as long as it may turn out that it was not."""

    heard: Utterance
    decided_seconds: float
    """Stream time at which it was taken for whole."""

    before: Place
    """Where it was heard."""

    is_joined: bool = False
    """Its beginning was taken for whole and saved before: this takes its place."""

    has_gone_on: bool = False
    """The learner spoke on."""

    answer: State | None = None
    """What that cut short."""

    after: Place | None = None
    """Where the answer had led."""


def note_turn(session: "Session", event: UtteranceHeard) -> None:
    """The turn seems to be over; before anything comes of it."""
    heard = event.utterance
    session.cut = Cut(
        heard=heard,
        decided_seconds=heard.end_seconds + event.closing_silence_seconds,
        before=_place(session),
        is_joined=session.cut is not None and session.cut.has_gone_on,
    )


def hear_on(session: "Session", _: Event) -> Outcome:
    """The learner speaks on: be silent and hear; what is being looked at is saved first."""
    if session.cut is None or session.cut.has_gone_on:
        return session.state, []
    session.cut = replace(session.cut, has_gone_on=True)
    if session.state in LOOKING:
        return session.state, []
    state, to_do = _back_from(session, session.state)
    return state, [actions.Hush(), *to_do]


def note_answered(session: "Session") -> None:
    """A line was said; once it was one that asks for something new, the turn before was whole."""
    if session.state not in _TELLING:
        session.cut = None


def with_the_turn_before(session: "Session", event: UtteranceHeard) -> UtteranceHeard | None:
    """What was heard at a choice, as the rest of the turn before; None when it is not.

    A voice that is only read is done at once: the choice is reached before who was cut off goes on.
    """
    cut, added = session.cut, event.utterance
    if cut is None or not cut.heard.is_spoken or not added.words:
        return None
    if added.words[0].start_seconds > cut.decided_seconds + GOING_ON_SECONDS:
        return None
    session.cut = replace(cut, has_gone_on=True)
    _go_to(session, cut.before)
    return replace(event, utterance=replace(added, words=(*cut.heard.words, *added.words)))


def let_begin(session: "Session", _: Event) -> Outcome:
    """Who was being encouraged to begin has begun."""
    return _hear([actions.Hush()], session)


def unless_gone_on(session: "Session", answer: Outcome) -> Outcome:
    """The answer; or none, when the learner has spoken on while it was looked for."""
    if session.cut is None or not session.cut.has_gone_on:
        return answer
    return _back_from(session, answer[0])


def command_after(session: "Session", heard: Utterance) -> Command | None:
    """The command that the turn is; of a joined one, that what was added is: it stood alone."""
    words, cut = heard.words, session.cut
    if cut is not None and cut.has_gone_on and words[: len(cut.heard.words)] == cut.heard.words:
        words = words[len(cut.heard.words) :]
    return command_in(" ".join(word.text for word in words))


def obey_after(session: "Session", command: Command) -> Outcome:
    """Do what was said; said into an answer, it is about that, and the turn before it was whole."""
    cut = session.cut
    if cut is None or cut.after is None or cut.answer is None:
        return obey(session, command)
    _go_to(session, cut.after)
    session.state = cut.answer
    state, to_do = obey(session, command)
    return state, [actions.StopListening(), *to_do]


def _back_from(session: "Session", answer: State) -> Outcome:
    """As if it had never been answered; but the answer can be come back to."""
    assert session.cut is not None
    session.cut = replace(session.cut, answer=answer, after=_place(session))
    _go_to(session, session.cut.before)
    return _hear([], session)


def _hear(first: list[Action], session: "Session") -> Outcome:
    """The floor, with what was heard just now."""
    hear = actions.HearOn(floor=outcomes.floor(session), said_before=session.said_before)
    return State.LINE_LISTENING if session.line else State.LISTENING, [*first, hear]


def _place(session: "Session") -> Place:
    return Place(
        turns=session.turns,
        reaction=session.reaction,
        reaction_number=session.reaction_number,
        round_count=session.round_count,
        is_model_due=session.is_model_due,
        line=session.line,
        stages=session.course.stages,
    )


def _go_to(session: "Session", place: Place) -> None:
    session.turns, session.reaction = place.turns, place.reaction
    session.reaction_number = place.reaction_number
    session.round_count = place.round_count
    session.is_model_due = place.is_model_due
    session.line = place.line
    session.course.stages = place.stages
