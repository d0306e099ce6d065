"""Where a command is awaited, what is none is looked at again by a recogniser of commands."""

from __future__ import annotations

import pytest

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, Frame
from voicecoach.recognition.choice_ear import ChoiceEar
from voicecoach.recognition.turn import TurnEar
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event
from voicecoach.transcript import Hypothesis, Utterance, Word


def words(text: str, confidence_ratio: float = 1.0) -> tuple[Word, ...]:
    """Spoken one after the other."""
    return tuple(
        Word(
            text=each,
            start_seconds=1 + place / 4,
            end_seconds=1.2 + place / 4,
            confidence_ratio=confidence_ratio,
        )
        for place, each in enumerate(text.split())
    )


class OneTurnEar:
    """Hears the same words in every turn, from 1.0 to 1.5 s, and ends it at 2.0 s."""

    own_dbfs = -20.0

    def __init__(self, text: str) -> None:
        self._text = text

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn."""

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """It was not over."""

    def hear(self, frame: Frame) -> list[Event]:
        """The voice begins, and the turn ends."""
        if frame.start_seconds == pytest.approx(1.0):
            return [events.SpeechStarted(stream_seconds=1.0)]
        return self.close_turn() if frame.start_seconds == pytest.approx(2.0) else []

    def close_turn(self) -> list[Event]:
        """Over."""
        turn = Utterance(words=words(self._text), end_seconds=1.5)
        return [events.UtteranceHeard(utterance=turn)]

    def drop(self) -> None:
        """Forget it."""

    def has_speech(self, frame: Frame) -> bool:
        """Never outside a turn."""
        return False


class Commands:
    """A recogniser that makes the same words of everything, and notes what it was given."""

    def __init__(self, text: str, confidence_ratio: float = 1.0) -> None:
        self._words = words(text, confidence_ratio)
        self.given: list[Frame] = []

    def hear(self, frame: Frame) -> Hypothesis | None:
        """Keep it."""
        self.given.append(frame)
        return None

    def finish(self) -> Hypothesis:
        """All words."""
        return Hypothesis(text="", words=self._words, is_final=True)

    def reset(self) -> None:
        """Nothing to drop."""


def heard(ear: TurnEar, floor: Floor = Floor.CHOICE) -> events.UtteranceHeard:
    """What a turn on that floor ends with."""
    ear.open(floor)
    for number in range(60):
        frame = Frame(pcm=bytes(FRAME_BYTES), start_seconds=number * FRAME_SECONDS)
        for event in ear.hear(frame):
            if isinstance(event, events.UtteranceHeard):
                return event
    raise AssertionError


@pytest.mark.parametrize(
    ("freely", "alone"),
    [("to node", "too loud"), ("so say that", "so save that"), ("the one", "another one")],
)
def test_a_command_misheard_is_handed_in_as_it_was_meant(freely: str, alone: str) -> None:
    """As the starter model heard the test voices; what it heard first is in the trace."""
    event = heard(ChoiceEar(OneTurnEar(freely), Commands(alone)))

    assert (alone, freely) == (event.utterance.text, event.first_heard)
    assert 1.5 == event.utterance.end_seconds


def test_only_the_voice_is_heard_again() -> None:
    """With a little silence around it."""
    commands = Commands("too loud")
    heard(ChoiceEar(OneTurnEar("to node"), commands))

    assert 0.5 - FRAME_SECONDS <= commands.given[0].start_seconds <= 0.5
    assert 1.8 - FRAME_SECONDS <= commands.given[-1].end_seconds <= 1.8 + FRAME_SECONDS


@pytest.mark.parametrize(
    ("freely", "alone", "confidence_ratio"),
    [
        ("stop", "skip", 1.0),  # a command is one, whatever else it may be
        ("to node", "too loud again", 1.0),  # a row of commands is none
        ("to node", "too loud", 0.3),
        ("tell me more", "stop", 1.0),  # nothing like it
        ("to node", "", 1.0),
        ("i would love to hear about the next steps", "hear it", 1.0),  # a closing
    ],
)
def test_what_was_no_command_stays_what_it_was(
    freely: str, alone: str, confidence_ratio: float
) -> None:
    """Commands are all that the second look can find, so much speaks against them first."""
    event = heard(ChoiceEar(OneTurnEar(freely), Commands(alone, confidence_ratio)))

    assert (freely, "") == (event.utterance.text, event.first_heard)


@pytest.mark.parametrize("floor", [floor for floor in Floor if floor is not Floor.CHOICE])
def test_a_closing_is_never_looked_at_for_commands(floor: Floor) -> None:
    """Not even a short one."""
    commands = Commands("too loud")

    assert "to node" == heard(ChoiceEar(OneTurnEar("to node"), commands), floor).utterance.text
    assert not commands.given
