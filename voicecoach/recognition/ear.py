"""Recogniser, speech detector and endpoint together: frames to what the learner did.

No thread of its own; whoever calls gives it one. Between ``open`` and the event that ends the
turn every frame goes to the recogniser, so that no first word is lost to a late speech detector.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from voicecoach.audio.frame import Frame
from voicecoach.audio.level import level_dbfs
from voicecoach.parts import Recognizer, SpeechDetector
from voicecoach.recognition.endpoint import (
    Answer,
    Endpoint,
    Finished,
    NoWords,
    Span,
    TooLong,
    VoiceBegan,
    VoicePaused,
    VoiceResumed,
)
from voicecoach.recognition.endpoint_settings import EndpointSettings
from voicecoach.recognition.judge import Judge, Judged
from voicecoach.recognition.turn_words import TurnWords
from voicecoach.recognition.voice_gate import VoiceGate
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event
from voicecoach.transcript import Hypothesis, Utterance, Word


class Ear:
    """One learner's ear; remembers their pauses from turn to turn."""

    def __init__(
        self,
        recognizer: Recognizer,
        detector: SpeechDetector,
        judge: Judge,
        settings: EndpointSettings | None = None,
    ) -> None:
        self._recognizer = recognizer
        self._detector = detector
        self._judge = judge
        self._endpoint = Endpoint(settings)
        self._gate = VoiceGate()
        self._turn: TurnWords | None = None
        self._last: TurnWords | None = None
        """The turn that ended last, in words; until another is opened."""

        self._judged = Judged()

    @property
    def is_open(self) -> bool:
        """A turn is under way."""
        return self._turn is not None

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn with the next frame; one that was under way is dropped."""
        self.drop()
        self._last = None
        self._turn = TurnWords(floor=floor, said_before=said_before)
        self._judged = Judged()
        self._detector.reset()
        self._gate.open()

    @property
    def own_dbfs(self) -> float:
        """How loud the learner was in the turn, at their loudest."""
        return self._gate.loudest_dbfs

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """The turn that ended last was not over: its voice began again at that time.

        The frames to hear next begin a little before; those between were none of the turn's.
        """
        turn = self._last
        if turn is None:
            self.open(floor, said_before)
            return
        turn.go_on(floor, said_before)
        self._turn, self._last = turn, None
        self._judged = Judged()
        self._detector.reset()
        self._endpoint.go_on(floor, at_seconds)

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame brought. The turn is over with UtteranceHeard or NothingHeard."""
        turn = self._turn
        if turn is None:
            return []
        if turn.opened_seconds is None:
            turn.opened_seconds = frame.start_seconds
            self._endpoint.open(turn.floor, frame.start_seconds)
        hypothesis = self._recognizer.hear(frame)
        if hypothesis is not None:
            turn.take(self._settled(turn, hypothesis))
        text = turn.text
        judged = self._judged_words(turn, text)
        answers = self._endpoint.hear(
            Span(
                start_seconds=frame.start_seconds,
                end_seconds=frame.end_seconds,
                speech_ratio=self._gate.own_speech_ratio(
                    self._detector.speech_ratio(frame), level_dbfs(frame.pcm)
                ),
                text=text,
                has_whole_core=judged.has_whole_core,
                has_signed_off=judged.has_signed_off,
                has_asked=judged.has_asked,
                is_command=judged.is_command,
            )
        )
        happened = [event for answer in answers for event in self._events_of(answer, turn)]
        return self._with_words(happened, turn, frame.end_seconds)

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far: UtteranceHeard, or NothingHeard without any.

        For the end of a recording, or the learner's key. Words that no voice came with do not
        count here either: they were guessed from noise.
        """
        return self._hand_in(self._turn) or self._nothing() if self._turn else []

    def drop(self) -> None:
        """Forget the turn."""
        if self._turn is not None and self._turn.opened_seconds is not None:
            self._recognizer.reset()
        self._turn = None

    def has_speech(self, frame: Frame) -> bool:
        """Whether a frame outside any turn sounds like speech."""
        return self._detector.speech_ratio(frame) >= self._endpoint.settings.enter_ratio

    def _judged_words(self, turn: TurnWords, text: str) -> Judged:
        if text != self._judged.text:
            judged = self._judge.judged(text, turn.closing(text))
            self._judged = replace(judged, is_command=turn.is_command)
        return self._judged

    def _settled(self, turn: TurnWords, hypothesis: Hypothesis) -> Hypothesis:
        """Final words keep what a move was lit for."""
        if not hypothesis.is_final:
            return hypothesis
        said = [word.text for word in turn.finals]

        def moves_in(words: Sequence[Word]) -> AbstractSet[str]:
            text = " ".join([*said, *(word.text for word in words)])
            return self._judge.hear_moves(turn.closing(text)).keys()

        words = turn.lit_words.settle(hypothesis.words, moves_in)
        return replace(hypothesis, text=" ".join(word.text for word in words), words=words)

    def _events_of(self, answer: Answer, turn: TurnWords) -> list[Event]:
        at_seconds = answer.at_seconds
        match answer:
            case VoiceBegan():
                turn.forget_guesses(at_seconds)
                return [events.SpeechStarted(stream_seconds=at_seconds)]
            case VoicePaused():
                return [events.SpeechEnded(stream_seconds=at_seconds)]
            case VoiceResumed():
                return [events.SpeechResumed(stream_seconds=at_seconds)]
            case Finished():
                return self._hand_in(turn, answer) or self._listen_on(turn)
            case TooLong():
                return self._hand_in(turn) or self._nothing()
            case NoWords():
                return self._nothing()
        raise AssertionError(answer)

    def _with_words(self, happened: list[Event], turn: TurnWords, at_seconds: float) -> list[Event]:
        """The words so far, if they changed; before the first voice they are guesses."""
        if self._turn is not turn or not self._endpoint.has_begun:
            return happened
        text = turn.text
        told: list[Event] = [] if text == turn.shown else [events.PartialHeard(text=text)]
        turn.shown = text
        begins = bool(happened) and isinstance(happened[0], events.SpeechStarted)
        told += self._lit_up(turn, text, at_seconds)
        return [*happened[:begins], *told, *happened[begins:]]

    def _lit_up(self, turn: TurnWords, text: str, at_seconds: float) -> list[Event]:
        """Which moves the words show, and which final ones take back."""
        if turn.floor is Floor.CHOICE:
            return []
        closing = turn.closing(text)
        words = closing.split()
        spans = self._judge.hear_moves(closing)
        came, went = turn.moves.look(
            {label: end_word for label, (_, end_word) in spans.items()},
            len(words),
            at_seconds,
            are_final=turn.are_final,
        )
        if not turn.are_final:
            taken = len(words) - len(turn.partial.split())
            for label in turn.moves.lit & spans.keys():
                turn.lit_words.note(label, spans[label], words, taken, at_seconds)
        return [
            *(events.MoveShown(label=label) for label in came),
            *(events.MoveHidden(label=label) for label in went),
        ]

    def _hand_in(self, turn: TurnWords, finished: Finished | None = None) -> list[Event]:
        """All words of the turn, those that were still under way too; none: no event."""
        turn.take(self._settled(turn, self._recognizer.finish()))
        if not turn.finals or not self._endpoint.has_begun:
            return []
        self._turn, self._last = None, turn
        silence = finished.closing_silence if finished else None
        return [
            events.UtteranceHeard(
                utterance=Utterance(
                    words=tuple(turn.finals), end_seconds=self._endpoint.voice_ended_seconds
                ),
                closing_silence_seconds=silence.seconds if silence else 0.0,
                reason=silence.reason.value if silence else "",
            )
        ]

    def _listen_on(self, turn: TurnWords) -> list[Event]:
        """The words that there seemed to be were none: the wait for the first word goes on."""
        turn.finals, turn.partial = [], ""
        self._endpoint.open(turn.floor, turn.opened_seconds or 0.0)
        return []

    def _nothing(self) -> list[Event]:
        self._recognizer.reset()
        self._turn = None
        return [events.NothingHeard()]
