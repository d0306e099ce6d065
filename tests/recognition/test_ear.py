"""Scenes of the whole ear: with a scripted recogniser, then with the real one."""

import numpy as np
import pytest

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, SAMPLE_RATE_HZ, Frame
from voicecoach.recognition.ear import Ear
from voicecoach.recognition.endpoint import Endpoint
from voicecoach.recognition.judge import Judge
from voicecoach.recognition.speech_detector import SileroDetector
from voicecoach.recognition.vosk_recognizer import VoskRecognizer
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event
from voicecoach.transcript import Hypothesis, Word

FIT = "How well do I fit the profile of the candidate you are looking for?"
STEPS = "What are the next steps in the process?"
THANKS = "Thank you for your time."


def owes_nothing(_: str) -> bool:
    """The closing is always whole."""
    return True


def owes_all(_: str) -> bool:
    """The closing is never whole."""
    return False


class ScriptedRecognizer:
    """Says what it was told to say, at the frame it was told."""

    def __init__(self, script: dict[int, Hypothesis], rest: str = "") -> None:
        self._script = script
        self._rest = rest
        self._frame = -1

    def hear(self, frame: Frame) -> Hypothesis | None:
        """The line for this frame."""
        self._frame += 1
        return self._script.get(self._frame)

    def finish(self) -> Hypothesis:
        """What was still under way."""
        rest, self._rest = self._rest, ""
        return final(rest, 0.0)

    def reset(self) -> None:
        """Nothing is kept anyway."""


class ScriptedDetector:
    """Speech where the frame is not silent."""

    def speech_ratio(self, frame: Frame) -> float:
        """All or nothing."""
        return float(any(frame.pcm))

    def reset(self) -> None:
        """Nothing is kept."""


def final(text: str, at_seconds: float) -> Hypothesis:
    """A final hypothesis whose words are all at one place."""
    words = tuple(
        Word(text=word, start_seconds=at_seconds, end_seconds=at_seconds + 0.2)
        for word in text.split()
    )
    return Hypothesis(text=text, words=words, is_final=True)


def partial(text: str) -> Hypothesis:
    """A guess."""
    return Hypothesis(text=text)


def frames(pattern: str) -> list[Frame]:
    """A tenth of a second a letter: v is voice, all else silence."""
    return [
        Frame(
            pcm=(b"\x01" if letter == "v" else b"\x00") * FRAME_BYTES,
            start_seconds=number * FRAME_SECONDS,
        )
        for number, letter in enumerate(pattern)
    ]


def nothing_in(_: str) -> dict[str, tuple[int, int]]:
    """No move at all."""
    return {}


def thanks_in(text: str) -> dict[str, tuple[int, int]]:
    """One move, where its words stand."""
    before, found, _ = f" {text} ".partition(" thank you ")
    count = len(before.split())
    return {"thanks": (count, count + 2)} if found else {}


def scripted(
    script: dict[int, Hypothesis], *, rest: str = "", whole=owes_nothing, hear_moves=nothing_in
) -> Ear:
    """An ear whose recogniser follows the script; its turn is open."""
    judge = Judge(has_whole_core=whole, hear_moves=hear_moves)
    ear = Ear(ScriptedRecognizer(script, rest), ScriptedDetector(), judge)
    ear.open(Floor.CLOSING)
    return ear


def all_of(ear: Ear, heard: list[Frame]) -> list[Event]:
    """Everything that the frames bring."""
    return [event for frame in heard for event in ear.hear(frame)]


def utterances(happened: list[Event]) -> list[str]:
    """What was said, turn by turn."""
    return [e.utterance.text for e in happened if isinstance(e, events.UtteranceHeard)]


