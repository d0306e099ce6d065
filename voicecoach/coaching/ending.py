"""How a turn ends: on a shrug, on a goodbye, or with something put after one's own question."""

from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import Final

from voicecoach.assessment import Finding, Span
from voicecoach.coaching.clauses import AUXILIARIES, QUESTION_WORDS, opens_question
from voicecoach.coaching.evidence import Kind
from voicecoach.coaching.heard_turn import HeardTurn
from voicecoach.coaching.normalize import tokens_from, word_set
from voicecoach.coaching.pattern_index import PatternIndex
from voicecoach.packs.pack import Pack

ENDING_TOKENS: Final = 20
"""A shrug is looked for in so many last tokens."""

TRAILING: Final = word_set(
    "so yeah yes yep yup aye no nah nope well okay ok alright right like then really anyway anyhow",
    "whatever or and but because just maybe perhaps probably hey meh innit lah la lor sha cool",
    "sure though i you know y'know guess mean suppose reckon think do not from me sort kind of",
    "now again bro mate folk oh man dude",
)
"""Words that add nothing when only they follow: "that's it I guess, so, yeah"."""

DANGLING: Final = word_set("so or but and because")
"""A line that ends in one of these was let go in the middle."""

_ENDS_IN_SO: Final = word_set("hope think say believe guess suppose more even do very is was not i")
"""Before a last "so" they make it a word like any other: "I think so", "even more so"."""

_AFTER_DANGLING: Final = word_set("yeah yep yup aye no nah meh well okay like yes anyway")
"""A dangling word and one of these: "so, aye"."""

MUMBLING_TOKENS: Final = 8
MUMBLED_LAST_TOKENS: Final = 3
"""Mumbling is weighed over the last words, and must go on into the very last."""

_SHRUGS: Final = word_set(
    "yeah yep yup aye whatever guess suppose reckon innit meh nah lah la lor sha dunno"
)
_PADDING: Final = word_set(
    "so well okay ok like kind sort or maybe just alright and but because then know mean think no",
    "yes right sure cool anyway anyhow",
)
SHRUG_WEIGHT: Final = 2
MUMBLING_WEIGHT: Final = 3
"""A shrug and another empty word are mumbling. Of 3148 closings that were written for their moves
and pitfalls, two are told so, and both do end on a shrug."""

AFTER_QUESTION_REACH_TOKENS: Final = 12
"""How far behind what was recognised of a question its hedge may begin: questions have tails."""

OVERLAP_TOKENS: Final = 2
"""A question's evidence may hold the first words of the answer: "… left me unsure I do not"."""

OPENER_BEFORE_TOKENS: Final = 3
"""So far before its evidence a question may open: "what are | the next steps"."""

QUESTION_MOVES: Final = ("fit_question", "concerns_question", "next_steps")
"""The moves that are questions to the interviewer."""

_LEADS_A_QUESTION: Final = AUXILIARIES | QUESTION_WORDS
"""Behind these the words of an answer are the question's own: "do | I seem right"."""

_GRATITUDE: Final = word_set("thank thanks cheer ta grateful")
"""As tokens; behind one a question has been left standing, and mumbling begins anew."""

_RECEIPTS: Final = word_set(
    "brilliant wonderful lovely perfect excellent fantastic understood alright great grand super"
)
"""What one says to an answer: then the interviewer has spoken, and the question stood."""

_BEFORE_A_QUALITY: Final = word_set("a an the be is are as so very really me your any how make")
"""Behind these a word of praise belongs to its sentence: "the perfect person"."""


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
    words = [token.text for token in tail]
    trailing = _trailing_from(words)
    starts = [
        match.start for match in _endings_for(pack).weak.matches(tail) if match.end >= trailing
    ]
    if _trails_off(words, trailing):
        starts.append(trailing)
    mumbled = _mumbled_from(words)
    if mumbled is not None:
        starts.append(mumbled)
    return _span(turn, min(starts) + first, len(turn.tokens)) if starts else None


def _trailing_from(words: Sequence[str]) -> int:
    """Where the words begin that add nothing any more."""
    place = len(words)
    while place and words[place - 1] in TRAILING:
        place -= 1
    return place


