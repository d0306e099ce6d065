"""Words that are not the speaker's here and now: other people's, or from another day."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from voicecoach.coaching.clauses import (
    CUE_REACH_TOKENS,
    LINKS,
    YOU_AND_I,
    clause_before,
    stands_alone,
)
from voicecoach.coaching.normalize import word_set

SUBJECT_REACH_TOKENS: Final = 4

OTHERS: Final = word_set(
    "he she they him her them his their who whoever someone somebody people everyone everybody "
    "nobody folk brother sister cousin mother mum mam dad father uncle aunt auntie nephew niece "
    "friend mate gran granny wife husband son daughter colleague lad boss manager patient "
    "customer client candidate last agency teacher student kid child neighbour landlord pal "
    "fella fellow guy chap bloke lady woman man girl boy gaffer supervisor adviser advisor "
    "trainee apprentice intern pupil resident guest passenger foreman grandson granddaughter "
    "grandma grandpa nana nanny learner visitor "
    "recruiter trainer tutor nan grandfather grandmother partner agent parent"
)
_SPEECH: Final = word_set(
    "asked said say saying shout shouted sing sang told tell telling wrote advise advised ask "
    "asking call called begged demanded blurted announced swore"
)
_PAST_SPEECH: Final = word_set("asked said told shouted wrote advised blurted announced")
_ATTITUDES: Final = word_set(
    "reckon reckoned thought thinking want wanted promised rule advice tip habit"
)
_TELLING: Final = _SPEECH | _ATTITUDES | {"with"}
_GOVERNS_I: Final = _SPEECH | _ATTITUDES | LINKS
_DETERMINERS: Final = word_set("my the a an her his their our some one every your another")
_BEFORE_A_VERB: Final = word_set(
    "always would will be just once even never ever had has have did do been used to keep kept "
    "straight should all often still went is was were are came come out"
)
_INTO_WORDS: Final = word_set(
    "me us them him her you his out loud straight flat outright point blank once year ago always "
    "too so just right then with on the spot to at like that whether if how my lot boss panel"
)
_REPORT_ENDS: Final = word_set("but because anyway though")
_ADVISED: Final = word_set("told telling advised tell advise")
_OWN_ASKING: Final = word_set("asked said blurted begged")
_LAST_ONES: Final = word_set("interview time job place firm round company panel")
_IN_USE: Final = word_set("am is are was were be been get got getting")
_ANOTHER_DAY: Final = word_set("him her them ago once")


def is_reported(words: Sequence[str], start: int) -> bool:
    """Others' words, or from another day: "my nephew asked them, am I hired", "I used to say"."""
    if _TELLING.isdisjoint(words[max(0, start - CUE_REACH_TOKENS) : start]):
        return False
    alone = stands_alone(words, start) and words[start] != "or"
    for place in range(start - 1, max(-1, start - 1 - CUE_REACH_TOKENS), -1):
        word = words[place]
        tells = word in _SPEECH or (word == "with" and words[place - 1] == "out")
        if tells or (word in _ATTITUDES and not alone):
            said = _is_said_by_others(words, place, start)
            if said is not None or not tells:
                return bool(said)
        elif alone and not _leads_into(words, place):
            return False
        if _ends_report(words, place):
            return False
    return False


def _ends_report(words: Sequence[str], place: int) -> bool:
    """What stands from here on is the speaker's own again."""
    word, before = words[place], words[place - 1] if place else ""
    if word == "so":
        return before not in _INTO_WORDS and before not in _SPEECH
    return word in _REPORT_ENDS or (word == "i" and before not in _GOVERNS_I)


def is_past(words: Sequence[str], start: int) -> bool:
    """From another time of the speaker's life: "I used to ...", "years ago I ..."."""
    if "ago" in words[max(0, start - 2) : start]:
        return True
    first = max(0, start - CUE_REACH_TOKENS)
    if "used" not in words[first:start] or stands_alone(words, start):
        return False
    for place in range(start - 1, max(clause_before(words, start), first) - 1, -1):
        if words[place] == "used" and words[place + 1] == "to" and words[place - 1] not in _IN_USE:
            return True
    return False


def _leads_into(words: Sequence[str], place: int) -> bool:
    """The word may stand between "said" and a clause that is said."""
    word = words[place]
    if word == "i":
        return words[place + 1] == "should"
    return word in _INTO_WORDS or word in _BEFORE_A_VERB or word in OTHERS


def _is_said_by_others(words: Sequence[str], verb: int, start: int) -> bool | None:
    """Whether others say it, or oneself on another day; None when an earlier verb may tell."""
    place = verb - 1
    while place > 0 and words[place] in _BEFORE_A_VERB:
        place -= 1
    if place < 0 or words[verb - 1] == "a":
        return False
    subject = words[place]
    first = place - SUBJECT_REACH_TOKENS - (2 if subject == "and" else 0)
    lead = words[max(0, first + 1) : place + 1]
    if subject in ("me", "us") and place and words[place - 1] in _ADVISED:
        return None
    if subject in ("you", "i") and words[place + 1] in ("should", "always"):
        return None
    if subject == "i":
        return _is_another_day(words, verb, start)
    people = [word for word in lead if word in OTHERS or word in YOU_AND_I]
    if people:
        return people[-1] in OTHERS and "as" not in lead
    return words[verb] in _PAST_SPEECH and any(word in _DETERMINERS for word in lead[:-1])


def _is_another_day(words: Sequence[str], verb: int, start: int) -> bool:
    """Said to somebody else or at another time: "I asked him", "I used to say"."""
    if words[verb - 1] == "to" and words[verb - 2] == "used":
        return True
    if words[verb] not in _OWN_ASKING and words[verb - 1] != "did":
        return False
    around = words[max(0, verb - CUE_REACH_TOKENS) : start]
    return any(word in _ANOTHER_DAY for word in around) or any(
        word == "last" and after in _LAST_ONES for word, after in pairwise(around)
    )
