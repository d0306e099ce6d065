"""Which moves a closing makes, on what its pitfalls leave over."""

from collections.abc import Sequence
from typing import Final

from voicecoach.assessment import MoveFinding, PitfallFinding
from voicecoach.coaching.heard_turn import HeardTurn, best_cases, finding_fields
from voicecoach.packs.pack import Pack

MOVE_FLOOR_RATIO: Final = 0.55
"""From here a move is held to be there; 0.25 found hardly more that is true."""


def find_moves(
    turns: Sequence[HeardTurn], pitfalls: Sequence[PitfallFinding], pack: Pack
) -> tuple[MoveFinding, ...]:
    """Every move made, each once with its best evidence, in spoken order."""
    left = [
        turn.without_words([(p.start_word, p.end_word) for p in pitfalls if p.turn == turn.number])
        for turn in turns
    ]
    labels = tuple(move.id for move in pack.moves)
    cases = best_cases(left, labels, pack, MOVE_FLOOR_RATIO)
    return tuple(
        sorted(
            (MoveFinding(**finding_fields(turn, case)) for turn, case in cases),
            key=lambda finding: (finding.turn, finding.start_word, finding.label),
        )
    )


def missing_core(moves_made: frozenset[str], pack: Pack) -> tuple[str, ...]:
    """The ids of the core parts that no move fills, in the pack's order."""
    return tuple(part.id for part in pack.core if not moves_made.intersection(part.labels))
