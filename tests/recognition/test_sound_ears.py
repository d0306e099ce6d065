"""Scenes of the ears' thread: scripted sources and a scripted ear, no clock and no sleep."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, Frame, Sound
from voicecoach.audio.playback import Played
from voicecoach.errors import MicrophoneLost, ModelBroken
from voicecoach.recognition.coupling import LEAST_FRAMES
from voicecoach.recognition.floor_ear import TAIL_SECONDS, FloorEar
from voicecoach.recognition.sound_ears import SoundEars
from voicecoach.recognition.turn_sound import LONGEST_SECONDS, RememberingEar
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.commands import Command
from voicecoach.session.events import Event
from voicecoach.transcript import Utterance, Word

PATIENCE_SECONDS = 20.0
CAPTURED_FIRST_SECONDS = 100.0
TAIL_FRAMES = round(TAIL_SECONDS / FRAME_SECONDS)


def frame(number: int, *, is_loud: bool = False) -> Frame:
    """The frame of that number, counted from 0; silent, or as loud as a voice nearby."""
    pcm = (b"\x00\x10" if is_loud else b"\x00\x00") * (FRAME_BYTES // 2)
    return Frame(pcm=pcm, start_seconds=number * FRAME_SECONDS)


def number_of(frame: Frame) -> int:
    """And back."""
    return round(frame.start_seconds / FRAME_SECONDS)


def heard(text: str = "thank you", *, closing_silence_seconds: float = 0.0) -> Event:
    """A turn that has ended by itself; after so much silence, or because it was long enough."""
    return events.UtteranceHeard(
        utterance=Utterance.typed(text), closing_silence_seconds=closing_silence_seconds
    )


class ScriptedEar:
    """Answers as it was told at the frame it was told; keeps which frames each turn heard."""

    def __init__(self, answers: dict[int, list[Event]], speech_from: int | None = None) -> None:
        self.answers = answers
        self._speech_from = speech_from
        self._is_open = False
        self.during: dict[int, Callable[[], None]] = {}
        """What happens elsewhere while that frame is being heard."""

        self.floors: list[Floor] = []
        self.went_on_seconds: list[float] = []
        self.turns: list[list[int]] = []
        self.breaks_at_the_end = False

    def open(self, floor: Floor, said_before: str = "") -> None:
        """Begin a turn."""
        self.floors.append(floor)
        self.turns.append([])
        self._is_open = True

    def hear(self, frame: Frame) -> list[Event]:
        """What the script says."""
        number = number_of(frame)
        self.turns[-1].append(number)
        self.during.get(number, lambda: None)()
        answers = self.answers.get(number, [])
        if any(isinstance(each, (events.UtteranceHeard, events.NothingHeard)) for each in answers):
            self._is_open = False
        return answers

    def go_on(self, floor: Floor, said_before: str, at_seconds: float) -> None:
        """The last turn is not over."""
        self.floors.append(floor)
        self.went_on_seconds.append(at_seconds)
        self.turns.append([])
        self._is_open = True

    @property
    def own_dbfs(self) -> float:
        """As loud as a frame that is spoken."""
        return -20.0

    def close_turn(self) -> list[Event]:
        """The numbers of the frames are its words."""
        if self.breaks_at_the_end:
            raise RuntimeError("the recogniser is gone")
        if not self._is_open:
            return []
        self._is_open = False
        words = " ".join(map(str, self.turns[-1]))
        return [heard(words)] if words else [events.NothingHeard()]

    def drop(self) -> None:
        """Forget the turn."""
        self._is_open = False

    def has_speech(self, frame: Frame) -> bool:
        """From some frame on."""
        return self._speech_from is not None and number_of(frame) >= self._speech_from


class LiveSource:
    """A microphone that gives a frame when the test feeds it one."""

    is_live = True

    def __init__(self) -> None:
        self._fed: queue.Queue[Frame | Exception | None] = queue.Queue()
        self._done = threading.Semaphore(0)
        self._next_number = 0

    def frames(self) -> Iterator[Frame]:
        """What was fed; asking for the next one means that the last one is dealt with."""
        while (fed := self._fed.get()) is not None:
            if isinstance(fed, Exception):
                raise fed
            yield fed
            self._done.release()

    def feed(self, count: int = 1, *, is_loud: bool = False) -> None:
        """So many frames more, each dealt with before the next."""
        for _ in range(count):
            self._fed.put(frame(self._next_number, is_loud=is_loud))
            self._next_number += 1
            assert self._done.acquire(timeout=PATIENCE_SECONDS)

    def feed_last(self) -> None:
        """One frame more; nobody will ask for another."""
        self._fed.put(frame(self._next_number))

    def fail(self, error: Exception) -> None:
        """The plug is pulled."""
        self._fed.put(error)

    def captured_at(self, stream_seconds: float) -> float | None:
        """The stream began at a known time."""
        return CAPTURED_FIRST_SECONDS + stream_seconds

    def close(self) -> None:
        """The frames end."""
        self._fed.put(None)


class FileSource:
    """A recording of so many frames that keeps which were fetched."""

    is_live = False

    def __init__(self, count: int) -> None:
        self._count = count
        self._is_closed = False
        self.fetched: list[int] = []
        self.during: dict[int, Callable[[], None]] = {}
        """What happens elsewhere while that frame is being fetched."""

    def frames(self) -> Iterator[Frame]:
        """One after the other."""
        for number in range(self._count):
            if self._is_closed:
                return
            self.during.get(number, lambda: None)()
            self.fetched.append(number)
            yield frame(number)

    def captured_at(self, _: float) -> None:
        """Some other day."""

    def close(self) -> None:
        """The frames end."""
        self._is_closed = True


class Scene:
    """Ears with everything around them."""

    def __init__(self, source: LiveSource | FileSource, ear: ScriptedEar | Exception) -> None:
        self.source = source
        self.may_load = threading.Event()
        self.levels: list[float] = []
        self.played = Played()
        """What the loudspeaker gives."""

        self.has_headphones = False
        self._ear = ear
        self._reported: queue.SimpleQueue[tuple[Event, float | None]] = queue.SimpleQueue()
        self.ears = SoundEars(
            source, self._load, lambda *told: self._reported.put(told), on_level=self.levels.append
        )

    def loaded(self) -> Scene:
        """The same, once the model is there."""
        self.may_load.set()
        self.ears._ear.exception(timeout=PATIENCE_SECONDS)
        return self

    def take(self) -> Event:
        """The next event that is reported; waits for it."""
        return self.take_dated()[0]

    def take_dated(self) -> tuple[Event, float | None]:
        """The same with its time."""
        return self._reported.get(timeout=PATIENCE_SECONDS)

    @property
    def waiting(self) -> list[Event]:
        """Everything that was reported and not yet taken."""
        taken: list[Event] = []
        while not self._reported.empty():
            taken.append(self._reported.get()[0])
        return taken

    def close(self) -> None:
        """Let everything go."""
        self.may_load.set()
        self.ears.close()

    @property
    def is_over(self) -> bool:
        """The thread has ended; waits for it."""
        self.ears._thread.join(timeout=PATIENCE_SECONDS)
        return not self.ears._thread.is_alive()

    def _load(self) -> FloorEar:
        assert self.may_load.wait(PATIENCE_SECONDS)
        if isinstance(self._ear, Exception):
            raise self._ear
        return FloorEar(
            self._ear,
            lambda frame: self.played,
            is_live=self.source.is_live,
            has_headphones=self.has_headphones,
        )


Begin = Callable[..., Scene]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Ears that begin to work, and are closed when the test is over."""
    scenes: list[Scene] = []

    def begun(source: LiveSource | FileSource, ear: ScriptedEar | Exception) -> Scene:
        scenes.append(Scene(source, ear))
        return scenes[-1]

    yield begun
    for scene in scenes:
        scene.close()


