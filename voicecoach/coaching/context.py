"""What stands before a match and turns it around: a negation, a report, another person, an if.

String likeness cannot see these; rules over the words just before the match can. A cue counts
only within its own clause: "I'm not worried. Did I get it?" still asks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from voicecoach.coaching.clauses import (
    AUXILIARIES,
    REQUESTS,
    YOU_AND_I,
    clause_before,
    stands_alone,
)
from voicecoach.coaching.negation import is_left_aside, is_negated, is_unasked
from voicecoach.coaching.normalize import word_set
from voicecoach.coaching.reports import OTHERS, is_past, is_reported

SUBJECT_REACH_TOKENS: Final = 3
"""How far before a match its subject is looked for."""

VERB_REACH_TOKENS: Final = 5
QUESTION_REACH_TOKENS: Final = 8
"""How far into a question its verb, and a word that makes it the speaker's, are looked for."""

CASE_REACH_TOKENS: Final = 5
"""How far before a match "if a ..." may stand."""

OWN_PART_REACH_TOKENS: Final = 4
"""How far into a match "me" or "my" is looked for: what others do to the speaker counts."""

_SUPPOSING: Final = word_set("if supposing imagine were whoever")
_MINE: Final = word_set("me my mine myself")
_ACTING: Final = AUXILIARIES | word_set("to who that always never")
_OWNERS: Final = word_set("my your his her their")
_BEING: Final = word_set("am are is was were")
_THEY: Final = word_set("he she they")
_DETERMINERS: Final = word_set("the a an your those these their our his her")
_OF_THIS_INTERVIEW: Final = word_set(
    "panel team board committee company firm school office job role position post work contract "
    "process interview stage step decision answer result verdict outcome plan timeline timescale "
    "manager director boss owner colleague people other rest ideal best kind sort type profile "
    "person candidate gap weak biggest main hiring selection shortlist list call letter email "
    "lack break career move commute distance age accent change degree experience background "
    "resume year switch thing fact way lesson demo portfolio trial test example you"
)
"""Whom and what a question may be about and still be about the speaker."""

_DECIDING: Final = word_set(
    "decide deciding decision ring call phone email answer announce choose worry bother trouble"
)
_MADE_OWN: Final = _MINE | _DECIDING | {"i"}


class Context(StrEnum):
    """Why a match may not be the speaker's own act, here and now."""

    NEGATED = "negated"
    REPORTED = "reported"
    OTHER_PERSON = "other_person"
    ABOUT_OTHERS = "about_others"
    PAST = "past"
    SUPPOSED = "supposed"


def contexts_before(
    words: Sequence[str], start: int, among: Iterable[Context] = tuple(Context)
) -> frozenset[Context]:
    """Which of these turn a match around that begins at the word."""
    return frozenset(one for one in among if _TURNS[one](words, start))


def _is_denied(words: Sequence[str], start: int) -> bool:
    return is_negated(words, start) or is_unasked(words, start) or is_left_aside(words, start)


def _is_others_act(words: Sequence[str], start: int) -> bool:
    return _has_other_subject(words, start) or _is_anyones(words, start)


def _is_supposed(words: Sequence[str], start: int) -> bool:
    is_clause = words[start] in ("i", "you", "it")
    return is_clause and start > 0 and words[start - 1] in _SUPPOSING


def _has_other_subject(words: Sequence[str], start: int) -> bool:
    """The nearest person named just before the match is neither the speaker nor the listener."""
    if OTHERS.isdisjoint(words[max(0, start - SUBJECT_REACH_TOKENS) : start]):
        return False
    if stands_alone(words, start) or words[start] in YOU_AND_I:
        return False
    is_done_to_me = not _MINE.isdisjoint(words[start : start + OWN_PART_REACH_TOKENS])
    if is_done_to_me and words[start] not in REQUESTS:
        return False
    clause = clause_before(words, start)
    for place in range(start - 1, max(clause, start - SUBJECT_REACH_TOKENS) - 1, -1):
        if words[place] in YOU_AND_I:
            return False
        if words[place] in OTHERS and words[place] != "who":
            is_owner = place + 1 == start and words[place - 1] in _OWNERS
            acts = words[place + 1] in _ACTING or (place + 1 == start and not is_owner)
            return words[clause] != "i" or acts
    return False


def _is_anyones(words: Sequence[str], start: int) -> bool:
    """A case that may befall anyone: "if a trainee makes a mess"."""
    if "if" not in words[max(0, start - CASE_REACH_TOKENS) : start]:
        return False
    return not stands_alone(words, start) and any(
        words[place] == "if" and words[place + 1] in ("a", "an", "some", "one")
        for place in range(max(0, start - CASE_REACH_TOKENS), start - 1)
    )


def _is_question_about_others(words: Sequence[str], start: int) -> bool:
    """Somebody or something else is asked about: "did the inspectors have any concerns"."""
    begin = start if stands_alone(words, start) else clause_before(words, start)
    after = words[begin : start + QUESTION_REACH_TOKENS]
    if not _MADE_OWN.isdisjoint(after) or AUXILIARIES.isdisjoint(after):
        return False
    for place in range(begin, min(begin + VERB_REACH_TOKENS, len(words) - 2)):
        if words[place] in AUXILIARIES:
            subject, named = words[place + 1], words[place + 2 : place + 5]
            is_thing = subject in _DETERMINERS and words[place] not in _BEING
            return subject in _THEY or (is_thing and _OF_THIS_INTERVIEW.isdisjoint(named))
    return False


_TURNS: Final[Mapping[Context, Callable[[Sequence[str], int], bool]]] = {
    Context.NEGATED: _is_denied,
    Context.REPORTED: is_reported,
    Context.OTHER_PERSON: _is_others_act,
    Context.ABOUT_OTHERS: _is_question_about_others,
    Context.PAST: is_past,
    Context.SUPPOSED: _is_supposed,
}
"""How each is told from the words and where the match begins."""
