"""Guards the test texts: no sentence we learn from may share six words in a row with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .words import words_of

RUN_LENGTH: Final = 6
"""So many words in a row are no longer a common phrase but a copy."""


class HeldOutLeak(RuntimeError):
    """A sentence of a test text got into what we learn from."""


@dataclass(frozen=True, slots=True)
class HeldOutText:
    """All runs of six words in the texts to be kept out."""

    runs: frozenset[tuple[str, ...]]

    def has_run_of(self, words: Sequence[str]) -> bool:
        """True if these words share a run with the held-out texts."""
        return any(run in self.runs for run in runs_of(words))

    def require_none_of(self, sentences: Iterable[Sequence[str]]) -> int:
        """The number of sentences looked at; raises if any was held out."""
        count = 0
        for count, words in enumerate(sentences, start=1):
            if self.has_run_of(words):
                raise HeldOutLeak(f"Sentence {count} shares {RUN_LENGTH} words with a test text.")
        return count


def runs_of(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every six words in a row; a shorter text has none."""
    for start in range(len(words) - RUN_LENGTH + 1):
        yield tuple(words[start : start + RUN_LENGTH])


def held_out_text(paths: Iterable[Path]) -> HeldOutText:
    """Read from files with one JSON object a line, each with a "text" (or "turns")."""
    runs: set[tuple[str, ...]] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            text = entry["text"] if "text" in entry else " ".join(entry["turns"])
            runs.update(runs_of(words_of(text)))
    return HeldOutText(frozenset(runs))
