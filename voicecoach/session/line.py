"""One line said alone, and how far it is."""

from dataclasses import dataclass, replace

from voicecoach.exercise import Exercise, ExerciseKind

MOST_TRIES = 2
"""A line that was not heard is said once more; a third time would only vex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is practised, and what came of it."""

    exercise: Exercise
    tries: int = 0
    is_well_said: bool = False

    @property
    def is_drill(self) -> bool:
        """In the learner's own words."""
        return self.exercise.kind is ExerciseKind.DRILL

    @property
    def is_due_again(self) -> bool:
        """Shadowing is a warm-up, no examination: it is done once."""
        return self.is_drill and not self.is_well_said and self.tries < MOST_TRIES

    def said(self) -> "Line":
        """Once more."""
        return replace(self, tries=self.tries + 1)

    def told(self, *, is_well_said: bool) -> "Line":
        """What was made of it."""
        return replace(self, is_well_said=is_well_said)

    def anew(self) -> "Line":
        """From the beginning."""
        return Line(exercise=self.exercise)
