"""When has the learner finished? Pure: spans of sound go in, named answers come out.

    WAITING ──voice──► SPEAKING ──quiet──► SILENT ──enough quiet, and words──► OVER
                          ▲                  │
                          └─────voice────────┘

Time is stream seconds and comes with the spans. Voice alone moves between the states (with
hysteresis, so that nothing flickers); words decide how long a silence must be, and noise that
brings no words never ends in an utterance. How the sound is cut into spans does not matter:
every answer carries its own exact time.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from voicecoach.recognition.closing_silence import (
    ORDINARY_PAUSE_SECONDS,
    ClosingSilence,
    Turn,
    closing_silence,
    says_something,
)
from voicecoach.recognition.endpoint_settings import ROUNDING_SECONDS, EndpointSettings
from voicecoach.session.actions import Floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of sound and what was known at its end."""

    start_seconds: float
    end_seconds: float
    speech_ratio: float
    text: str
    """The words of the turn so far, final and partial."""

    has_whole_core: bool = False
    has_signed_off: bool = False
    has_asked: bool = False
    is_command: bool = False
    """What was said into an answer of the coach, alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something happened at that stream time."""

    at_seconds: float


class VoiceBegan(Answer):
    """The first voice of the turn."""


class VoicePaused(Answer):
    """The learner fell silent, at the end of the last voiced sound."""


