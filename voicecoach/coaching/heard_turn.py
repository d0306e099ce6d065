"""One turn with all its hits, and the way from hits to findings in words."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from voicecoach.coaching.evidence import Hit, Listener
from voicecoach.coaching.known_words import KnownWords
from voicecoach.coaching.matching import likeness_ratio
from voicecoach.coaching.normalize import Token, tokens_from
from voicecoach.coaching.scoring import Evidence, weigh
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardTurn:
    """A turn's words as said, as tokens, and what was heard in them."""

    number: int
    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]
    confidence_ratios: tuple[float, ...] = ()
    """How sure the recogniser was of each word; empty where there was none."""

    def confidence_ratio(self, start_word: int, end_word: int) -> float:
        """How sure the recogniser was of that slice of the words, on average."""
        ratios = self.confidence_ratios[start_word:end_word]
        return sum(ratios) / len(ratios) if ratios else 1.0

    def word_span(self, start: int, end: int) -> tuple[int, int]:
        """From tokens to words; both ends exclusive at the end."""
        return self.tokens[start].word, self.tokens[end - 1].word + 1

    def quote(self, start_word: int, end_word: int) -> str:
        """The words of that slice, joined."""
        return " ".join(self.words[start_word:end_word])

    def without_words(self, spans: Sequence[tuple[int, int]]) -> "HeardTurn":
        """Without the hits that lie wholly inside one of the spans of words."""
        if not spans:
            return self
        kept = []
        for hit in self.hits:
            start, end = self.word_span(hit.start, hit.end)
            if not any(first <= start and end <= last for first, last in spans):
                kept.append(hit)
        return replace(self, hits=tuple(kept))


def hear_turn(
    number: int, words: Iterable[str], listener: Listener, *, is_growing: bool = False
) -> HeardTurn:
    """The turn with everything that the pack's patterns hear in it."""
    said = tuple(words)
    tokens = tokens_from(said)
    hits = listener.hits(tokens, are_growing=is_growing)
    return HeardTurn(number=number, words=said, tokens=tokens, hits=hits)


def hear_utterance(number: int, said: Utterance, listener: Listener) -> HeardTurn:
    """The turn, and how sure the recogniser was of its words."""
    heard = hear_turn(number, (word.text for word in said.words), listener)
    return replace(heard, confidence_ratios=tuple(word.confidence_ratio for word in said.words))


def hear_sentences(
    sentences: Sequence[str],
    listener: Listener,
    labels: frozenset[str],
    known: Mapping[str, KnownWords] = MappingProxyType({}),
) -> HeardTurn:
    """A text of some sentences, with all that the patterns of these labels hear in it.

    ``known`` are sentences of which it is known already what is heard in them.
    """
    said = tuple(word for sentence in sentences for word in sentence.split())
    tokens = tokens_from(said)
    texts = tuple(token.text for token in tokens)
    begins: dict[int, KnownWords] = {}
    words_before = 0
    for sentence in sentences:
        if sentence in known:
            place = bisect_left(tokens, words_before, key=attrgetter("word"))
            words = known[sentence].words
            # Where a sentence begins with the last words of the one before, its own are dropped.
            if texts[place : place + len(words)] == words:
                begins[place] = known[sentence]
        words_before += len(sentence.split())
    hits = listener.hits(tokens, labels=labels, known=begins)
    return HeardTurn(number=0, words=said, tokens=tokens, hits=hits)


def best_cases(
    turns: Sequence[HeardTurn], labels: Sequence[str], pack: Pack, floor_ratio: float
) -> list[tuple[HeardTurn, Evidence]]:
    """For every label its strongest case over the turns, when that reaches the floor."""
    found = []
    sorted_hits: list[dict[str, list[Hit]]] = []
    for turn in turns:
        by_label: dict[str, list[Hit]] = {}
        for hit in turn.hits:
            by_label.setdefault(hit.owner.label, []).append(hit)
        sorted_hits.append(by_label)
    for label in labels:
        cases = [
            (turn, case)
            for turn, hits in zip(turns, sorted_hits, strict=True)
            if label in hits and (case := weigh(label, hits[label], pack)) is not None
        ]
        if cases:
            best = max(cases, key=lambda pair: (pair[1].probability_ratio, -pair[0].number))
            if best[1].probability_ratio >= floor_ratio:
                found.append(best)
    return found


def finding_fields(turn: HeardTurn, case: Evidence) -> dict[str, Any]:
    """What a finding holds, from a turn and a label's case in it."""
    start_word, end_word = turn.word_span(case.start, case.end)
    heard = [token.text for token in turn.tokens[case.best.start : case.best.end]]
    return {
        "label": case.label,
        "turn": turn.number,
        "start_word": start_word,
        "end_word": end_word,
        "quote": turn.quote(start_word, end_word),
        "pattern": case.best.pattern,
        "similarity_ratio": round(likeness_ratio(heard, case.best.expected(heard)), 4),
        "probability_ratio": round(case.probability_ratio, 4),
    }
