"""How a turn ends: on a shrug, on a goodbye, or with something put after one's own question."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from voicecoach.assessment import Finding, Span
from voicecoach.coaching.heard_turn import HeardTurn
from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.pattern_index import PatternIndex
from voicecoach.packs.pack import Pack

ENDING_TOKENS: Final = 14
"""A shrug is looked for in so many last tokens."""

LOOSE_TOKENS: Final = 1
"""A shrug may be followed by this much ("I guess that's it, yeah")."""

AFTER_QUESTION_REACH_TOKENS: Final = 8
"""How far behind the evidence of a question its hedge may begin: questions have tails."""

QUESTION_MOVES: Final = ("fit_question", "concerns_question", "next_steps")
"""The moves that are questions to the interviewer."""


class _Endings:
    """The pack's ending patterns, ready to be looked for."""

    def __init__(self, pack: Pack) -> None:
        self.weak = PatternIndex(pack.weak_endings, pack.lists)
        self.after_question = PatternIndex(pack.after_question, pack.lists)
        self.sign_offs = PatternIndex(pack.sign_offs, pack.lists)


@lru_cache(maxsize=4)
def _endings_for(pack: Pack) -> _Endings:
    return _Endings(pack)


def find_weak_ending(turn: HeardTurn, pack: Pack) -> Span | None:
    """A trailing, shrugging last line of the turn."""
    first = max(0, len(turn.tokens) - ENDING_TOKENS)
    tail = turn.tokens[first:]
    reaching = [
        match
        for match in _endings_for(pack).weak.matches(tail)
        if match.end >= len(tail) - LOOSE_TOKENS
    ]
    if not reaching:
        return None
    start = min(match.start for match in reaching) + first
    return _span(turn, start, len(turn.tokens))


def signs_off(text: str, pack: Pack) -> bool:
    """The words so far end in a goodbye."""
    tail = tokens_from(text.split()[-ENDING_TOKENS:])
    return any(match.end == len(tail) for match in _endings_for(pack).sign_offs.matches(tail))


def find_after_question(turn: HeardTurn, findings: Sequence[Finding], pack: Pack) -> Span | None:
    """An answer, a hedge or an apology put right after one's own last question of the turn."""
    asked = [f for f in findings if f.turn == turn.number and f.label in QUESTION_MOVES]
    if not asked:
        return None
    last = max(asked, key=lambda finding: finding.end_word)
    behind = [place for place, token in enumerate(turn.tokens) if token.word >= last.end_word]
    if not behind:
        return None
    first = behind[0]
    later = [f.start_word for f in findings if f.start_word >= last.end_word]
    hedges = [
        match
        for match in _endings_for(pack).after_question.matches(turn.tokens[first:])
        if match.start <= AFTER_QUESTION_REACH_TOKENS
    ]
    if not hedges:
        return None
    start = min(match.start for match in hedges) + first
    if any(word <= turn.tokens[start].word for word in later):
        return None
    end = next(
        (p for p in range(start, len(turn.tokens)) if turn.tokens[p].word in later),
        len(turn.tokens),
    )
    return _span(turn, start, end)


def _span(turn: HeardTurn, start: int, end: int) -> Span:
    start_word, end_word = turn.word_span(start, end)
    return Span(
        turn=turn.number,
        start_word=start_word,
        end_word=end_word,
        quote=turn.quote(start_word, end_word),
    )
