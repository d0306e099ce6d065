"""The rehearsal as a machine: events in, actions out. The steps stand in ``table``."""

from voicecoach.assessment import Feedback, Reaction
from voicecoach.session.actions import Action
from voicecoach.session.course import Course
from voicecoach.session.events import Event, HeardAgain
from voicecoach.session.joining import Cut
from voicecoach.session.line import Line
from voicecoach.session.manner import Manner
from voicecoach.session.script import Script
from voicecoach.session.states import State
from voicecoach.session.table import IGNORED, OBSERVED, STEPS
from voicecoach.session.tally import Facts, facts_of
from voicecoach.session.withdrawing import LastAttempt
from voicecoach.transcript import Utterance


class UnexpectedEvent(Exception):
    """An event that the table does not list for the state: a bug of ours."""


class Session:
    """One rehearsal from start to end. Knows no clock, file, thread or device."""

    # What the learner's wishes need; values, so that they may stand here.

    last_attempt: LastAttempt | None = None
    """None when there was none, or it was erased."""

    withdrawn: frozenset[str] = frozenset()
    """What the last attempt is just being looked at without."""

    cut: Cut | None = None
    """The last turn, while it may turn out that it was not over."""

    manner = Manner()
    """How the voice speaks."""

    answered_from = State.NEW
    """Where the learner was when the coach began to answer: it goes on there."""

    heard_again: HeardAgain | None = None
    """Better words for a turn that is just being looked at."""

    def __init__(
        self, script: Script, *, rounds: int | None = None, minutes: float | None = None
    ) -> None:
        self.script = script
        self.rounds = rounds
        self.course = Course(minutes)
        self.state = State.NEW
        self.round_count = 0
        """Attempts that were assessed."""

        self.prompt_number = 0
        self.nudge_count = 0
        """How often in a row nothing was heard."""

        self.turns: tuple[Utterance, ...] = ()
        """Of the closing under way."""

        self.reaction: Reaction | None = None
        """What the interviewer has answered in the closing under way."""

        self.reaction_number = 0
        self.feedback: Feedback | None = None
        """Of the last attempt."""

        self.is_model_due = False
        """The strong version is to follow the feedback unasked."""

        self.line: Line | None = None
        """What is practised alone; None: a closing is."""

        self.has_attempt_to_forget = False
        self.is_last_kept = False
        """The last attempt is saved, and was not erased."""

        self.kept_count = 0
        """Attempts of this rehearsal that are saved."""

        self.is_time_up = False
        """The minutes are, or the recording is."""

    @property
    def is_winding_up(self) -> bool:
        """No new round begins: time is up, or the rounds are done."""
        return self.is_time_up or (self.rounds is not None and self.round_count >= self.rounds)

    @property
    def prompt(self) -> str:
        """The interviewer's present line."""
        return self.script.prompts[self.prompt_number % len(self.script.prompts)]

    @property
    def facts(self) -> tuple[Facts, ...]:
        """Of each closing that was looked at and not erased."""
        return tuple(facts_of(attempt.assessment) for attempt in self.course.practised)

    @property
    def said_before(self) -> str:
        """The words of the closing's turns so far."""
        return " ".join(turn.text for turn in self.turns)

    def begin_closing(self) -> None:
        """Nothing is said yet, and nothing answered."""
        self.turns, self.reaction = (), None

    def receive(self, event: Event, at_seconds: float | None = None) -> list[Action]:
        """What is to be done about the event. Raises UnexpectedEvent; the state then stays.

        ``at_seconds`` is when it happened, by any clock that does not run backwards.
        """
        if at_seconds is not None:
            self.course.note_time(at_seconds)
        if type(event) in OBSERVED or (self.state, type(event)) in IGNORED:
            return []
        step = STEPS.get((self.state, type(event)))
        if step is None:
            raise UnexpectedEvent(f"{type(event).__name__} while {self.state}")
        state, to_do = step.act(self, event)
        if state not in step.targets:
            raise UnexpectedEvent(f"{type(event).__name__} led from {self.state} to {state}")
        if state is State.HELPING is not self.state:
            self.answered_from = self.state
        self.state = state
        return to_do
