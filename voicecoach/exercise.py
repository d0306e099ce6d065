"""One line to be said alone: as a drill in own words, or as shadowing in the coach's."""

from dataclasses import dataclass
from enum import StrEnum


class ExerciseKind(StrEnum):
    """What is practised with the line."""

    DRILL = "drill"
    SHADOWING = "shadowing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What the learner is asked to say."""

    kind: ExerciseKind
    cue: str
    """What to do, as the coach says it."""

    strong: str
    """How it can be said: of shadowing the model, of a drill a strong line."""

    labels: tuple[str, ...] = ()
    """The moves that a drill is for: any one of them will do."""

    @property
    def cue_lines(self) -> tuple[str, ...]:
        """All that is said before the learner has the floor: a model is heard, a line is not."""
        is_heard_first = self.kind is ExerciseKind.SHADOWING
        return (self.cue, self.strong) if is_heard_first else (self.cue,)