def test_a_turn_in_order():
    """Started, words, ended, heard: with the stream times of the sound."""
    ear = scripted({4: partial("thank"), 6: partial("thank you")}, rest="thank you")

    happened = all_of(ear, frames("..vvvvv...................."))

    assert [
        events.SpeechStarted(stream_seconds=pytest.approx(0.2)),
        events.PartialHeard(text="thank"),
        events.PartialHeard(text="thank you"),
        events.SpeechEnded(stream_seconds=pytest.approx(0.7)),
    ] == happened[:-1]
    assert "thank you" == happened[-1].utterance.text
    assert 0.7 == pytest.approx(happened[-1].utterance.end_seconds)
    assert 1.8 == happened[-1].closing_silence_seconds
    assert "all that a closing needs has been said" == happened[-1].reason
    assert not ear.is_open


def test_segments_are_joined_into_one_utterance():
    """Finals of a turn, and what was under way at its end, are one utterance."""
    script = {8: final("thank you", 0.3), 14: partial("next"), 16: final("next steps", 1.2)}
    ear = scripted(script, rest="please")

    happened = all_of(ear, frames("..vvvvv....vvvv......................"))

    assert ["thank you next steps please"] == utterances(happened)
    assert events.PartialHeard(text="thank you next") in happened


def test_a_light_does_not_go_out_for_words_misheard_in_the_end():
    """What lit it up is what was heard."""
    script = {4: partial("thank you"), 7: partial("thank you both")}
    ear = scripted(script, rest="tank yew both", hear_moves=thanks_in)

    happened = all_of(ear, frames("..vvvvvvv......................"))

    assert events.MoveShown(label="thanks") in happened
    assert not [event for event in happened if isinstance(event, events.MoveHidden)]
    assert ["thank you both"] == utterances(happened)


def test_words_guessed_before_the_first_voice_do_not_count():
    """What was heard in a click is neither shown nor handed in."""
    script = {5: final("but it", 0.3), 24: partial("thank you"), 26: final("thank you", 2.2)}
    ear = scripted(script)

    happened = all_of(ear, frames("....................vvvvvv......................."))

    assert ["thank you"] == utterances(happened)
    assert events.PartialHeard(text="but it") not in happened


def test_a_first_word_that_came_before_the_detector_noticed_is_kept():
    """A soft first word, half a second before the detector, belongs to the turn."""
    ear = scripted({9: final("so thank you", 0.3)})

    assert ["so thank you"] == utterances(all_of(ear, frames("........vvvv......................")))


def test_words_that_vanish_are_no_utterance():
    """A guess that the recogniser takes back at the end: the wait for a first word goes on."""
    ear = scripted({4: partial("the")})

    happened = all_of(ear, frames("..vvv" + 300 * "."))

    assert [] == utterances(happened)
    assert events.NothingHeard() == happened[-1]
    assert 1 == happened.count(events.NothingHeard())


def test_a_voice_without_a_word_is_nothing_heard():
    """Speech-like noise, no words: after a good while the nudge."""
    happened = all_of(scripted({}), frames(400 * "v"))

    assert [events.SpeechStarted(stream_seconds=0.0), events.NothingHeard()] == happened


def test_the_end_of_a_recording_hands_in_the_last_turn():
    """A file that ends in the middle of a word loses no word."""
    ear = scripted({4: partial("thank you")}, rest="thank you bye")
    all_of(ear, frames("..vvvvvv"))

    happened = ear.close_turn()

    assert ["thank you bye"] == utterances(happened)
    assert [] == ear.close_turn()


def test_the_end_of_a_silent_recording_is_nothing_heard():
    """Nothing was said, and a guess out of noise is nothing."""
    ear = scripted({3: partial("the")}, rest="the")
    all_of(ear, frames("........"))

    assert [events.NothingHeard()] == ear.close_turn()


def test_a_dropped_turn_is_gone():
    """What was half said when the floor was taken away does not come back."""
    ear = scripted({3: final("oh no", 0.2), 12: final("thank you", 0.3)})
    all_of(ear, frames("vvvvvv"))

    ear.drop()

    assert [] == all_of(ear, frames("..."))
    ear.open(Floor.CLOSING)
    assert ["thank you"] == utterances(all_of(ear, frames("vvvvvvv........................")))


