"""Where one line said alone can go next, and what is said on the way."""

from typing import TYPE_CHECKING

from voicecoach.exercise import Exercise
from voicecoach.session import actions, outcomes
from voicecoach.session.actions import Action, Part
from voicecoach.session.line import Line
from voicecoach.session.outcomes import Outcome
from voicecoach.session.shape import Stage
from voicecoach.session.states import State

if TYPE_CHECKING:
    from voicecoach.session.session import Session


def begin_line(session: "Session", exercise: Exercise) -> Outcome:
    """The line for the first time; a drill is offered once."""
    session.line = Line(exercise=exercise)
    session.course.note_stage(Stage.DRILL if session.line.is_drill else Stage.SHADOWING)
    session.course.drill = None
    session.begin_closing()
    return cue_line(session)


def cue_line(session: "Session") -> Outcome:
    """What to say; or the end, when nothing new may begin."""
    if session.is_winding_up:
        return outcomes.end(session, session.script.farewell)
    session.nudge_count = 0
    return State.LINE_CUEING, [line_cue(session)]


def line_cue(session: "Session") -> Action:
    """The cue in full the first time, and in a few words the second."""
    line = _line_of(session)
    again = (session.script.once_more,)
    return say_of_line(session, *(again if line.tries else line.exercise.cue_lines))


def say_of_line(session: "Session", *lines: str) -> Action:
    """The coach speaks about the line."""
    return outcomes.say(Part.DRILL if _line_of(session).is_drill else Part.SHADOWING, *lines)


def listen_to_line(session: "Session") -> Outcome:
    """The floor for the line."""
    if session.is_winding_up:
        return outcomes.farewell(session)
    return State.LINE_LISTENING, [actions.Listen(floor=outcomes.floor(session))]


def model_line(session: "Session") -> Outcome:
    """The strong line, for who wants to hear it."""
    strong = _line_of(session).exercise.strong
    return State.MODELLING, [outcomes.say(Part.STRONG_VERSION, strong)]


def after_line(session: "Session") -> Outcome:
    """A drill that was not heard is said once more; then comes the whole closing."""
    return cue_line(session) if _line_of(session).is_due_again else outcomes.cue(session)


def _line_of(session: "Session") -> Line:
    assert session.line is not None, session.state
    return session.line