def text_of(event: Event) -> str:
    """The words of an utterance."""
    assert isinstance(event, events.UtteranceHeard)
    return event.utterance.text


# ---------------------------------------------------------------- the microphone


def test_the_floor_is_given_when_the_echo_has_died_away(begin) -> None:
    """What comes while the voice sounds, and a tail after it, is not heard; then the floor is."""
    source, ear = LiveSource(), ScriptedEar({})
    scene = begin(source, ear).loaded()
    source.feed(5)
    scene.ears.listen(Floor.CLOSING)
    source.feed(TAIL_FRAMES + 2)
    given = scene.take()

    assert events.FloorGiven(stream_seconds=pytest.approx(5 * FRAME_SECONDS + TAIL_SECONDS)) == (
        given
    )
    assert [[5 + TAIL_FRAMES, 6 + TAIL_FRAMES]] == ear.turns
    assert [Floor.CLOSING] == ear.floors


def test_a_microphone_that_wakes_late_has_its_tail_too(begin) -> None:
    """The first block may hold the end of the voice: the floor comes after it, not with it."""
    source, ear = LiveSource(), ScriptedEar({})
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(TAIL_FRAMES + 1)

    assert [[TAIL_FRAMES]] == ear.turns
    assert [events.FloorGiven] == [type(event) for event in scene.waiting]


