"""Commands over the coach's voice: scripted turns, and the real ear."""

from __future__ import annotations

import pytest

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, Frame
from voicecoach.recognition.command_ear import CommandEar
from voicecoach.recognition.ear import Ear
from voicecoach.recognition.judge import Judge
from voicecoach.recognition.speech_detector import SileroDetector
from voicecoach.recognition.vosk_recognizer import VoskRecognizer
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.commands import Command
from voicecoach.session.events import CommandSource, Event
from voicecoach.transcript import Utterance


class TurnsEar:
    """A turn a frame: these texts, one after the other."""

    own_dbfs = -20.0

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)
        self.floors: list[Floor] = []
        self.is_open = False

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Note it."""
        self.floors.append(floor)
        self.is_open = True

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """Never here."""

    def hear(self, frame: Frame) -> list[Event]:
        """The next turn; nothing when it is empty."""
        text = self._texts.pop(0)
        words = [events.PartialHeard(text=text), events.MoveShown(label="thanks")]
        return [*words, events.UtteranceHeard(utterance=Utterance.typed(text))] if text else []

    def close_turn(self) -> list[Event]:
        """Never here."""
        return []

    def drop(self) -> None:
        """Note it."""
        self.is_open = False

    def has_speech(self, frame: Frame) -> bool:
        """Always."""
        return True


def commands_of(*texts: str) -> list[list[Event]]:
    """What each turn leads to."""
    ear = CommandEar(TurnsEar(*texts))
    return [ear.hear(frame(number)) for number in range(len(texts))]


def frame(number: int) -> Frame:
    """The frame of that number."""
    return Frame(pcm=bytes(FRAME_BYTES), start_seconds=number * FRAME_SECONDS)


def spoken(command: Command) -> Event:
    """It was said."""
    return events.CommandHeard(command=command, source=CommandSource.VOICE)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("stop", Command.STOP),
        ("um pause please", Command.PAUSE),
        ("go on", Command.GO_ON),
        ("again", Command.AGAIN),
        ("skip this", Command.SKIP),
    ],
)
def test_the_short_commands_are_taken(text: str, command: Command) -> None:
    """As they are said elsewhere, alone."""
    assert [[spoken(command)]] == commands_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "could you go on",
        "i would love to hear the next steps",
        "stop worrying about the skip",
        "weak version",
        "don't keep this",
        "hmm",
    ],
)
def test_no_other_word_is_taken(text: str) -> None:
    """Sentences with such a word in them, commands that are not for this, and mumbling."""
    assert [[]] == commands_of(text)


def test_turn_after_turn_is_listened_to() -> None:
    """Each on a floor for commands, begun where the one before ended."""
    inner = TurnsEar("", "well", "", "stop")
    ear = CommandEar(inner)
    happened = [event for number in range(4) for event in ear.hear(frame(number))]

    assert [spoken(Command.STOP)] == happened
    assert [Floor.CHOICE] * 2 == inner.floors


def test_what_is_half_said_when_the_floor_is_given_is_dropped() -> None:
    """The ear is free for the turn."""
    inner = TurnsEar("")
    ear = CommandEar(inner)
    ear.hear(frame(0))
    ear.close()

    assert not inner.is_open


# With the real recogniser and the real detector


@pytest.mark.parametrize("command", [Command.STOP, Command.SKIP])
def test_a_spoken_command_is_acted_on_soon(model, say, silence, frames_of, command) -> None:
    """Within 0.8 s of its end, and a frame or two of the voice's own silence at its end."""
    ear = CommandEar(Ear(VoskRecognizer(model), SileroDetector(), Judge()))
    said = say(f"{command.capitalize()}.")
    heard = frames_of(silence(1.0), said, silence(2.0))
    at_seconds = [each.end_seconds for each in heard if ear.hear(each) == [spoken(command)]]

    assert 1 == len(at_seconds)
    assert at_seconds[0] < 1.0 + len(said) / 16_000 + 0.8


def test_a_spoken_sentence_with_a_command_in_it_is_none(model, say, silence, frames_of) -> None:
    """Words over the voice are not for the coach."""
    ear = CommandEar(Ear(VoskRecognizer(model), SileroDetector(), Judge()))
    sentence = say("Please stop me if I should skip this part.")
    heard = frames_of(silence(1.0), sentence, silence(2.0))

    assert [] == [event for each in heard for event in ear.hear(each)]
