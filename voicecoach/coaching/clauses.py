"""Where one clause ends and another begins, in words without punctuation."""

from collections.abc import Sequence
from typing import Final

from voicecoach.coaching.normalize import word_set

QUESTION_PHRASE_TOKENS: Final = 4
"""How many words may ask before their subject: "how many days off do i"."""

CUE_REACH_TOKENS: Final = 7
"""How far before a match a cue is looked for."""

YOU_AND_I: Final = word_set("i you we me us")
BOUNDARIES: Final = word_set("but and so because then although though anyway however only what")
QUESTION_WORDS: Final = word_set("how what when where who which why")
AUXILIARIES: Final = word_set(
    "did do does am are is was were has have had can could will would shall should may might"
)
PRONOUNS: Final = word_set("i you we it there he she they that this")
_DETERMINERS: Final = word_set("the my your")
_VERB_GOES_ON_AFTER: Final = PRONOUNS | AUXILIARIES | word_set("to not")
_THINGS: Final = word_set("any anyone anybody anything something someone somebody owt aught")
_INVERTED_SUBJECTS: Final = PRONOUNS | _DETERMINERS | _THINGS
ASKING: Final = word_set(
    "ask asking say saying tell telling beg begging demand push pushing press pressing pester "
    "chase chasing fish mention talk start expect expecting mean claim pretend bring promise "
    "wonder know hear want need plead go pin putting put give hold bother trouble call worry "
    "apologise apologize grovel argue discuss begin dwell suggest assume presume imply moan"
)
"""What a negation takes away together with what follows."""

_QUOTING: Final = word_set("ask asking say saying tell telling wonder wondering know")
_GOVERNS_I: Final = ASKING | word_set("that whether if")
LINKS: Final = QUESTION_WORDS | word_set("that whether if so should")
_SUBJECTS: Final = word_set("i there it he she they this you")
_LEADS_A_SUBJECT: Final = AUXILIARIES | LINKS
_FRESH_STARTS: Final = word_set("sorry thank thanks cheer please")
_OPENINGS: Final = word_set("if and or but so because please sorry thank thanks cheer ta")
REQUESTS: Final = word_set("tell give let call ring phone send show take hire pick choose drop")
_REQUEST_GOES_ON_AFTER: Final = AUXILIARIES | word_set(
    "to not never and or just even please needn't who they people customer client patient guest"
)
_GOVERNING: Final = word_set("about on of whether that if")


def opens_question(words: Sequence[str], place: int) -> bool:
    """A question's verb and subject stand here, and nobody is asked them: "did i"."""
    if words[place] not in AUXILIARIES or place + 1 >= len(words):
        return False
    before, after = words[place - 1] if place else "", words[place + 1]
    if after in _DETERMINERS and before in _VERB_GOES_ON_AFTER:
        return False
    if after in _THINGS and words[place] in ("have", "has", "had"):
        return False
    return after in _INVERTED_SUBJECTS and before not in _QUOTING


def stands_alone(words: Sequence[str], start: int) -> bool:
    """The word begins a clause of its own, which no verb before it governs."""
    word, before = words[start], words[start - 1] if start else ""
    if word in REQUESTS:
        return before not in _REQUEST_GOES_ON_AFTER
    if word in QUESTION_WORDS:
        return before not in _GOVERNING or any(
            opens_question(words, place) for place in range(start + 1, min(start + 4, len(words)))
        )
    return word in ("i", "you") or word in _OPENINGS or opens_question(words, start)


def clause_before(words: Sequence[str], start: int) -> int:
    """Where the clause that leads into the match begins, within reach."""
    first = max(0, start - CUE_REACH_TOKENS)
    for place in range(start - 1, first, -1):
        word, before = words[place], words[place - 1]
        if word in BOUNDARIES or (before == "or" and word in PRONOUNS):
            return place + 1
        if opens_question(words, place):
            return place
        if word == "i" and before not in _GOVERNS_I:
            return place
    return first


def starts_anew(words: Sequence[str], first: int, last: int) -> bool:
    """A main clause begins between an asked clause's own first words and the match."""
    has_subject = False
    for place in range(first, last + 1):
        word = words[place]
        if place > first and (word in _FRESH_STARTS or (word in BOUNDARIES and word != "what")):
            return True
        if place > first + 1 and (
            word in QUESTION_WORDS
            or (opens_question(words, place) and words[place - 1] not in QUESTION_WORDS)
        ):
            return True
        if word == "i" and (has_subject or not _belongs(words, first, place)):
            return True
        has_subject = has_subject or (word in _SUBJECTS and (word != "you" or place > first))
    return False


def _belongs(words: Sequence[str], first: int, place: int) -> bool:
    """The pronoun is the subject of the asked clause: "whether i", "did i", "how much i"."""
    before = words[place - 1]
    if place == first or before in _LEADS_A_SUBJECT or (before == "you" and place == first + 1):
        return True
    is_phrase = words[first] in QUESTION_WORDS and place - first <= QUESTION_PHRASE_TOKENS
    return is_phrase and not any(word in AUXILIARIES for word in words[first:place])
