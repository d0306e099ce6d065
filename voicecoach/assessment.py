"""What was found in a closing: findings, delivery, assessment, attempt. No sentences here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voicecoach.transcript import Utterance, Word


class Mood(StrEnum):
    """How the interviewer takes the question how the learner stands."""

    WARM = "warm"
    RESERVED = "reserved"
    WORRY = "worry"
    """A doubt that is named."""

    EVASIVE = "evasive"
    """No answer today."""

    INTERRUPTION = "interruption"
    """No time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What the interviewer answers to the question how the learner stands."""

    text: str
    mood: str = Mood.RESERVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One label held to be there, with the words that show it."""

    label: str
    turn: int
    """Which of the attempt's turns, from 0."""

    start_word: int
    end_word: int
    """Exclusive; both count into the turn's words."""

    quote: str
    """The turn's words from start to end, joined."""

    pattern: str
    """The pack's pattern that gave the evidence."""

    similarity_ratio: float
    """Likeness of quote and pattern by rapidfuzz, 0 to 1."""

    probability_ratio: float
    """How likely the label is to be really there, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFinding(Finding):
    """A move that was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PitfallFinding(Finding):
    """A pitfall that was stepped into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFinding(Finding):
    """Something heard in the reply to the interviewer; its label is a trait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How the learner took what the interviewer answered."""

    reaction: Reaction
    turn: int
    """The learner's turn that replies to them."""

    findings: tuple[ReplyFinding, ...]
    came_back: bool
    """The reply went on to a part of the core that is no question how one stands."""

    def has(self, label: str) -> bool:
        """The trait was heard."""
        return any(finding.label == label for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one turn's words."""

    turn: int
    start_word: int
    end_word: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A silence between two words."""

    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How it was said; rates are None when there is too little to judge."""

    speaking_rate_wpm: float | None
    """Words a minute, pauses included."""

    articulation_rate_wpm: float | None
    """Words a minute of speaking time, silent pauses left out."""

    length_seconds: float
    word_count: int
    fillers_heard: int
    """A lower bound: recognisers drop "um"."""

    pauses: tuple[Pause, ...]
    words_after_last_question: int
    """0 also when no question was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All that was found in the turns of one attempt."""

    turns: tuple[Utterance, ...]
    moves: tuple[MoveFinding, ...]
    """Each label once, with its best evidence, in spoken order."""

    pitfalls: tuple[PitfallFinding, ...]
    missing_core: tuple[str, ...]
    """The core parts that no move fills, by the pack's part id, in the pack's order."""

    weak_ending: Span | None
    """A trailing, shrugging last line."""

    after_question: Span | None
    """An answer, hedge or apology put after one's own last question."""

    delivery: Delivery | None
    """None when the attempt was typed."""

    reply: Reply | None = None
    """None when no interviewer answered."""

    @property
    def has_whole_core(self) -> bool:
        """Every core part is there."""
        return not self.missing_core


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What the coach says about an assessment."""

    sentences: tuple[str, ...]
    """At most three: what was good, what to mend and why, how."""

    model_closer: str
    """The strong version: keeps the good words, mends what was missing."""

    notes: tuple[str, ...] = ()
    """The rest: shown, never spoken."""

    tip_label: str = ""
    """The label that the one thing to mend is about; empty when nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """What to take into the call: the best version of the learner's own words."""

    version: str
    lines: tuple[str, ...] = ()
    """The two lines of it to remember."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at a closing, as it is kept."""

    started_at: datetime
    """With time zone."""

    pack: str
    acoustic_model: str
    assessment: Assessment
    feedback: Feedback
    id: int | None = None
    """Given by the store."""


def words_of(turns: tuple[Utterance, ...]) -> tuple[Word, ...]:
    """The words of all turns, one after the other."""
    return tuple(word for turn in turns for word in turn.words)
