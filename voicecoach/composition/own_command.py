"""How this program is run once more: what to type depends on how it was started."""

import os
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Final

NAME: Final = "voicecoach"

_QUOTED: Final = re.compile(rf"'{NAME} (?=[a-z])")
"""A command in a sentence stands in quotes: 'voicecoach models fetch'."""


def as_started(text: str) -> str:
    """The sentence with its commands as they can be typed here."""
    return _QUOTED.sub(lambda _: f"'{own_command()} ", text)


def own_command() -> str:
    """What runs this program again: its name where the shell finds it, else the way to it."""
    return command_from(sys.argv[0] if sys.argv else "", sys.executable)


@cache
def command_from(started: str, python: str) -> str:
    """The same, for a program that was started by that path, with that Python."""
    path = Path(os.path.abspath(started))  # noqa: PTH100 - scripts/../.venv, but no links followed
    if path.name == "__main__.py" and path.parent.name == NAME:
        interpreter = Path(python)
        # A venv's Python is a link to another one, which knows nothing of us: look at the place.
        found = shutil.which(interpreter.stem)
        is_found = found is not None and _is_same(Path(found).parent, interpreter.parent)
        return f"{_typed(interpreter, is_found=is_found)} -m {NAME}"
    if path.stem != NAME:
        return NAME
    found = shutil.which(NAME)
    return _typed(path, is_found=found is not None and _is_same(Path(found), path))


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _typed(program: Path, *, is_found: bool) -> str:
    """As short as it can be typed: the name, the way from here, or the whole way."""
    if is_found:
        return program.stem
    here = Path.cwd()
    way = str(program)
    if program.is_relative_to(here):
        way = str(program.relative_to(here))
        way = way if os.sep in way else os.path.join(".", way)  # noqa: PTH118 - Path drops the dot
    return f'"{way}"' if " " in way else way
