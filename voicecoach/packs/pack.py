"""What a pack holds: moves and pitfalls with patterns, cues, and building blocks of closers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from voicecoach.assessment import Reaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPatterns:
    """What a label sounds like, and the proof of it."""

    id: str
    name: str
    """How feedback says it: "you asked about the next steps" is "asked about the next steps"."""

    patterns: tuple[str, ...]
    """Each enough by itself."""

    hints: tuple[str, ...] = ()
    """Strengthen a pattern; never enough without one."""

    guards: tuple[str, ...] = ()
    """Where one of these stands, a pattern under it does not count."""

    turned_by: tuple[str, ...] = ("negated", "reported", "other_person")
    """The contexts in which its patterns do not count; a refusal is not turned by a "not"."""

    hears: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    contested: str = ""
    """Who sees it otherwise; a note when the label is held."""

    contested_openers: tuple[str, ...] = ()
    """The note belongs only to words that begin with one of these; to all when empty."""

    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(LabelPatterns):
    """Something a good closing does."""

    purpose: str = ""
    missing: str = ""
    """How to mend its absence, in one sentence."""

    polished: str = ""
    """A good way to say it, with slots."""


class Gravity(StrEnum):
    """How much a pitfall spoils."""

    SLIGHT = "slight"
    USUAL = "usual"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall(LabelPatterns):
    """Something that spoils a closing."""

    why: str = ""
    """A sentence about the learner's words that begins with "That"."""

    instead: str = ""
    gravity: str = Gravity.USUAL
    """Of several pitfalls the gravest is told."""

    answered_by: tuple[str, ...] = ()
    """Moves that take the pitfall away wherever they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorePart:
    """A thing every closing owes; any one of its labels pays it."""

    id: str
    title: str
    """As an order: "ask how you stand"."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A part of the core, practised alone."""

    id: str
    """The core part's."""

    prompt: str
    """What the learner is asked for, and nothing else."""

    strong: str
    """A line that makes the move, with slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A line of the interviewer that gives the learner the floor."""

    text: str
    mood: str = "plain"


class ReplyTrait(StrEnum):
    """What can be heard in the learner's reply to a reaction."""

    ACKNOWLEDGED = "acknowledged"
    CONCRETE = "concrete"
    ARGUED = "argued"
    APOLOGISED = "apologised"
    PUSHED = "pushed"

    @property
    def is_fault(self) -> bool:
        """It spoils the reply."""
        return self not in (ReplyTrait.ACKNOWLEDGED, ReplyTrait.CONCRETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPatterns(LabelPatterns):
    """What a trait of a reply sounds like; its id is a ReplyTrait."""

    advice: str = ""
    """How to mend it: a good trait that is missing, or a fault that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingAdvice:
    """A tip about the closing as a whole or its delivery."""

    id: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWeights:
    """What training learned about one label: how much each of its patterns says."""

    bias: float
    by_pattern: Mapping[str, float]
    incomplete: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """By pattern and what is missing of it, as ``coaching.incomplete`` words it: how much the rest
    says."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """Everything the coach knows about one kind of closing. Compared by identity."""

    id: str
    title: str
    about: str = ""
    source: str = ""
    opening: str = ""
    """The one sentence before the very first rehearsal."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    core: tuple[CorePart, ...] = ()
    moves: tuple[Move, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    drills: tuple[Drill, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    """What the interviewer may answer to the question how the learner stands."""

    reply_traits: tuple[ReplyPatterns, ...] = ()
    closers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By label, and "greeting", "bridge", "sign_off": sentences with slots."""

    slot_defaults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weak_endings: tuple[str, ...] = ()
    after_question: tuple[str, ...] = ()
    """How an answer, a hedge or an apology after one's own question begins."""

    sign_offs: tuple[str, ...] = ()
    strong_version: str = ""
    """How to do it, to be heard before the first take."""

    weak_version: str = ""
    """How not to do it, to be heard on request."""

    advice: tuple[ClosingAdvice, ...] = ()
    weights: Mapping[str, LabelWeights] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def labels(self) -> tuple[str, ...]:
        """Moves, then pitfalls, in the pack's order."""
        return tuple(entry.id for entry in (*self.moves, *self.pitfalls))

    @property
    def answered_moves(self) -> frozenset[str]:
        """The questions that an interviewer answers at once: the first part of the core."""
        return frozenset(self.core[0].labels) if self.core else frozenset()

    def entry(self, label: str) -> Move | Pitfall:
        """The move or pitfall of that id. Raises KeyError."""
        entries: tuple[Move | Pitfall, ...] = (*self.moves, *self.pitfalls)
        for entry in entries:
            if entry.id == label:
                return entry
        raise KeyError(label)
