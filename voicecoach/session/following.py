"""What follows when the voice has said its say: the shape of a rehearsal."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from voicecoach.session import outcomes
from voicecoach.session.line_outcomes import after_line, begin_line, listen_to_line
from voicecoach.session.outcomes import Outcome
from voicecoach.session.shape import Following
from voicecoach.session.states import State

if TYPE_CHECKING:
    from voicecoach.session.session import Session

_WAITING: Final = frozenset({State.PAUSING, State.PAUSED})
_BEFORE_A_CLOSING: Final = frozenset(
    {State.WELCOMING, State.CUEING, State.LISTENING, State.NUDGING}
)


def begin(session: "Session") -> Outcome:
    """A strong version to say after the coach, where there is one; else the first closing."""
    shadowing = session.script.shadowing
    if shadowing is not None and session.course.has_time_to_shadow:
        return begin_line(session, shadowing)
    return outcomes.cue(session)


def go_on(session: "Session") -> Outcome:
    """After a closing: what the time allows, or what the learner chooses."""
    course = session.course
    if session.is_winding_up or course.following is Following.END:
        return outcomes.end(session, session.script.farewell)
    if course.following is Following.DRILL and course.drill:
        return begin_line(session, course.drill)
    is_whole = course.following is Following.CLOSING
    return outcomes.cue(session) if is_whole else outcomes.ask(session)


def _after_feedback(session: "Session") -> Outcome:
    # The strong version follows the first take unasked; later it is there for the asking.
    return outcomes.model(session) if session.is_model_due else go_on(session)


def _after_model(session: "Session") -> Outcome:
    if session.line:
        return listen_to_line(session)
    return go_on(session) if session.round_count else outcomes.cue(session)


def _after_replay(session: "Session") -> Outcome:
    if session.line:
        return listen_to_line(session)
    if session.reaction:
        return outcomes.listen(session)
    return outcomes.ask(session) if session.round_count else outcomes.cue(session)


def _after_help(session: "Session") -> Outcome:
    if session.answered_from in _WAITING and not session.is_winding_up:
        return outcomes.pause(session)
    if session.line:
        return listen_to_line(session)
    if session.reaction:
        return outcomes.listen(session)
    is_at_choice = session.round_count and session.answered_from not in _BEFORE_A_CLOSING
    return outcomes.hear_choice(session) if is_at_choice else outcomes.cue(session)


NEXT_AFTER_VOICE: "Final[dict[State, Callable[[Session], Outcome]]]" = {
    State.WELCOMING: begin,
    State.CUEING: outcomes.listen,
    State.NUDGING: outcomes.listen,
    State.REACTING: outcomes.listen,
    State.LINE_CUEING: listen_to_line,
    State.LINE_NUDGING: listen_to_line,
    State.LINE_TELLING: after_line,
    State.COACHING: _after_feedback,
    State.MODELLING: _after_model,
    State.REPLAYING: _after_replay,
    State.ASKING: outcomes.hear_choice,
    State.HELPING: _after_help,
    State.PAUSING: outcomes.wait,
    State.ENDING: outcomes.finish,
}
