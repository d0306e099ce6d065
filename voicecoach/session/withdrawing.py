"""That's not what I said: a finding is taken back, and the attempt is looked at without it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.assessment import Reaction
from voicecoach.session import actions, outcomes
from voicecoach.session.actions import Part
from voicecoach.session.events import Assessed
from voicecoach.session.outcomes import Outcome
from voicecoach.session.states import State
from voicecoach.transcript import Utterance

if TYPE_CHECKING:
    from voicecoach.session.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAttempt:
    """What was looked at last, and what came of it."""

    turns: tuple[Utterance, ...]
    reaction: Reaction | None
    found: Assessed
    withdrawn: frozenset[str] = frozenset()
    """Labels of the pitfalls that the learner did not step into."""

    @property
    def told_pitfall(self) -> str:
        """The label of the pitfall that the feedback is about; empty when it is about none."""
        tip = self.found.feedback.tip_label
        return tip if any(tip == one.label for one in self.found.assessment.pitfalls) else ""


def withdraw(session: "Session") -> Outcome:
    """Look at the last attempt without the pitfall that was told; kind words if there was none."""
    last, script = session.last_attempt, session.script
    if last is None:
        return outcomes.answer(session, script.nothing_to_withdraw)
    if not last.told_pitfall or session.reaction:  # in a dialogue, nothing was told yet
        return outcomes.answer(session, script.misheard)
    session.withdrawn = last.withdrawn | {last.told_pitfall}
    return State.ASSESSING, [
        actions.Assess(turns=last.turns, reaction=last.reaction, withdrawn=session.withdrawn)
    ]


def correct(session: "Session", found: Assessed) -> Outcome:
    """Save the attempt in place of what was saved of it, and speak about it anew."""
    assert session.last_attempt is not None
    session.last_attempt = replace(session.last_attempt, found=found, withdrawn=session.withdrawn)
    session.withdrawn = frozenset()
    session.feedback = found.feedback
    session.course.note_attempt(found, is_continued=True)
    remember = actions.Remember(
        assessment=found.assessment, feedback=found.feedback, is_continued=True
    )
    return State.COACHING, [remember, outcomes.say(Part.FEEDBACK, *found.feedback.sentences)]
