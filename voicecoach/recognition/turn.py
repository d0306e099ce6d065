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

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """The turn that ended last was not over: its voice began again at that time."""

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame changed."""

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far."""

    def drop(self) -> None:
        """Forget the turn."""

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""

    @property
    def own_dbfs(self) -> float:
        """How loud the learner was in the turn, at their loudest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the loop wished for when a frame came."""

    floor: Floor | None
    said_before: str
    number: int
    goes_on: bool
    has_ended: bool
    """The last turn ended by itself, and nothing was wished for since."""


@dataclass(slots=True)
class Wish:
    """What the loop wants of the thread; guarded by the lock."""

    floor: Floor | None = None
    said_before: str = ""
    goes_on: bool = False
    """The floor is for the turn that ended last: it was not over."""

    number: int = 0
    """Counts the floors given and taken: events of an earlier one are late."""

    has_ended: bool = False
    """The turn has ended and was reported; whoever hands it in now has the answer already."""

    hand_in: bool = False
    is_closing: bool = False

    def give(self, floor: Floor | None, said_before: str = "", *, goes_on: bool = False) -> None:
        """Another floor, or none."""
        self.floor = floor
        self.goes_on = goes_on
        self.said_before = said_before
        self.number += 1
        self.has_ended = False

    def asked(self) -> Asked:
        """As it is now."""
        return Asked(
            floor=self.floor,
            said_before=self.said_before,
            number=self.number,
            goes_on=self.goes_on,
            has_ended=self.has_ended,
        )

    def end(self) -> None:
        """The turn is over: that gives the floor back, and answers whoever wanted it handed in."""
        self.give(None)
        self.has_ended = True
        self.hand_in = False


def is_over(happened: list[Event]) -> bool:
    """The turn has ended with one of these."""
    return any(isinstance(event, (UtteranceHeard, NothingHeard)) for event in happened)
