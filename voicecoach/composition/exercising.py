"""What a rehearsal practises beside whole closings: a line to drill, a version to say after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from voicecoach.errors import StoreError
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.session.events import Assessed, LineChecked

if TYPE_CHECKING:
    from voicecoach.assessment import Reaction
    from voicecoach.learner import Learner
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Journal
    from voicecoach.settings import PracticeSettings
    from voicecoach.transcript import Utterance

CUE = "Listen to a strong version, then say it yourself."
OWN_CUE = "Listen to your best version so far, then say it yourself."


class Assessor(Protocol):
    """Looks at the turns of a closing, and at what was answered before the last of them."""

    def __call__(
        self,
        turns: tuple[Utterance, ...],
        reaction: Reaction | None = None,
        withdrawn: frozenset[str] = frozenset(),
    ) -> Assessed:
        """What was found, and the words for it; ``withdrawn`` pitfalls are not looked for."""


def with_exercises(look_at: Assessor, pack: Pack, learner: Learner) -> Assessor:
    """The same, and what a rehearsal goes on with: what to take along, and the line to drill."""
    from voicecoach.coaching.drills import drill_after
    from voicecoach.coaching.keepsake import keepsake_from

    def look_on(
        turns: tuple[Utterance, ...],
        reaction: Reaction | None = None,
        withdrawn: frozenset[str] = frozenset(),
    ) -> Assessed:
        found = look_at(turns, reaction, withdrawn)
        return replace(
            found,
            keepsake=keepsake_from(found.feedback.model_closer, pack),
            drill=drill_after(found.assessment, pack, learner),
        )

    return look_on


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
