"""Scenes of the first seconds after a turn: who is it that speaks?"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.frame import FRAME_SECONDS
from voicecoach.recognition.cut_watch import (
    ABOVE_ECHO_DB,
    CLEAR_DB,
    WATCHED_SECONDS,
    CutWatch,
    Overheard,
)
from voicecoach.recognition.voice_gate import NEAR_DB

OWN_DBFS = -20.0
ROOM_DBFS = -70.0


def overheard(
    number: int,
    level_dbfs: float,
    *,
    echo_dbfs: float | None = None,
    has_speech: bool = True,
) -> Overheard:
    """The frame of that number; with an echo the voice sounds in it."""
    return Overheard(
        start_seconds=number * FRAME_SECONDS,
        end_seconds=(number + 1) * FRAME_SECONDS,
        level_dbfs=level_dbfs,
        has_speech=has_speech,
        is_voice_sounding=echo_dbfs is not None,
        echo_dbfs=-math.inf if echo_dbfs is None else echo_dbfs,
    )


def resumed(*sounds: tuple[int, float, float | None]) -> tuple[float | None, int | None]:
    """When the learner went on, and after how many frames that was known.

    Each sound is so many frames of a level, and the echo there may be in them.
    """
    watch, number = CutWatch(OWN_DBFS), 0
    for count, level_dbfs, echo_dbfs in sounds:
        for _ in range(count):
            has_speech = level_dbfs > ROOM_DBFS
            sound = overheard(number, level_dbfs, echo_dbfs=echo_dbfs, has_speech=has_speech)
            number += 1
            if (at_seconds := watch.hear(sound)) is not None:
                return at_seconds, number
    return None, None


def test_who_goes_on_before_the_voice_sounds_is_noticed_in_two_frames() -> None:
    """Nothing else can be heard: a fifth of a second of speech is enough."""
    assert (pytest.approx(0.5), 7) == resumed((5, ROOM_DBFS, None), (5, OWN_DBFS, None))


def test_who_goes_on_far_above_the_echo_is_noticed_as_soon() -> None:
    """A laptop at arm's length hears its owner much better than itself."""
    echo_dbfs = OWN_DBFS - CLEAR_DB
    assert (pytest.approx(0.5), 7) == resumed((5, echo_dbfs, echo_dbfs), (5, OWN_DBFS, echo_dbfs))


def test_who_goes_on_not_far_above_the_echo_is_noticed_a_frame_later() -> None:
    """Between twice and four times the amplitude."""
    echo_dbfs = OWN_DBFS - ABOVE_ECHO_DB
    assert (pytest.approx(0.5), 8) == resumed((5, echo_dbfs, echo_dbfs), (5, OWN_DBFS, echo_dbfs))


@given(st.lists(st.tuples(st.floats(-96.0, 0.0), st.floats(-30.0, 5.9)), max_size=60))
def test_the_voice_never_stops_for_its_own_echo(echoes: list[tuple[float, float]]) -> None:
    """However loud it is: what stays below the margin over the loudest echo is no learner."""
    watch = CutWatch(OWN_DBFS)
    heard = [
        watch.hear(overheard(number, echo_dbfs + above_db, echo_dbfs=echo_dbfs))
        for number, (echo_dbfs, above_db) in enumerate(echoes)
    ]

    assert all(at_seconds is None for at_seconds in heard)


def test_an_echo_of_unknown_loudness_may_be_anything() -> None:
    """Before anything was learned, nobody interrupts the voice."""
    assert (None, None) == resumed((30, 0.0, math.inf))


def test_somebody_far_away_is_not_the_learner() -> None:
    """A television behind, a colleague at the next desk."""
    assert (None, None) == resumed((30, OWN_DBFS - NEAR_DB - 1.0, None))


def test_a_knock_is_no_speech() -> None:
    """However loud, and neither is a click that the detector takes for speech."""
    watch = CutWatch(OWN_DBFS)
    knocks = [watch.hear(overheard(n, -3.0, has_speech=False)) for n in range(5)]

    assert [None] * 5 == knocks
    assert (None, None) == resumed(*[(1, OWN_DBFS, None), (4, ROOM_DBFS, None)] * 5)


def test_after_two_seconds_of_the_voice_words_are_not_taken() -> None:
    """The half-duplex rule holds again."""
    frames = round(WATCHED_SECONDS / FRAME_SECONDS)
    watch = CutWatch(OWN_DBFS)
    for number in range(frames + 1):
        watch.hear(overheard(number, -60.0, echo_dbfs=-60.0))

    assert watch.is_over
    assert [None] * 5 == [
        watch.hear(overheard(number, OWN_DBFS, echo_dbfs=-60.0))
        for number in range(frames + 1, frames + 6)
    ]


def test_the_wait_for_the_voice_is_not_counted() -> None:
    """However long the answer takes: its own first two seconds are watched."""
    echo_dbfs = -60.0
    begins = 5.0 + 1.8
    quiet, over = (50, ROOM_DBFS, None), (18, echo_dbfs, echo_dbfs)

    assert (pytest.approx(begins), 70) == resumed(quiet, over, (5, OWN_DBFS, echo_dbfs))


@pytest.mark.parametrize("unsure_frames", [1, 2])
def test_a_voice_that_begins_within_the_two_seconds_is_heard_out(unsure_frames: int) -> None:
    """The last moment counts, even if it takes longer to be sure."""
    echo_dbfs = OWN_DBFS - ABOVE_ECHO_DB
    before = 20 - unsure_frames
    at_seconds, _ = resumed((before, echo_dbfs, echo_dbfs), (5, OWN_DBFS, echo_dbfs))

    assert pytest.approx(before * FRAME_SECONDS) == at_seconds
