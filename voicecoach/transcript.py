"""What was heard: words, hypotheses and utterances."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word, with its place in the stream."""

    text: str
    """Lower case, no punctuation, as the recogniser gives it; as written when typed."""

    start_seconds: float
    end_seconds: float
    confidence_ratio: float = 1.0
    """0 to 1, as the recogniser sees it; too unreliable to reject a word by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """The recogniser's guess at a segment."""

    text: str
    words: tuple[Word, ...] = ()
    """With times; empty while the hypothesis is partial."""

    is_final: bool = False
    """The recogniser will not change it again; it is a part of an utterance, not a turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondHearing:
    """What a second ear makes of a stretch of sound: which words, not when."""

    words: tuple[str, ...] = ()
    """Lower case, no punctuation; none where it hears no speech."""

    confidence_ratio: float = 1.0
    """How sure it is of a word, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What the learner said in one turn."""

    words: tuple[Word, ...]
    is_spoken: bool = True
    """False when it was typed: then the word times mean nothing."""

    end_seconds: float = 0.0
    """Stream time of the last voiced sound."""

    @property
    def text(self) -> str:
        """The words, joined by single spaces."""
        return " ".join(word.text for word in self.words)

    @classmethod
    def typed(cls, text: str) -> "Utterance":
        """An utterance from text; its words are the whitespace-split pieces."""
        words = (Word(text=piece, start_seconds=0.0, end_seconds=0.0) for piece in text.split())
        return cls(words=tuple(words), is_spoken=False)
