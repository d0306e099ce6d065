"""One turn between two threads: what the loop wishes for, and the ear that hears it."""

from dataclasses import dataclass
from typing import Protocol

from voicecoach.audio.frame import Frame
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event, NothingHeard, UtteranceHeard


class TurnEar(Protocol):
    """What the thread needs of an ear."""

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn; ``said_before`` are the words of the closing's earlier turns."""

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame changed."""

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far."""

    def drop(self) -> None:
        """Forget the turn."""

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""


@dataclass(slots=True)
class Wish:
    """What the loop wants of the thread; guarded by the lock."""

    floor: Floor | None = None
    said_before: str = ""
    number: int = 0
    """Counts the floors given and taken: events of an earlier one are late."""

    has_ended: bool = False
    """The turn has ended and was reported; whoever hands it in now has the answer already."""

    hand_in: bool = False
    is_closing: bool = False

    def give(self, floor: Floor | None, said_before: str = "") -> None:
        """Another floor, or none."""
        self.floor = floor
        self.said_before = said_before
        self.number += 1
        self.has_ended = False

    def end(self) -> None:
        """The turn is over: that gives the floor back, and answers whoever wanted it handed in."""
        self.give(None)
        self.has_ended = True
        self.hand_in = False


def is_over(happened: list[Event]) -> bool:
    """The turn has ended with one of these."""
    return any(isinstance(event, (UtteranceHeard, NothingHeard)) for event in happened)
