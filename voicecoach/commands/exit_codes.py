"""How a command ended, for the shell."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The contract; 2 is argparse's own: the command line was not understood."""

    DONE = 0
    TOLD_ERROR = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130
