"""Text that the terminal can take: no control characters, and nothing it cannot encode."""

import unicodedata
from itertools import accumulate
from typing import Final

_PLAINER: Final = str.maketrans(
    {
        "‘": "'",  # noqa: RUF001 - the point of the table
        "’": "'",  # noqa: RUF001
        "“": '"',
        "”": '"',
        "–": "-",  # noqa: RUF001
        "—": "-",
        "…": "...",
        "●": "*",
        "○": " ",
        "✓": "x",
        "•": "-",
        "·": "-",
        "─": "-",
        "█": "#",
        "░": ".",
    }
)


def printable(text: str, encoding: str = "utf-8") -> str:
    """The text on one line, without what would move the cursor or cannot be written.

    What was said, typed or read from a pack may hold escape sequences; the terminal must not
    obey them. Characters that the encoding lacks become plainer ones, or "?".
    """
    line = "".join(_visible(character) for character in text)
    if not is_encodable(line, encoding):
        line = line.translate(_PLAINER).encode(encoding, "replace").decode(encoding)
    return line


def elided(line: str, cells: int, encoding: str = "utf-8") -> str:
    """The line, cut with an ellipsis if it takes more cells of a terminal than there are."""
    if sum(map(_cells_of, line)) <= cells:
        return line
    ellipsis = "…" if is_encodable("…", encoding) else "..."
    room = cells - len(ellipsis)
    ends = accumulate(map(_cells_of, line))
    kept = "".join(character for character, end in zip(line, ends, strict=True) if end <= room)
    return (kept.rstrip() + ellipsis)[: max(0, cells)]


def is_encodable(text: str, encoding: str) -> bool:
    """The encoding has every character of the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else ""


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
