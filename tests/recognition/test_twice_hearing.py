"""Scenes of an ear whose turns are heard twice: scripted ears, a real thread, no clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, Frame, Sound
from voicecoach.recognition.second_thread import SecondThread
from voicecoach.recognition.twice_hearing import TwiceHearingEar
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event, HeardAgain
from voicecoach.transcript import SecondHearing, Utterance, Word

PATIENCE_SECONDS = 20.0
SAID = "so did i get the chop"
BETTER = "so did i get the job"


def utterance(text: str, *, end_seconds: float = 3.0) -> Utterance:
    """Words from 1 s on, the last voice at the end."""
    words = tuple(
        Word(text=each, start_seconds=1 + number / 4, end_seconds=1.2 + number / 4)
        for number, each in enumerate(text.split())
    )
    return Utterance(words=words, end_seconds=end_seconds)


def heard(text: str = SAID, *, end_seconds: float = 3.0) -> Event:
    """The turn is over."""
    return events.UtteranceHeard(utterance=utterance(text, end_seconds=end_seconds))


def frame(number: int) -> Frame:
    """The frame of that number; its bytes say which it is."""
    return Frame(pcm=bytes([number % 256]) * FRAME_BYTES, start_seconds=number * FRAME_SECONDS)


class ScriptedEar:
    """The first ear: says what it was told at the frame that it was told."""

    def __init__(self, script: dict[int, list[Event]], rest: list[Event] | None = None) -> None:
        self._script = script
        self._rest = rest or []

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn."""

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """It was not over."""

    own_dbfs = -20.0

    def hear(self, frame: Frame) -> list[Event]:
        """What the script says."""
        return self._script.get(round(frame.start_seconds / FRAME_SECONDS), [])

    def close_turn(self) -> list[Event]:
        """What was still under way."""
        return self._rest

    def drop(self) -> None:
        """Forget the turn."""

    def has_speech(self, frame: Frame) -> bool:
        """Never."""
        return False


class SlowEar:
    """The second ear: answers when it may, and keeps what it was given."""

    name = "slow"

    def __init__(self, text: str = BETTER) -> None:
        self._hearing = SecondHearing(words=tuple(text.split()), confidence_ratio=0.9)
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.given: list[Sound] = []
        self.is_broken = False

    def hear(self, sound: Sound) -> SecondHearing:
        """The text, once it may be told."""
        self.given.append(sound)
        assert self.may_answer.wait(PATIENCE_SECONDS)
        if self.is_broken:
            raise RuntimeError("out of memory")
        return self._hearing


@pytest.fixture
def second() -> SlowEar:
    """The second ear."""
    return SlowEar()


class Twice:
    """Both ears, and what came of them."""

    def __init__(self, second: SlowEar) -> None:
        self._slow = second
        self.troubles: list[str] = []
        self.late: list[HeardAgain] = []
        self.came_late = threading.Event()
        self.thread = SecondThread(lambda: second, on_trouble=self._note_trouble)
        self.thread.load()

    def _note_trouble(self, problem: Exception) -> None:
        self.troubles.append(str(problem))

    def _note_late(self, again: HeardAgain) -> None:
        self.late.append(again)
        self.came_late.set()

    def ear(
        self,
        script: dict[int, list[Event]],
        *,
        rest: list[Event] | None = None,
        patience_seconds: float | None = PATIENCE_SECONDS,
        floor: Floor = Floor.CLOSING,
    ) -> TwiceHearingEar:
        """An ear whose turn is open."""
        ear = TwiceHearingEar(
            ScriptedEar(script, rest),
            self.thread,
            self._note_late,
            patience_seconds=patience_seconds,
        )
        ear.open(floor)
        return ear

    def settle(self) -> None:
        """Everything that the second ear was given is done with."""
        done = threading.Event()
        self.thread._thread.submit(done.set)
        assert done.wait(PATIENCE_SECONDS)


@pytest.fixture
def twice(second: SlowEar) -> Iterator[Twice]:
    """Both ears."""
    both = Twice(second)
    yield both
    second.may_answer.set()
    both.thread.close()


