"""Which strong version is said after the coach, and what is made of a line."""

from datetime import UTC, datetime

import pytest

from voicecoach.app import assessor
from voicecoach.assessment import Attempt
from voicecoach.composition.exercising import CUE, OWN_CUE, line_checker, version_to_shadow
from voicecoach.errors import StoreError
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.history.memory_journal import MemoryJournal
from voicecoach.learner import Learner
from voicecoach.packs.loader import load_pack
from voicecoach.settings import PracticeSettings
from voicecoach.transcript import Utterance, Word

PACK = load_pack()
WHOLE = "Thank you. How well do I fit this role? What are the next steps? I want this job."
SLOWLY = tuple(
    Word(text=text, start_seconds=number, end_seconds=number + 0.4)
    for number, text in enumerate(PACK.strong_version.lower().split())
)


@pytest.fixture
def journal() -> MemoryJournal:
    """A history that holds nothing."""
    return MemoryJournal()


def keep(journal: MemoryJournal, text: str, pack_id: str = PACK.id) -> None:
    """An attempt more."""
    found = assessor(PACK, Learner())((Utterance.typed(text),))
    journal.remember(
        Attempt(
            started_at=datetime.now(UTC),
            pack=pack_id,
            acoustic_model="typed",
            assessment=found.assessment,
            feedback=found.feedback,
        )
    )


def test_the_first_time_it_is_the_packs_strong_version(journal) -> None:
    """Another pack's attempts are not this one's."""
    keep(journal, WHOLE, "leaving")
    exercise = version_to_shadow(PACK, journal)

    assert (CUE, PACK.strong_version) == (exercise.cue, exercise.strong)


def test_later_it_is_ones_own_best(journal) -> None:
    """Not the last one."""
    keep(journal, WHOLE)
    keep(journal, "thank you")
    exercise = version_to_shadow(PACK, journal)

    assert (OWN_CUE, WHOLE) == (exercise.cue, exercise.strong)


def test_a_history_that_cannot_be_read_does_not_stop_a_warm_up(tmp_path) -> None:
    """Two minutes before a call is no time for a damaged file."""

    class Damaged(MemoryJournal):
        def attempts(self, *, limit=None):
            raise StoreError(tmp_path, "is damaged")

    assert PACK.strong_version == version_to_shadow(PACK, Damaged()).strong


@pytest.mark.parametrize(("is_quiet", "count"), [(False, 2), (True, 1)])
def test_a_model_that_is_only_read_has_no_pace(*, is_quiet: bool, count: int) -> None:
    """With --quiet the learner has heard nothing to keep pace with."""
    check = line_checker(PACK, PracticeSettings(is_quiet=is_quiet))
    model = Exercise(kind=ExerciseKind.SHADOWING, cue=CUE, strong=PACK.strong_version)
    found = check(model, Utterance(words=SLOWLY))

    assert found.is_well_said
    assert count == len(found.sentences)
