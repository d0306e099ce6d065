"""Quiet microphones are turned up, and nothing else is."""

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.recognition.level_lift import MOST_DB, TARGET_DBFS, LevelLift

levels = st.lists(st.floats(-96.0, 0.0), min_size=1, max_size=60)


def gains(*levels_dbfs):
    """Frame after frame."""
    lift = LevelLift()
    return [lift.gain_db(level) for level in levels_dbfs]


def test_a_quiet_voice_comes_up_to_the_mark_with_its_first_word():
    """Behind a quiet room."""
    assert [0.0, 0.0, TARGET_DBFS + 45.0] == gains(-75.0, -74.0, -45.0)


def test_an_ordinary_voice_stays_as_it_is():
    """Behind a room of whatever noise."""
    assert [0.0] * 4 == gains(-60.0, -20.0, -35.0, -18.0)


def test_a_room_that_hums_is_not_turned_up():
    """Nothing in it stands out."""
    assert [0.0] * 4 == gains(-60.0, -55.0, -58.0, -52.0)


def test_a_whisper_from_afar_is_turned_up_no_more_than_is_sensible():
    """It would be noise."""
    assert MOST_DB == gains(-90.0, -65.0)[-1]


@given(levels)
def test_nothing_is_turned_down_nor_over_the_mark(levels_dbfs):
    """Whatever is heard in whatever order."""
    for level, gain in zip(levels_dbfs, gains(*levels_dbfs), strict=True):
        assert 0.0 <= gain <= MOST_DB
        assert not gain or level + gain <= TARGET_DBFS + 1e-9