def test_a_turn_that_was_not_over_goes_on():
    """The words before the cut stay; the pause is learned; one utterance holds all of it."""
    ear = scripted({4: partial("thank you")}, rest="thank you")
    first = all_of(ear, frames("..vvvvv...................."))
    ear.go_on(Floor.CLOSING, "", 4.0)
    ear._recognizer = ScriptedRecognizer({3: partial("next")}, rest="next steps")
    later = [
        Frame(pcm=each.pcm, start_seconds=each.start_seconds + 3.9)
        for each in frames(".vvvvv....................")
    ]

    happened = all_of(ear, later)

    assert ["thank you"] == utterances(first)
    assert ["thank you next steps"] == utterances(happened)
    assert events.PartialHeard(text="thank you next") in happened
    assert not any(isinstance(e, (events.SpeechStarted, events.SpeechResumed)) for e in happened)
    assert ear._endpoint.usual_pause_seconds > Endpoint().usual_pause_seconds


def test_a_noise_after_a_cut_adds_nothing():
    """The voice that seemed to go on brought no word: the same turn ends once more."""
    ear = scripted({4: partial("thank you")}, rest="thank you")
    first = all_of(ear, frames("..vvvvv...................."))
    ear.go_on(Floor.CLOSING, "", 2.6)
    later = all_of(
        ear, [Frame(each.pcm, each.start_seconds + 2.6) for each in frames("vv" + 40 * ".")]
    )

    assert ["thank you"] == utterances(first) == utterances(later)


def test_a_command_said_into_the_answer_ends_the_turn_soon():
    """ "Stop", after the cut: alone between two pauses, whatever the closing still owes."""
    ear = scripted({4: partial("thank")}, rest="thank you", whole=owes_all)
    all_of(ear, frames("..vvvvv" + 30 * "."))
    ear.go_on(Floor.CLOSING, "", 4.0)
    ear._recognizer = ScriptedRecognizer({4: partial("stop")}, rest="stop")
    later = [Frame(each.pcm, each.start_seconds + 4.0) for each in frames("vvvv" + 30 * ".")]

    (over,) = [e for e in all_of(ear, later) if isinstance(e, events.UtteranceHeard)]

    assert "thank you stop" == over.utterance.text
    assert 0.6 == over.closing_silence_seconds


@pytest.mark.parametrize(("text", "is_soon"), [("louder", True), ("louder music", False)])
def test_a_command_is_acted_on_soon_where_a_closing_is_awaited(text, is_soon):
    """However patient the ear is with a closing; but not when more than the command was said."""
    ear = scripted({4: partial(text)}, rest=text, whole=owes_all)
    (over,) = [
        (frame.end_seconds, event)
        for frame in frames("..vvvvv" + 40 * ".")
        for event in ear.hear(frame)
        if isinstance(event, events.UtteranceHeard)
    ]
    waited_seconds = over[0] - 0.7

    assert text == over[1].utterance.text
    assert is_soon == (waited_seconds <= 0.8)


def test_whether_the_core_is_said_is_asked_once_for_each_change():
    """Matching is not free: the same words are not judged twice."""
    asked: list[str] = []

    def ask(text: str) -> bool:
        asked.append(text)
        return False

    ear = scripted({3: partial("thank"), 5: partial("thank you")}, whole=ask)
    all_of(ear, frames("vvvvvvvvvvvvv"))

    assert ["thank", "thank you"] == asked


# With the real recogniser and the real detector


@pytest.fixture
def ear(model) -> Ear:
    """A real ear for a closing that owes nothing more."""
    return Ear(VoskRecognizer(model), SileroDetector(), Judge(has_whole_core=owes_nothing))


