"""The short commands over the coach's voice, for who wears headphones: no other word is taken."""

from voicecoach.audio.frame import Frame
from voicecoach.recognition.turn import TurnEar, is_over
from voicecoach.session.actions import Floor
from voicecoach.session.commands import SHORT, command_in
from voicecoach.session.events import CommandHeard, CommandSource, Event, UtteranceHeard


class CommandEar:
    """Hears with an ear that nobody else needs just now; the microphone must not hear the voice."""

    def __init__(self, ear: TurnEar) -> None:
        self._ear = ear
        self._is_open = False

    def hear(self, frame: Frame) -> list[Event]:
        """CommandHeard, once a command stood alone between two pauses."""
        if not self._is_open:
            self._ear.open(Floor.CHOICE)
            self._is_open = True
        happened = self._ear.hear(frame)
        self._is_open = not is_over(happened)
        said = [event.utterance.text for event in happened if isinstance(event, UtteranceHeard)]
        return [
            CommandHeard(command=command, source=CommandSource.VOICE)
            for command in map(command_in, said)
            if command is not None and command in SHORT
        ]

    def close(self) -> None:
        """The ear is needed for a turn: what was half said is dropped."""
        if self._is_open:
            self._ear.drop()
        self._is_open = False
