"""Closings as people wrote and labelled them, and what the core of one is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ASIDE: Final = Path(__file__).resolve().parents[2] / "tests" / "closings" / "written"
"""Its files aside_*.jsonl hold closings that neither matching nor endpoint was tuned on."""

STANDING: Final = frozenset({"fit_question", "concerns_question"})
"""Either of these asks how one stands."""

CORE: Final = (STANDING, frozenset({"next_steps"}), frozenset({"interest"}))
"""What a closing owes: one label of each (tests/closings/LABELS.md)."""

_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+|(?<=[.?!]['\"])\s+")
_THANKS: Final = re.compile(r"\b(thank\w*|thanks|cheers|grateful|appreciat\w+|obliged)\b", re.I)
_GOODBYE: Final = re.compile(
    r"\b(good ?bye|bye|so long|farewell|take care|cheerio|see you)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A written closing and the labels that a person gave it."""

    id: str
    text: str
    moves: frozenset[str]
    pitfalls: frozenset[str] = frozenset()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The text, cut after each full stop, question mark and exclamation mark."""
        return tuple(filter(None, _SENTENCE_END.split(self.text.strip())))

    @property
    def word_count(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def says_goodbye(self) -> bool:
        """Nothing but silence fits after it."""
        return bool(_GOODBYE.search(self.text))


def closings_in(paths: Iterable[Path]) -> list[Closing]:
    """Every closing of some files, in their order."""
    entries = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return [
        Closing(
            id=entry["id"],
            text=entry["text"],
            moves=frozenset(entry["moves"]),
            pitfalls=frozenset(entry["pitfalls"]),
        )
        for entry in entries
    ]


def aside_closings() -> list[Closing]:
    """Every closing that was kept aside."""
    return closings_in(sorted(ASIDE.glob("aside_*.jsonl")))


def owed_after(moves: Iterable[str]) -> tuple[frozenset[str], ...]:
    """The parts of the core that the moves leave owed; one label of each would pay it."""
    said = set(moves)
    return tuple(part for part in CORE if not part & said)


def is_question(sentence: str) -> bool:
    """It ends as a question does."""
    return sentence.rstrip("'\"").endswith("?")


def is_thanks(sentence: str) -> bool:
    """It has a word of thanks in it."""
    return bool(_THANKS.search(sentence))
