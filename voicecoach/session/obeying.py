"""What each command does: whoever has the floor gives it up, then the command is done."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from voicecoach.session import actions, following, line_outcomes, outcomes
from voicecoach.session.actions import Action, Part
from voicecoach.session.commands import Command
from voicecoach.session.outcomes import Outcome
from voicecoach.session.states import HEARING, SPEAKING, State
from voicecoach.session.tally import told
from voicecoach.session.withdrawing import withdraw

if TYPE_CHECKING:
    from voicecoach.session.session import Session


def obey(session: "Session", command: Command) -> Outcome:
    """Do what the command says, from wherever the rehearsal is."""
    session.cut = None
    gives_up: list[Action] = []
    if session.state in SPEAKING:
        gives_up.append(actions.Hush())
    if session.state in HEARING:
        gives_up.append(actions.StopListening())
    state, to_do = _do(session, command)
    return state, gives_up + [action for action in to_do if action not in gives_up]


def _do(session: "Session", command: Command) -> Outcome:
    if command in (Command.SKIP, Command.GO_ON) and session.state in SPEAKING:
        return following.NEXT_AFTER_VOICE[session.state](session)
    if session.line and command in _DOING_WITH_A_LINE:
        return _DOING_WITH_A_LINE[command](session)
    drill = session.course.drill
    if drill and command in _LEADS_ON and session.state in _AT_THE_CHOICE:
        return line_outcomes.begin_line(session, drill)
    return _DOING[command](session)


def _line_again(session: "Session") -> Outcome:
    session.line = session.line.anew() if session.line else None
    return line_outcomes.cue_line(session)


def _next(session: "Session") -> Outcome:
    session.prompt_number += 1
    return outcomes.cue(session)


def _repeat(session: "Session") -> Outcome:
    if session.reaction:
        return outcomes.repeat_reaction(session)
    if session.feedback is None:
        return outcomes.cue(session)
    return State.COACHING, [outcomes.say(Part.FEEDBACK, *session.feedback.sentences)]


def _example(session: "Session") -> Outcome:
    return State.MODELLING, [outcomes.say(Part.STRONG_VERSION, session.script.example)]


def _weak_version(session: "Session") -> Outcome:
    return State.MODELLING, [outcomes.say(Part.WEAK_VERSION, session.script.weak_example)]


def _help(session: "Session") -> Outcome:
    return State.HELPING, [outcomes.say(Part.HELP, session.script.help)]


def _forget(session: "Session") -> Outcome:
    if not session.has_attempt_to_forget:
        return outcomes.answer(session, session.script.nothing_to_forget)
    session.has_attempt_to_forget = False
    session.last_attempt = None
    session.course.forget_last()
    session.kept_count -= session.is_last_kept
    session.is_last_kept = False
    session.begin_closing()
    return State.HELPING, [actions.Forget(), outcomes.say(Part.ANSWER, session.script.forgotten)]


def _adjust(session: "Session", *, rate_steps: int = 0, gain_steps: int = 0) -> Outcome:
    """Speak otherwise, and show how; what it cut short and cannot be asked for is said again."""
    manner = session.manner.changed(rate_steps=rate_steps, gain_steps=gain_steps)
    script = session.script
    line = script.as_far_as_it_goes if manner == session.manner else script.like_this
    session.manner = manner
    adjust = actions.Adjust(rate_ratio=manner.rate_ratio, gain_db=manner.gain_db)
    if session.state is State.REACTING:
        state, to_do = outcomes.repeat_reaction(session)
    elif session.state is State.COACHING and session.feedback:
        sentences = session.feedback.sentences
        state, to_do = State.COACHING, [outcomes.say(Part.FEEDBACK, line, *sentences)]
    else:
        state, to_do = outcomes.answer(session, line)
    return state, [adjust, *to_do]


def _progress(session: "Session") -> Outcome:
    return outcomes.answer(session, *told(session.facts, session.script.core_count))


def _play_back(_: "Session") -> Outcome:
    return State.REPLAYING, [actions.PlayBack()]


def _save_sound(_: "Session") -> Outcome:
    """What came of it is told as soon as that is known."""
    return State.HELPING, [actions.SaveSound()]


def _stop(session: "Session") -> Outcome:
    return outcomes.end(session, session.script.farewell)


_LEADS_ON: Final = frozenset({Command.NEXT, Command.GO_ON})
_AT_THE_CHOICE: Final = frozenset({State.ASKING, State.CHOOSING})

_DOING_WITH_A_LINE: "Final[dict[Command, Callable[[Session], Outcome]]]" = {
    Command.AGAIN: _line_again,
    Command.REPEAT: _line_again,
    Command.NEXT: outcomes.cue,
    Command.SKIP: outcomes.cue,
    Command.STRONG: line_outcomes.model_line,
    Command.GO_ON: line_outcomes.cue_line,
}
"""While one line is practised alone, "again" is the line, and "next" is the whole closing."""

_DOING: "Final[dict[Command, Callable[[Session], Outcome]]]" = {
    Command.AGAIN: outcomes.cue,
    Command.NEXT: _next,
    Command.SKIP: _next,
    Command.GO_ON: outcomes.resume,
    Command.STOP: _stop,
    Command.STRONG: outcomes.model,
    Command.WEAK: _weak_version,
    Command.EXAMPLE: _example,
    Command.REPEAT: _repeat,
    Command.PAUSE: outcomes.pause,
    Command.HELP: _help,
    Command.FORGET: _forget,
    Command.SLOWER: partial(_adjust, rate_steps=-1),
    Command.FASTER: partial(_adjust, rate_steps=1),
    Command.LOUDER: partial(_adjust, gain_steps=1),
    Command.QUIETER: partial(_adjust, gain_steps=-1),
    Command.PROGRESS: _progress,
    Command.WITHDRAW: withdraw,
    Command.PLAY_BACK: _play_back,
    Command.SAVE: _save_sound,
}
