"""Typed turns, from a pipe as from a terminal."""

import io
import os
import queue
from collections.abc import Callable, Iterator
from typing import TextIO

import pytest

from voicecoach.screen.typed_turns import TypedTurns
from voicecoach.session.actions import Floor
from voicecoach.session.events import AudioEnded, Event, FloorGiven, NothingHeard, UtteranceHeard


class Heard:
    """What was reported, in order; can be waited for."""

    def __init__(self) -> None:
        self._events: queue.Queue[Event] = queue.Queue()

    def report(self, event: Event, at_seconds: float | None) -> None:
        """Keeps parts.Report."""
        self._events.put(event)

    def next(self) -> Event | str:
        """The next event; an utterance as its text."""
        event = self._events.get(timeout=30)
        return event.utterance.text if isinstance(event, UtteranceHeard) else event

    def is_silent(self) -> bool:
        """Nothing more has been reported so far."""
        return self._events.empty()


class Typist:
    """Types into a pipe."""

    def __init__(self) -> None:
        out, self._into = os.pipe()
        self.stream: TextIO = os.fdopen(out, encoding="utf-8")

    def type(self, text: str | bytes) -> None:
        """Type, without Enter unless it is in the text."""
        os.write(self._into, text.encode() if isinstance(text, str) else text)

    def leave(self) -> None:
        """Ctrl-D: the end of the input."""
        if self._into >= 0:
            os.close(self._into)
        self._into = -1


@pytest.fixture
def typist() -> Iterator[Typist]:
    """Someone who types."""
    typist = Typist()
    yield typist
    typist.leave()
    typist.stream.close()


@pytest.fixture
def heard() -> Heard:
    """Takes reports."""
    return Heard()


GIVEN = FloorGiven(stream_seconds=0.0)

Listen = Callable[[], None]


@pytest.fixture
def turns(typist: Typist, heard: Heard) -> Iterator[TypedTurns]:
    """Turns from what the typist types."""
    turns = TypedTurns(typist.stream, heard.report)
    yield turns
    turns.close()


def test_a_line_is_a_turn(turns: TypedTurns, typist: Typist, heard: Heard) -> None:
    """What is typed while the learner has the floor is heard, word for word, as typed."""
    turns.listen(Floor.CLOSING)
    typist.type("How well do I fit?\n")

    assert [GIVEN, "How well do I fit?"] == [heard.next(), heard.next()]


def test_lines_typed_ahead_wait_for_their_floor(
    turns: TypedTurns, typist: Typist, heard: Heard
) -> None:
    """One line a floor, in the order in which they were typed."""
    typist.type("one\ntwo\n")
    for expected in ("one", "two"):
        turns.listen(Floor.CLOSING)

        assert [GIVEN, expected] == [heard.next(), heard.next()]
        assert heard.is_silent()


def test_empty_lines_are_not_heard(turns: TypedTurns, typist: Typist, heard: Heard) -> None:
    """Enter alone is not a turn."""
    turns.listen(Floor.CLOSING)
    typist.type("\n   \nthank you\r\n")

    assert [GIVEN, "thank you"] == [heard.next(), heard.next()]


def test_a_line_after_the_floor_was_taken_back_waits(
    turns: TypedTurns, typist: Typist, heard: Heard
) -> None:
    """While the coach speaks nothing is heard, and nothing is lost."""
    turns.listen(Floor.CLOSING)
    turns.stop_listening()
    typist.type("late\n")
    turns.listen(Floor.CHOICE)

    assert [GIVEN, GIVEN, "late"] == [heard.next() for _ in range(3)]


def test_the_end_comes_right_after_the_last_line(
    turns: TypedTurns, typist: Typist, heard: Heard
) -> None:
    """A last line without Enter counts; then the input is over, and says so on every floor."""
    turns.listen(Floor.CLOSING)
    typist.type("the last words")
    typist.leave()

    assert [GIVEN, "the last words", AudioEnded()] == [heard.next() for _ in range(3)]
    turns.listen(Floor.CHOICE)
    assert [GIVEN, AudioEnded()] == [heard.next(), heard.next()]


def test_the_end_waits_for_lines_typed_ahead(heard: Heard) -> None:
    """A whole script piped in is heard line by line before the end."""
    turns = TypedTurns(io.StringIO("one\n\ntwo\n"), heard.report)
    turns._thread.join()
    assert heard.is_silent()

    turns.listen(Floor.CLOSING)
    assert [GIVEN, "one"] == [heard.next(), heard.next()]
    assert heard.is_silent()

    turns.listen(Floor.CLOSING)
    assert [GIVEN, "two", AudioEnded()] == [heard.next() for _ in range(3)]
    turns.close()


def test_an_empty_input_is_over_at_once(heard: Heard) -> None:
    """Nothing on standard input, or none at all: the end, told when the floor is given."""
    for stream in (io.StringIO(""), None):
        turns = TypedTurns(stream, heard.report)
        if stream is not None:
            turns._thread.join()
        assert heard.is_silent()
        turns.listen(Floor.CLOSING)
        turns.close()

        assert [GIVEN, AudioEnded()] == [heard.next(), heard.next()]


def test_handing_in_ends_the_turn(turns: TypedTurns, heard: Heard) -> None:
    """A line that was not finished was not said; without the floor there is nothing to end."""
    turns.listen(Floor.CLOSING)
    turns.hand_in()
    turns.hand_in()

    assert [GIVEN, NothingHeard()] == [heard.next(), heard.next()]
    assert heard.is_silent()


def test_letters_may_come_in_halves(turns: TypedTurns, typist: Typist, heard: Heard) -> None:
    """A letter whose bytes come one by one is one letter; a broken one does no harm."""
    turns.listen(Floor.CLOSING)
    for byte in "Zoë".encode():
        typist.type(bytes([byte]))
    typist.type(b" \xff\n")

    assert [GIVEN, "Zoë \N{REPLACEMENT CHARACTER}"] == [heard.next(), heard.next()]


def test_closing_ends_the_reading(typist: Typist, heard: Heard) -> None:
    """After close nothing is read or reported any more."""
    turns = TypedTurns(typist.stream, heard.report)
    turns.listen(Floor.CLOSING)
    turns.close()
    turns.close()
    typist.type("too late\n")

    assert GIVEN == heard.next()
    assert not turns._thread.is_alive()
    assert heard.is_silent()


def test_no_sound_passes() -> None:
    """Typing takes no stream time."""
    assert 0.0 == TypedTurns(None, Heard().report).stream_seconds
