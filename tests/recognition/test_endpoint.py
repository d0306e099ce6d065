"""Scenes of turns, in numbers: no sound, no clock, no sleep."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.recognition.closing_silence import LONGEST_SECONDS, SilenceReason
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
from voicecoach.session.actions import Floor

SETTINGS = EndpointSettings()


class Take:
    """A turn under way: stretches of voice and of quiet, and the words so far."""

    def __init__(self, *, floor: Floor = Floor.CLOSING, endpoint: Endpoint | None = None) -> None:
        self.endpoint = endpoint or Endpoint()
        self.endpoint.open(floor, 0.0)
        self.now_seconds = 0.0
        self.answers: list[Answer] = []
        self.text = ""
        self.has_whole_core = False

    def sound(self, seconds: float, speech_ratio: float, *, span_seconds: float = 0.1) -> "Take":
        """So much sound of one kind, in spans of that length."""
        end_seconds = self.now_seconds + seconds
        while self.now_seconds < end_seconds - 1e-9:
            stop_seconds = min(end_seconds, self.now_seconds + span_seconds)
            self.answers += self.endpoint.hear(
                Span(
                    start_seconds=self.now_seconds,
                    end_seconds=stop_seconds,
                    speech_ratio=speech_ratio,
                    text=self.text,
                    has_whole_core=self.has_whole_core,
                )
            )
            self.now_seconds = stop_seconds
        return self

    def voice(self, seconds: float, words: str = "") -> "Take":
        """The learner speaks; the words are recognised by the end."""
        self.sound(seconds / 2, 0.95)
        self.text = f"{self.text} {words}".strip()
        return self.sound(seconds / 2, 0.95)

    def quiet(self, seconds: float) -> "Take":
        """Nobody speaks."""
        return self.sound(seconds, 0.02)

    def kinds(self) -> list[type[Answer]]:
        """What happened, without the times."""
        return [type(answer) for answer in self.answers]

    def times(self) -> list[float]:
        """When it happened."""
        return [round(answer.at_seconds, 3) for answer in self.answers]


def test_a_whole_closing_ends_soon_after_its_last_sound():
    """With the core said, less than two seconds of quiet are enough."""
    take = Take()
    take.has_whole_core = True
    take.quiet(1.0).voice(3.0, "thank you what are the next steps").quiet(5.0)

    assert [VoiceBegan, VoicePaused, Finished] == take.kinds()
    assert [1.0, 4.0, 5.8] == take.times()
    assert SilenceReason.CORE_SAID is take.answers[-1].closing_silence.reason


def test_a_thinking_pause_is_not_the_end():
    """While the closing owes something, more than two seconds pass without an end."""
    take = Take()
    take.voice(3.0, "how well do i fit the profile").quiet(2.4).voice(
        2.0, "what are the next steps"
    )

    assert [VoiceBegan, VoicePaused, VoiceResumed] == take.kinds()
    assert [0.0, 3.0, 5.4] == take.times()


def test_a_hanging_word_is_waited_for_longest():
    """Two and a half seconds after "and because", the learner still has the floor."""
    take = Take()
    take.voice(2.0, "i am very interested and because").quiet(2.5)
    waiting = take.kinds()
    take.quiet(0.2)

    assert [VoiceBegan, VoicePaused] == waiting
    assert SilenceReason.HANGING is take.answers[-1].closing_silence.reason


def test_a_command_is_acted_on_at_once():
    """On the floor for a choice, two thirds of a second end the turn."""
    take = Take(floor=Floor.CHOICE)
    take.quiet(1.0).voice(0.4, "again").quiet(2.0)

    assert 2.0 == take.times()[-1]
    assert SilenceReason.COMMAND is take.answers[-1].closing_silence.reason


def test_nobody_speaking_is_noticed():
    """Twelve seconds without a first word."""
    take = Take().quiet(30.0)

    assert [NoWords] == take.kinds()
    assert [12.0] == take.times()


def test_someone_who_begins_late_is_let_speak():
    """A first word just before the limit, not yet recognised, is waited for."""
    take = Take()
    take.quiet(11.8).voice(1.5, "thank you goodbye").quiet(3.0)

    assert [VoiceBegan, VoicePaused, Finished] == take.kinds()


def test_who_only_says_um_is_waited_for_as_if_silent():
    """Thinking aloud is no closing: the wait for a first word goes on, then comes a nudge."""
    take = Take()
    take.quiet(2.0).voice(0.5, "um").quiet(4.0).voice(0.8, "okay so").quiet(20.0)

    assert NoWords is take.kinds()[-1]
    assert 12.0 == take.times()[-1]
    assert Finished not in take.kinds()


def test_um_before_the_first_word_does_not_make_it_late():
    """ "Um", eight seconds of thought, and a closing: one turn, ended as ever."""
    take = Take()
    take.voice(0.5, "um").quiet(8.0).voice(3.0, "thank you so much").quiet(3.0)

    assert [VoiceBegan, VoicePaused, VoiceResumed, VoicePaused, Finished] == take.kinds()


def test_a_choice_is_not_made_by_um_but_by_yes():
    """Where a command is awaited "um" is nothing yet, and "yes" is an answer."""
    thinking = Take(floor=Floor.CHOICE).voice(0.5, "um").quiet(5.0)
    agreeing = Take(floor=Floor.CHOICE).voice(0.5, "yes").quiet(5.0)

    assert [VoiceBegan, VoicePaused] == thinking.kinds()
    assert [VoiceBegan, VoicePaused, Finished] == agreeing.kinds()


def test_a_voice_without_words_is_nothing():
    """A television that brings no word is not an utterance, however long it goes on."""
    take = Take().sound(60.0, 0.9)

    assert [VoiceBegan, NoWords] == take.kinds()
    assert 20.0 == take.times()[-1]


def test_words_without_a_voice_are_guesses():
    """What a recogniser hears in clicks does not begin a turn."""
    take = Take()
    take.text = "the but it"
    take.quiet(20.0)

    assert [NoWords] == take.kinds()


def test_a_click_does_not_begin_a_turn():
    """Less than 0.2 s of voice is none."""
    take = Take().quiet(1.0).sound(0.1, 0.9).quiet(5.0)

    assert [] == take.kinds()


def test_a_click_in_the_silence_does_not_resume_it():
    """A smack of the lips neither resumes the turn nor makes the silence begin anew."""
    take = Take()
    take.has_whole_core = True
    take.voice(2.0, "what are the next steps").quiet(0.6).sound(0.1, 0.9).quiet(2.0)

    assert [VoiceBegan, VoicePaused, Finished] == take.kinds()
    assert 3.8 == take.times()[-1]


def test_a_soft_voice_holds_what_it_has_begun():
    """Once begun, a voice between the thresholds goes on; before, it does not begin."""
    soft = (SETTINGS.enter_ratio + SETTINGS.leave_ratio) / 2
    beginning = Take().sound(2.0, soft)
    going_on = Take().voice(1.0, "thank you").sound(5.0, soft)

    assert [] == beginning.kinds()
    assert [VoiceBegan] == going_on.kinds()


def test_a_late_word_reopens_the_silence():
    """A word that sounded too softly for the detector makes the quiet begin with it."""
    take = Take()
    take.has_whole_core = True
    take.voice(2.0, "what are the next").quiet(0.9)
    take.text += " steps"
    take.quiet(3.0)

    # Reported at 2.9, sounded at 2.3: finished 1.8 s after that.
    assert 4.1 == take.times()[-1]
    assert Finished is take.kinds()[-1]


def test_guessed_words_do_not_hold_a_turn_open_for_ever():
    """A word every second out of a noise: the turn ends all the same."""
    take = Take().voice(2.0, "what are the next steps")
    for _ in range(30):
        take.text += " it"
        take.quiet(1.0)

    assert Finished is take.kinds()[-1]
    assert take.times()[-1] <= 2.0 + SETTINGS.unvoiced_words_seconds + LONGEST_SECONDS


def test_two_minutes_are_enough():
    """A turn that goes on and on is ended, kindly, by whoever hears the answer."""
    take = Take()
    take.text = "i could go on and on"
    take.voice(200.0)

    assert [VoiceBegan, TooLong] == take.kinds()
    assert 120.0 == take.times()[-1]


def test_a_finished_turn_hears_nothing_more():
    """What comes after the end belongs to the next turn."""
    take = Take(floor=Floor.CHOICE).voice(0.5, "stop").quiet(2.0)
    count = len(take.answers)

    take.voice(3.0, "no wait").quiet(10.0)

    assert count == len(take.answers)


def test_the_learner_s_own_pauses_are_learnt():
    """Someone who pauses for two seconds again and again is given more time, in later turns too."""
    endpoint = Endpoint()
    take = Take(endpoint=endpoint)
    for _ in range(6):
        take.voice(1.0, "well").quiet(2.0)
    take.voice(1.0, "yes").quiet(10.0)
    later = Take(endpoint=endpoint).voice(1.0, "thank you").quiet(10.0)

    assert endpoint.usual_pause_seconds > 1.5
    assert 2.8 == pytest.approx(later.answers[-1].closing_silence.seconds)


# Properties: cutting a minute into hundredths takes a while on a slow machine

patiently = settings(deadline=None)
TENTHS = st.integers(1, 60).map(lambda tenths: tenths / 10)
STRETCHES = st.lists(
    st.tuples(
        TENTHS,
        st.sampled_from([0.0, 0.2, 0.4, 0.45, 0.6, 0.95]),
        st.sampled_from(["", "thank you", "and", "next steps", "goodbye"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


def play(stretches: Iterable, *, span_seconds: float) -> Take:
    """A take of these stretches, cut to spans of that length."""
    take = Take()
    for seconds, ratio, words, has_whole_core in stretches:
        take.text = f"{take.text} {words}".strip()
        take.has_whole_core = has_whole_core
        take.sound(seconds, ratio, span_seconds=span_seconds)
    return take


@patiently
@given(STRETCHES, st.sampled_from([0.01, 0.03, 0.032, 0.07, 0.1, 0.5, 100.0]))
def test_how_the_sound_is_cut_does_not_matter(stretches, span_seconds):
    """The same sound in other spans brings the same answers at the same times."""
    expected = play(stretches, span_seconds=0.1)
    actual = play(stretches, span_seconds=span_seconds)

    assert expected.kinds() == actual.kinds()
    assert expected.times() == pytest.approx(actual.times(), abs=0.002)


@patiently
@given(STRETCHES, TENTHS)
def test_a_turn_is_never_finished_while_speech_goes_on(stretches, seconds):
    """No end falls into a voiced sound, nor closer behind one than the shortest silence."""
    take = play(stretches, span_seconds=0.1)
    before = len(take.answers)
    take.sound(seconds, 0.9)

    assert Finished not in [type(answer) for answer in take.answers[before:]]


@patiently
@given(STRETCHES)
def test_a_turn_always_ends_in_bounded_silence(stretches):
    """Whatever came before, quiet ends the turn, with an utterance or with nothing."""
    take = play(stretches, span_seconds=0.1)
    quiet_from_seconds = take.now_seconds
    take.quiet(30.0)

    ending = take.answers[-1]
    limit = SETTINGS.first_word_seconds, SETTINGS.unvoiced_words_seconds + LONGEST_SECONDS
    assert isinstance(ending, Finished | NoWords | TooLong)
    assert ending.at_seconds <= quiet_from_seconds + max(limit)


@patiently
@given(STRETCHES)
def test_without_words_there_is_never_an_utterance(stretches):
    """Noise of any kind and length ends in nothing."""
    wordless = [(seconds, ratio, "", core) for seconds, ratio, _, core in stretches]
    take = play(wordless, span_seconds=0.1).quiet(30.0)

    assert Finished not in take.kinds()
    assert TooLong not in take.kinds()


@patiently
@given(STRETCHES)
def test_answers_come_in_an_order_that_makes_sense(stretches):
    """Began once and first; pauses and resumptions alternate; one end, which is last."""
    kinds = play(stretches, span_seconds=0.1).quiet(30.0).kinds()

    endings = [kind for kind in kinds if kind in {Finished, NoWords, TooLong}]
    between = [kind for kind in kinds if kind in {VoicePaused, VoiceResumed}]
    assert 1 == len(endings)
    assert endings == kinds[-1:]
    assert kinds.count(VoiceBegan) <= 1
    assert VoiceBegan not in kinds[1:]
    assert between == [VoicePaused, VoiceResumed] * (len(between) // 2) + [VoicePaused] * (
        len(between) % 2
    )
