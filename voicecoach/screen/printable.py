"""Text that the terminal can take: no control characters, and nothing it cannot encode."""

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
