"""Which pitfalls a closing steps into."""

from collections.abc import Sequence
from typing import Final

from voicecoach.assessment import PitfallFinding
from voicecoach.coaching.heard_turn import HeardTurn, best_cases, finding_fields
from voicecoach.coaching.scoring import Evidence
from voicecoach.packs.pack import Pack

PITFALL_FLOOR_RATIO: Final = 0.88
"""From here a pitfall is held to be there; above the moves' floor, since a false accusation costs
more than a missed one. One clean pattern of an untrained pack just reaches it. Chosen on closings
that nobody learnt from, out of 0.7, 0.8, 0.88, 0.93, 0.97: half the false ones of 0.8, as many
right."""

DOUBTED_CONFIDENCE_RATIO: Final = 0.7
"""Nobody is accused of words that the recogniser was less sure of, on average. Of 580 pitfalls that
two starter models heard in lines and closings by joe, clean and at 15 dB, nine were of such words
and five of them false; of the others one in twenty-two was. At 15 dB five of 104 clean closings are
accused without this, three with it."""


def find_pitfalls(
    turns: Sequence[HeardTurn], pack: Pack, withdrawn: frozenset[str] = frozenset()
) -> tuple[PitfallFinding, ...]:
    """Every pitfall heard and not withdrawn, once with its best evidence, in spoken order."""
    labels = tuple(pitfall.id for pitfall in pack.pitfalls if pitfall.id not in withdrawn)
    cases = [
        (turn, case)
        for turn, case in best_cases(turns, labels, pack, PITFALL_FLOOR_RATIO)
        if not _is_doubted(turn, case)
    ]
    return tuple(
        sorted(
            (PitfallFinding(**finding_fields(turn, case)) for turn, case in cases),
            key=lambda finding: (finding.turn, finding.start_word, finding.label),
        )
    )


def _is_doubted(turn: HeardTurn, case: Evidence) -> bool:
    return turn.confidence_ratio(*turn.word_span(case.start, case.end)) < DOUBTED_CONFIDENCE_RATIO


def without_answered(
    pitfalls: Sequence[PitfallFinding], moves_made: frozenset[str], pack: Pack
) -> tuple[PitfallFinding, ...]:
    """Without those that a move takes away: "no questions, but how well do I fit?" asks."""
    answered = {
        pitfall.id for pitfall in pack.pitfalls if moves_made.intersection(pitfall.answered_by)
    }
    return tuple(finding for finding in pitfalls if finding.label not in answered)