@pytest.fixture
def patient_ear(model) -> Ear:
    """A real ear for a closing that owes everything."""
    return Ear(VoskRecognizer(model), SileroDetector(), Judge(has_whole_core=owes_all))


def test_a_closing_with_a_thinking_pause_is_one_utterance(patient_ear, say, silence, frames_of):
    """Two seconds of thinking between two moves, and no word lost at either end.

    The voice itself is silent for a quarter of a second before and after a sentence.
    """
    patient_ear.open(Floor.CLOSING)
    first, second = say(FIT), say(STEPS)

    happened = all_of(
        patient_ear, frames_of(silence(0.2), first, silence(1.5), second, silence(4.0))
    )

    said = utterances(happened)
    begun = [e.stream_seconds for e in happened if isinstance(e, events.SpeechStarted)]
    ended = [e.stream_seconds for e in happened if isinstance(e, events.SpeechEnded)]
    true_end_seconds = 1.7 + (len(first) + len(second)) / SAMPLE_RATE_HZ
    assert 1 == len(said)
    assert said[0].startswith("how well do i fit the profile")
    assert said[0].endswith("what are the next steps in the process")
    assert begun[0] < 0.9
    assert true_end_seconds == pytest.approx(ended[-1], abs=0.6)


def test_turn_after_turn_in_one_stream(ear, say, silence, frames_of):
    """Frames between the turns are left out; each utterance has its own words and times."""
    heard = frames_of(silence(0.3), say(THANKS), silence(2.3), say(STEPS), silence(2.3), say(FIT))
    said: list[events.UtteranceHeard] = []
    ear.open(Floor.CLOSING)
    for frame in heard:
        for event in ear.hear(frame):
            if isinstance(event, events.UtteranceHeard):
                said.append(event)
                ear.open(Floor.CLOSING)
    said += ear.close_turn()

    texts = [event.utterance.text for event in said]
    starts = [event.utterance.words[0].start_seconds for event in said]
    assert ["thank you for your time", "what are the next steps in the process"] == texts[:2]
    assert texts[2].startswith("how well do i fit the profile")
    assert starts == sorted(starts)
    assert starts[2] - said[1].utterance.words[-1].end_seconds > 1.3


def test_a_command_is_handed_in_fast(ear, say, silence, frames_of):
    """A single word on the floor for a choice: 0.8 s after its end, and a frame or two."""
    ear.open(Floor.CHOICE)
    spoken = say("Again.")
    heard = frames_of(silence(1.0), spoken, silence(3.0))
    for frame in heard:
        over = [e for e in ear.hear(frame) if isinstance(e, events.UtteranceHeard)]
        if over:
            break

    assert "again" == over[0].utterance.text
    assert frame.end_seconds - over[0].utterance.end_seconds < 1.1


@pytest.mark.parametrize("kind", ["hiss", "hum", "keys"])
def test_noise_is_nothing_heard(ear, frames_of, kind):
    """A fan, a hum, a keyboard: no utterance, and after twelve seconds the nudge."""
    times = np.arange(14 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    hiss = np.random.default_rng(4).normal(0, 2_000, len(times))
    noises = {
        "hiss": hiss,
        "hum": 8_000 * np.sin(2 * np.pi * 100 * times),
        "keys": np.where(times % 0.23 < 0.02, hiss, 0.0),
    }
    ear.open(Floor.CLOSING)

    happened = all_of(ear, frames_of(noises[kind].astype("<i2")))

    assert [events.NothingHeard()] == happened


def test_outside_a_turn_speech_is_still_told_from_silence(ear, say, silence, frames_of):
    """The level of voice can be watched while nobody has the floor."""
    quiet = [ear.has_speech(frame) for frame in frames_of(silence(1.0))]
    spoken = [ear.has_speech(frame) for frame in frames_of(say(FIT))]

    assert not any(quiet)
    assert sum(spoken) > len(spoken) / 2
