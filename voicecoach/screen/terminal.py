"""Which screen fits the place where the output goes."""

import os
import shutil
from typing import Final, TextIO

from voicecoach.parts import Screen
from voicecoach.screen.checklist import Labels
from voicecoach.screen.plain_screen import PlainScreen

LEAST_COLUMNS: Final = 30
LEAST_ROWS: Final = 10
"""In less room than this, lines that scroll say more than a picture."""


def choose_screen(  # noqa: PLR0913 - each is a choice of its own
    stream: TextIO,
    labels: Labels,
    *,
    is_plain: bool = False,
    is_typed: bool = False,
    has_keys: bool = True,
    heading: str = "",
) -> Screen:
    """The live screen on a real terminal with room enough; plain lines everywhere else.

    Typing needs the terminal's own line, so it goes with plain lines, too.
    """
    if is_plain or is_typed or not is_real_terminal(stream):
        return PlainScreen(stream, labels, is_typed=is_typed, has_keys=has_keys)
    from voicecoach.screen.live_screen import LiveScreen

    return LiveScreen(stream, labels, heading=heading, has_keys=has_keys)


def is_real_terminal(stream: TextIO) -> bool:
    """The stream goes to a terminal that can move its cursor, and has room."""
    if os.environ.get("TERM", "") in ("dumb", "unknown") or not stream.isatty():
        return False
    size = shutil.get_terminal_size()
    return size.columns >= LEAST_COLUMNS and size.lines >= LEAST_ROWS
