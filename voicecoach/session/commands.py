"""What the learner may say to the program instead of to the interviewer."""

import re
from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """A command; the value is its plainest wording."""

    AGAIN = "again"
    NEXT = "next"
    STOP = "stop"
    STRONG = "hear it"
    WEAK = "weak version"
    EXAMPLE = "example"
    REPEAT = "say that again"
    SKIP = "skip"
    PAUSE = "pause"
    GO_ON = "go on"
    FORGET = "don't keep this"
    HELP = "help"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    PROGRESS = "how did I do"
    WITHDRAW = "that's not what I said"
    PLAY_BACK = "play me back"
    SAVE = "save this one"


SHORT: Final = frozenset({Command.STOP, Command.PAUSE, Command.GO_ON, Command.AGAIN, Command.SKIP})
"""The ones that may be said over the coach's voice."""

WORDINGS: Final[dict[str, Command]] = {
    wording: command
    for command, wordings in {
        Command.AGAIN: ("again", "try again", "once more", "one more time", "let me try again"),
        Command.NEXT: ("next", "next one", "next question", "another one"),
        Command.STOP: (
            "stop",
            "stop it",
            "quit",
            "exit",
            "i'm done",
            "i am done",
            "that's enough",
            "goodbye",
        ),
        Command.STRONG: (
            "hear it",
            "let me hear it",
            "let me hear",
            "strong version",
            "model",
            "model answer",
        ),
        Command.WEAK: ("weak version", "hear the weak version", "weak one"),
        Command.EXAMPLE: ("example", "give me an example", "an example"),
        Command.REPEAT: ("say that again", "repeat that", "repeat", "what did you say"),
        Command.SKIP: ("skip", "skip this", "skip it"),
        Command.PAUSE: ("pause", "wait", "hold on", "one moment"),
        Command.GO_ON: ("go on", "continue", "carry on", "i'm ready", "ready"),
        Command.FORGET: ("don't keep this", "do not keep this", "don't keep that", "forget this"),
        Command.HELP: ("help", "help me", "what can i say"),
        Command.SLOWER: ("slower", "a bit slower", "speak slower", "more slowly", "too fast"),
        Command.FASTER: ("faster", "a bit faster", "speak faster", "speed up", "too slow"),
        Command.LOUDER: ("louder", "a bit louder", "speak louder", "speak up", "too quiet"),
        Command.PROGRESS: ("how did i do", "how did i do so far", "my progress", "my score"),
        Command.WITHDRAW: (
            "that's not what i said",
            "that is not what i said",
            "i didn't say that",
            "i did not say that",
            "i never said that",
            "you misheard me",
            "you heard me wrong",
        ),
        Command.PLAY_BACK: (
            "play me back",
            "play it back",
            "play that back",
            "play me that",
            "let me hear myself",
            "hear myself",
        ),
        Command.SAVE: ("save this one", "save this", "save that one", "save that"),
        Command.QUIETER: ("quieter", "a bit quieter", "speak quieter", "softer", "too loud"),
    }.items()
    for wording in wordings
}
"""Every wording, lower case without punctuation."""

KEYS: Final[dict[str, Command]] = {
    "a": Command.AGAIN,
    "n": Command.NEXT,
    "q": Command.STOP,
    "h": Command.STRONG,
    "w": Command.WEAK,
    "e": Command.EXAMPLE,
    "r": Command.REPEAT,
    " ": Command.SKIP,
    "p": Command.PAUSE,
    "g": Command.GO_ON,
    "d": Command.FORGET,
    "?": Command.HELP,
    "s": Command.SLOWER,
    "f": Command.FASTER,
    "+": Command.LOUDER,
    "-": Command.QUIETER,
    "i": Command.PROGRESS,
    "t": Command.WITHDRAW,
    "b": Command.PLAY_BACK,
    "k": Command.SAVE,
}
"""One key each; shown on the screen."""

SPARE_WORDS_LIMIT: Final = 8
"""In answer to a choice, this many words or more are another closing, not a misheard command."""

_PADDING: Final = frozenset({"um", "uh", "er", "erm", "hmm", "please", "okay", "ok", "so", "coach"})

PHRASES: Final = frozenset(WORDINGS) | _PADDING
"""All that has to be known by whoever listens for commands alone."""

_HEARD_FOR_FILLERS: Final = frozenset({"i'm", "a", "oh", "i", "but", "and", "the", "ah", "hm"})
"""What a recogniser writes for "um" and "uh" before a command; only before it, and only these."""

_HEARD_AS: Final = {"week": "weak", "by": "goodbye", "bye": "goodbye", "carried": "carry"}
"""Words that never begin or end a command but as another word misheard."""


def command_in(text: str) -> Command | None:
    """The command that the words are, if they are one and nothing else.

    "could you go on" is no command: only fillers and politeness may stand around it.
    """
    words = re.sub(r"[^a-z' ]", " ", text.lower().replace("\u2019", "'")).split()
    while words and words[-1] in _PADDING:
        words = words[:-1]
    while words:
        command = _command_of(words)
        if command is not None or words[0] not in _PADDING | _HEARD_FOR_FILLERS:
            return command
        words = words[1:]
    return None


def _command_of(words: list[str]) -> Command | None:
    words = [_HEARD_AS.get(word, word) for word in words]
    if len(set(map(tuple, (words[: len(words) // 2], words[len(words) // 2 :])))) == 1:
        words = words[: len(words) // 2]  # "stop stop": said twice, meant once
    return WORDINGS.get(" ".join(words))
