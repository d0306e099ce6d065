"""The journal for when nothing can be saved."""

from collections.abc import Callable

from voicecoach.assessment import Attempt
from voicecoach.history.memory_journal import MemoryJournal

Build = Callable[..., Attempt]


def test_attempts_are_kept_and_forgotten(attempt_number: Build) -> None:
    """What is remembered is there, newest last, until it is forgotten."""
    journal = MemoryJournal()
    second, first, third = (journal.remember(attempt_number(n)) for n in (2, 1, 3))
    journal.forget(third)

    assert [first, second] == [attempt.id for attempt in journal.attempts()]
    assert [second] == [attempt.id for attempt in journal.attempts(limit=1)]
    assert () == journal.attempts(limit=0)


def test_its_ids_are_never_those_of_saved_attempts(attempt_number: Build) -> None:
    """Ids are below zero and not given twice; forgetting an unknown one does nothing."""
    journal = MemoryJournal()
    gone = journal.remember(attempt_number(1))
    journal.forget(gone)
    journal.forget(7)

    assert (-1, -2) == (gone, journal.remember(attempt_number(2)))