def test_the_floor_waits_for_the_model(begin) -> None:
    """While the model loads nobody is told to speak; nothing of that time is heard later."""
    source, ear = LiveSource(), ScriptedEar({})
    scene = begin(source, ear)
    scene.ears.listen(Floor.CLOSING)
    source.feed(8)
    too_early = scene.waiting
    scene.loaded()
    source.feed(TAIL_FRAMES + 1)

    assert [] == too_early
    assert [[8 + TAIL_FRAMES]] == ear.turns
    assert isinstance(scene.take(), events.FloorGiven)


def test_nothing_is_heard_while_the_voice_answers(begin) -> None:
    """Between the end of a turn and the next floor no frame reaches the ear."""
    source, ear = LiveSource(), ScriptedEar({4: [heard()]})
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(10)
    scene.ears.listen(Floor.CHOICE)
    source.feed(TAIL_FRAMES + 1)

    assert [[3, 4], [10 + TAIL_FRAMES]] == ear.turns
    assert [Floor.CLOSING, Floor.CHOICE] == ear.floors


def test_what_was_half_said_when_the_floor_was_taken_back_is_not_reported(begin) -> None:
    """The voice took over while a frame was being heard: its events are late."""
    source = LiveSource()
    ear = ScriptedEar({3: [events.PartialHeard(text="so")], 4: [heard()]})
    scene = begin(source, ear).loaded()
    ear.during[4] = scene.ears.stop_listening
    scene.ears.listen(Floor.CLOSING)
    source.feed(8)

    assert [
        events.FloorGiven(stream_seconds=pytest.approx(TAIL_SECONDS)),
        events.PartialHeard(text="so"),
    ] == scene.waiting
    assert [[3, 4]] == ear.turns


def test_another_floor_in_the_middle_of_a_turn_begins_a_new_turn(begin) -> None:
    """Taken back and given again between two frames: the ear is opened anew."""
    source, ear = LiveSource(), ScriptedEar({})
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(6)
    scene.ears.stop_listening()
    scene.ears.listen(Floor.CHOICE)
    source.feed(2)

    assert [[3, 4, 5], [6, 7]] == ear.turns
    assert [Floor.CLOSING, Floor.CHOICE] == ear.floors


def test_events_of_the_stream_are_dated_by_when_they_were_captured(begin) -> None:
    """Speech is dated by its sample, words by when they were made out."""
    source = LiveSource()
    ear = ScriptedEar(
        {4: [events.SpeechStarted(stream_seconds=0.35), events.PartialHeard(text="so")]}
    )
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    scene.take()

    assert (
        events.SpeechStarted(stream_seconds=0.35),
        CAPTURED_FIRST_SECONDS + 0.35,
    ) == scene.take_dated()
    assert (events.PartialHeard(text="so"), None) == scene.take_dated()


