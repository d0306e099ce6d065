"""Scenes of the recogniser with the real Vosk."""

from itertools import pairwise

import numpy as np
import psutil
import pytest

from voicecoach.audio.frame import SAMPLE_RATE_HZ
from voicecoach.errors import ModelBroken, ModelMissing
from voicecoach.recognition.vosk_recognizer import VoskRecognizer, load_model
from voicecoach.transcript import Hypothesis, Word

THANKS = "Thank you for your time."
INTEREST = "I am very excited about this opportunity."


@pytest.fixture
def recognizer(model) -> VoskRecognizer:
    """A new one."""
    return VoskRecognizer(model)


def heard_in(recognizer: VoskRecognizer, frames) -> list[Hypothesis]:
    """All that a turn of these frames gives, with its end."""
    hypotheses = [recognizer.hear(frame) for frame in frames]
    return [*filter(None, hypotheses), recognizer.finish()]


def final_words(hypotheses: list[Hypothesis]) -> list[Word]:
    """The words that will not change any more."""
    return [word for hypothesis in hypotheses if hypothesis.is_final for word in hypothesis.words]


def text_of(hypotheses: list[Hypothesis]) -> str:
    """The final words, joined."""
    return " ".join(word.text for word in final_words(hypotheses))


def voiced_span(samples: np.ndarray) -> tuple[float, float]:
    """Where a spoken sentence begins and ends, by its loudness."""
    loud = np.nonzero(np.abs(samples.astype(int)) > 600)[0]
    return loud[0] / SAMPLE_RATE_HZ, loud[-1] / SAMPLE_RATE_HZ


def test_a_sentence_is_heard_while_it_is_spoken_and_when_it_is_over(
    recognizer, say, silence, frames_of
):
    """Partials grow word by word; the final says it all, with times and confidence."""
    hypotheses = heard_in(recognizer, frames_of(say(INTEREST), silence(1.0)))

    partials = [hypothesis.text for hypothesis in hypotheses if not hypothesis.is_final]
    words = final_words(hypotheses)
    assert "i am very excited about this opportunity" == text_of(hypotheses)
    assert len(partials) > 3
    assert all(first != then for first, then in pairwise(partials))
    assert all(0.0 <= word.confidence_ratio <= 1.0 for word in words)
    assert all(word.start_seconds < word.end_seconds for word in words)
    assert all(not h.words for h in hypotheses if not h.is_final)


def test_silence_changes_nothing(recognizer, silence, frames_of):
    """In ten seconds of a quiet room nothing is reported, and the turn ends empty."""
    hypotheses = heard_in(recognizer, frames_of(silence(10.0)))

    assert [Hypothesis(text="", is_final=True)] == hypotheses


def test_word_times_are_stream_times_in_every_turn(recognizer, say, silence, frames_of):
    """Turns that begin anywhere in the stream, with frames left out between them, are in time."""
    thanks = say(THANKS)
    begins, ends = voiced_span(thanks)

    for start_seconds in (0.0, 7.3, 7.3, 100.0, 1_000.05):
        frames = frames_of(silence(0.5), thanks, silence(1.5), start_seconds=start_seconds)
        words = final_words(heard_in(recognizer, frames))

        assert "thank you for your time" == " ".join(word.text for word in words)
        assert start_seconds + 0.5 + begins == pytest.approx(words[0].start_seconds, abs=0.12)
        assert start_seconds + 0.5 + ends == pytest.approx(words[-1].end_seconds, abs=0.25)


def test_segments_of_one_turn_stay_in_time(recognizer, say, silence, frames_of):
    """A pause ends a segment, not the turn: words behind it are where they were spoken."""
    first, second = say(THANKS), say(INTEREST)
    frames = frames_of(first, silence(2.0), second, silence(0.3), start_seconds=50.0)

    hypotheses = heard_in(recognizer, frames)

    words = final_words(hypotheses)
    second_begins = 50.0 + len(first) / SAMPLE_RATE_HZ + 2.0 + voiced_span(second)[0]
    assert "thank you for your time i am very excited about this opportunity" == text_of(hypotheses)
    assert second_begins == pytest.approx(words[5].start_seconds, abs=0.12)


def test_the_end_of_a_turn_brings_the_words_under_way(recognizer, say, frames_of):
    """A turn cut off right behind its last sound loses nothing of it."""
    hypotheses = heard_in(recognizer, frames_of(say(INTEREST)))

    assert "i am very excited about this opportunity" == text_of(hypotheses)


