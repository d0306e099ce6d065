"""The door to rapidfuzz: how alike two strings of words are, where a phrase stands, word by word.

``ratio`` only: set and partial scorers give 100 for a subset or for one shared word.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein


def likeness_ratio(heard: Sequence[str], expected: Sequence[str]) -> float:
    """How alike two word sequences are, 0 to 1."""
    return fuzz.ratio(" ".join(heard), " ".join(expected)) / 100.0


def most_like(heard: str, texts: Sequence[str], floor_ratio: float) -> int | None:
    """Which of the texts is most like what was heard, the first of equals; None below the floor."""
    found = process.extractOne(heard, texts, scorer=fuzz.ratio, score_cutoff=floor_ratio * 100.0)
    return None if found is None else found[2]


def aligned(
    expected: Sequence[str], heard: Sequence[str]
) -> tuple[tuple[int | None, int | None], ...]:
    """Which expected word stands where in what was heard; None where one has no partner.

    With the fewest edits there are; a pair may be two different words, one said for the other.
    """
    pairs: list[tuple[int | None, int | None]] = []
    for step in Levenshtein.opcodes(expected, heard):
        ours = range(step.src_start, step.src_end)
        theirs = range(step.dest_start, step.dest_end)
        match step.tag:
            case "delete":
                pairs += [(place, None) for place in ours]
            case "insert":
                pairs += [(None, place) for place in theirs]
            case _:
                pairs += zip(ours, theirs, strict=True)
    return tuple(pairs)


def closest_window(
    words: Sequence[str], text: str, wanted: str, floor_ratio: float
) -> tuple[int, int, float] | None:
    """Start, end and likeness of the run of words most like the phrase; None below the floor.

    ``text`` is the words joined, ``wanted`` the phrase.
    """
    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=floor_ratio * 100.0 - 8.0)
    if found is None or found.dest_end <= found.dest_start or len(text) < len(wanted):
        return None
    start = text.count(" ", 0, found.dest_start + 1)
    end = text.count(" ", 0, max(found.dest_start, found.dest_end - 1)) + 1
    best = None
    for first in (start, start + 1):
        for last in (end - 1, end):
            if 0 <= first < last:
                alike = fuzz.ratio(" ".join(words[first:last]), wanted) / 100.0
                if alike >= floor_ratio and (best is None or alike > best[2]):
                    best = (first, last, alike)
    return best
