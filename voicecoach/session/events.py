"""What has happened: the only things that go into the session.

Names are past tense or participles. Times are stream seconds: sound heard so far.
"""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.assessment import Assessment, Feedback, Keepsake
from voicecoach.exercise import Exercise
from voicecoach.session.commands import Command
from voicecoach.transcript import Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The root of all events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Event):
    """The rehearsal begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorGiven(Event):
    """The ears are really open: now the learner may speak."""

    stream_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """The learner began to speak."""

    stream_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEnded(Event):
    """The learner fell silent; perhaps only a pause."""

    stream_seconds: float
    """End of the last voiced sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechResumed(Event):
    """The silence was a pause; one that was taken for the end of the turn, when that is over.

    Or it was the time that was needed to begin, when the coach has just said to.
    """

    stream_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialHeard(Event):
    """The words of the turn so far; may still change."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveShown(Event):
    """A move lit up in the words so far."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveHidden(Event):
    """A move that had lit up is not in the words any more."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceHeard(Event):
    """The learner has said something and finished: the turn is over."""

    utterance: Utterance
    closing_silence_seconds: float = 0.0
    """How much quiet was waited for; 0 when the turn ended otherwise."""

    reason: str = ""
    """Why so much and no more, for the trace."""

    first_heard: str = ""
    """The first words, for the trace, where the sound was heard again in time, and otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardAgain(Event):
    """A second ear has heard other words in a turn that was handed in without waiting for it."""

    turn: Utterance
    """As it was handed in."""

    better: Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingHeard(Event):
    """The learner was given the floor and has said nothing for a good while."""


class CommandSource(StrEnum):
    """Where a command came from."""

    VOICE = "voice"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHeard(Event):
    """The learner spoke to the program, not to the interviewer."""

    command: Command
    source: CommandSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(Event):
    """The closing has been looked at."""

    assessment: Assessment
    feedback: Feedback
    keepsake: Keepsake | None = None
    """What to take along, should it be the best attempt of the rehearsal."""

    drill: Exercise | None = None
    """The weakest line alone; None when no line is worth a drill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(Event):
    """What was saved of the last attempt rests on better words now."""

    turns: tuple[Utterance, ...]
    found: Assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChecked(Event):
    """A line that was said alone has been looked at."""

    sentences: tuple[str, ...]
    is_well_said: bool
    """It need not be said once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Event):
    """The attempt to be remembered is saved, and outlasts the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceStarted(Event):
    """The first sound of a sentence was handed to the loudspeaker."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceHushed(Event):
    """The voice was cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFinished(Event):
    """The voice has said all it had to say, and its sound has died away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSound(Event):
    """Of the learner's last turn there is no sound, or nothing to play it with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSaved(Event):
    """The sound of the learner's last turn is in a file; the screen has told where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundNotSaved(Event):
    """It could not be written; the screen has told why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioEnded(Event):
    """The recording played as the learner is over; its last turn was handed in before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarsFailed(Event):
    """The microphone or the recogniser stopped working."""

    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeIsUp(Event):
    """The minutes that the learner had are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted(Event):
    """Ctrl-C, or the terminal went away."""
