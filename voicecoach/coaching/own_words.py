"""The learner's good words: sentences of a move that can stand in a model closer as they are."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from voicecoach.assessment import Assessment, MoveFinding, Span
from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.heard_turn import hear_turn
from voicecoach.coaching.moves import find_moves
from voicecoach.coaching.normalize import FILLERS, word_set
from voicecoach.coaching.pitfalls import find_pitfalls
from voicecoach.coaching.wording import MARKS, as_sentence
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Word

SHORTEST_WORDS: Final = 4
LONGEST_WORDS: Final = 32
PAUSE_BETWEEN_SENTENCES_SECONDS: Final = 0.35

CLEAN_MOVE_RATIO: Final = 0.5
"""Alone, a kept sentence must still be heard as its move with this probability."""

_ENDS_A_SENTENCE: Final = re.compile(r"[.?!][\"'”]?$")
_GOOD_STARTS: Final = word_set(
    "i i'm i'd i've i'll we my how what what's when where who which is are do does did have could",
    "can would will may thank thanks this it's with based from please feel after today that",
)
_BAD_ENDS: Final = word_set(
    "the a an to of and or but for my your our in on at with is are was am i you we that this if",
    "so because as by from about be been have has had would will could can do does did i'm i'd",
    "i've i'll what how when where who which very really more their his her it's um uh",
)
_LEAD_INS: Final = word_set("and so well then but um uh er okay ok right yeah yes now also")
_SHAKY: Final = word_set(
    "like whatever sorry guess suppose anyway yeah maybe kinda thing stuff",
)
"""Words that a strong version does not keep."""


def good_words(assessment: Assessment, pack: Pack) -> dict[str, str]:
    """By move: the learner's own sentence for it, where there is one that stands by itself."""
    spoiled = [(one.turn, one.start_word, one.end_word) for one in assessment.pitfalls]
    spoiled += [(span.turn, span.start_word, span.end_word) for span in _spans(assessment)]
    others = [
        (one.turn, one.start_word, one.label) for one in (*assessment.moves, *assessment.pitfalls)
    ]
    kept: dict[str, str] = {}
    for move in assessment.moves:
        words = assessment.turns[move.turn].words
        for first, end in _candidates(words, move):
            start = first + _lead_in(words[first:end])
            is_spoiled = any(
                turn == move.turn and start < last and first < end for turn, first, last in spoiled
            )
            is_spoiled = is_spoiled or any(
                turn == move.turn
                and label != move.label
                and start <= first < end
                and not move.start_word <= first < move.end_word
                for turn, first, label in others
            )
            texts = [word.text for word in words[start:end]]
            if not is_spoiled and _is_clean(texts) and _still_heard(texts, move.label, pack):
                kept[move.label] = as_sentence(texts)
                break
    return kept


def _spans(assessment: Assessment) -> list[Span]:
    return [span for span in (assessment.weak_ending, assessment.after_question) if span]


def _candidates(words: Sequence[Word], move: MoveFinding) -> Iterator[tuple[int, int]]:
    """The sentence around the evidence where punctuation or pauses show it, then the evidence."""
    start, end = move.start_word, move.end_word
    while start > 0 and not _breaks(words, start) and end - start < LONGEST_WORDS:
        start -= 1
    while end < len(words) and not _breaks(words, end) and end - start < LONGEST_WORDS:
        end += 1
    if (start == 0 or _breaks(words, start)) and (end == len(words) or _breaks(words, end)):
        yield start, end
    if end == len(words) or _breaks(words, end):
        yield move.start_word, end
    yield move.start_word, move.end_word


def _lead_in(words: Sequence[Word]) -> int:
    """How many words before the sentence only lead into it: "so, um, and"."""
    count = 0
    while count < len(words) and words[count].text.lower().strip(MARKS) in _LEAD_INS:
        count += 1
    return count


def _breaks(words: Sequence[Word], place: int) -> bool:
    """A sentence may end just before this word."""
    before, after = words[place - 1], words[place]
    if _ENDS_A_SENTENCE.search(before.text):
        return True
    return after.start_seconds - before.end_seconds >= PAUSE_BETWEEN_SENTENCES_SECONDS


def _is_clean(texts: Sequence[str]) -> bool:
    if not SHORTEST_WORDS <= len(texts) <= LONGEST_WORDS:
        return False
    plain = [text.lower().strip(MARKS) for text in texts]
    if plain[0] not in _GOOD_STARTS or plain[-1] in _BAD_ENDS:
        return False
    if any(word in FILLERS or word in _SHAKY for word in plain):
        return False
    if any(_ENDS_A_SENTENCE.search(text) for text in texts[:-1]):
        return False
    return all(before != after for before, after in pairwise(plain))


def _still_heard(texts: Sequence[str], label: str, pack: Pack) -> bool:
    """Alone it is the move, and no pitfall."""
    turn = hear_turn(0, texts, listener_for(pack))
    if find_pitfalls([turn], pack):
        return False
    return any(
        move.label == label and move.probability_ratio >= CLEAN_MOVE_RATIO
        for move in find_moves([turn], (), pack)
    )
