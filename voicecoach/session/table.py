"""The table: which step is taken when. The truth, the test material and the README's diagram."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voicecoach.session import amending, events, joining, line_steps, steps
from voicecoach.session.events import Event
from voicecoach.session.outcomes import Outcome
from voicecoach.session.states import ANSWERING, HEARING, LOOKING, NUDGED, SPEAKING, State

if TYPE_CHECKING:
    from voicecoach.session.session import Session


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    act: "Callable[[Session, Event], Outcome]"
    targets: frozenset[State]
    """Every state that it may lead to."""


_ANSWERS: Final = frozenset(
    {
        State.CUEING,
        State.LISTENING,
        State.REACTING,
        State.ASSESSING,
        State.LINE_CUEING,
        State.LINE_LISTENING,
        State.COACHING,
        State.MODELLING,
        State.REPLAYING,
        State.ASKING,
        State.HELPING,
        State.CHOOSING,
        State.PAUSING,
        State.PAUSED,
        State.ENDING,
        State.ENDED,
    }
)
"""Where a command may lead, by way of skipping included."""


def _to(*states: State) -> frozenset[State]:
    return frozenset(states)


S = State
STEPS: Final[dict[tuple[State, type[Event]], Step]] = {
    (S.NEW, events.Started): Step(steps.start, _to(S.WELCOMING, S.CUEING, S.LINE_CUEING)),
    (S.WELCOMING, events.VoiceFinished): Step(
        steps.after_voice, _to(S.CUEING, S.LINE_CUEING, S.ENDING)
    ),
    (S.CUEING, events.VoiceFinished): Step(steps.after_voice, _to(S.LISTENING, S.ENDING)),
    (S.LISTENING, events.UtteranceHeard): Step(steps.take_turn, _ANSWERS),
    (S.LISTENING, events.NothingHeard): Step(steps.nudge, _to(S.NUDGING, S.COACHING, S.ENDING)),
    (S.NUDGING, events.VoiceFinished): Step(
        steps.after_voice, _to(S.LISTENING, S.COACHING, S.ENDING)
    ),
    (S.ASSESSING, events.Assessed): Step(steps.coach, _to(S.COACHING, S.REACTING, S.LISTENING)),
    (S.REACTING, events.VoiceFinished): Step(steps.after_voice, _to(S.LISTENING, S.COACHING)),
    (S.LINE_CUEING, events.VoiceFinished): Step(steps.after_voice, _to(S.LINE_LISTENING, S.ENDING)),
    (S.LINE_LISTENING, events.UtteranceHeard): Step(
        line_steps.take_line, _ANSWERS | {S.LINE_CHECKING}
    ),
    (S.LINE_LISTENING, events.NothingHeard): Step(
        line_steps.nudge_line, _to(S.LINE_NUDGING, S.CUEING, S.ENDING)
    ),
    (S.LINE_NUDGING, events.VoiceFinished): Step(
        steps.after_voice, _to(S.LINE_LISTENING, S.ENDING)
    ),
    (S.LINE_CHECKING, events.LineChecked): Step(
        line_steps.tell_line, _to(S.LINE_TELLING, S.LINE_LISTENING)
    ),
    (S.LINE_TELLING, events.VoiceFinished): Step(
        steps.after_voice, _to(S.LINE_CUEING, S.CUEING, S.ENDING)
    ),
    (S.COACHING, events.VoiceFinished): Step(
        steps.after_voice, _to(S.MODELLING, S.ASKING, S.LINE_CUEING, S.CUEING, S.ENDING)
    ),
    (S.MODELLING, events.VoiceFinished): Step(
        steps.after_voice,
        _to(S.ASKING, S.CUEING, S.LINE_CUEING, S.LINE_LISTENING, S.ENDING),
    ),
    (S.REPLAYING, events.VoiceFinished): Step(
        steps.after_voice,
        _to(S.ASKING, S.CUEING, S.LISTENING, S.LINE_LISTENING, S.COACHING, S.ENDING),
    ),
    (S.REPLAYING, events.NoSound): Step(steps.nothing_to_play, _to(S.HELPING)),
    (S.ASKING, events.VoiceFinished): Step(steps.after_voice, _to(S.CHOOSING, S.ENDING)),
    (S.HELPING, events.VoiceFinished): Step(
        steps.after_voice,
        _to(
            S.CHOOSING,
            S.CUEING,
            S.LISTENING,
            S.LINE_LISTENING,
            S.COACHING,
            S.PAUSING,
            S.ENDING,
        ),
    ),
    (S.CHOOSING, events.UtteranceHeard): Step(steps.choose, _ANSWERS),
    (S.CHOOSING, events.NothingHeard): Step(steps.nothing_chosen, _to(S.ASKING, S.ENDING)),
    (S.PAUSING, events.VoiceFinished): Step(steps.after_voice, _to(S.PAUSED, S.ENDING)),
    (S.PAUSED, events.UtteranceHeard): Step(steps.stay_paused, _ANSWERS),
    (S.PAUSED, events.NothingHeard): Step(steps.stay_paused, _to(S.PAUSED)),
    (S.LEAVING, events.UtteranceHeard): Step(steps.assess_on_leaving, _to(S.LEAVING, S.ENDED)),
    (S.LEAVING, events.NothingHeard): Step(steps.end_now, _to(S.ENDED)),
    (S.LEAVING, events.Assessed): Step(steps.remember_on_leaving, _to(S.ENDED)),
    (S.LEAVING, events.Interrupted): Step(steps.end_now, _to(S.ENDED)),
    (S.ENDING, events.VoiceFinished): Step(steps.after_voice, _to(S.ENDED)),
}
for _state in LOOKING:
    STEPS[_state, events.SpeechResumed] = Step(joining.hear_on, _to(_state))
for _state, _floor in (
    (S.COACHING, S.LISTENING),
    (S.REACTING, S.LISTENING),
    (S.LINE_TELLING, S.LINE_LISTENING),
):
    STEPS[_state, events.SpeechResumed] = Step(joining.hear_on, _to(_state, _floor))
for _state, _floor in ((S.NUDGING, S.LISTENING), (S.LINE_NUDGING, S.LINE_LISTENING)):
    STEPS[_state, events.SpeechResumed] = Step(joining.let_begin, _to(_floor))
SAVING_EVENTS: Final = (events.SoundSaved, events.SoundNotSaved, events.NoSound)
for _kind in SAVING_EVENTS:
    STEPS[S.HELPING, _kind] = Step(steps.tell_of_saving, _to(S.HELPING))
for _state in (SPEAKING | HEARING) - {S.ENDING}:
    STEPS[_state, events.CommandHeard] = Step(steps.command, _ANSWERS | {S.LEAVING})
    STEPS[_state, events.TimeIsUp] = Step(steps.wind_up, _to(_state, S.ENDING))
    STEPS[_state, events.AudioEnded] = Step(steps.recording_over, _to(_state, S.COACHING, S.ENDING))
for _state in SPEAKING | HEARING | {S.ASSESSING, S.LINE_CHECKING, S.LEAVING}:
    STEPS[_state, events.Kept] = Step(steps.note_kept, _to(_state))
    STEPS[_state, events.Amended] = Step(amending.note_amended, _to(_state))
for _state in S:
    STEPS[_state, events.HeardAgain] = Step(amending.note_heard_again, _to(_state))
for _state in SPEAKING | HEARING | {S.NEW, S.ASSESSING, S.LINE_CHECKING}:
    STEPS[_state, events.Interrupted] = Step(steps.leave, _to(S.LEAVING, S.ENDED))
    STEPS[_state, events.EarsFailed] = Step(steps.leave, _to(S.LEAVING, S.ENDED))
for _state in LOOKING:
    STEPS[_state, events.AudioEnded] = Step(steps.recording_over, _to(_state))
    STEPS[_state, events.TimeIsUp] = Step(steps.wind_up, _to(_state))

OBSERVED: Final[frozenset[type[Event]]] = frozenset(
    {
        events.FloorGiven,
        events.SpeechStarted,
        events.SpeechEnded,
        events.PartialHeard,
        events.MoveShown,
        events.MoveHidden,
        events.VoiceStarted,
        events.VoiceHushed,
    }
)
"""Shown and traced, never acted upon."""

IGNORED: Final[frozenset[tuple[State, type[Event]]]] = frozenset(
    {
        # An ordinary pause; or the learner goes on where nothing is to be joined any more.
        *((state, events.SpeechResumed) for state in set(S) - ANSWERING - NUDGED - LOOKING),
        # Late: the ears had heard it before they were closed.
        *((state, events.UtteranceHeard) for state in SPEAKING | LOOKING | {S.ENDED}),
        *((state, events.NothingHeard) for state in SPEAKING | LOOKING | {S.ENDED}),
        # Late: the rehearsal has moved on.
        *((state, events.VoiceFinished) for state in HEARING | LOOKING | {S.LEAVING, S.ENDED}),
        *((state, events.CommandHeard) for state in LOOKING | {S.NEW, S.LEAVING, S.ENDING}),
        *((state, events.TimeIsUp) for state in (S.NEW, S.LEAVING, S.ENDING, S.ENDED)),
        *((state, events.AudioEnded) for state in (S.NEW, S.LEAVING, S.ENDING, S.ENDED)),
        *((state, events.EarsFailed) for state in (S.LEAVING, S.ENDED)),
        *((state, events.NoSound) for state in set(S) - {S.REPLAYING, S.HELPING}),
        *((state, events.SoundSaved) for state in set(S) - {S.HELPING}),
        *((state, events.SoundNotSaved) for state in set(S) - {S.HELPING}),
        (S.ENDED, events.CommandHeard),
        (S.ENDED, events.Interrupted),
        (S.ENDED, events.Assessed),
        (S.ENDED, events.LineChecked),
        (S.ENDED, events.Kept),
        (S.ENDED, events.Amended),
    }
)
"""Pairs that may come and mean nothing any more."""
