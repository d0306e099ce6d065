"""Whose turn it is, as the learner sees it, and which commands are worth offering then. Pure."""

from enum import StrEnum
from typing import Final

from voicecoach.session.commands import KEYS, Command


class Moment(StrEnum):
    """Whose turn it is, as the learner sees it."""

    STARTING = "starting"
    INTERVIEWER = "interviewer"
    COACH = "coach"
    REPLAY = "replay"
    OPENING = "opening"
    """The floor is theirs, and the ears are not open yet."""

    SPEAK = "speak"
    HEARING = "hearing"
    CHOOSE = "choose"
    PAUSED = "paused"
    THINKING = "thinking"
    OVER = "over"


MICROPHONE_OPEN: Final = frozenset({Moment.SPEAK, Moment.HEARING, Moment.CHOOSE, Moment.PAUSED})

_WHILE_SPOKEN_TO: Final = (Command.SKIP, Command.REPEAT, Command.PAUSE, Command.HELP, Command.STOP)
_MANNERS: Final = (Command.SLOWER, Command.FASTER, Command.LOUDER, Command.QUIETER)
_WHILE_COACHED: Final = (*_WHILE_SPOKEN_TO, *_MANNERS, Command.WITHDRAW)
_WHILE_CHOOSING: Final = (
    Command.AGAIN,
    Command.NEXT,
    Command.STRONG,
    Command.WEAK,
    Command.EXAMPLE,
    Command.REPEAT,
    Command.GO_ON,
    Command.FORGET,
    Command.PLAY_BACK,
    Command.HELP,
    Command.STOP,
)
_WHILE_SPEAKING: Final = (
    Command.AGAIN,
    Command.NEXT,
    Command.EXAMPLE,
    Command.PAUSE,
    Command.HELP,
    Command.STOP,
)
_WHILE_PAUSED: Final = (Command.GO_ON, Command.NEXT, Command.HELP, Command.STOP)

COMMANDS_AT: Final[dict[Moment, tuple[Command, ...]]] = {
    Moment.STARTING: (Command.STOP,),
    Moment.INTERVIEWER: _WHILE_SPOKEN_TO,
    Moment.COACH: _WHILE_COACHED,
    Moment.REPLAY: (*_WHILE_SPOKEN_TO, Command.SAVE),
    Moment.OPENING: _WHILE_SPEAKING,
    Moment.SPEAK: _WHILE_SPEAKING,
    Moment.HEARING: _WHILE_SPEAKING,
    Moment.CHOOSE: _WHILE_CHOOSING,
    Moment.PAUSED: _WHILE_PAUSED,
    Moment.THINKING: (Command.STOP,),
    Moment.OVER: (),
}
"""What is worth offering; every command works at every moment."""

KEY_NAMES: Final[dict[Command, str]] = {
    command: "space" if key == " " else key for key, command in KEYS.items()
}