def test_the_level_is_shown_whoever_has_the_floor(begin) -> None:
    """The meter moves and the stream goes on while the coach speaks, too."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    source.feed(3)

    assert 3 == len(scene.levels)
    assert pytest.approx(3 * FRAME_SECONDS) == scene.ears.stream_seconds


# ---------------------------------------------------------------- going on after the end


def cut(begin: Begin, *, at: int = 4) -> tuple[LiveSource, ScriptedEar, Scene]:
    """A turn that was taken to be over at that frame; every loud frame is speech."""
    source = LiveSource()
    ear = ScriptedEar({at: [heard("thank you", closing_silence_seconds=1.8)]}, speech_from=0)
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(at + 1)
    assert isinstance(scene.waiting[-1], events.UtteranceHeard)
    return source, ear, scene


def nudged(begin: Begin, *, has_voice: bool = False) -> tuple[LiveSource, ScriptedEar, Scene]:
    """A turn that ended without a word at frame 4; every loud frame is speech."""
    source = LiveSource()
    before: list[Event] = [events.SpeechStarted(stream_seconds=0.3)] if has_voice else []
    ear = ScriptedEar({4: [*before, events.NothingHeard()]}, speech_from=0)
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    assert isinstance(scene.waiting[-1], events.NothingHeard)
    return source, ear, scene


def test_who_goes_on_before_the_answer_is_heard_on(begin) -> None:
    """It is told when the voice began; the sound since a little before it belongs to the turn."""
    source, ear, scene = cut(begin)
    source.feed(8)
    source.feed(3, is_loud=True)
    (resumed,) = scene.waiting
    scene.ears.hear_on(Floor.CLOSING)
    source.feed(2, is_loud=True)

    assert events.SpeechResumed(stream_seconds=pytest.approx(1.3)) == resumed
    assert [pytest.approx(1.3)] == ear.went_on_seconds
    assert [[3, 4], [8, 9, 10, 11, 12, 13, 14, 15, 16, 17]] == ear.turns
    assert [] == scene.waiting


def test_who_goes_on_is_dated_by_the_sound(begin) -> None:
    """As every event of the stream."""
    source, _, scene = cut(begin)
    source.feed(2, is_loud=True)

    assert CAPTURED_FIRST_SECONDS + 0.5 == pytest.approx(scene.take_dated()[1])


def test_an_echo_does_not_go_on(begin) -> None:
    """Nothing was learned of the room, and something sounds: no interruption."""
    source, _, scene = cut(begin)
    scene.played = Played(-12.0)
    source.feed(10, is_loud=True)

    assert [] == scene.waiting


def test_above_an_echo_that_is_known_the_learner_is_heard(begin) -> None:
    """The prompt was heard 50 dB down; the learner is louder than that."""
    source, ear = LiveSource(), ScriptedEar({}, speech_from=0)
    scene = begin(source, ear).loaded()
    scene.played = Played(-12.0)
    source.feed(20)
    scene.played = Played()
    source.feed(6)
    scene.ears.listen(Floor.CLOSING)
    ear.answers[30] = [heard("thank you", closing_silence_seconds=1.8)]
    source.feed(10)
    scene.waiting.clear()
    scene.played = Played(-12.0)
    source.feed(5)
    source.feed(3, is_loud=True)
    scene.ears.hear_on(Floor.CLOSING)
    source.feed(1)

    assert isinstance(scene.waiting[-1], events.SpeechResumed)
    assert 40 == ear.turns[-1][0]


def test_who_begins_just_as_they_are_told_to_is_heard(begin) -> None:
    """They thought for as long as there is: what they say into the nudge is theirs."""
    source, ear, scene = nudged(begin)
    source.feed(3, is_loud=True)
    (resumed,) = scene.waiting
    scene.ears.hear_on(Floor.CLOSING)
    source.feed(2, is_loud=True)

    assert events.SpeechResumed(stream_seconds=pytest.approx(0.5)) == resumed
    assert [[3, 4], [5, 6, 7, 8, 9]] == ear.turns


def test_a_television_does_not_begin(begin) -> None:
    """A voice without words was there before the nudge: it is no learner who begins."""
    source, _, scene = nudged(begin, has_voice=True)
    source.feed(6, is_loud=True)

    assert [] == scene.waiting


def test_who_goes_on_does_not_raise_the_bar_for_themselves(begin) -> None:
    """Little was learned of the room: their first frames are not taken for an echo."""
    source, ear = LiveSource(), ScriptedEar({}, speech_from=0)
    scene = begin(source, ear).loaded()
    scene.played = Played(-8.0)
    source.feed(LEAST_FRAMES)
    scene.played = Played()
    source.feed(8)
    scene.ears.listen(Floor.CLOSING)
    ear.answers[30] = [heard("thank you", closing_silence_seconds=1.8)]
    source.feed(30 - LEAST_FRAMES - 8 + 1)
    scene.waiting.clear()
    scene.played = Played(-8.0)
    source.feed(3, is_loud=True)

    assert [events.SpeechResumed] == [type(event) for event in scene.waiting]


@pytest.mark.parametrize("what", ["another floor", "none", "long turn"])
def test_what_is_over_for_good_is_not_gone_on_with(begin, what) -> None:
    """The loop wished for something else, or the turn was ended for its length."""
    source, ear, scene = cut(begin)
    if what == "none":
        scene.ears.stop_listening()
    elif what == "another floor":
        scene.ears.listen(Floor.CHOICE)
        scene.ears.stop_listening()
    else:
        scene.ears.listen(Floor.CLOSING)
        ear.answers[12] = [heard("so long")]
        source.feed(8)
        scene.waiting.clear()
    source.feed(5, is_loud=True)

    assert [] == scene.waiting


def test_who_was_not_given_the_floor_back_gets_a_new_turn(begin) -> None:
    """A key was quicker: what was said meanwhile is no part of the next turn."""
    source, ear, scene = cut(begin)
    source.feed(3, is_loud=True)
    scene.ears.listen(Floor.CHOICE)
    source.feed(TAIL_FRAMES + 1)

    assert [] == ear.went_on_seconds
    assert [8 + TAIL_FRAMES] == ear.turns[-1]


def test_the_sound_of_a_joined_turn_is_one(begin) -> None:
    """What is played back holds both parts, and not what was between them."""
    source, ear, scene = cut(begin)
    source.feed(20)
    source.feed(3, is_loud=True)
    scene.ears.hear_on(Floor.CLOSING)
    words = tuple(
        Word(text=text, start_seconds=at, end_seconds=at + 0.3)
        for text, at in (("thank", 0.3), ("you", 2.5))
    )
    ear.answers[30] = [events.UtteranceHeard(utterance=Utterance(words=words, end_seconds=2.8))]
    source.feed(6)
    last_turn = scene.ears.last_turn

    assert last_turn is not None
    assert len(ear.turns[0] + ear.turns[1]) * FRAME_SECONDS == pytest.approx(last_turn.seconds)


# ---------------------------------------------------------------- commands over the voice


@pytest.mark.parametrize("has_headphones", [True, False])
def test_a_command_over_the_voice_is_taken_from_who_wears_headphones(begin, has_headphones) -> None:
    """Heard while the voice sounds, before any floor was given."""
    source, ear = LiveSource(), ScriptedEar({6: [heard("skip")]})
    scene = begin(source, ear)
    scene.has_headphones, scene.played = has_headphones, Played(-12.0)
    scene.loaded()
    source.feed(8)
    skip = events.CommandHeard(command=Command.SKIP, source=events.CommandSource.VOICE)

    assert ([skip] if has_headphones else []) == scene.waiting
    assert ([Floor.CHOICE] * 2 if has_headphones else []) == ear.floors


def test_the_words_over_the_voice_are_no_part_of_the_turn_after_it(begin) -> None:
    """The floor is given in the middle of a sentence: a new turn, with its tail."""
    source, ear = LiveSource(), ScriptedEar({})
    scene = begin(source, ear)
    scene.has_headphones = True
    scene.loaded()
    source.feed(5)
    scene.ears.listen(Floor.CLOSING)
    source.feed(TAIL_FRAMES + 2)

    assert [[0, 1, 2, 3, 4], [5 + TAIL_FRAMES, 6 + TAIL_FRAMES]] == ear.turns
    assert [Floor.CHOICE, Floor.CLOSING] == ear.floors


# ---------------------------------------------------------------- handing in


def test_handing_in_gives_the_words_so_far(begin) -> None:
    """A key, or Ctrl-C, ends the turn: what was said counts."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    scene.ears.hand_in()
    source.feed()
    _, answer = scene.waiting

    assert "3 4" == text_of(answer)


