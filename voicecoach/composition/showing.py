"""What the learner sees: the screen, the notices, the trace."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from voicecoach.errors import SettingsInvalid

if TYPE_CHECKING:
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Screen
    from voicecoach.screen.checklist import Labels
    from voicecoach.settings import PracticeSettings


def labels_of(pack: Pack) -> Labels:
    """What the pack's labels are called on a screen."""
    from voicecoach.screen.checklist import Labels

    titles = {entry.id: entry.name for entry in (*pack.moves, *pack.pitfalls, *pack.reply_traits)}
    return Labels(titles=titles, core=pack.core)


def make_screen(settings: PracticeSettings, pack: Pack) -> Screen:
    """The live screen on a terminal with room, plain lines everywhere else."""
    from voicecoach.screen.terminal import choose_screen

    return choose_screen(
        sys.stdout,
        labels_of(pack),
        is_plain=settings.is_plain,
        is_typed=settings.is_typed,
        has_keys=not settings.is_typed and is_terminal(sys.stdin),
        heading=pack.title,
    )


class Notices:
    """Takes notices before there is a screen, and hands them on when there is one. Any thread."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._notice: Callable[[str], None] = self._waiting.append

    def __call__(self, text: str) -> None:
        """Take one."""
        self._notice(text)

    def go_to(self, notice: Callable[[str], None]) -> None:
        """From now on notices go there; those that waited first."""
        self._notice = notice
        while self._waiting:
            notice(self._waiting.pop(0))


def private_text_file(path: Path) -> TextIO:
    """An empty text file that only its owner can read, whoever could read what was there before.

    Half a character, as odd input brings, is written as a JSON escape. Raises SettingsInvalid.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise SettingsInvalid(f"{path} cannot be written: {error.strerror}.") from error
    if stat.S_ISREG(os.fstat(descriptor).st_mode) and hasattr(os, "fchmod"):
        os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace")


def is_terminal(stream: TextIO | None) -> bool:
    """Somebody sits there; a stream may also be closed, or missing altogether."""
    return stream is not None and not stream.closed and stream.isatty()
