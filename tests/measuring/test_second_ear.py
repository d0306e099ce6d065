"""When the second ear would have been ready, reckoned from what it was given and what it took."""

import pytest
from measuring.second_ear import Asked, Cost, TwiceHeard


def asked(at_seconds: float, took_seconds: float, *, dropped: float | None = None) -> Asked:
    """Given at that time; the processor took half of what passed."""
    cost = Cost(wall_seconds=took_seconds, processor_seconds=took_seconds / 2)
    return Asked(at_seconds=at_seconds, cost=cost, is_dropped_at=dropped)


def turn(*given: Asked) -> TwiceHeard:
    """Its voice ends at 9 s; it is over at 10 s."""
    return TwiceHeard(
        first="thank youth",
        second="thank you",
        better="thank you",
        speech_seconds=8.0,
        over_seconds=10.0,
        voice_ended_seconds=9.0,
        asked=given,
    )


@pytest.mark.parametrize(
    ("given", "late_seconds"),
    [
        ((asked(9.3, 0.5),), 0.0),
        ((asked(9.3, 1.1),), 0.4),
        # What was dropped is heard to its end all the same: the last one waits for it.
        ((asked(5.0, 4.5, dropped=5.4), asked(9.3, 0.7)), 0.2),
        # What was dropped before its turn came is never begun.
        ((asked(5.0, 1.0), asked(5.4, 9.0, dropped=5.9), asked(9.3, 0.5)), 0.0),
    ],
)
def test_late_is_what_the_answer_would_wait(given, late_seconds) -> None:
    """One stretch after the other, on one thread."""
    assert late_seconds == pytest.approx(turn(*given).late_seconds(by_processor=False))


def test_in_time_is_within_what_the_app_waits() -> None:
    """By either clock, at the quiet that there was or at another."""
    late = turn(asked(9.3, 1.1))

    assert not late.is_in_time(by_processor=False)
    assert late.is_in_time(by_processor=True)
    assert not late.is_in_time(by_processor=True, wait_seconds=0.5)
    assert late.is_in_time(by_processor=True, wait_seconds=0.85)
