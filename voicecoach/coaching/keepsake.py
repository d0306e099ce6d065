"""What the learner takes into the call: their best attempt, and two lines out of it. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol, TypeVar

from voicecoach.assessment import Assessment, Keepsake
from voicecoach.coaching.coach import assess
from voicecoach.coaching.wording import MARKS, as_sentence
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Utterance

MOST_LINES: Final = 2
MOST_WORDS_IN_A_LINE: Final = 25
"""A longer sentence is no line to remember: only the words of the move are."""

_LEAD_INS: Final = frozenset({"and", "so", "but", "then"})
_SENTENCE_END: Final = re.compile(r"(?<=[.?!])[\"')\u2019\u201d]*\s+")


class HasAssessment(Protocol):
    """An attempt in any form: as it was just looked at, or as it was kept."""

    @property
    def assessment(self) -> Assessment:
        """What was found in it."""


Attempted = TypeVar("Attempted", bound=HasAssessment)


def best(attempts: Sequence[Attempted]) -> Attempted:
    """The attempt with most of the core, then with the fewest pitfalls; of equals the newest."""
    return min(reversed(attempts), key=lambda one: _shortcomings(one.assessment))


def _shortcomings(assessment: Assessment) -> tuple[int, int]:
    return len(assessment.missing_core), len(assessment.pitfalls)


def keepsake_from(version: str, pack: Pack) -> Keepsake | None:
    """The strong version of an attempt with the two lines that matter most; None without one."""
    if not version:
        return None
    lines = dict.fromkeys(_core_lines(version, pack))
    return Keepsake(version=version, lines=tuple(lines)[:MOST_LINES])


def _core_lines(version: str, pack: Pack) -> Iterator[str]:
    """What pays each part of the core, in the pack's order: the line itself, as short as it is."""
    sentences = [one for one in _SENTENCE_END.split(version) if one.strip()]
    found = assess(tuple(map(Utterance.typed, sentences)), pack)
    pays = {label: part.id for part in pack.core for label in part.labels}
    parts_in: dict[int, set[str]] = {}
    for move in found.moves:
        if move.label in pays:
            parts_in.setdefault(move.turn, set()).add(pays[move.label])
    for part in pack.core:
        for made in [move for move in found.moves if move.label in part.labels][:1]:
            words = sentences[made.turn].split()
            is_a_line = len(words) <= MOST_WORDS_IN_A_LINE and len(parts_in[made.turn]) == 1
            yield _alone(words if is_a_line else made.quote.split())


def _alone(words: Sequence[str]) -> str:
    """The line by itself: "And what are the next steps?" needs no "and"."""
    leads = words[0].lower().strip(MARKS) in _LEAD_INS and len(words) > 1
    return as_sentence(words[1:] if leads else words)
