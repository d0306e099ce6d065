"""Attempts as JSON: exact, readable, and patient with other versions."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach import assessment
from voicecoach.assessment import Attempt
from voicecoach.history.attempt_json import UnreadableAttempt, attempt_from, json_from
from voicecoach.transcript import Utterance, Word

seconds = st.floats(allow_nan=False, allow_infinity=False)
# Also halves of characters, as a terminal with another encoding gives them.
texts = st.text(st.characters(exclude_categories=()), max_size=8)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(
    min_value=datetime(1970, 1, 2), max_value=datetime(2999, 1, 1), timezones=st.just(UTC) | zones
)


def several(values: st.SearchStrategy) -> st.SearchStrategy:
    """A few of them, as a tuple."""
    return st.lists(values, max_size=3).map(tuple)


words = st.builds(Word, text=texts, start_seconds=seconds, end_seconds=seconds)
turns = st.builds(Utterance, words=several(words), is_spoken=st.booleans(), end_seconds=seconds)
spans = st.builds(assessment.Span, quote=texts)
evidence = {"label": texts, "quote": texts, "pattern": texts, "similarity_ratio": seconds}
deliveries = st.builds(
    assessment.Delivery,
    speaking_rate_wpm=st.none() | seconds,
    articulation_rate_wpm=st.none() | seconds,
    length_seconds=seconds,
    pauses=several(st.builds(assessment.Pause, start_seconds=seconds, end_seconds=seconds)),
)
attempts = st.builds(
    Attempt,
    started_at=moments,
    pack=texts,
    acoustic_model=texts,
    assessment=st.builds(
        assessment.Assessment,
        turns=several(turns),
        moves=several(st.builds(assessment.MoveFinding, **evidence, probability_ratio=seconds)),
        pitfalls=several(
            st.builds(assessment.PitfallFinding, **evidence, probability_ratio=seconds)
        ),
        missing_core=several(texts),
        weak_ending=st.none() | spans,
        after_question=st.none() | spans,
        delivery=st.none() | deliveries,
    ),
    feedback=st.builds(
        assessment.Feedback,
        sentences=several(texts),
        model_closer=texts,
        notes=several(texts),
        tip_label=texts,
    ),
    id=st.none(),
)


@given(attempts)
def test_every_attempt_goes_out_and_comes_back(attempt: Attempt) -> None:
    """Whatever was said, by whomever, whenever: it reads as it was written."""
    text = json_from(attempt)

    assert attempt == attempt_from(text)
    assert text.encode().decode() == text


def test_people_can_read_it(attempt_number: Callable[..., Attempt]) -> None:
    """Letters stand as letters, fields by their names, times as dates."""
    text = json_from(attempt_number(0))

    assert '"started_at": "2026-03-01T18:30:00+00:00"' in text
    assert "Thank you, “naïve” friend." in text


def test_a_field_that_is_not_known_is_passed_over(attempt_number: Callable[..., Attempt]) -> None:
    """A record of a version with one field more can be read."""
    record = json.loads(json_from(attempt_number(0)))
    record["assessment"]["mood"] = "sunny"

    assert attempt_number(0) == attempt_from(json.dumps(record))


def test_a_field_that_is_missing_takes_its_default(attempt_number: Callable[..., Attempt]) -> None:
    """A record of a version with one field less can be read."""
    record = json.loads(json_from(attempt_number(0)))
    del record["feedback"]["notes"]

    assert () == attempt_from(json.dumps(record)).feedback.notes


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"pack": 1}', '{"started_at": "today"}'])
def test_what_is_no_attempt_is_refused(text: str) -> None:
    """Anything else is one error, which says what was wrong."""
    with pytest.raises(UnreadableAttempt, match=r"\w+: "):
        attempt_from(text)


def test_a_value_of_another_kind_is_refused(attempt_number: Callable[..., Attempt]) -> None:
    """A word where a number belongs is not let in."""
    record = json.loads(json_from(attempt_number(0)))
    record["assessment"]["moves"][0]["start_word"] = "first"

    with pytest.raises(UnreadableAttempt, match="'first' is not int"):
        attempt_from(json.dumps(record))
