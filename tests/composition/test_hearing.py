"""What the microphone's conditions lead to on the screen."""

from __future__ import annotations

from voicecoach.audio.microphone import Condition
from voicecoach.composition.hearing import condition_teller


class NoticeBoard:
    """A screen that only has notices."""

    def __init__(self) -> None:
        self.hanging: list[str] = []
        self.count = 0

    def notice(self, text: str) -> None:
        """Hang it up."""
        self.hanging.append(text)
        self.count += 1

    def withdraw(self, text: str, now: str) -> None:
        """Take it down."""
        assert now
        self.hanging.remove(text)


def test_a_microphone_that_gives_silence_is_told_for_as_long_as_it_does() -> None:
    """Told once; taken back when sound comes; told again when it is muted again."""
    board = NoticeBoard()
    tell = condition_teller(board)
    hung: list[list[str]] = []
    for condition in (
        Condition.OK,
        Condition.SILENT,
        Condition.SILENT,
        Condition.OK,
        Condition.SILENT,
    ):
        tell(condition)
        hung.append(list(board.hanging))

    assert [0, 1, 1, 0, 1] == [len(notices) for notices in hung]
    assert "perfect silence" in hung[1][0]
    assert 2 == board.count


def test_call_mode_is_told_once_whatever_else_there_is() -> None:
    """A headset in call mode that is muted: when it is not, it is still in call mode."""
    board = NoticeBoard()
    tell = condition_teller(board)
    for condition in (Condition.NARROW, Condition.SILENT, Condition.NARROW):
        tell(condition)

    assert 1 == len(board.hanging)
    assert "call mode" in board.hanging[0]
    assert 2 == board.count
