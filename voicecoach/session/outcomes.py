"""Where a rehearsal can go next, and what it says on the way: what the steps are made of."""

from typing import TYPE_CHECKING

from voicecoach.session import actions
from voicecoach.session.actions import Action, Floor, Part, Say
from voicecoach.session.shape import Stage
from voicecoach.session.states import State

if TYPE_CHECKING:
    from voicecoach.session.session import Session

Outcome = tuple[State, list[Action]]


def say(part: Part, *lines: str) -> Action:
    """The voice speaks the lines."""
    return Say(lines=lines, part=part)


def cue(session: "Session") -> Outcome:
    """The interviewer's line; or the end, when no new round may begin."""
    session.line = None
    if session.is_winding_up:
        return end(session, session.script.farewell)
    session.nudge_count = 0
    session.begin_closing()
    return State.CUEING, [say(Part.PROMPT, session.prompt)]


def react(session: "Session") -> Outcome:
    """The interviewer's answer; the next asks for another one."""
    reactions = session.script.reactions
    session.reaction = reactions[session.reaction_number % len(reactions)]
    session.reaction_number += 1
    return repeat_reaction(session)


def repeat_reaction(session: "Session") -> Outcome:
    """The interviewer's answer once more."""
    assert session.reaction is not None
    return State.REACTING, [say(Part.REACTION, session.reaction.text)]


def tell(session: "Session") -> Outcome:
    """Speak about the closing, which is saved."""
    assert session.feedback is not None
    session.begin_closing()
    session.round_count += 1
    session.course.note_stage(Stage.CLOSING)
    session.is_model_due = session.round_count == 1 and session.course.has_time_for_model
    return State.COACHING, [say(Part.FEEDBACK, *session.feedback.sentences)]


def model(session: "Session") -> Outcome:
    """The strong version of what was said, or an example when nothing was."""
    if session.is_model_due:
        session.course.note_stage(Stage.MODEL)
    session.is_model_due = False
    feedback = session.feedback
    line = feedback.model_closer if feedback else session.script.example
    return State.MODELLING, [say(Part.STRONG_VERSION, line)]


def choice(session: "Session") -> str:
    """The question what to do next: the full one first, a shorter one later."""
    script = session.script
    if session.course.drill:
        return script.choice_of_drill
    return script.choice if session.round_count <= 1 else script.choice_after_choice


def ask(session: "Session") -> Outcome:
    """What now? Or the end."""
    if session.is_winding_up:
        return end(session, session.script.farewell)
    session.nudge_count = 0
    return State.ASKING, [say(Part.CHOICE, choice(session))]


def hear_choice(session: "Session") -> Outcome:
    """The floor for a command."""
    if session.is_winding_up:
        return end(session, session.script.farewell)
    return State.CHOOSING, [actions.Listen(floor=Floor.CHOICE)]


def end(session: "Session", *lines: str) -> Outcome:
    """The last lines, with the two to remember before the very last; then nothing more."""
    *before, last = filter(None, lines)
    keepsake = session.course.keepsake
    to_remember = session.script.to_remember(keepsake.lines) if keepsake else ()
    goodbye = say(Part.GOODBYE, *before, *to_remember, last)
    return State.ENDING, [actions.StopListening(), *take_along(session), goodbye]


def take_along(session: "Session") -> list[Action]:
    """The best version stays on the screen; nothing does when nothing was practised."""
    keepsake = session.course.keepsake
    return [actions.TakeAlong(keepsake=keepsake)] if keepsake else []


def give_up(session: "Session", why: str) -> Outcome:
    """The end that the learner did not ask for: why, what is saved, and good luck if it is."""
    script = session.script
    kept = script.kept(session.kept_count)
    return end(session, why, kept, script.farewell if session.round_count else "")


def farewell(session: "Session") -> Outcome:
    """Good luck; or, when not a word was heard, what may be wrong."""
    script = session.script
    return end(session, script.farewell if session.round_count else script.nothing_heard)


def listen(session: "Session") -> Outcome:
    """The floor for a closing or a reply; or the end, when nothing more can come."""
    if session.is_winding_up:
        return tell(session) if session.reaction else farewell(session)
    return State.LISTENING, [actions.Listen(floor=floor(session), said_before=session.said_before)]


def floor(session: "Session") -> Floor:
    """What the learner says next; a whole version takes the patience that a closing takes."""
    if session.line:
        return Floor.LINE if session.line.is_drill else Floor.CLOSING
    asks = session.script.reactions and not session.reaction
    return Floor.QUESTION if asks else Floor.CLOSING


def resume(session: "Session") -> Outcome:
    """Back to where the learner was: before a reply, or at the beginning of a closing."""
    return listen(session) if session.reaction else cue(session)


def wait(session: "Session") -> Outcome:
    """The floor, but only for going on."""
    if session.is_winding_up:
        return farewell(session)
    return State.PAUSED, [actions.Listen(floor=Floor.CHOICE)]


def pause(session: "Session") -> Outcome:
    """Nothing happens until the learner is ready."""
    return State.PAUSING, [say(Part.PAUSE, session.script.paused)]


def answer(_: "Session", *lines: str) -> Outcome:
    """A word to the learner, then on from where they were."""
    return State.HELPING, [say(Part.ANSWER, *lines)]


def finish(_: "Session") -> Outcome:
    """The rehearsal is over."""
    return State.ENDED, [actions.StopListening(), actions.End()]