def test_handing_in_without_the_floor_is_answered(begin) -> None:
    """There is nothing to hand in, and that is said."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    scene.ears.hand_in()
    source.feed()

    assert [events.NothingHeard()] == scene.waiting


def test_handing_in_while_the_model_loads_is_answered(begin) -> None:
    """Ctrl-C during the first second need not wait for the model."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({}))
    scene.ears.listen(Floor.CLOSING)
    scene.ears.hand_in()
    source.feed()

    assert [events.NothingHeard()] == scene.waiting


def test_handing_in_never_hands_in_an_older_turn(begin) -> None:
    """Words of a floor that was taken back do not come up with the next one."""
    source, ear = LiveSource(), ScriptedEar({})
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(6)
    scene.ears.stop_listening()
    source.feed(2)
    scene.ears.listen(Floor.CLOSING)
    source.feed()
    scene.waiting.clear()
    scene.ears.hand_in()
    source.feed()

    assert [[3, 4, 5]] == ear.turns
    assert [events.NothingHeard()] == scene.waiting


def test_a_turn_that_has_just_ended_is_its_own_answer(begin) -> None:
    """An utterance is on its way to the loop: a second answer would end the rehearsal before it."""
    source = LiveSource()
    ear = ScriptedEar({4: [heard("thank you")]})
    scene = begin(source, ear).loaded()
    ear.during[4] = scene.ears.hand_in
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    scene.ears.hand_in()
    source.feed(2)
    _, answer, *more = scene.waiting

    assert "thank you" == text_of(answer)
    assert [] == more


