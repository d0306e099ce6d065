"""What each step does: from the session and an event to the next state and the actions.

Which step is taken when stands in ``table``.
"""

from typing import TYPE_CHECKING

from voicecoach.assessment import Assessment
from voicecoach.session import actions, amending, events, following, outcomes
from voicecoach.session.actions import Floor, Part
from voicecoach.session.commands import SPARE_WORDS_LIMIT, Command, command_in
from voicecoach.session.events import CommandSource, Event
from voicecoach.session.joining import (
    command_after,
    note_answered,
    note_turn,
    obey_after,
    unless_gone_on,
    with_the_turn_before,
)
from voicecoach.session.likely_command import likely_command
from voicecoach.session.obeying import obey
from voicecoach.session.outcomes import Outcome
from voicecoach.session.states import HEARING, State
from voicecoach.session.withdrawing import LastAttempt, correct

if TYPE_CHECKING:
    from voicecoach.session.session import Session

# The way of a rehearsal


def start(session: "Session", _: Event) -> Outcome:
    """Welcome the learner the first time, else begin."""
    if session.script.welcome:
        return State.WELCOMING, [outcomes.say(Part.WELCOME, *session.script.welcome)]
    return following.begin(session)


def take_turn(session: "Session", event: Event) -> Outcome:
    """A closing is to be assessed; a command alone is to be obeyed."""
    assert isinstance(event, events.UtteranceHeard)
    command = command_after(session, event.utterance)
    if command is not None:
        return obey_after(session, command)
    session.nudge_count = 0
    return State.ASSESSING, [_assess(session, event)]


def _assess(session: "Session", heard: events.UtteranceHeard) -> actions.Action:
    note_turn(session, heard)
    session.withdrawn = frozenset()
    session.turns = (*session.turns, heard.utterance)
    return actions.Assess(turns=session.turns, reaction=session.reaction)


def nudge(session: "Session", _: Event) -> Outcome:
    """Nothing was heard: encourage, and in the end give up kindly.

    Who does not reply to the interviewer is told about the closing without a reply.
    """
    session.cut = None  # the turn before was whole
    if session.reaction:
        if session.nudge_count:
            return outcomes.tell(session)
        session.nudge_count += 1
        return State.NUDGING, [outcomes.say(Part.NUDGE, session.script.reply_nudge)]
    if session.nudge_count >= len(session.script.nudges):
        return outcomes.give_up(session, session.script.nothing_heard)
    line = session.script.nudges[session.nudge_count]
    session.nudge_count += 1
    return State.NUDGING, [outcomes.say(Part.NUDGE, line)]


def coach(session: "Session", event: Event) -> Outcome:
    """Save the attempt first; then the interviewer answers, or the coach speaks about it."""
    assert isinstance(event, events.Assessed)
    if session.withdrawn:
        return amending.after_assessing(session, correct(session, event))
    session.feedback = event.feedback
    session.last_attempt = LastAttempt(turns=session.turns, reaction=session.reaction, found=event)
    session.course.note_attempt(event, is_continued=_is_continued(session))
    if not _is_continued(session):
        session.has_attempt_to_forget = True
        session.is_last_kept = False
    remember = _remember(session, event)
    is_answered = session.reaction is None and _is_answered(session, event.assessment)
    state, to_do = outcomes.react(session) if is_answered else outcomes.tell(session)
    state, to_do = unless_gone_on(session, (state, to_do))
    return amending.after_assessing(session, (state, [remember, *to_do]))


def _is_continued(session: "Session") -> bool:
    """The attempt, or a part of it, was saved before."""
    is_joined = session.cut is not None and session.cut.is_joined
    return is_joined or session.reaction is not None or bool(session.withdrawn)


def _is_answered(session: "Session", assessment: Assessment) -> bool:
    """The interviewer was asked how the learner stands, and there is time to answer."""
    asked = any(move.label in session.script.answered_moves for move in assessment.moves)
    return asked and bool(session.script.reactions) and not session.is_winding_up


def _remember(session: "Session", event: events.Assessed) -> actions.Action:
    return actions.Remember(
        assessment=event.assessment,
        feedback=event.feedback,
        is_continued=_is_continued(session),
    )


def note_kept(session: "Session", _: Event) -> Outcome:
    """The attempt is saved; unless it was to be erased before that was told."""
    if session.has_attempt_to_forget and not session.is_last_kept:
        session.kept_count += 1
        session.is_last_kept = True
    return session.state, []


