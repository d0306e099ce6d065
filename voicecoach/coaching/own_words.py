"""The learner's good words: whole sentences of a move that can stand in a model closer as they are.

Typed words are kept as whole sentences. Of recognised speech only a clause that is a known wording
from its first word to its last is kept, so that a slip of the recogniser is never spoken back.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from voicecoach.assessment import Assessment, Finding, MoveFinding, Span
from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.heard_turn import hear_sentences
from voicecoach.coaching.moves import find_moves
from voicecoach.coaching.normalize import FILLERS, tokens_from, word_set
from voicecoach.coaching.pattern_index import PatternIndex
from voicecoach.coaching.pitfalls import find_pitfalls
from voicecoach.coaching.template import TemplateInvalid, parse, slots_in
from voicecoach.coaching.wording import MARKS, as_sentence, without_fillers
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Utterance, Word

SHORTEST_SENTENCE_WORDS: Final = 2
SHORTEST_WORDS: Final = 4
"""A sentence with its full stop may be short; a clause without one is then a fragment."""

LONGEST_WORDS: Final = 40
PAUSE_BETWEEN_SENTENCES_SECONDS: Final = 0.35

SAME_WORDS_RATIO: Final = 0.97
"""Recognised words less like their pattern than this may be a slip of the recogniser."""

CLEAN_MOVE_RATIO: Final = 0.5
"""Alone, a kept clause must still be heard as its move with this probability."""

_ENDS_A_SENTENCE: Final = re.compile(r"[.?!;][\"'\u2019\u201d)]*$")
_GOOD_STARTS: Final = word_set(
    "i i'm i'd i've i'll we my how what what's when where who which is are do does did have could",
    "can would will may thank thanks this it's with based from please after today that",
)
_BAD_ENDS: Final = word_set(
    "the a an to of and or but for my your our in on at with is are was am i you we that this if",
    "so because as by from about be been have has had would will could can do does did i'm i'd",
    "i've i'll what how when where who which very really more their his her it's um uh",
)
_LEAD_INS: Final = word_set("and so well then but um uh er okay ok right yeah yes now also")
_SHAKY: Final = word_set("whatever sorry guess suppose anyway yeah maybe kinda stuff")
"""Words that a strong version does not keep."""


def good_words(assessment: Assessment, pack: Pack) -> dict[str, str]:
    """By move: the learner's own sentence for it, where there is one that stands by itself.

    A sentence that makes two moves is given for both.
    """
    kept: dict[str, str] = {}
    for move in assessment.moves:
        turn = assessment.turns[move.turn]
        find = _whole_sentence if _is_punctuated(turn) else _known_clause
        text = find(turn, move, assessment, pack)
        if text:
            kept[move.label] = text
    return kept


def clauses_said(assessment: Assessment) -> dict[str, str]:
    """By move: the clause that its evidence stands in, as it was heard; a slip may be in it."""
    said: dict[str, str] = {}
    for move in assessment.moves:
        words = assessment.turns[move.turn].words
        begins, finishes = _edges(move, assessment)
        for first, end in _clauses(assessment.turns[move.turn], move, begins, finishes):
            start = first + _lead_in(words[first:end])
            said[move.label] = " ".join(word.text.lower().strip(MARKS) for word in words[start:end])
    return said


def _is_punctuated(turn: Utterance) -> bool:
    return not turn.is_spoken and any(_ENDS_A_SENTENCE.search(word.text) for word in turn.words)


def _whole_sentence(turn: Utterance, move: MoveFinding, found: Assessment, pack: Pack) -> str:
    """As written, from full stop to full stop; empty when it is spoiled."""
    words = turn.words
    for place in dict.fromkeys((move.start_word, move.end_word - 1)):
        start, end = place, place + 1
        while start > 0 and not _ENDS_A_SENTENCE.search(words[start - 1].text):
            start -= 1
        while end < len(words) and not _ENDS_A_SENTENCE.search(words[end - 1].text):
            end += 1
        if _is_spoiled(move.turn, start, end, found):
            continue
        texts = without_fillers([word.text for word in words[start:end]])
        if len(texts) > 1 and texts[0].lower() in {f"{word}," for word in _LEAD_INS}:
            texts = texts[1:]
        is_fit = SHORTEST_SENTENCE_WORDS <= len(texts) <= LONGEST_WORDS
        if is_fit and not _is_shaky(texts) and _is_heard(texts, move.label, pack, 0.0):
            return as_sentence(texts)
    return ""


def _known_clause(turn: Utterance, move: MoveFinding, found: Assessment, pack: Pack) -> str:
    """Words without marks: a clause with a beginning and an end; spoken, also a known wording."""
    if turn.is_spoken and move.similarity_ratio < SAME_WORDS_RATIO:
        return ""
    begins, finishes = _edges(move, found)
    for first, end in _clauses(turn, move, begins, finishes):
        start = first + _lead_in(turn.words[first:end])
        texts = [word.text for word in turn.words[start:end]]
        if _is_spoiled(move.turn, start, end, found) or not _is_clean(texts):
            continue
        if turn.is_spoken and not _is_known(texts, move.label, pack):
            continue
        if _is_heard(texts, move.label, pack, CLEAN_MOVE_RATIO):
            return as_sentence(texts)
    return ""


def _edges(move: MoveFinding, found: Assessment) -> tuple[set[int], set[int]]:
    """Where a clause of the move begins and ends at the latest: the turn's and others' edges."""
    others = [
        one for one in (*found.moves, *found.pitfalls) if one.turn == move.turn and one is not move
    ]
    begins = {0, *(one.end_word for one in others)}
    return begins, {len(found.turns[move.turn].words), *(one.start_word for one in others)}


def _clauses(
    turn: Utterance, move: MoveFinding, begins: set[int], finishes: set[int]
) -> Iterator[tuple[int, int]]:
    """Around the evidence, out to a pause, to the turn's edge or to what another label owns."""
    words, start, end = turn.words, move.start_word, move.end_word
    while start not in begins and not _breaks(words, start):
        start -= 1
    while end not in finishes and not _breaks(words, end):
        end += 1
    yield start, end