def test_handing_in_after_the_microphone_was_lost_keeps_the_words(begin) -> None:
    """The plug was pulled in mid-closing: what was said before is handed in."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    source.fail(MicrophoneLost("it was unplugged"))
    assert scene.is_over
    scene.ears.hand_in()
    _, failed, answer = scene.waiting

    assert events.EarsFailed(problem=str(MicrophoneLost("it was unplugged"))) == failed
    assert "3 4" == text_of(answer)


def test_who_waits_for_an_answer_gets_it_when_the_microphone_is_lost(begin) -> None:
    """Handed in first, lost then: no frame will ever come, the answer does."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    scene.ears.hand_in()
    source.fail(MicrophoneLost("it was unplugged"))
    assert scene.is_over

    assert [events.EarsFailed, events.NothingHeard] == [type(event) for event in scene.waiting]


def test_handing_in_with_a_broken_recogniser_is_answered(begin) -> None:
    """It cannot say what it heard; the learner can leave all the same, and is told why."""
    source, ear = LiveSource(), ScriptedEar({})
    ear.breaks_at_the_end = True
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    scene.ears.hand_in()
    source.feed()

    assert events.NothingHeard() == scene.waiting[-1]
    assert "the recogniser is gone" == str(scene.ears.failure)


# ---------------------------------------------------------------- failing and closing


@pytest.mark.parametrize("live", [True, False], ids=["microphone", "recording"])
def test_a_model_that_cannot_be_loaded_is_told_once(begin, tmp_path, live) -> None:
    """With its own message, whoever has the floor; and handing in still answers."""
    broken = ModelBroken(tmp_path, "half of it is missing")
    source = LiveSource() if live else FileSource(9)
    scene = begin(source, broken)
    if live:
        source.feed()
    scene.loaded()
    if live:
        source.feed_last()
    assert scene.is_over
    scene.ears.listen(Floor.CLOSING)
    scene.ears.hand_in()

    assert [events.EarsFailed(problem=str(broken)), events.NothingHeard()] == scene.waiting
    assert broken is scene.ears.failure


def test_a_failure_that_nobody_foresaw_is_told_by_its_kind(begin) -> None:
    """A bug on the thread ends the rehearsal; it does not leave it waiting."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    source.fail(ZeroDivisionError("by zero"))

    assert events.EarsFailed(problem="ZeroDivisionError: by zero") == scene.take()


def test_closing_ends_the_thread_and_says_nothing(begin) -> None:
    """From the loop's thread, with the floor given, while a frame is awaited."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    scene.waiting.clear()
    scene.ears.close()
    scene.ears.close()

    assert scene.is_over
    assert [] == scene.waiting
    assert scene.ears.failure is None


def test_closing_does_not_wait_for_the_model(begin) -> None:
    """A recording waits for the model; whoever leaves does not."""
    source = FileSource(9)
    scene = begin(source, ScriptedEar({}))
    scene.ears.listen(Floor.CLOSING)
    scene.ears.close()

    assert scene.is_over
    assert not scene.may_load.is_set()
    assert [] == source.fetched + scene.waiting


# ---------------------------------------------------------------- a recording


def test_a_recording_waits_for_the_model_and_the_floor(begin) -> None:
    """Not a frame of it is fetched before; then it is heard from its first one on."""
    source, ear = FileSource(6), ScriptedEar({})
    scene = begin(source, ear)
    scene.ears.listen(Floor.CLOSING)
    scene.ears.stop_listening()
    scene.loaded()
    before = list(source.fetched)
    scene.ears.listen(Floor.CLOSING)
    given, answer, ended = scene.take(), scene.take(), scene.take()

    assert [] == before
    assert events.FloorGiven(stream_seconds=0.0) == given
    assert "0 1 2 3 4 5" == text_of(answer)
    assert events.AudioEnded() == ended