def turn(text: str = SAID, *more: Event) -> dict[int, list[Event]]:
    """Voice from 1 to 3 s, a pause that is reported at 3.4 s, the end at 6 s."""
    return {
        12: [events.SpeechStarted(stream_seconds=1.0)],
        20: [events.PartialHeard(text=text)],
        33: [events.SpeechEnded(stream_seconds=3.0)],
        59: [heard(text)],
    }


def all_of(ear: TwiceHearingEar, count: int = 60, before: Callable[[int], None] | None = None):
    """Everything that so many frames bring."""
    happened = []
    for number in range(count):
        if before:
            before(number)
        happened += ear.hear(frame(number))
    return happened


def test_the_turn_is_handed_in_in_the_better_words(twice, second) -> None:
    """At the times of the first ear, whose words are kept for the trace."""
    over = all_of(twice.ear(turn()))[-1]

    assert BETTER == over.utterance.text
    assert SAID == over.first_heard
    assert utterance(SAID).words[:5] == over.utterance.words[:5]
    assert 3.0 == over.utterance.end_seconds
    assert 1 == len(second.given)


def test_it_hears_from_a_little_before_the_voice_to_the_pause(twice, second) -> None:
    """Not the wait before it: the first frame is that of 0.0 s, the last that of 3.3 s."""
    all_of(twice.ear(turn()))

    assert [0, 33] == [second.given[0].pcm[0], second.given[0].pcm[-1]]
    assert 3.4 == pytest.approx(second.given[0].seconds)


def test_what_was_heard_in_a_pause_is_dropped_when_speech_resumes(twice, second) -> None:
    """Then all of the turn is heard again at the next pause."""
    script = turn() | {
        20: [events.SpeechEnded(stream_seconds=1.6)],
        23: [events.SpeechResumed(stream_seconds=2.3)],
    }
    happened = all_of(twice.ear(script))

    assert BETTER == happened[-1].utterance.text
    assert 3.4 == pytest.approx(second.given[-1].seconds)


def test_what_waits_behind_another_stretch_is_not_begun_once_dropped(twice, second) -> None:
    """A learner who pauses often does not make the second ear fall behind."""
    second.may_answer.clear()
    script = {
        number: [
            events.SpeechEnded(stream_seconds=number / 10)
            if number % 4 == 0
            else events.SpeechResumed(stream_seconds=number / 10)
        ]
        for number in range(20, 60, 2)
    }
    all_of(twice.ear(script))
    second.may_answer.set()
    twice.settle()

    assert len(second.given) <= 1


def test_too_late_is_handed_in_afterwards(twice, second) -> None:
    """The answer does not wait; the better words follow."""
    second.may_answer.clear()
    over = all_of(twice.ear(turn(), patience_seconds=0.0))[-1]
    second.may_answer.set()

    assert twice.came_late.wait(PATIENCE_SECONDS)
    assert SAID == over.utterance.text
    assert "" == over.first_heard
    assert [utterance(SAID)] == [again.turn for again in twice.late]
    assert [BETTER] == [again.better.text for again in twice.late]


def test_late_words_that_are_the_same_are_no_news(twice, second) -> None:
    """Nothing to amend."""
    second.may_answer.clear()
    all_of(twice.ear(turn(BETTER), patience_seconds=0.0))
    second.may_answer.set()
    twice.settle()

    assert [] == twice.late


@pytest.mark.parametrize(
    ("text", "floor"),
    [("next", Floor.CLOSING), ("hear it", Floor.LINE), ("go hon", Floor.CHOICE)],
)
def test_commands_are_the_first_ears(twice, second, text, floor) -> None:
    """They are acted on at once, in the words that were heard."""
    over = all_of(twice.ear(turn(text), floor=floor))[-1]
    twice.settle()

    assert text == over.utterance.text
    assert [] == second.given


def test_a_whole_closing_in_answer_to_a_choice_is_heard_twice(twice) -> None:
    """So many words are no command."""
    over = all_of(twice.ear(turn(f"oh {SAID} then"), floor=Floor.CHOICE))[-1]

    assert BETTER in over.utterance.text


def test_no_turn_becomes_a_command_by_being_heard_again(twice, second) -> None:
    """What the first ear did not hear as one is none."""
    second._hearing = SecondHearing(words=("stop",), confidence_ratio=0.9)

    assert "top" == all_of(twice.ear(turn("top")))[-1].utterance.text