def _trails_off(words: Sequence[str], trailing: int) -> bool:
    """The words are let go in the middle, or murmured away: "… or", "… so, aye"."""
    if not words[trailing:]:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in DANGLING:
        return last != "so" or before not in _ENDS_IN_SO
    return any(
        one in DANGLING and two in _AFTER_DANGLING for one, two in pairwise(words[trailing:])
    )


def _mumbled_from(words: Sequence[str]) -> int | None:
    """Where the last words begin to be mostly shrugs and padding; None when they are not."""
    first = max(0, len(words) - MUMBLING_TOKENS)
    thanked = [place for place in range(first, len(words)) if words[place] in _GRATITUDE]
    first = thanked[-1] + 1 if thanked else first
    empty = [place for place in range(first, len(words)) if words[place] in _SHRUGS | _PADDING]
    if not empty or empty[-1] < len(words) - MUMBLED_LAST_TOKENS:
        return None
    said = {words[place] for place in empty}
    shrugs = SHRUG_WEIGHT * len(said & _SHRUGS)
    return empty[0] if shrugs and shrugs + len(said & _PADDING) >= MUMBLING_WEIGHT else None


def signs_off(text: str, pack: Pack) -> bool:
    """The words so far end in a goodbye."""
    tail = tokens_from(text.split()[-ENDING_TOKENS:])
    return any(match.end == len(tail) for match in _endings_for(pack).sign_offs.matches(tail))


def find_after_question(turn: HeardTurn, findings: Sequence[Finding], pack: Pack) -> Span | None:
    """An answer, a hedge or an apology put right after one's own last question of the turn."""
    here = [finding for finding in findings if finding.turn == turn.number]
    question = _last_question(turn)
    if question is None:
        return None
    stops = _stops(turn, question, {finding.label for finding in here} - set(QUESTION_MOVES))
    first, reach = max(0, question - OVERLAP_TOKENS), question + AFTER_QUESTION_REACH_TOKENS
    starts = [
        place
        for match in _endings_for(pack).after_question.matches(
            turn.tokens[first:], begins_before=reach - first + 1
        )
        if (place := match.start + first) <= reach
        and (place >= question or turn.tokens[place - 1].text not in _LEADS_A_QUESTION)
        and all((place, -match.end - first) < (start, -end) for start, end in stops)
    ]
    if not starts:
        return None
    start = min(starts)
    end = min((stop for stop, _ in stops if stop > start), default=len(turn.tokens))
    return _span(turn, start, end)


def _last_question(turn: HeardTurn) -> int | None:
    """Where the evidence of the last question ends, in tokens, as short as it can be told.

    An answer can sound like a question's evidence ("two weeks, I'm guessing"), so evidence that a
    question opens goes before evidence that stands alone.
    """
    words = [token.text for token in turn.tokens]
    heard = [h for h in turn.hits if h.label in QUESTION_MOVES and h.kind is Kind.PATTERN]
    opened = [hit for hit in heard if _asks(words, hit.start)]
    ends: dict[int, int] = {}
    for hit in opened or heard:
        ends[hit.start] = min(hit.end, ends.get(hit.start, hit.end))
    return max(ends.values(), default=None)


def _asks(words: Sequence[str], start: int) -> bool:
    """A question opens where the evidence begins, or just before it."""
    return any(
        words[place] in QUESTION_WORDS
        or words[place] in ("whether", "if")
        or opens_question(words, place)
        for place in range(max(0, start - OPENER_BEFORE_TOKENS), min(start + 2, len(words)))
    )


def _stops(turn: HeardTurn, question: int, moves: Set[str]) -> list[tuple[int, int]]:
    """What behind the question shows that it stood: another move, a thank-you, a receipt."""
    words = [token.text for token in turn.tokens]
    made = [
        (hit.start, hit.end)
        for hit in turn.hits
        if hit.label in moves and hit.kind is Kind.PATTERN and hit.start >= question
    ]
    said = [
        (place, place + 1)
        for place in range(question, len(words))
        if words[place] in _GRATITUDE
        or (words[place] in _RECEIPTS and words[place - 1] not in _BEFORE_A_QUALITY)
    ]
    return sorted(made + said)


def _span(turn: HeardTurn, start: int, end: int) -> Span:
    start_word, end_word = turn.word_span(start, end)
    return Span(
        turn=turn.number,
        start_word=start_word,
        end_word=end_word,
        quote=turn.quote(start_word, end_word),
    )