def after_voice(session: "Session", _: Event) -> Outcome:
    """What follows when the voice has said its say."""
    note_answered(session)
    return following.NEXT_AFTER_VOICE[session.state](session)


def choose(session: "Session", event: Event) -> Outcome:
    """A command, the rest of the closing, another one, or something we did not understand."""
    assert isinstance(event, events.UtteranceHeard)
    text = event.utterance.text
    command = command_in(text) or likely_command(text)
    if command is not None:
        return obey(session, command)
    whole = with_the_turn_before(session, event)
    if whole is not None:
        return take_turn(session, whole)
    if len(event.utterance.words) >= SPARE_WORDS_LIMIT:
        return take_turn(session, event)
    return State.HELPING, [actions.StopListening(), outcomes.say(Part.HELP, session.script.help)]


def nothing_chosen(session: "Session", _: Event) -> Outcome:
    """Ask once more, then say why it ends."""
    if session.nudge_count:
        return outcomes.give_up(session, session.script.nothing_chosen)
    session.nudge_count += 1
    return State.ASKING, [
        actions.StopListening(),
        outcomes.say(Part.CHOICE, outcomes.choice(session)),
    ]


def stay_paused(session: "Session", event: Event) -> Outcome:
    """Only a command ends a pause; whatever else is heard is not for us."""
    if isinstance(event, events.UtteranceHeard):
        command = command_in(event.utterance.text)
        if command is not None and command is not Command.PAUSE:
            return obey(session, command)
    return State.PAUSED, [actions.Listen(floor=Floor.CHOICE)]


def nothing_to_play(session: "Session", _: Event) -> Outcome:
    """The learner wished to hear themself."""
    return outcomes.answer(session, session.script.nothing_to_play)


def tell_of_saving(session: "Session", event: Event) -> Outcome:
    """What came of the wish to keep the sound."""
    script = session.script
    if isinstance(event, events.NoSound):
        return outcomes.answer(session, script.nothing_to_save)
    is_saved = isinstance(event, events.SoundSaved)
    return outcomes.answer(session, script.sound_saved if is_saved else script.sound_not_saved)


# What may come at any moment


def command(session: "Session", event: Event) -> Outcome:
    """A command by key, or by voice while the voice speaks."""
    assert isinstance(event, events.CommandHeard)
    if event.source is CommandSource.VOICE and session.state in HEARING:
        return session.state, []  # the voice that it was said over has ended meanwhile
    if event.command is Command.STOP and session.state is State.LISTENING:
        return leave(session, event)  # what was being said is kept
    if event.command is Command.SKIP and session.state in (State.LISTENING, State.LINE_LISTENING):
        return session.state, [actions.HandIn()]  # "I have finished": no need to wait
    return obey(session, event.command)


def wind_up(session: "Session", _: Event) -> Outcome:
    """Time is up: finish what is under way, begin nothing."""
    session.is_time_up = True
    if session.state in (State.CHOOSING, State.PAUSED):
        return outcomes.end(session, session.script.farewell)
    return session.state, []


def recording_over(session: "Session", _: Event) -> Outcome:
    """The recording has no more sound."""
    session.is_time_up = True
    if session.state in HEARING:
        session.cut = None
        return outcomes.tell(session) if session.reaction else outcomes.farewell(session)
    return session.state, []


def leave(session: "Session", _: Event) -> Outcome:
    """Ctrl-C, or the microphone died: keep what was being said, and say nothing more."""
    if session.state is State.LISTENING:
        return State.LEAVING, [actions.HandIn()]
    if session.state is State.ASSESSING:
        return State.LEAVING, []
    return end_now(session, _)


def assess_on_leaving(session: "Session", event: Event) -> Outcome:
    """The words that were cut short by leaving still count."""
    assert isinstance(event, events.UtteranceHeard)
    if command_after(session, event.utterance) is not None:
        return end_now(session, event)
    return State.LEAVING, [_assess(session, event)]


def remember_on_leaving(session: "Session", event: Event) -> Outcome:
    """Save, silently."""
    assert isinstance(event, events.Assessed)
    session.course.note_attempt(event, is_continued=_is_continued(session))
    return State.ENDED, [
        _remember(session, event),
        actions.StopListening(),
        *outcomes.take_along(session),
        actions.End(),
    ]


def end_now(session: "Session", _: Event) -> Outcome:
    """Silence, and out."""
    shown = outcomes.take_along(session)
    return State.ENDED, [actions.Hush(), actions.StopListening(), *shown, actions.End()]