@pytest.mark.parametrize("gap_seconds", [0.05, 0.15, 0.25])
def test_a_turn_that_ends_right_behind_a_segment_keeps_its_sound_to_itself(
    recognizer, say, silence, frames_of, gap_seconds
):
    """Sound that Vosk had not decoded yet when a segment ended does not open the next turn."""
    ended = False
    for frame in frames_of(say(THANKS), silence(gap_seconds), say(INTEREST)):
        hypothesis = recognizer.hear(frame)
        ended = ended or bool(hypothesis and hypothesis.is_final)
        if ended:
            break
    recognizer.finish()

    following = heard_in(recognizer, frames_of(say(THANKS), silence(1.0), start_seconds=60.0))

    assert ended
    assert "thank you for your time" == text_of(following)
    assert 60.0 < final_words(following)[0].start_seconds < 60.6


def test_what_was_dropped_is_not_heard(recognizer, say, frames_of):
    """After a reset the turn before is gone, and the next is in time."""
    for frame in frames_of(say(INTEREST))[:15]:
        recognizer.hear(frame)

    recognizer.reset()

    hypotheses = heard_in(recognizer, frames_of(say(THANKS), start_seconds=9.0))
    assert "thank you for your time" == text_of(hypotheses)
    assert 9.0 < final_words(hypotheses)[0].start_seconds < 9.6


def test_finishing_twice_does_no_harm(recognizer, say, frames_of):
    """A turn without frames is empty."""
    empty = Hypothesis(text="", is_final=True)

    assert [empty, empty] == [recognizer.finish(), recognizer.finish()]
    assert "thank you for your time" == text_of(heard_in(recognizer, frames_of(say(THANKS))))


def test_two_recognizers_share_a_model(model, say, frames_of):
    """Two ears on one model do not hear each other."""
    one, other = VoskRecognizer(model), VoskRecognizer(model)
    pairs = zip(frames_of(say(INTEREST)), frames_of(say(INTEREST)), strict=True)
    for frame, same in pairs:
        one.hear(frame)
        other.hear(same)

    assert text_of([one.finish()]) == text_of([other.finish()])


def test_a_quiet_microphone_is_turned_up(model, say, silence, frames_of):
    """Thirty decibels quieter, behind a pause: the words that matter are heard all the same."""
    spoken = np.concatenate([silence(0.5), say(INTEREST)])
    quiet = np.round(spoken / 10 ** (30 / 20)).astype(np.int16)
    loudly = text_of(heard_in(VoskRecognizer(model), frames_of(spoken))).split()
    quietly = text_of(heard_in(VoskRecognizer(model), frames_of(quiet))).split()

    same = sum(word in quietly for word in loudly)
    assert same >= 0.8 * len(loudly)


def test_a_recognizer_of_phrases_hears_nothing_else(model, say, silence, frames_of):
    """A command comes out as it is; anything else as the phrases that are most like it."""
    phrases = {"once more", "say that again", "stop"}
    commands = VoskRecognizer(model, phrases)
    said = [heard_in(commands, frames_of(say(text), silence(0.5))) for text in ("Stop.", INTEREST)]

    assert "stop" == text_of(said[0])
    assert set(text_of(said[1]).split()) <= {word for phrase in phrases for word in phrase.split()}


def test_memory_is_flat_over_many_turns(recognizer, say, silence, frames_of):
    """A hundred turns take no more memory than ten."""
    frames = frames_of(say(INTEREST), silence(0.8))
    process = psutil.Process()
    for turn in range(110):
        heard_in(recognizer, frames)
        if turn == 9:
            settled_bytes = process.memory_info().rss

    grown_bytes = process.memory_info().rss - settled_bytes
    assert grown_bytes < 4_000_000


def test_the_model_says_which_words_it_can_hear(model):
    """Words outside the vocabulary can never be heard."""
    assert model.knows("interview")
    assert not model.knows("xyzzyq")


def test_a_missing_model_is_told(tmp_path):
    """A folder that is not there."""
    with pytest.raises(ModelMissing, match="models list"):
        load_model(tmp_path / "gone")


def test_a_folder_that_is_no_model_is_told_without_noise(tmp_path, capfd):
    """An empty folder: our error with the reason, and not a word from Vosk."""
    with pytest.raises(ModelBroken, match=r"it has no am/final\.mdl"):
        load_model(tmp_path)

    assert ("", "") == capfd.readouterr()
