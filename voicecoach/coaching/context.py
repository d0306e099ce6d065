"""What stands before a match and turns it around: a negation, a report, another person, an if.

String likeness cannot see these; rules over the words just before the match can. A cue counts
only within its own clause: "I'm not worried. Did I get it?" still asks.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from voicecoach.coaching.normalize import word_set

CUE_REACH_TOKENS: Final = 7
"""How far before a match a cue is looked for."""

UNASKED_REACH_TOKENS: Final = 9
DENIAL_REACH_TOKENS: Final = 4
"""How far "ask" may stand before a match, and "not" before "ask"."""

REPORT_REACH_TOKENS: Final = 2
"""A statement of one's own ("I want ...") is only reported right behind "she said"."""


class Context(StrEnum):
    """Why a match may not be the speaker's own act, here and now."""

    NEGATED = "negated"
    REPORTED = "reported"
    OTHER_PERSON = "other_person"
    SUPPOSED = "supposed"


_NEGATIONS: Final = word_set("not never hardly without spare stop needn't instead nor neither")
_ASKING: Final = word_set(
    "ask asking say saying tell telling beg begging demand push pushing press pressing pester "
    "chase chasing fish mention talk start expect expecting mean claim pretend bring promise "
    "wonder know hear want need plead go pin putting put give hold bother trouble call worry "
    "apologise apologize grovel argue discuss begin dwell suggest assume presume imply moan"
)
_SPEAKING_OF_OTHERS: Final = word_set(
    "asked said say saying shout shouted sing sang told tell wrote advise advised ask call called "
    "reckon reckoned thought thinking wanted want begged promised demanded"
)
_YOU_AND_I: Final = word_set("i you we me")
_OTHERS: Final = word_set(
    "he she they him her them his their who whoever someone somebody people everyone everybody "
    "nobody folk brother sister cousin mother mum mam dad father uncle aunt auntie nephew niece "
    "friend mate gran granny wife husband son daughter colleague lad boss manager patient "
    "customer client candidate last agent agency teacher student kid child neighbour landlord"
)
_SUPPOSING: Final = word_set("if supposing imagine were whoever")
_BOUNDARIES: Final = word_set("but and so because then although though anyway however only what")
_INVERTED_FIRST: Final = word_set(
    "did do does am are is was have has had can could will would shall should may might"
)
_INVERTED_SECOND: Final = word_set(
    "i you we it there he she they that this my your the anyone anything"
)
_QUESTION_WORDS: Final = word_set("how what when where who which why")
_HARMLESS: Final = (
    ("can", "not", "wait"),
    ("not", "only"),
    ("not", "just"),
    ("not", "hesitate"),
    ("not", "mind"),
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
)
"""Negations that deny nothing of what follows."""


def contexts_before(words: Sequence[str], start: int) -> frozenset[Context]:
    """What turns a match around that begins at the word."""
    scope = _clause_before(words, start)
    found = set()
    if _is_negated(words, scope, start) or _is_in_unasked_question(words, start):
        found.add(Context.NEGATED)
    if _is_reported(words, start):
        found.add(Context.REPORTED)
    if _has_other_subject(words, scope, start):
        found.add(Context.OTHER_PERSON)
    if start and words[start - 1] in _SUPPOSING and words[start] in ("i", "you", "it"):
        found.add(Context.SUPPOSED)
    return frozenset(found)


def _clause_before(words: Sequence[str], start: int) -> int:
    """Where the clause that leads into the match begins, within reach."""
    first = max(0, start - CUE_REACH_TOKENS)
    for place in range(start - 1, first, -1):
        if words[place] in _BOUNDARIES:
            return place + 1
        if _opens_question(words, place):
            return place
        if words[place] == "i" and words[place - 1] not in _ASKING | {"that", "whether", "if"}:
            return place
    return first


def _opens_question(words: Sequence[str], place: int) -> bool:
    after = words[place + 1] if place + 1 < len(words) else ""
    before = words[place - 1] if place else ""
    return words[place] in _INVERTED_FIRST and after in _INVERTED_SECOND and before not in _ASKING


def _is_negated(words: Sequence[str], first: int, start: int) -> bool:
    for place in range(start - 1, first - 1, -1):
        if words[place] not in _NEGATIONS:
            continue
        if any(_stands_at(words, place, phrase) for phrase in _HARMLESS):
            continue
        between = words[place + 1 : start]
        own_clause = words[start] in _QUESTION_WORDS or _opens_question(words, start)
        own_clause = own_clause or words[start] == "i" or words[start] == "you"
        return not own_clause or any(word in _ASKING for word in between) or not between
    return False


def _is_in_unasked_question(words: Sequence[str], start: int) -> bool:
    """Within what the speaker says not to ask: "I won't ask what the salary is"."""
    for place in range(start - 1, max(-1, start - 1 - UNASKED_REACH_TOKENS), -1):
        if words[place] != "ask":
            continue
        lead = words[max(0, place - DENIAL_REACH_TOKENS) : place]
        return ("not" in lead or "never" in lead) and not _starts_anew(words, place + 1, start)
    return False


def _starts_anew(words: Sequence[str], first: int, last: int) -> bool:
    """A main clause begins between the asked clause's own first words and the match."""
    own_subject_seen = False
    for place in range(first, last + 1):
        word = words[place]
        if word in _BOUNDARIES and word != "what":
            return True
        if place > first + 1 and (
            word in _QUESTION_WORDS
            or (_opens_question(words, place) and words[place - 1] not in _QUESTION_WORDS)
        ):
            return True
        if word == "i":
            if own_subject_seen:
                return True
            own_subject_seen = True
    return False


def _stands_at(words: Sequence[str], place: int, phrase: tuple[str, ...]) -> bool:
    """True if the phrase covers the place."""
    for shift in range(len(phrase)):
        begin = place - shift
        if begin >= 0 and tuple(words[begin : begin + len(phrase)]) == phrase:
            return True
    return False


def _is_reported(words: Sequence[str], start: int) -> bool:
    """Somebody else's words: "my nephew asked them, am I hired"."""
    reach = REPORT_REACH_TOKENS if words[start] == "i" else CUE_REACH_TOKENS
    for place in range(start - 1, max(-1, start - 1 - reach), -1):
        if words[place] not in _SPEAKING_OF_OTHERS:
            continue
        subject = [w for w in words[max(0, place - 4) : place] if w in _OTHERS or w in _YOU_AND_I]
        return bool(subject) and subject[-1] in _OTHERS
    return False


def _has_other_subject(words: Sequence[str], first: int, start: int) -> bool:
    """The nearest person named just before the match is neither the speaker nor the listener."""
    for place in range(start - 1, max(first, start - 3) - 1, -1):
        if words[place] in _YOU_AND_I:
            return False
        if words[place] in _OTHERS:
            return words[start] not in _YOU_AND_I and not _opens_question(words, start)
    return False
