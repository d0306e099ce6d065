"""What the speaker denies, or says not to ask."""

from collections.abc import Sequence
from typing import Final

from voicecoach.coaching.clauses import (
    AUXILIARIES,
    CUE_REACH_TOKENS,
    PRONOUNS,
    REQUESTS,
    clause_before,
    stands_alone,
    starts_anew,
)
from voicecoach.coaching.normalize import word_set

UNASKED_REACH_TOKENS: Final = 9
DENIAL_REACH_TOKENS: Final = 7
"""How far "ask" may stand before a match, and "not" before "ask"."""

CONDITION_REACH_TOKENS: Final = 4
"""How far "if" may stand before the "not" of its clause."""

_NEGATIONS: Final = word_set("not never hardly without spare stop needn't instead nor neither")
_SAYING: Final = word_set(
    "ask asking say saying said tell telling demand wonder mention claim pretend promise mean "
    "expect know hear suggest assume presume imply discuss blame fish start beg"
)
_SAYING_A_STATEMENT: Final = _SAYING - word_set("know hear wonder start")
_QUOTING: Final = word_set("ask asking say saying said")
_UNASKED: Final = word_set(
    "ask asking asked say saying said tell telling mention mentioning raise raising discuss "
    "discussing wonder wondering"
)
_WANTING_TO_KNOW: Final = (("want", "to"), ("need", "to"), ("here", "to"), ("asking", "to"))
_OTHERS_VERBS: Final = word_set("did does has had have do")
_SPEAKERS: Final = word_set("i we just so but and then please or better")
_ON_THE_WAY_TO_ASKING: Final = word_set(
    "going to be will would sit sitting stand standing here there and come coming out turn round "
    "around even ever want wanting need just start dare about the sort type kind one of person "
    "like wish plan planning on dream dreaming go gone have been"
)
_LEAVING: Final = word_set("leave leaving put putting set setting keep keeping park parking")
_ASIDE: Final = word_set("aside alone side another")
_WHOLE_OBJECTS: Final = word_set("it this nothing anything much more")
_DELAYS: Final = word_set("drag hang dither dawdle delay stall linger mess keep sit wait")
_FOLLY: Final = word_set("mad daft crazy foolish silly head fool stupid mistake")
_HARMLESS: Final = (
    ("can", "not", "wait"),
    ("not", "only"),
    ("not", "just"),
    ("not", "hesitate"),
    ("not", "mind"),
    ("never", "mind"),
    ("not", "think", "twice"),
    ("not", "be", "happier"),
    ("not", "thank", "you", "enough"),
    ("if", "not"),
    ("or", "not"),
    ("why", "not"),
    ("not", "to", "mention"),
    ("not", "going", "to", "lie"),
    ("not", "lie"),
    ("not", "lying"),
    ("without", "saying"),
    ("without", "asking"),
    ("can", "not", "afford", "to"),
    ("you", "do", "not", "know", "how"),
    ("if", "i", "do", "not", "ask"),
    ("if", "i", "did", "not", "ask"),
)
"""Negations that deny nothing of what follows."""


def is_negated(words: Sequence[str], start: int) -> bool:
    """The clause that leads into the match denies it."""
    if _NEGATIONS.isdisjoint(words[max(0, start - CUE_REACH_TOKENS) : start]):
        return False
    for place in range(start - 1, clause_before(words, start) - 1, -1):
        word = words[place]
        if word not in _NEGATIONS or _denies_nothing(words, place, start):
            continue
        if words[place - 1] in AUXILIARIES and words[place + 1] in PRONOUNS and place:
            return False
        if not stands_alone(words, start):
            return True
        if _is_others_silence(words, place):
            return False
        is_contrast = place + 1 == start and (not place or words[place - 1] not in AUXILIARIES)
        return is_contrast or _is_said(words, place, start)
    return False


def is_unasked(words: Sequence[str], start: int) -> bool:
    """Within what the speaker says not to ask: "I won't ask what the salary is"."""
    if (_UNASKED | {"know"}).isdisjoint(words[max(0, start - UNASKED_REACH_TOKENS) : start]):
        return False
    for place in range(start - 1, max(-1, start - 1 - UNASKED_REACH_TOKENS), -1):
        if not _is_asking(words, place, start):
            continue
        for before in range(place - 1, max(-1, place - 1 - DENIAL_REACH_TOKENS), -1):
            if words[before] in ("not", "never"):
                return not (
                    _denies_nothing(words, before, start)
                    or _is_others_silence(words, before)
                    or words[place + 1] in _WHOLE_OBJECTS
                    or starts_anew(words, place + 1, start)
                )
            if words[before] not in _ON_THE_WAY_TO_ASKING:
                break
        return False
    return False


def _is_asking(words: Sequence[str], place: int, start: int) -> bool:
    """A verb whose denial takes the question behind it away."""
    if words[start] in REQUESTS:
        return words[place] in _QUOTING
    if words[place] == "know":
        return tuple(words[max(0, place - 2) : place]) in _WANTING_TO_KNOW
    return words[place] in _UNASKED


def _is_others_silence(words: Sequence[str], negation: int) -> bool:
    """Somebody else does not say it: "the advert does not say what it pays"."""
    if negation < 2 or words[negation - 1] not in _OTHERS_VERBS:
        return False
    subject = words[negation - 2]
    if words[negation - 1] == "do":
        return subject in ("you", "they")
    return subject not in _SPEAKERS


def is_left_aside(words: Sequence[str], start: int) -> bool:
    """Named only to be left: "I'm leaving salary well alone"."""
    is_left = not _LEAVING.isdisjoint(words[max(0, start - 3) : start])
    return is_left and not _ASIDE.isdisjoint(words[start + 1 : start + 5])


def _denies_nothing(words: Sequence[str], place: int, start: int) -> bool:
    if any(_stands_at(words, place, phrase) for phrase in _HARMLESS):
        return True
    if place and words[place - 1] in _FOLLY and words[place + 1] == "to":
        return True
    if words[place] == "instead":
        return words[place + 1] != "of"
    if place + 1 == start and words[start] in _DELAYS:
        return place > 0 and words[place - 1] in ("do", "us", "not")
    lead = words[max(0, place - CONDITION_REACH_TOKENS) : place]
    return ("if" in lead or "unless" in lead) and stands_alone(words, start)


def _is_said(words: Sequence[str], negation: int, start: int) -> bool:
    """A verb of saying behind the negation governs the clause that begins at the match."""
    verbs = _SAYING_A_STATEMENT if words[start] in ("i", "you") else _SAYING
    if words[start] in REQUESTS:
        verbs = _QUOTING
    for place in range(negation + 1, start):
        if words[place] in verbs:
            is_open = words[place + 1] not in _WHOLE_OBJECTS
            return is_open and not starts_anew(words, place + 1, start)
        if words[place] not in _ON_THE_WAY_TO_ASKING:
            return False
    return False


def _stands_at(words: Sequence[str], place: int, phrase: tuple[str, ...]) -> bool:
    """True if the phrase covers the place."""
    for shift in range(len(phrase)):
        begin = place - shift
        if begin >= 0 and tuple(words[begin : begin + len(phrase)]) == phrase:
            return True
    return False
