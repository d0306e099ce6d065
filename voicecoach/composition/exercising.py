"""What is made of a line that was said alone, and which strong version there is to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voicecoach.errors import StoreError
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.session.events import LineChecked

if TYPE_CHECKING:
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Journal
    from voicecoach.settings import PracticeSettings
    from voicecoach.transcript import Utterance

CUE = "Listen to a strong version, then say it yourself."
OWN_CUE = "Listen to your best version so far, then say it yourself."


def line_checker(
    pack: Pack, settings: PracticeSettings
) -> Callable[[Exercise, Utterance], LineChecked]:
    """A drill is checked for its move, shadowing against its model; a read model has no pace."""
    from voicecoach.coaching.drills import check_drill
    from voicecoach.coaching.shadowing import shadow

    model_wpm = None if settings.is_quiet else float(settings.rate_wpm)

    def check(exercise: Exercise, said: Utterance) -> LineChecked:
        if exercise.kind is ExerciseKind.DRILL:
            return check_drill(exercise, said, pack)
        found = shadow(exercise.strong, said, model_wpm=model_wpm)
        return LineChecked(sentences=found.sentences, is_well_said=not found.dropped)

    return check


def version_to_shadow(pack: Pack, journal: Journal) -> Exercise | None:
    """The learner's own best so far, so that nothing is new; else the pack's strong version."""
    from voicecoach.coaching.keepsake import best

    try:
        kept = [one for one in journal.attempts() if one.pack == pack.id]
    except StoreError:  # told when the journal was opened, or when it is to save
        kept = []
    own = best(kept).feedback.model_closer if kept else ""
    if not (own or pack.strong_version):
        return None
    return Exercise(
        kind=ExerciseKind.SHADOWING,
        cue=OWN_CUE if own else CUE,
        strong=own or pack.strong_version,
    )
