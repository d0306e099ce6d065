"""The command line: parses, calls, prints, and turns errors into exit codes.

Only this module and what it needs to parse is imported for ``--help``; the rest when it is used.
"""

import contextlib
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from voicecoach.commands.arguments import Command, build_parser
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.composition.own_command import as_started
from voicecoach.errors import OutputUnwritable, VoicecoachError

NEW_OBJECTS_A_COLLECTION: Final = 100_000
"""A pack's patterns are a quarter of a million small objects that live as long as the program; at
Python's own 700 the collector of cyclic garbage looks at them a third of the starting time."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 a told error, 2 usage, 130 interrupted, 3 a bug."""
    gc.set_threshold(NEW_OBJECTS_A_COLLECTION)
    try:
        code = _run(arguments)
        _flush()
    except VoicecoachError as error:
        if isinstance(error, OutputUnwritable):
            _leave_quietly()
        print(as_started(str(error)), file=sys.stderr)
        return ExitCode.TOLD_ERROR
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _leave_quietly()
        return ExitCode.DONE
    except Exception:
        traceback.print_exc()
        print("This is a bug in voicecoach; please report it.", file=sys.stderr)
        return ExitCode.BUG
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        given = build_parser().parse_args(arguments)
    except SystemExit as ended:  # help was printed, or what is wrong with the command line
        return int(ended.code or ExitCode.DONE)
    command: Command = given.command
    return command(given)


def _flush() -> None:
    """Hand over what was printed while we can still tell that it cannot be written."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputUnwritable(error.strerror or str(error)) from error


def _leave_quietly() -> None:
    """Nobody takes our output any more; Python would complain again while closing it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
