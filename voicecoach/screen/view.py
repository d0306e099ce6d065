"""What there is to see at a moment, and how each event or action changes it. Pure."""

from dataclasses import dataclass, replace
from typing import Final

from voicecoach.assessment import Assessment, Feedback, Keepsake
from voicecoach.screen.offers import COMMANDS_AT, Moment
from voicecoach.session import actions, events
from voicecoach.session.actions import Action, Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.events import Event

LINE_PARTS: Final = frozenset({Part.DRILL, Part.SHADOWING})

NOTICES: Final = 4
"""The newest are kept: at the start, what is used and what is missing is told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything the live screen shows, apart from the clock and the microphone's level."""

    moment: Moment = Moment.STARTING
    floor: Floor | None = None
    round_count: int = 0
    prompt: str = ""
    """The interviewer's line of this round."""

    part: Part | None = None
    coach_lines: tuple[str, ...] = ()
    """What the coach is saying, or said last."""

    words: str = ""
    """The closing as heard so far."""

    choice_words: str = ""
    """What is heard in answer to a choice."""

    heard: tuple[str, ...] = ()
    """Labels of the moves that have lit up, in that order."""

    assessment: Assessment | None = None
    """Of the last closing, until the next one begins."""

    feedback: Feedback | None = None
    keepsake: Keepsake | None = None
    """What to take along, once the end has come."""

    notices: tuple[str, ...] = ()


def offered(view: View) -> tuple[Command, ...]:
    """The commands worth offering now; all of them to who has asked for help."""
    if view.part is Part.HELP:
        return tuple(Command)
    is_for_choice = view.moment is Moment.OPENING and view.floor is Floor.CHOICE
    return COMMANDS_AT[_with_the_floor(view) if is_for_choice else view.moment]


def noticed(view: View, text: str) -> View:
    """The view with a notice more."""
    return replace(view, notices=(*view.notices, text)[-NOTICES:])


def without_notice(view: View, text: str) -> View:
    """The view without that notice: what it told of is over."""
    return replace(view, notices=tuple(notice for notice in view.notices if notice != text))


def after(view: View, thing: Event | Action) -> View:
    """The view once the thing has happened or is about to be done."""
    return _after_action(view, thing) if isinstance(thing, Action) else _after_event(view, thing)


def _after_action(view: View, action: Action) -> View:  # noqa: PLR0911 - one for each action
    match action:
        case actions.Say():
            return _speaking(view, action)
        case actions.Listen():
            return _opening(view, action)
        case actions.HearOn():
            return _hearing_on(view, action)
        case actions.Assess():
            words = " ".join(turn.text for turn in action.turns)
            count = view.round_count - bool(action.withdrawn)  # once more is no round more
            view = replace(view, words=words, choice_words="", round_count=count)
            return replace(view, moment=Moment.THINKING)
        case actions.Forget():
            return _forgotten(view)
        case actions.PlayBack():
            return replace(view, moment=Moment.REPLAY, part=None, coach_lines=())
        case actions.TakeAlong():
            return replace(view, keepsake=action.keepsake)
        case actions.CheckLine():
            return replace(view, moment=Moment.THINKING, words=action.said.text, choice_words="")
        case actions.End():
            return replace(view, moment=Moment.OVER)
        case _:
            return view


def _after_event(view: View, event: Event) -> View:  # noqa: PLR0911 - one for each event
    match event:
        case events.FloorGiven():
            return replace(view, moment=_with_the_floor(view))
        case events.SpeechStarted() if view.moment is Moment.SPEAK:
            return replace(view, moment=Moment.HEARING)
        case events.PartialHeard():
            return _with_words(view, event.text)
        case events.UtteranceHeard():
            return replace(_with_words(view, event.utterance.text), notices=())
        case events.MoveShown() | events.MoveHidden():
            return _lit(view, event)
        case events.Assessed():
            return _assessed(view, event)
        case events.EarsFailed():
            return noticed(view, event.problem)
        case events.TimeIsUp():
            return noticed(view, "Your time is up.")
        case _:
            return view


def _with_the_floor(view: View) -> Moment:
    """What the learner has the floor for."""
    if view.floor in (Floor.CLOSING, Floor.QUESTION, Floor.LINE):
        return Moment.SPEAK
    return Moment.PAUSED if view.part is Part.PAUSE else Moment.CHOOSE


def _lit(view: View, event: events.MoveShown | events.MoveHidden) -> View:
    others = tuple(label for label in view.heard if label != event.label)
    is_lit = isinstance(event, events.MoveShown)
    if is_lit and event.label in view.heard:
        return view
    return replace(view, heard=(*others, event.label) if is_lit else others)


def _assessed(view: View, event: events.Assessed) -> View:
    return replace(
        view,
        assessment=event.assessment,
        feedback=event.feedback,
        round_count=view.round_count + 1,
    )


def _speaking(view: View, say: actions.Say) -> View:
    if say.part is Part.PROMPT:
        view = _new_round(view)
        return replace(view, moment=Moment.INTERVIEWER, part=say.part, prompt=" ".join(say.lines))
    if say.part is Part.REACTION:
        return _answered(view, " ".join(say.lines))
    return replace(view, moment=Moment.COACH, part=say.part, coach_lines=say.lines)


def _answered(view: View, line: str) -> View:
    """The interviewer has answered: the closing goes on, and is talked about when it is over."""
    return replace(
        view,
        moment=Moment.INTERVIEWER,
        part=Part.REACTION,
        prompt=line,
        assessment=None,
        feedback=None,
        round_count=view.round_count - (view.assessment is not None),
    )


def _opening(view: View, listen: actions.Listen) -> View:
    floor = listen.floor
    if floor is not Floor.CHOICE and not listen.said_before:
        stays = view if view.part in LINE_PARTS else View()  # who shadows a model, reads along
        view = replace(_new_round(view), coach_lines=stays.coach_lines, part=stays.part)
    stays_paused = view.moment is Moment.PAUSED and floor is Floor.CHOICE
    moment = Moment.PAUSED if stays_paused else Moment.OPENING
    return replace(view, moment=moment, floor=floor, choice_words="")


def _hearing_on(view: View, hear_on: actions.HearOn) -> View:
    """The turn was not over: its words and moves stand, and nothing was said of it."""
    return replace(
        view,
        moment=Moment.HEARING,
        floor=hear_on.floor,
        part=None,
        coach_lines=(),
        assessment=None,
        feedback=None,
        round_count=view.round_count - (view.assessment is not None),
    )


def _new_round(view: View) -> View:
    """A blank sheet: the last closing has been talked about."""
    return replace(
        view, words="", heard=(), assessment=None, feedback=None, coach_lines=(), part=None
    )


def _forgotten(view: View) -> View:
    """What was erased is not left standing, neither now nor when the screen closes."""
    return replace(view, words="", heard=(), assessment=None, feedback=None)


def _with_words(view: View, words: str) -> View:
    if view.floor is Floor.CHOICE:
        return replace(view, choice_words=words)
    return replace(view, words=words)
