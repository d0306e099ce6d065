"""What comes next, in the time that there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.session.shape import (
    Following,
    Stage,
    following_closing,
    has_time_for_model,
    has_time_to_shadow,
    seconds_left,
)

CLOSING, DRILL, SHADOWING, MODEL = Stage.CLOSING, Stage.DRILL, Stage.SHADOWING, Stage.MODEL
WHOLE_PART_WHOLE = (CLOSING, DRILL, CLOSING)


@pytest.mark.parametrize(
    ("minutes", "seconds_used", "done", "following"),
    [
        (None, 999.0, (CLOSING,), Following.CHOICE),
        (1.5, 0.0, (CLOSING,), Following.END),
        (2.0, 40.0, (CLOSING,), Following.DRILL),
        (2.0, 60.0, (CLOSING,), Following.CLOSING),
        (2.0, 80.0, (CLOSING,), Following.END),
        (2.0, 95.0, (SHADOWING, CLOSING), Following.END),
        (4.0, 90.0, (CLOSING,), Following.DRILL),
        (4.0, 110.0, WHOLE_PART_WHOLE, Following.END),
        (5.0, 110.0, WHOLE_PART_WHOLE, Following.DRILL),
        (5.0, 240.0, WHOLE_PART_WHOLE, Following.CLOSING),
        (5.0, 270.0, WHOLE_PART_WHOLE, Following.END),
    ],
)
def test_whole_part_whole_as_far_as_the_time_goes(minutes, seconds_used, done, following) -> None:
    """There is a line worth a drill after every one of these closings."""
    assert following is following_closing(minutes, seconds_used, done, has_drill=True)


def test_after_a_clean_closing_the_learner_chooses() -> None:
    """No drill for its own sake; when the time is over, it is over."""
    assert Following.CHOICE is following_closing(5.0, 60.0, (CLOSING,), has_drill=False)
    assert Following.END is following_closing(5.0, 290.0, (CLOSING,), has_drill=False)


def test_what_went_faster_than_usual_still_counts() -> None:
    """Two closings and a drill in no time, as typed ones are, use up two minutes all the same."""
    assert 5.0 == seconds_left(2.0, 0.0, WHOLE_PART_WHOLE)
    assert 20.0 == seconds_left(2.0, 100.0, (CLOSING,))


def test_the_whole_strong_version_is_heard_only_when_it_can_be_used() -> None:
    """Not before the end; without minutes always."""
    assert has_time_for_model(None, 0.0, (CLOSING,), has_drill=True)
    assert has_time_for_model(3.0, 60.0, (CLOSING,), has_drill=True)
    assert not has_time_for_model(2.0, 95.0, (SHADOWING, CLOSING), has_drill=False)


def test_a_warm_up_never_costs_the_closing() -> None:
    """In a minute and a half there is time for one of them."""
    assert has_time_to_shadow(None)
    assert has_time_to_shadow(2.0)
    assert not has_time_to_shadow(1.5)


@settings(deadline=None)
@given(st.floats(0.1, 60), st.booleans())
def test_a_rehearsal_that_is_never_interrupted_ends_in_its_time(minutes, has_drill) -> None:
    """However many times the plan is asked, what it plans usually fits the minutes given."""
    done = [CLOSING]
    while (following := following_closing(minutes, 0.0, done, has_drill=has_drill)) is not (
        Following.END
    ):
        assert len(done) < 200
        done += [DRILL, CLOSING] if following is Following.DRILL else [CLOSING]

    assert 1 == len(done) or seconds_left(minutes, 0.0, done) >= 0.0


@settings(deadline=None)
@given(
    st.floats(0.1, 60),
    st.floats(0, 4000),
    st.floats(0, 4000),
    st.lists(st.sampled_from(Stage), max_size=9),
    st.booleans(),
)
def test_what_has_ended_stays_ended(minutes, seconds, more, done, has_drill) -> None:
    """More time used never brings back what there was no time for."""
    ended = following_closing(minutes, seconds, done, has_drill=has_drill) is Following.END
    later = following_closing(minutes, seconds + more, done, has_drill=has_drill)

    assert not ended or later is Following.END