def test_a_turn_handed_in_while_speaking_is_heard_from_then(twice) -> None:
    """By the key, or because the recording is over."""
    ear = twice.ear({12: [events.SpeechStarted(stream_seconds=1.0)]}, rest=[heard()])
    all_of(ear, 30)
    (over,) = ear.close_turn()

    assert BETTER == over.utterance.text


def test_a_recording_waits_and_is_heard_once(twice, second) -> None:
    """Pauses do not matter to it."""
    script = turn() | {
        20: [events.SpeechEnded(stream_seconds=1.6)],
        23: [events.SpeechResumed(stream_seconds=2.3)],
    }
    over = all_of(twice.ear(script, patience_seconds=None))[-1]

    assert BETTER == over.utterance.text
    assert 1 == len(second.given)


def test_a_second_ear_that_breaks_is_told_once_and_done_without(twice, second) -> None:
    """The rehearsal goes on with the first one."""
    second.is_broken = True
    ear = twice.ear(turn(), patience_seconds=None)
    first = all_of(ear)[-1]
    ear.open(Floor.CLOSING)
    again = all_of(ear)[-1]

    assert [SAID, SAID] == [first.utterance.text, again.utterance.text]
    assert ["out of memory"] == twice.troubles


def test_a_second_ear_that_does_not_load_is_told_and_done_without() -> None:
    """Nobody waits for it."""
    troubles: list[str] = []

    def fails() -> SlowEar:
        raise MemoryError("too big")

    thread = SecondThread(fails, on_trouble=lambda problem: troubles.append(str(problem)))
    thread.load()
    ear = TwiceHearingEar(ScriptedEar(turn()), thread, lambda _: None, patience_seconds=None)
    ear.open(Floor.CLOSING)
    over = all_of(ear)[-1]
    thread.close()

    assert SAID == over.utterance.text
    assert ["too big"] == troubles


def test_what_was_not_begun_when_it_closes_is_settled(twice, second) -> None:
    """Whoever waits does not wait for ever."""
    second.may_answer.clear()
    waiting = [twice.thread.hear([frame(number)]) for number in range(3)]
    twice.thread.close()
    second.may_answer.set()

    assert [None, None] == [rehearing.wait(PATIENCE_SECONDS) for rehearing in waiting[1:]]


def test_closing_waits_for_a_turn_that_was_handed_in_without_it(twice, second) -> None:
    """Its words are told before all is over."""
    second.may_answer.clear()
    all_of(twice.ear(turn(), patience_seconds=0.0))
    threading.Timer(0.05, second.may_answer.set).start()
    twice.thread.close()

    assert [BETTER] == [again.better.text for again in twice.late]


def test_a_turn_that_goes_on_is_heard_again_as_a_whole(twice, second) -> None:
    """From its first word to its last."""
    script = turn() | {89: [heard(f"{SAID} thank you", end_seconds=8.0)]}
    ear = twice.ear(script)
    all_of(ear)
    second._hearing = SecondHearing(words=(*BETTER.split(), "thank", "you"), confidence_ratio=0.9)
    ear.go_on(Floor.CLOSING, "", 7.0)
    over = [event for number in range(60, 90) for event in ear.hear(frame(number))][-1]

    assert f"{BETTER} thank you" == over.utterance.text
    assert second.given[-1].seconds > 8.0


def test_a_command_into_an_answer_follows_what_was_told(twice) -> None:
    """The turn before it stays in the words in which it was handed in; the command is as heard."""
    script = turn() | {89: [heard(f"{SAID} stop", end_seconds=8.0)]}
    ear = twice.ear(script)
    before = all_of(ear)[-1].utterance.words
    ear.go_on(Floor.CLOSING, "", 7.0)
    over = [event for number in range(60, 90) for event in ear.hear(frame(number))][-1]

    assert before == over.utterance.words[:-1]
    assert "stop" == over.utterance.words[-1].text


def test_the_beginning_of_a_long_turn_is_not_heard_again(twice, second) -> None:
    """Pieces stay as they were heard; only the last one grows."""
    frames = [frame(number) for number in range(400)]
    first = twice.thread.hear(frames[:350]).wait(PATIENCE_SECONDS)
    again = twice.thread.hear(frames).wait(PATIENCE_SECONDS)

    assert first[0] == again[0]
    assert 3 == len(second.given)
