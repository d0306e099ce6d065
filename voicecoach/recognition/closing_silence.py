"""How much quiet must pass before a turn is over, and why. Pure: a table, read from the top.

Silence alone cuts people off in 21.7 % of turns at 0.6 s, in 10 % at 1.0 s, in 5 % at 1.6 s
(livekit/eot-bench). The words are free here, and so is what the closing still owes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voicecoach.session.actions import Floor


class SilenceReason(StrEnum):
    """Why so much quiet and no other."""

    COMMAND = "a command is short and stands alone"
    HANGING = "the last word wants another"
    CORE_SAID = "all that a closing needs has been said"
    ASKED = "the interviewer was asked, and answers"
    LINE = "only one line was asked for"
    SIGNED_OFF = "the learner said goodbye"
    THINKING = "the closing still owes something"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingSilence:
    """The quiet that must pass, and the reason."""

    seconds: float
    reason: SilenceReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is known of a turn while nobody speaks."""

    text: str
    """The words so far, lower case."""

    floor: Floor
    has_whole_core: bool
    has_signed_off: bool
    """The words end in a goodbye. A thank-you is none: much may follow it."""

    usual_pause_seconds: float
    """How long this learner's pauses last that were not the end."""

    has_asked: bool = False
    """The words end in asking how the learner stands."""

    is_command: bool = False
    """What was said last is a command, and stands alone so far."""


SECONDS: Final = {
    # Acted on within 0.8 s of its end; the recogniser and the detector take up to 0.15 s of it.
    SilenceReason.COMMAND: 0.6,
    SilenceReason.HANGING: 2.7,
    # At 1.3 s twice as many takes of scripts/measure_endpoint were cut: people add things.
    SilenceReason.CORE_SAID: 1.8,
    # 9 of 312 such turns are cut (measure_endpoint), in silences of 0.9 s and more: a wait that
    # spared them would make all others wait for them.
    SilenceReason.ASKED: 0.8,
    SilenceReason.LINE: 1.4,  # no other move follows, but the rest of the line may
    SilenceReason.SIGNED_OFF: 1.0,
    # A finished question or a thank-you is often followed by the next move, after up to 2.5 s.
    SilenceReason.THINKING: 2.6,
}

ORDINARY_PAUSE_SECONDS: Final = 0.6
"""Pauses up to here need no extra patience (spontaneous speech: 0.2 to 1.0 s, Campione 2002)."""

LEARNED_MOST: Final = {
    SilenceReason.COMMAND: 0.0,
    SilenceReason.HANGING: 0.1,
    SilenceReason.CORE_SAID: 0.0,
    SilenceReason.ASKED: 0.0,
    SilenceReason.LINE: 0.3,
    SilenceReason.SIGNED_OFF: 0.0,
    SilenceReason.THINKING: 0.2,
}
"""What the learner's own pauses may add, in seconds."""

LONGEST_SECONDS: Final = max(SECONDS[reason] + LEARNED_MOST[reason] for reason in SilenceReason)


def closing_silence(turn: Turn) -> ClosingSilence:
    """The first row of the table that holds."""
    reason = next(reason for reason, holds in _TABLE if holds(turn))
    own_seconds = max(0.0, turn.usual_pause_seconds - ORDINARY_PAUSE_SECONDS)
    return ClosingSilence(
        seconds=SECONDS[reason] + min(LEARNED_MOST[reason], own_seconds), reason=reason
    )


def says_something(text: str, floor: Floor) -> bool:
    """There is more in it than "um": who only thinks aloud has not begun."""
    beginnings = frozenset() if floor is Floor.CHOICE else BEGINNINGS
    return any(word not in FILLERS | beginnings for word in text.split())


def hangs(text: str) -> bool:
    """The last words want another: "and", "um", "because", "the", "which part of my work"."""
    words = text.split()
    pair = " ".join(words[-2:])
    if pair in HANGING_PAIRS or _BARE_TOPIC.search(text):
        return True
    return bool(words) and words[-1] in HANGING_WORDS and pair not in RESTING_PAIRS


_BARE_TOPIC: Final = re.compile(r"(?<!\S)(which|what) \S+ (of|in) (my|your|the)( \S+){1,2}$")
"""What a question is about, and nothing has been asked of it yet."""


