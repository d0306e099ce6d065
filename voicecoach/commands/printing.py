"""What goes to stdout, and what to stderr: with --json, stdout holds JSON and nothing else."""

import json
import shutil
import sys
import textwrap
from collections.abc import Callable
from typing import Any, Final

from voicecoach.composition.showing import is_terminal
from voicecoach.errors import OutputUnwritable
from voicecoach.screen.printable import elided, is_encodable, printable

LONG_AUDIO_SECONDS: Final = 20.0
"""Under this a recording is heard before anyone wonders how far it has got."""


def print_line(text: str) -> None:
    """Text for people: stdout can write it, and nothing in it moves the terminal's cursor."""
    lines = (printable(line, _stdout_encoding()) for line in text.split("\n"))
    _put("\n".join(lines))


def print_row(text: str) -> None:
    """One line of a list: cut to the terminal's width; into a pipe, whole."""
    row = printable(text, _stdout_encoding())
    if is_terminal(sys.stdout):
        row = elided(row, shutil.get_terminal_size().columns, _stdout_encoding())
    _put(row)


def print_paragraph(text: str) -> None:
    """A text in full: on a terminal broken at words; into a pipe, one line."""
    line = printable(text, _stdout_encoding())
    if is_terminal(sys.stdout):
        columns = shutil.get_terminal_size().columns
        line = textwrap.fill(line, columns, break_on_hyphens=False)
    _put(line)


def print_json(value: Any) -> None:
    """A value over several lines, for people and programs."""
    _put(_printable_json(value, indent=2))


def print_json_line(value: Any) -> None:
    """A value on a line of its own."""
    _put(_printable_json(value, indent=None))


def tell(text: str) -> None:
    """A notice, which is no output: stdout may be JSON."""
    print(text, file=sys.stderr)


def sound_progress() -> Callable[[float, float | None], None] | None:
    """Shows how far a long recording has been heard, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(heard_seconds: float, total_seconds: float | None) -> None:
        if total_seconds and total_seconds > LONG_AUDIO_SECONDS:
            part = min(1.0, heard_seconds / total_seconds)
            end = "\n" if part >= 1.0 else ""
            print(f"\rheard {part:4.0%} of {total_seconds:.0f} s", end=end, file=sys.stderr)

    return show


def byte_progress() -> Callable[[int, int | None], None]:
    """Shows how much of a download is here, on a terminal only."""

    def show(here_bytes: int, all_bytes: int | None) -> None:
        if sys.stderr.isatty():
            of = f" of {all_bytes / 1e6:.0f}" if all_bytes else ""
            end = "\n" if here_bytes == all_bytes else ""
            print(f"\r{here_bytes / 1e6:.1f}{of} MB", end=end, file=sys.stderr)

    return show


def _put(text: str) -> None:
    """Raises OutputUnwritable; a reader that has seen enough is another matter."""
    try:
        print(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputUnwritable(error.strerror or str(error)) from error


def _printable_json(value: Any, *, indent: int | None) -> str:
    """Letters as they are where stdout can take them; escaped where it cannot.

    A half character, as odd arguments and escapes bring, has no letter in any encoding.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if is_encodable(text, _stdout_encoding()):
        return text
    return json.dumps(value, ensure_ascii=True, indent=indent)


def _stdout_encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"
