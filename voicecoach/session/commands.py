"""What the learner may say to the program instead of to the interviewer."""

from enum import StrEnum


class Command(StrEnum):
    """A command; the value is its plainest wording."""

    AGAIN = "again"
    NEXT = "next"
    STOP = "stop"
    STRONG = "hear it"
    EXAMPLE = "example"
    REPEAT = "say that again"
    SKIP = "skip"
    PAUSE = "pause"
    GO_ON = "go on"
    FORGET = "don't keep this"
    HELP = "help"