_TABLE: Final[tuple[tuple[SilenceReason, Callable[[Turn], bool]], ...]] = (
    (SilenceReason.COMMAND, lambda turn: turn.floor is Floor.CHOICE or turn.is_command),
    (SilenceReason.HANGING, lambda turn: hangs(turn.text)),
    (SilenceReason.ASKED, lambda turn: turn.floor is Floor.QUESTION and turn.has_asked),
    (SilenceReason.LINE, lambda turn: turn.floor is Floor.LINE),
    (SilenceReason.SIGNED_OFF, lambda turn: turn.has_signed_off),
    (SilenceReason.CORE_SAID, lambda turn: turn.has_whole_core),
    (SilenceReason.THINKING, lambda turn: True),
)

FILLERS: Final = frozenset({"um", "uh", "er", "erm", "ah", "hmm", "hm", "mm", "oh"})

BEGINNINGS: Final = frozenset(
    {"okay", "ok", "right", "yes", "yeah", "sure", "well", "so", "and", "but", "like"}
)
"""Said before one knows what to say. Alone they are no closing; to a choice they are an answer."""

HANGING_WORDS: Final = frozenset(
    word
    for words in (
        # fillers
        "um uh er erm ah hmm hm mm oh like well",
        # joints
        "and but or so because cause if when while since although though whether unless that's",
        "before after until till",
        "which who whose where what how why then also plus",
        # what a noun follows
        "the a an my your our their his this these every any some very really quite",
        # what a noun follows, or a question ends with: see RESTING_PAIRS
        "to of for with in on at from about by into as than against within",
        # what a verb follows
        "i i'm i'd i've i'll we we're we'd we've they they'd they're they've he he'd she she'd",
        "you'd you're you've you'll who'd who's what's it's it'd there's",
        "would could should can will",
        "may might must am is are was were been be being do does did have has had having",
        "doesn't couldn't let's let shall",
        # what more must follow
        "thank give giving just sort hoping looking compare compared resemble suit not still",
        "makes making",
    )
    for word in words.split()
)

HANGING_PAIRS: Final = frozenset(
    f"{verb} {whom}"
    for verb in ("leave", "leaves", "left", "make", "makes", "made", "making", "let", "lets")
    for whom in ("you", "me", "us")
)
"""Somebody is left or made something, which is not said yet."""

RESTING_PAIRS: Final = frozenset(
    (
        *("or not", "stop looking", "keep looking", "for this", "looking for", "look for"),
        *("hoping for", "hope for", "asked for", "ask for"),
        *("applied for", "waiting for", "worried about", "concerned about", "think about"),
        *("talk about", "talked about", "know about", "hear about", "spoke about"),
        *("certain about", "sure about", "unsure about", "unclear about", "calls for", "call for"),
        *("going on", "moving on", "move on", "go on", "work on", "working on", "follow on"),
        *("work with", "working with", "start with", "begin with", "deal with", "help with"),
        *("fit in", "come in", "bring in", "hear from", "heard from", "come from"),
        *("talk to", "speak to", "report to", "turn to", "think of", "know of", "short of"),
        *("sure of", "unsure of", "asked about", "more about", "asks for", "worked for"),
        *("coming in", "want in", "walk in", "walked in", "believe in", "so on", "now on"),
        *("you're after", "were after", "i'm after", "or after", "struggle with"),
        *("as well", "very well", "that well", "so well", "going well", "went well"),
        *("hope so", "think so", "say so", "believe so", "you like", "it like", "look like"),
        *("looks like", "looking like", "if so", "or so", "thought so", "if any"),
        *("i am", "really am", "it is", "they are", "we are", "i do", "you do", "i did", "am i"),
        *("haven't i", "didn't i", "wasn't i", "don't they", "aren't they", "weren't they"),
        *("like this", "of this", "about this", "why this", "after this", "get this"),
        *("see why", "or what", "by then", "until then", "back then", "before then"),
        *("job then", "it then", "me then"),
        *("day before", "done before", "like before", "as before", "ever before", "day after"),
        *("week after", "month after", "look after", "looking after", "here before"),
        *("this before", "that before", "it before", "them before", "not before"),
    )
)
"""Hanging words that may stand at the end after these: most end a third of the sentences they are
in, or more, of 12,000 written for the matcher and the ears. HANGING_WORDS end hardly any."""