def _is_spoiled(turn: int, start: int, end: int, found: Assessment) -> bool:
    """A pitfall, a shrug or a hedge reaches into these words."""
    ends = [one for one in (found.weak_ending, found.after_question) if one]
    spoils: list[Finding | Span] = [*found.pitfalls, *ends]
    return any(one.turn == turn and start < one.end_word and one.start_word < end for one in spoils)


def _lead_in(words: Sequence[Word]) -> int:
    """How many words before the sentence only lead into it: "so, um, and"."""
    count = 0
    while count < len(words) and words[count].text.lower().strip(MARKS) in _LEAD_INS:
        count += 1
    return count


def _breaks(words: Sequence[Word], place: int) -> bool:
    """A pause just before this word."""
    gap = words[place].start_seconds - words[place - 1].end_seconds
    return gap >= PAUSE_BETWEEN_SENTENCES_SECONDS


def _is_clean(texts: Sequence[str]) -> bool:
    """Without marks to go by: it begins and ends like a sentence and has no slips."""
    if not SHORTEST_WORDS <= len(texts) <= LONGEST_WORDS:
        return False
    plain = [text.lower().strip(MARKS) for text in texts]
    if plain[0] not in _GOOD_STARTS or plain[-1] in _BAD_ENDS or _is_shaky(texts):
        return False
    if any(word in FILLERS for word in plain):
        return False
    return all(before != after for before, after in pairwise(plain))


def _is_shaky(texts: Sequence[str]) -> bool:
    return any(text.lower().strip(MARKS) in _SHAKY for text in texts)


def _is_known(texts: Sequence[str], label: str, pack: Pack) -> bool:
    """Every word belongs to one wording that the pack has for the move."""
    count = len(tokens_from(texts))
    return any(
        (match.start, match.end, match.price) == (0, count, 0.0)
        for match in _wordings_for(pack, label).matches(tokens_from(texts))
    )


@lru_cache(maxsize=64)
def _wordings_for(pack: Pack, label: str) -> PatternIndex:
    """The move's patterns with nothing left open, and its examples word by word."""
    entry = pack.entry(label)
    examples = (*entry.hears, *pack.closers.get(label, ()))
    texts = [text for text in examples if not slots_in(text)]
    texts = [" ".join(re.sub(r"[^\w' ]+", " ", text).split()) for text in texts]
    closed = [re.sub(r"\*+", " ", template) for template in entry.patterns]
    return PatternIndex([one for one in (*closed, *texts) if _is_readable(one)], pack.lists)


def _is_readable(template: str) -> bool:
    try:
        return bool(parse(template))
    except TemplateInvalid:
        return False


def _is_heard(texts: Sequence[str], label: str, pack: Pack, floor_ratio: float) -> bool:
    """Alone it is the move, and no pitfall."""
    asked = frozenset((label, *(pitfall.id for pitfall in pack.pitfalls)))
    turn = hear_sentences((" ".join(texts),), listener_for(pack), asked)
    if find_pitfalls([turn], pack):
        return False
    return any(
        move.label == label and move.probability_ratio >= floor_ratio
        for move in find_moves([turn], (), pack)
    )
