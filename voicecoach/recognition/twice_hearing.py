"""An ear whose turns are heard twice: at once by the first ear, and again when speech pauses.

    voice ──pause──► heard again, ahead ──resumes──► dropped
                          │
                          └──turn over──► waited for, a moment ──too late──► handed in afterwards

When a turn is over is the first ear's to say, and so are commands. The second ear begins while the
endpoint is still waiting for more, so that mostly it has done when that has made up its mind.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.recognition.rehearing import HeardPiece, better_words
from voicecoach.recognition.second_thread import Rehearing, SecondThread
from voicecoach.recognition.turn import TurnEar
from voicecoach.recognition.turn_sound import AFTER_SECONDS, BEFORE_SECONDS, LONGEST_SECONDS
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.commands import SPARE_WORDS_LIMIT, command_in
from voicecoach.session.events import Event, HeardAgain, UtteranceHeard
from voicecoach.transcript import Utterance, Word

PATIENCE_SECONDS: Final = 0.3
"""So much later at most comes the answer than it would without a second ear."""


class TwiceHearingEar:
    """Keeps TurnEar by another one's doing, with a second ear's words in what it hands in."""

    def __init__(
        self,
        ear: TurnEar,
        second: SecondThread,
        on_late: Callable[[HeardAgain], None],
        *,
        patience_seconds: float | None = PATIENCE_SECONDS,
    ) -> None:
        """``patience_seconds`` None: a recording, which waits; then nothing is heard ahead.

        ``on_late`` gets what came too late, on the second ear's thread.
        """
        self._ear = ear
        self._second = second
        self._on_late = on_late
        self._patience_seconds = patience_seconds
        self._frames: deque[Frame] = deque(maxlen=round(LONGEST_SECONDS / FRAME_SECONDS))
        self._forget()

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn."""
        self._forget()
        self._floor = floor
        self._ear.open(floor, said_before)

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """The turn that ended last was not over: what was heard of it is heard again with more."""
        self._drop_ahead()
        self._floor = floor
        self._ear.go_on(floor, said_before, at_seconds)

    @property
    def own_dbfs(self) -> float:
        """How loud the learner was in the turn, at their loudest."""
        return self._ear.own_dbfs

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame changed."""
        self._frames.append(frame)
        return [self._heard(event) for event in self._ear.hear(frame)]

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far."""
        return [self._heard(event) for event in self._ear.close_turn()]

    def drop(self) -> None:
        """Forget the turn."""
        self._forget()
        self._ear.drop()

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""
        return self._ear.has_speech(frame)

    def _forget(self) -> None:
        self._frames.clear()
        self._floor = Floor.CLOSING
        self._began_seconds = 0.0
        self._text = ""
        self._handed_in: tuple[tuple[Word, ...], tuple[Word, ...]] = ((), ())
        """What seemed to be all of the turn: as the first ear heard it, and as it was told."""

        self._ahead: _Ahead | None = None

    def _heard(self, event: Event) -> Event:
        match event:
            case events.SpeechStarted():
                self._began_seconds = event.stream_seconds
            case events.PartialHeard():
                self._text = event.text
            case events.SpeechEnded():
                self._hear_ahead(event.stream_seconds)
            case events.SpeechResumed() | events.NothingHeard():
                self._drop_ahead()
            case UtteranceHeard():
                return self._bettered(event)
        return event

    def _is_command(self, text: str) -> bool:
        """It is one, or is looked at as one: those are the first ear's."""
        is_choice = self._floor is Floor.CHOICE and len(text.split()) < SPARE_WORDS_LIMIT
        return is_choice or command_in(text) is not None

    def _hear_ahead(self, voice_ended_seconds: float) -> None:
        """Perhaps the turn is over: begin; a recording waits until it is."""
        if self._patience_seconds is not None and not self._is_command(self._text):
            self._ahead = _Ahead(voice_ended_seconds, self._begin(voice_ended_seconds))

    def _drop_ahead(self) -> None:
        if self._ahead:
            self._ahead.rehearing.drop()
            self._ahead = None

    def _begin(self, voice_ended_seconds: float) -> Rehearing:
        begin_seconds = self._began_seconds - BEFORE_SECONDS
        end_seconds = voice_ended_seconds + AFTER_SECONDS
        return self._second.hear(
            [
                frame
                for frame in self._frames
                if begin_seconds < frame.end_seconds and frame.start_seconds < end_seconds
            ]
        )

    def _bettered(self, heard: UtteranceHeard) -> UtteranceHeard:
        """With the second ear's words if they are there in time; else those come afterwards."""
        told = self._told(heard)
        self._handed_in = heard.utterance.words, told.utterance.words
        return told

    def _told(self, heard: UtteranceHeard) -> UtteranceHeard:
        turn = heard.utterance
        first, told = self._handed_in
        added = turn.words[len(first) :] if turn.words[: len(first)] == first else turn.words
        if self._is_command(" ".join(word.text for word in added)):
            self._drop_ahead()
            begins_as_told = added != turn.words
            words = (*told, *added) if begins_as_told else turn.words
            return replace(heard, utterance=replace(turn, words=words))
        rehearing = self._rehearing_of(turn)
        pieces = rehearing.wait(self._patience_seconds)
        if pieces is not None:
            better = bettered(turn, pieces)
            other = turn.text if better.text != turn.text else ""
            return replace(heard, utterance=better, first_heard=other)

        def hand_in_late(late: Sequence[HeardPiece]) -> None:
            better = bettered(turn, late)
            if better.text != turn.text:
                self._on_late(HeardAgain(turn=turn, better=better))

        rehearing.when_late(hand_in_late)
        return heard

    def _rehearing_of(self, turn: Utterance) -> Rehearing:
        ahead = self._ahead
        self._ahead = None
        if ahead and ahead.voice_ended_seconds == turn.end_seconds:
            return ahead.rehearing
        if ahead:
            ahead.rehearing.drop()
        return self._begin(turn.end_seconds)


class _Ahead:
    """What is heard again before the turn is known to be over."""

    def __init__(self, voice_ended_seconds: float, rehearing: Rehearing) -> None:
        self.voice_ended_seconds = voice_ended_seconds
        self.rehearing = rehearing


def bettered(turn: Utterance, pieces: Sequence[HeardPiece]) -> Utterance:
    """The turn in the second ear's words; a command it does not become by that."""
    better = replace(turn, words=better_words(turn.words, pieces))
    return turn if command_in(better.text) is not None else better
