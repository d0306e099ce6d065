"""From the rate that is asked to the setting of an engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.frame import Sound
from voicecoach.voice.pyttsx3_voice import ESPEAK
from voicecoach.voice.tempo import Pace, features_of, fitting_seconds, make_at_rate

RATE_HZ = 1000


def engine(*, tempo: float) -> tuple[list[Pace], object]:
    """An engine slower than foretold by the factor; and what it was set to."""
    paces: list[Pace] = []

    def make(text: str, pace: Pace) -> Sound:
        paces.append(pace)
        factor = (pace.setting / ESPEAK.reference_setting) ** -ESPEAK.exponent
        seconds = ESPEAK.foretell_seconds(text) * tempo * factor
        if pace.word_gap_steps:
            gap = ESPEAK.first_gap_seconds + pace.word_gap_steps * ESPEAK.gap_step_seconds
            seconds += gap * (len(text.split()) - 1)
        return Sound(bytes(2 * round(seconds * RATE_HZ)), RATE_HZ)

    return paces, make


def speak(text: str, *, rate_wpm: int, tempo: float) -> tuple[float, list[Pace]]:
    """The rate that is heard, and what the engine was set to."""
    paces, make = engine(tempo=tempo)
    sound = make_at_rate(
        lambda pace: make(text, pace),  # type: ignore[operator]
        text,
        rate_wpm=rate_wpm,
        calibration=ESPEAK,
    )
    return len(text.split()) * 60 / sound.seconds, paces


def test_an_engine_that_is_foretold_right_is_asked_once() -> None:
    """Where the first sound fits, there is no second."""
    text = "thank you so much for your time and for the tour of the plant"
    _, paces = speak(text, rate_wpm=165, tempo=1.0)

    assert 1 == len(paces)


@pytest.mark.parametrize("tempo", [0.7, 0.85, 1.2, 1.5])
def test_an_engine_that_is_foretold_wrong_is_asked_again(tempo: float) -> None:
    """A sound that misses the rate is made again, and then it fits."""
    text = "thank you so much for your time and for the tour of the plant"
    heard_wpm, paces = speak(text, rate_wpm=165, tempo=tempo)

    assert 2 == len(paces)
    assert 0.9 < heard_wpm / 165 < 1.1


@given(
    words=st.lists(st.integers(1, 9).map(lambda size: "a" * size), min_size=10, max_size=60),
    rate_wpm=st.integers(120, 220),
    tempo=st.floats(0.8, 1.25),
)
def test_any_sentence_is_heard_at_its_rate(words: list[str], rate_wpm: int, tempo: float) -> None:
    """Ten words and more are heard within a tenth of the rate, where the engine can be set so."""
    heard_wpm, paces = speak(" ".join(words), rate_wpm=rate_wpm, tempo=tempo)
    at_its_limit = paces[-1].setting == ESPEAK.highest_setting

    assert at_its_limit or 0.9 < heard_wpm / rate_wpm < 1.1


def test_short_words_are_spaced_out_where_the_engine_cannot_go_slower() -> None:
    """Below espeak's slowest setting, gaps between the words make the rate."""
    heard_wpm, paces = speak("so do we go on or do we end it now or so", rate_wpm=120, tempo=0.9)

    assert paces[-1].word_gap_steps > 0
    assert 0.9 < heard_wpm / 120 < 1.1


def test_a_long_word_alone_is_not_hurried() -> None:
    """One word keeps more of its natural tempo than a sentence: the shorter, the more."""
    spread = [
        (most - least) / (least + most)
        for least, most in (fitting_seconds(count, 165) for count in (1, 4, 8, 40))
    ]

    assert sorted(spread, reverse=True) == spread
    assert pytest.approx(spread[3]) == spread[2]


def test_features_are_letters_commas_and_inner_stops() -> None:
    """The stop at the end is no pause: nothing follows it."""
    assert (11, 1, 1, 1) == features_of("Well, now. Go on.")