def test_silence_after_a_turn_ends_the_recording_at_once(begin) -> None:
    """No need to ask for a turn that can never come."""
    source, ear = FileSource(9), ScriptedEar({3: [heard()]})
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    assert scene.is_over

    assert [events.FloorGiven, events.UtteranceHeard, events.AudioEnded] == [
        type(event) for event in scene.waiting
    ]
    assert [[0, 1, 2, 3]] == ear.turns


def test_what_was_looked_at_after_a_turn_is_heard_in_the_next(begin) -> None:
    """Speech follows: the silence before it, and its first frame, are not lost."""
    source, ear = FileSource(9), ScriptedEar({3: [heard()]}, speech_from=6)
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    scene.take()
    scene.take()
    scene.ears.listen(Floor.CHOICE)
    given, answer, ended = scene.take(), scene.take(), scene.take()

    assert events.FloorGiven(stream_seconds=pytest.approx(4 * FRAME_SECONDS)) == given
    assert "4 5 6 7 8" == text_of(answer)
    assert events.AudioEnded() == ended
    assert [[0, 1, 2, 3], [4, 5, 6, 7, 8]] == ear.turns


def test_what_was_looked_at_is_still_there_after_a_turn_without_words(begin) -> None:
    """The only frame with speech was looked at before a turn that gave up: it gets its turn."""
    source = FileSource(9)
    ear = ScriptedEar({3: [heard()], 6: [events.NothingHeard()]}, speech_from=8)
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    scene.take()
    scene.take()
    scene.ears.listen(Floor.CLOSING)
    scene.take()
    nothing = scene.take()
    scene.ears.listen(Floor.CLOSING)
    scene.take()

    assert events.NothingHeard() == nothing
    assert "7 8" == text_of(scene.take())


def test_the_file_waits_while_the_voice_speaks(begin) -> None:
    """After the look ahead not a frame is fetched until the floor is given again."""
    source, ear = FileSource(20), ScriptedEar({3: [heard()]}, speech_from=6)
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    scene.take()
    scene.take()
    scene.ears.stop_listening()
    scene.ears.hand_in()  # answered by the thread itself: by then the look ahead is over
    answer = scene.take()
    fetched = list(source.fetched)
    scene.close()

    assert events.NothingHeard() == answer
    assert list(range(7)) == fetched == source.fetched


def test_handing_in_without_the_floor_loses_no_frame(begin) -> None:
    """A key pressed while the coach speaks does not eat a piece of the recording."""
    source, ear = FileSource(3), ScriptedEar({})
    scene = begin(source, ear).loaded()
    scene.ears.hand_in()
    answer = scene.take()
    scene.ears.listen(Floor.CLOSING)
    assert scene.is_over

    assert events.NothingHeard() == answer
    assert [[0, 1, 2]] == ear.turns


def test_a_frame_that_comes_when_the_floor_is_gone_is_kept_for_the_next_turn(begin) -> None:
    """At the pace of sound a frame is waited for; meanwhile the floor may be taken back."""
    source, ear = FileSource(6), ScriptedEar({})
    scene = begin(source, ear).loaded()

    def take_the_floor_back() -> None:
        scene.ears.stop_listening()
        scene.ears.hand_in()

    source.during[3] = take_the_floor_back
    scene.ears.listen(Floor.CLOSING)
    given, answer = scene.take(), scene.take()
    scene.ears.listen(Floor.CLOSING)
    assert scene.is_over

    assert [events.FloorGiven, events.NothingHeard] == [type(given), type(answer)]
    assert [[0, 1, 2], [3, 4, 5]] == ear.turns


