"""What the learner's own facts are said to be."""

from datetime import datetime

import pytest

from voicecoach.learner import Learner

NOW = datetime(2026, 11, 23, 9, 0)  # a Monday


@pytest.mark.parametrize(
    ("call_time", "words"),
    [
        ("2026-11-23T10:30", "today at 10:30"),
        ("2026-11-24T08:05", "tomorrow at 08:05"),
        ("2026-11-29T10:30", "on Sunday at 10:30"),
        ("2026-11-30T10:30", "on 30 November at 10:30"),
        ("2026-11-23T09:00", ""),
        ("2026-11-20T10:30", ""),
        ("2026-11-24T10:30+02:00", ""),
        ("thursday, I think", ""),
        ("", ""),
    ],
)
def test_the_call_is_told_as_one_would_say_it(call_time: str, words: str) -> None:
    """By how far away it is; a call that is over, or not known, is not told."""
    assert words == Learner(call_time=call_time).call_words(NOW)
