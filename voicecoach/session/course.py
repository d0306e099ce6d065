"""How far a rehearsal has come: what was practised, and what there is time for."""

from voicecoach.assessment import Keepsake
from voicecoach.coaching.keepsake import best
from voicecoach.exercise import Exercise
from voicecoach.session.events import Assessed
from voicecoach.session.shape import (
    Following,
    Stage,
    following_closing,
    has_time_for_model,
    has_time_to_shadow,
)


class Course:
    """What was done so far, and in what time; knows no clock."""

    def __init__(self, minutes: float | None) -> None:
        self.minutes = minutes
        """What the rehearsal is fitted to; None: the learner chooses what comes next."""

        self.practised: list[Assessed] = []
        """The attempts, without those that were erased."""

        self.drill: Exercise | None = None
        """The line of the last attempt that is worth a drill, and has not had one."""

        self.stages: tuple[Stage, ...] = ()
        """Which pieces of the shape are done, or under way."""

        self._began_seconds: float | None = None
        self._seconds_used = 0.0

    @property
    def keepsake(self) -> Keepsake | None:
        """What to take along; None when nothing was practised."""
        return best(self.practised).keepsake if self.practised else None

    @property
    def has_time_to_shadow(self) -> bool:
        """There is time to warm up."""
        return has_time_to_shadow(self.minutes)

    @property
    def has_time_for_model(self) -> bool:
        """There is time for the whole strong version."""
        return has_time_for_model(
            self.minutes, self._seconds_used, self.stages, has_drill=self.drill is not None
        )

    @property
    def following(self) -> Following:
        """What comes after the last closing."""
        return following_closing(
            self.minutes, self._seconds_used, self.stages, has_drill=self.drill is not None
        )

    def note_time(self, at_seconds: float) -> None:
        """It is so late, by any clock that does not run backwards."""
        if self._began_seconds is None:
            self._began_seconds = at_seconds
        self._seconds_used = at_seconds - self._began_seconds

    def note_stage(self, stage: Stage) -> None:
        """A piece of the shape is done, or under way."""
        self.stages = (*self.stages, stage)

    def note_attempt(self, attempt: Assessed, *, is_continued: bool) -> None:
        """One more; with a reply it takes the place of the closing that it goes on with."""
        if is_continued and self.practised:
            self.practised.pop()
        self.practised.append(attempt)
        self.drill = attempt.drill

    def amend_last(self, attempt: Assessed) -> None:
        """The last attempt in better words; the drill that it was told to need stays."""
        self.practised[-1] = attempt

    def forget_last(self) -> None:
        """The last attempt was erased, and what was to be mended in it."""
        self.practised.pop()
        self.drill = None
