"""The weakest line of a closing, to be said alone: which it is, and whether it was said. Pure."""

from voicecoach.assessment import Assessment
from voicecoach.coaching.coach import assess
from voicecoach.coaching.notes import words_at
from voicecoach.coaching.wording import (
    MARKS,
    filled,
    lowered,
    quoted,
    slot_values,
    without_fillers,
)
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.learner import Learner
from voicecoach.packs.pack import CorePart, Pack, Pitfall
from voicecoach.session.events import LineChecked
from voicecoach.transcript import Utterance


def weakest_part(assessment: Assessment, pack: Pack) -> CorePart | None:
    """The first core part that is missing, in the pack's order; else the one heard least surely."""
    if not pack.core:
        return None
    return min(pack.core, key=lambda part: _probability_ratio(part, assessment))


def _probability_ratio(part: CorePart, assessment: Assessment) -> float:
    """How surely the part was heard; 0 when it was not."""
    heard = [move.probability_ratio for move in assessment.moves if move.label in part.labels]
    return max(heard, default=0.0)


def drill_after(assessment: Assessment, pack: Pack, learner: Learner) -> Exercise | None:
    """The weakest line alone; None after a closing that was whole and clean."""
    is_worth_it = assessment.missing_core or assessment.pitfalls
    part = weakest_part(assessment, pack) if is_worth_it else None
    return drill_for(part, pack, learner) if part else None


def drill_for(part: CorePart, pack: Pack, learner: Learner) -> Exercise | None:
    """The pack's drill of the part, with the learner's facts in it; None when it has none."""
    drill = next((drill for drill in pack.drills if drill.id == part.id), None)
    if drill is None:
        return None
    return Exercise(
        kind=ExerciseKind.DRILL,
        cue=drill.prompt,
        strong=filled(drill.strong, slot_values(learner, pack)) or drill.strong,
        labels=part.labels,
    )


def check_drill(exercise: Exercise, said: Utterance, pack: Pack) -> LineChecked:
    """Was the move heard, and did nothing spoil it? Then the strong line, to compare."""
    found = assess((said,), pack)
    made = next((move for move in found.moves if move.label in exercise.labels), None)
    if found.pitfalls:
        spoilt = found.pitfalls[0]
        entry = pack.entry(spoilt.label)
        why = entry.why if isinstance(entry, Pitfall) else ""
        words = quoted(words_at(spoilt, found))
        told = f"You said {words}: {lowered(why) or 'that spoils a close.'}"
    elif made:
        told = f"Yes: you {pack.entry(made.label).name}."
    else:
        told = "I did not hear that line in it."
    is_well_said = made is not None and not found.pitfalls
    strong_way = f"A strong way: {exercise.strong}"
    if _bare(said.text) == _bare(exercise.strong):
        strong_way = "That is as strong as it gets."
    return LineChecked(sentences=(told, strong_way), is_well_said=is_well_said)


def _bare(text: str) -> list[str]:
    """The words, whoever wrote them down."""
    return [word.strip(MARKS) for word in without_fillers(text.lower().split())]