def test_a_recording_that_ends_without_a_word_only_ends(begin) -> None:
    """Nobody is encouraged to speak up by a file."""

    class SilentEar(ScriptedEar):
        def close_turn(self) -> list[Event]:
            """Nothing was said."""
            return [events.NothingHeard()]

    scene = begin(FileSource(4), SilentEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    assert scene.is_over

    assert [events.FloorGiven, events.AudioEnded] == [type(event) for event in scene.waiting]


def test_handing_in_after_the_recording_is_over_is_answered(begin) -> None:
    """The loop may ask before it has read that there is no more."""
    scene = begin(FileSource(0), ScriptedEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    assert scene.is_over
    scene.ears.hand_in()

    assert [events.AudioEnded(), events.NothingHeard()] == scene.waiting


def test_events_of_a_recording_have_no_capture_time(begin) -> None:
    """They happen when they are heard."""
    ear = ScriptedEar({0: [events.SpeechStarted(stream_seconds=0.0)]})
    scene = begin(FileSource(2), ear).loaded()
    scene.ears.listen(Floor.CLOSING)

    assert [None, None] == [scene.take_dated()[1], scene.take_dated()[1]]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_frame_of_a_recording_is_lost_or_heard_twice(data) -> None:
    """However its turns lie, whatever is handed in between: every frame once, in order."""
    count = data.draw(st.integers(1, 30))
    ends = data.draw(st.sets(st.integers(0, count - 1)))
    hands_in = data.draw(st.lists(st.booleans(), min_size=40, max_size=40))
    ear = ScriptedEar({number: [heard(f"to {number}")] for number in ends}, speech_from=0)
    scene = Scene(FileSource(count), ear).loaded()
    turns: list[Event] = []
    scene.ears.listen(Floor.CLOSING)
    while not isinstance(event := scene.take(), events.AudioEnded):
        if isinstance(event, events.UtteranceHeard):
            turns.append(event)
            if hands_in[len(turns)]:
                scene.ears.stop_listening()
                scene.ears.hand_in()
        if isinstance(event, (events.UtteranceHeard, events.NothingHeard)):
            scene.ears.listen(Floor.CLOSING)
    scene.close()

    assert list(range(count)) == [number for turn in ear.turns for number in turn]
    assert len(ends | {count - 1}) == len([turn for turn in ear.turns if turn])


# ---------------------------------------------------------------- what a turn sounded like


def spoken(first: int, last: int) -> Event:
    """A turn whose one word lies in these frames."""
    word = Word(
        text="thanks", start_seconds=first * FRAME_SECONDS, end_seconds=last * FRAME_SECONDS
    )
    return events.UtteranceHeard(
        utterance=Utterance(words=(word,), end_seconds=last * FRAME_SECONDS)
    )


def frames_in(sound: Sound | None) -> int:
    """How many it is made of."""
    assert sound is not None
    return len(sound.pcm) // FRAME_BYTES


def test_the_sound_of_the_last_turn_is_there_when_it_is_told(begin) -> None:
    """The words and a little around them: not the wait before, not the silence that ended it."""
    source, ear = LiveSource(), ScriptedEar({60: [spoken(30, 40)]})
    scene = begin(source, ear).loaded()
    before = scene.ears.last_turn
    scene.ears.listen(Floor.CLOSING)
    source.feed(61)
    sound = scene.ears.last_turn

    assert before is None
    assert 10 + 10 + 5 == frames_in(sound)
    assert 16_000 == sound.rate_hz


def test_a_turn_without_words_leaves_the_one_before(begin) -> None:
    """Silence, and what was taken back, are nothing to listen to."""
    source, ear = LiveSource(), ScriptedEar({5: [spoken(3, 5)], 12: [events.NothingHeard()]})
    scene = begin(source, ear).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(6)
    first = scene.ears.last_turn
    scene.ears.listen(Floor.CHOICE)
    source.feed(10)
    scene.ears.listen(Floor.CHOICE)
    source.feed(8)
    scene.ears.stop_listening()
    source.feed(2)

    assert first is not None
    assert first is scene.ears.last_turn


def test_a_turn_that_was_handed_in_can_be_heard(begin) -> None:
    """Its words have no times here: then all of it is kept."""
    source = LiveSource()
    scene = begin(source, ScriptedEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    source.feed(5)
    scene.ears.hand_in()
    source.feed()

    assert 2 == frames_in(scene.ears.last_turn)


def test_a_turn_of_a_recording_can_be_heard(begin) -> None:
    """The last one, which ends with the file, too."""
    scene = begin(FileSource(9), ScriptedEar({})).loaded()
    scene.ears.listen(Floor.CLOSING)
    assert scene.is_over

    assert 5 <= frames_in(scene.ears.last_turn) <= 9


def test_a_turn_without_end_is_not_kept_without_end() -> None:
    """130 s at most, whatever happens."""
    ear = RememberingEar(ScriptedEar({2_000: [spoken(0, 2_000)]}))
    ear.open(Floor.CLOSING)
    for number in range(2_001):
        ear.hear(frame(number))

    assert round(LONGEST_SECONDS / FRAME_SECONDS) == frames_in(ear.last_turn)
