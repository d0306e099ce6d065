"""What the learner takes into the call."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.assessment import Assessment
from voicecoach.coaching.keepsake import best, keepsake_from
from voicecoach.packs.loader import load_pack

WHOLE = "Thank you. How well do I fit this role? And what are the next steps? I want this job."
PACK = load_pack()


@dataclass(frozen=True)
class Tried:
    """An attempt, and when it was."""

    assessment: Assessment
    number: int = 0


@pytest.fixture
def tried(heard):
    """Attempts of these texts, the oldest first."""
    return lambda *texts: [Tried(heard(text), number) for number, text in enumerate(texts)]


def test_the_two_lines_are_how_one_stands_and_what_comes_next() -> None:
    """Each by itself: the second needs no "and"."""
    keepsake = keepsake_from(WHOLE, PACK)

    assert WHOLE == keepsake.version
    assert ("How well do I fit this role?", "What are the next steps?") == keepsake.lines


def test_words_without_a_full_stop_give_their_lines_too() -> None:
    """Of one long sentence only the words of the move are a line."""
    keepsake = keepsake_from(
        "thank you so much for today how well do i fit the role and what are the next steps "
        "because i want this job",
        PACK,
    )

    assert 2 == len(keepsake.lines)
    assert "next steps" in keepsake.lines[1]
    assert "fit" in keepsake.lines[0]
    assert "next steps" not in keepsake.lines[0]


def test_where_nobody_asks_for_the_next_steps_the_interest_is_the_second_line() -> None:
    """The core in the pack's order, as far as it is there."""
    keepsake = keepsake_from("How well do I fit this role? I want this job.", PACK)

    assert ("How well do I fit this role?", "I want this job.") == keepsake.lines


def test_without_a_strong_version_there_is_nothing_to_take_along() -> None:
    """An attempt of long ago may have none."""
    assert keepsake_from("", PACK) is None


def test_a_part_more_is_better_and_of_equals_the_newest_is_best(tried) -> None:
    """The core counts before pitfalls."""
    attempts = tried("thank you", "how well do i fit this role", "how well do i fit the job", "hi")

    assert 2 == best(attempts).number


def test_of_two_with_as_much_of_the_core_the_cleaner_is_best(tried) -> None:
    """A pitfall counts against it, even when it is newer."""
    attempts = tried("how well do i fit this role", "how well do i fit this role. did i get it?")

    assert 0 == best(attempts).number


PARTS = st.sets(st.sampled_from(["standing", "next_steps", "interest"])).map(tuple)
EMPTY = Assessment(
    turns=(),
    moves=(),
    pitfalls=(),
    missing_core=(),
    weak_ending=None,
    after_question=None,
    delivery=None,
)


@settings(deadline=None)
@given(st.lists(PARTS, min_size=1))
def test_no_attempt_has_more_of_the_core_than_the_best(missing) -> None:
    """Whatever the attempts are."""
    attempts = [Tried(replace(EMPTY, missing_core=parts)) for parts in missing]

    assert min(map(len, missing)) == len(best(attempts).assessment.missing_core)
