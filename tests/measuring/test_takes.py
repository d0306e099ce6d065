"""Takes know where everything in them is, and a fixed silence ends them where it should."""

import numpy as np
import pytest
from measuring.listening import over_by_silence
from measuring.numbers_told import Limit, Share, percentile
from measuring.takes import PauseKind, Piece, TakePlan, Voice, put_together

PLAN = TakePlan(
    id="one",
    voice=Voice.JOE,
    pieces=(
        Piece(text="I", gap_seconds=1.5, pause=PauseKind.INSIDE_CLAUSE),
        Piece(text="want it", gap_seconds=0.0),
    ),
)
TONE = np.full(16_000, 0.1, dtype=np.float32)


def test_a_take_knows_its_silences_and_its_end() -> None:
    """Lead of 0.5 s, a second of speech, 1.5 s of silence, another second, and 8 s after it."""
    take = put_together(PLAN, [TONE, TONE], noise=None)
    (gap,) = take.gaps

    assert (1.5, 1.5) == (gap.start_seconds, gap.seconds)
    assert take.end_seconds == pytest.approx(4.0)
    assert 120 == len(list(take.frames()))
    assert take.gap_before(1.4) is None
    assert gap == take.gap_before(2.9)


def test_silence_is_not_quite_silent_and_the_same_every_time() -> None:
    """Room tone runs through; chance comes from the take's name."""
    first, again = (put_together(PLAN, [TONE, TONE], noise=None).samples for _ in range(2))

    assert np.array_equal(first, again)
    assert 0 < np.abs(first[-16_000:]).max() < 50


def test_a_fixed_silence_ends_the_turn_after_the_first_long_pause() -> None:
    """Voice, a pause of 0.9 s, voice: 0.7 s cut it, 1.5 s wait for the end."""
    ratios = [0.9] * 5 + [0.1] * 9 + [0.9] * 5 + [0.1] * 30
    short, long = (over_by_silence(ratios, seconds) for seconds in (0.7, 1.5))

    assert short is not None
    assert short.at_seconds == pytest.approx(1.2)
    assert long is not None
    assert long.at_seconds == pytest.approx(3.4)


def test_a_click_begins_no_turn_and_no_end_is_no_answer() -> None:
    """The detector's 0.1 s of something is not yet a voice; a voice that goes on is not over."""
    assert over_by_silence([0.9] + [0.0] * 50, 0.7) is None
    assert over_by_silence([0.9] * 50, 0.7) is None


def test_shares_come_with_wilsons_interval() -> None:
    """3 of 300, as the tables of it say; none of none is no number."""
    low, high = Share(count=3, of=300).interval_percent

    assert (0.34, 2.90) == (round(low, 2), round(high, 2))
    assert Share(count=0, of=0).told() == "-"


def test_a_wait_that_never_ended_counts_among_the_longest() -> None:
    """Nearest rank, so that endless ones need no arithmetic."""
    waits = [1.0] * 8 + [2.0, float("inf")]

    assert 1.0 == percentile(waits, 50)
    assert 2.0 == percentile(waits, 90)
    assert float("inf") == percentile(waits, 100)


def test_a_limit_is_told_beside_the_number() -> None:
    """Most or least; and no number at all keeps no limit."""
    assert Limit(name="cut", value=1.0, limit=1.0, unit="%").told().endswith(" holds")
    assert "DOES NOT HOLD" in Limit(name="cut", value=1.1, limit=1.0, unit="%").told()
    assert Limit(name="right", value=98, limit=97, unit="%", is_least=True).holds
    assert not Limit(name="wait", value=float("nan"), limit=1, unit="s").holds
