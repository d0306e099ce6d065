"""What is to be done: the only things that come out of the session. Imperatives."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.assessment import Assessment, Feedback, Keepsake, Reaction
from voicecoach.exercise import Exercise
from voicecoach.transcript import Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """The root of all actions."""


class Part(StrEnum):
    """Which part of the conversation a line belongs to."""

    WELCOME = "welcome"
    PROMPT = "prompt"
    REACTION = "reaction"
    NUDGE = "nudge"
    FEEDBACK = "feedback"
    STRONG_VERSION = "strong version"
    WEAK_VERSION = "weak version"
    DRILL = "drill"
    SHADOWING = "shadowing"
    CHOICE = "choice"
    HELP = "help"
    ANSWER = "answer"
    """A word about what the learner asked of the coach; then it goes on where it was."""

    PAUSE = "pause"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Action):
    """Speak the lines, one after the other; nothing is heard meanwhile."""

    lines: tuple[str, ...]
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush(Action):
    """Stop the voice at once."""


class Floor(StrEnum):
    """What the learner is given the floor for."""

    CLOSING = "closing"
    """All of a closing, or the rest of it."""

    QUESTION = "question"
    """A closing to an interviewer who answers when asked how the learner stands."""

    LINE = "line"
    """One line alone."""

    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen(Action):
    """Give the learner the floor: the go signal, then ears open."""

    floor: Floor
    said_before: str = ""
    """The words of the turns before, which count for what the closing still owes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearOn(Action):
    """The learner speaks: give them the floor, in the turn that was not over, if there was one.

    With what was heard of them since.
    """

    floor: Floor
    said_before: str = ""
    """As for Listen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopListening(Action):
    """Close the ears; what was half said is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn(Action):
    """End the turn now with the words so far: answered by UtteranceHeard or NothingHeard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess(Action):
    """Look at the closing."""

    turns: tuple[Utterance, ...]
    reaction: Reaction | None = None
    """What the interviewer answered before the last of them."""

    withdrawn: frozenset[str] = frozenset()
    """Pitfalls that the learner has taken back: the attempt was looked at before, with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine(Action):
    """Look at a line that was said alone: answered by LineChecked. It is no attempt."""

    exercise: Exercise
    said: Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember(Action):
    """Save the attempt, before anything is said about it."""

    assessment: Assessment
    feedback: Feedback
    is_continued: bool = False
    """It takes the place of what was saved of the same attempt before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Action):
    """Look at the last attempt in better words and save it in its place: answered by Amended.

    When it was erased, nothing.
    """

    turns: tuple[Utterance, ...]
    reaction: Reaction | None
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(Action):
    """Erase the attempt that was saved last in this rehearsal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayBack(Action):
    """Play the turn that was assessed last: answered as Say, or by NoSound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSound(Action):
    """Keep the sound of that turn: answered by SoundSaved, SoundNotSaved or NoSound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjust(Action):
    """From now on the voice speaks otherwise."""

    rate_ratio: float
    """Of the rate it began with."""

    gain_db: float
    """Above the level it began with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAlong(Action):
    """Show what to take into the call, and leave it standing when all is over."""

    keepsake: Keepsake


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Action):
    """The rehearsal is over."""