class VoiceResumed(Answer):
    """It was only a pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Answer):
    """The turn is over."""

    closing_silence: ClosingSilence


class NoWords(Answer):
    """A good while has passed, and nothing was said; "um" is nothing."""


class TooLong(Answer):
    """The turn is ended, however much goes on."""


class _Phase(Enum):
    WAITING = auto()
    SPEAKING = auto()
    SILENT = auto()
    OVER = auto()


class Endpoint:
    """Decides when a turn is over. ``open`` begins one; between turns it remembers pauses only."""

    LEARNING_RATIO: Final = 0.3
    """How much the newest pause counts among the learner's own."""

    def __init__(self, settings: EndpointSettings | None = None) -> None:
        self.settings = settings or EndpointSettings()
        self.usual_pause_seconds = ORDINARY_PAUSE_SECONDS
        self.open(Floor.CLOSING, 0.0)

    def open(self, floor: Floor, at_seconds: float) -> None:
        """A new turn begins."""
        self._floor = floor
        self._opened_seconds = at_seconds
        self._phase = _Phase.WAITING
        self._is_voiced = False
        self._run: _Run | None = None
        self._began_seconds = at_seconds
        self._voice_ended_seconds = at_seconds
        self._quiet_since_seconds = at_seconds
        self._sound_ended_seconds = at_seconds
        self._word_count = 0
        self._has_said_something = False

    def go_on(self, floor: Floor, at_seconds: float) -> None:
        """The turn was not over, that was a pause: a voice began at that time."""
        self._learn(at_seconds - self._voice_ended_seconds)
        self._floor = floor
        self._phase = _Phase.SPEAKING
        self._is_voiced = True
        self._run = None
        self._sound_ended_seconds = at_seconds
        self._voice_until(at_seconds)

    @property
    def has_begun(self) -> bool:
        """A voice was heard in this turn."""
        return self._phase is not _Phase.WAITING

    @property
    def voice_ended_seconds(self) -> float:
        """End of the last voiced sound so far."""
        return self._voice_ended_seconds

    def hear(self, span: Span) -> tuple[Answer, ...]:
        """What the span brought, in order; after a turn is over, nothing."""
        if self._phase is _Phase.OVER:
            return ()
        limit = self.settings
        threshold = limit.leave_ratio if self._is_voiced else limit.enter_ratio
        self._is_voiced = span.speech_ratio >= threshold
        self._note_words(span)
        answers = self._voice(span) if self._is_voiced else self._quiet(span)
        over = self._ending(span)
        if over is not None:
            self._phase = _Phase.OVER
            answers += (over,)
        return answers

    def _note_words(self, span: Span) -> None:
        """A word that sounded after the voice was last heard: the quiet began only then."""
        count = len(span.text.split())
        if count > self._word_count and self._phase is _Phase.SILENT:
            latest = self._voice_ended_seconds + self.settings.unvoiced_words_seconds
            sounded = min(span.start_seconds - self.settings.word_lag_seconds, latest)
            self._quiet_since_seconds = max(self._quiet_since_seconds, sounded)
        self._word_count = count
        self._has_said_something = says_something(span.text, self._floor)

    def _voice(self, span: Span) -> tuple[Answer, ...]:
        self._sound_ended_seconds = span.end_seconds
        if self._phase is _Phase.SPEAKING:
            self._voice_until(span.end_seconds)
            return ()
        if self._run is None or not self._is_near(self._run, span.start_seconds):
            self._run = _Run(began_seconds=span.start_seconds)
        self._run.voiced_seconds += span.end_seconds - span.start_seconds
        self._run.ended_seconds = span.end_seconds
        if self._run.voiced_seconds < self.settings.least_speech_seconds - ROUNDING_SECONDS:
            return ()
        return (self._begin_or_resume(self._run),)

    def _begin_or_resume(self, run: "_Run") -> Answer:
        is_first = self._phase is _Phase.WAITING
        if is_first:
            self._began_seconds = run.began_seconds
        else:
            self._learn(run.began_seconds - self._voice_ended_seconds)
        self._phase = _Phase.SPEAKING
        self._run = None
        self._voice_until(run.ended_seconds)
        kind = VoiceBegan if is_first else VoiceResumed
        return kind(at_seconds=run.began_seconds)

    def _quiet(self, span: Span) -> tuple[Answer, ...]:
        if self._phase is not _Phase.SPEAKING:
            return ()
        silent_from = self._voice_ended_seconds + self.settings.least_silence_seconds
        if silent_from > span.end_seconds + ROUNDING_SECONDS:
            return ()
        self._phase = _Phase.SILENT
        return (VoicePaused(at_seconds=self._voice_ended_seconds),)

    def _ending(self, span: Span) -> Answer | None:
        """Whatever ends the turn first within the span."""
        endings = (self._too_long(), self._finished(span), self._no_words())
        due = [e for e in endings if e and e.at_seconds <= span.end_seconds + ROUNDING_SECONDS]
        return min(due, key=lambda ending: ending.at_seconds, default=None)

    def _too_long(self) -> Answer | None:
        if not self.has_begun:
            return None
        return TooLong(at_seconds=self._began_seconds + self.settings.longest_turn_seconds)

    def _finished(self, span: Span) -> Answer | None:
        if self._phase is not _Phase.SILENT or not self._has_said_something or self._is_voiced:
            return None
        required = closing_silence(
            Turn(
                text=span.text,
                floor=self._floor,
                has_whole_core=span.has_whole_core,
                has_signed_off=span.has_signed_off,
                has_asked=span.has_asked,
                is_command=span.is_command,
                usual_pause_seconds=self.usual_pause_seconds,
            )
        )
        at_seconds = max(self._quiet_since_seconds + required.seconds, span.start_seconds)
        if self._run:  # perhaps a voice is beginning: wait for it
            at_seconds = max(at_seconds, self._run.ended_seconds + self.settings.flicker_seconds)
        return Finished(at_seconds=at_seconds, closing_silence=required)

    def _no_words(self) -> Answer | None:
        if self._has_said_something and self.has_begun:
            return None
        limit = self.settings
        heard_out = self._sound_ended_seconds + limit.catch_up_seconds
        patient_until = max(self._opened_seconds + limit.first_word_seconds, heard_out)
        at_seconds = min(patient_until, self._opened_seconds + limit.wordless_seconds)
        return NoWords(at_seconds=at_seconds)

    def _voice_until(self, end_seconds: float) -> None:
        self._voice_ended_seconds = end_seconds
        self._quiet_since_seconds = end_seconds

    def _is_near(self, run: "_Run", at_seconds: float) -> bool:
        gap_seconds = at_seconds - run.ended_seconds
        return gap_seconds < self.settings.flicker_seconds - ROUNDING_SECONDS

    def _learn(self, pause_seconds: float) -> None:
        """A pause that was not the end: a moving average of the learner's own."""
        self.usual_pause_seconds += self.LEARNING_RATIO * (pause_seconds - self.usual_pause_seconds)


@dataclass(slots=True)
class _Run:
    """A voice that is perhaps beginning."""

    began_seconds: float
    ended_seconds: float = 0.0
    voiced_seconds: float = 0.0
