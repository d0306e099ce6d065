"""The states of a rehearsal, and what they have in common."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where the rehearsal is; decides what an event means."""

    NEW = "new"
    WELCOMING = "welcoming"
    CUEING = "cueing"
    LISTENING = "listening"
    NUDGING = "nudging"
    REACTING = "reacting"
    ASSESSING = "assessing"
    LINE_CUEING = "line_cueing"
    LINE_LISTENING = "line_listening"
    LINE_NUDGING = "line_nudging"
    LINE_CHECKING = "line_checking"
    LINE_TELLING = "line_telling"
    COACHING = "coaching"
    MODELLING = "modelling"
    REPLAYING = "replaying"
    """The learner hears themself."""

    ASKING = "asking"
    HELPING = "helping"
    CHOOSING = "choosing"
    PAUSING = "pausing"
    PAUSED = "paused"
    LEAVING = "leaving"
    ENDING = "ending"
    ENDED = "ended"


SPEAKING: Final = frozenset(
    {
        State.WELCOMING,
        State.CUEING,
        State.NUDGING,
        State.REACTING,
        State.LINE_CUEING,
        State.LINE_NUDGING,
        State.LINE_TELLING,
        State.COACHING,
        State.MODELLING,
        State.REPLAYING,
        State.ASKING,
        State.HELPING,
        State.PAUSING,
        State.ENDING,
    }
)
"""The voice has the floor: no words are taken."""

HEARING: Final = frozenset({State.LISTENING, State.LINE_LISTENING, State.CHOOSING, State.PAUSED})
"""The learner has the floor."""

LOOKING: Final = frozenset({State.ASSESSING, State.LINE_CHECKING})
"""Nobody has the floor: what was heard is being looked at."""

ANSWERING: Final = frozenset({State.COACHING, State.REACTING, State.LINE_TELLING})
"""The voice answers what was just heard: for a moment, a learner who goes on is heard."""

NUDGED: Final = frozenset({State.NUDGING, State.LINE_NUDGING})
"""The learner is being encouraged to begin."""
