"""Single keys without Enter: the only door to the terminal's input.

On POSIX the terminal is put into cbreak mode, in which a key is read as it is pressed and is not
echoed, while Ctrl-C still raises SIGINT. Ctrl-Z does nothing: a stopped program cannot hear, and
"pause" is what is meant. On Windows the console gives keys as they are.
"""

import atexit
import contextlib
import os
import select
import sys
import threading
from typing import Any, Final, TextIO

from voicecoach.parts import Report
from voicecoach.session.commands import KEYS, Command
from voicecoach.session.events import CommandHeard, CommandSource

ENTER: Final = frozenset("\r\n")
"""Means what the space bar means: skip, go on."""

LOOK_SECONDS: Final = 1.0
"""Once stopped and continued, the shell has reset the terminal: look this often whether it has."""

WINDOWS_LOOK_SECONDS: Final = 0.05
"""The console cannot be waited for; this is quick enough for a finger."""

READ_BYTES: Final = 1024

SPECIAL_KEYS: Final = 6
"""Where tcgetattr keeps them."""


def command_from(keys: str) -> Command | None:
    """What was pressed, as read in one go; upper case means the same.

    Several different characters at once are no key of ours: an arrow or a function key sends
    its escape sequence, and a paste is not a command.
    """
    if len(set(keys)) != 1 or (len(keys) > 1 and not keys[0].isprintable()):
        return None
    key = " " if keys[0] in ENTER else keys[0].lower()
    return KEYS.get(key)


class Keyboard:
    """Reports CommandHeard for each key that stands for a command, until closed.

    Without a terminal on the stream, or when the program runs in the background, it does nothing.
    The terminal is always given back as it was: at close, or at the latest when Python exits.
    """

    def __init__(self, report: Report, stream: TextIO | None) -> None:
        self._report = report
        self._keys = _keys_of(stream)
        if self._keys is None:
            return
        atexit.register(self.close)
        self._thread = threading.Thread(target=self._read_on, name="keyboard", daemon=True)
        self._thread.start()

    @property
    def is_open(self) -> bool:
        """Keys are being read: worth showing on the screen."""
        return self._keys is not None

    def close(self) -> None:
        """Stop reading and give the terminal back. Safe twice and from any thread."""
        keys, self._keys = self._keys, None
        if keys is None:
            return
        keys.close()
        if self._thread is not threading.current_thread():
            self._thread.join()
        keys.restore()
        atexit.unregister(self.close)

    def _read_on(self) -> None:
        keys = self._keys
        while keys is not None and (pressed := keys.read()) is not None:
            command = command_from(pressed)
            if command is not None:
                self._report(CommandHeard(command=command, source=CommandSource.KEY), None)


def _keys_of(stream: TextIO | None) -> "_PosixKeys | _WindowsKeys | None":
    """Where keys come from, or None where there are none."""
    try:
        if stream is None or not stream.isatty():
            return None
        return _WindowsKeys() if sys.platform == "win32" else _PosixKeys(stream.fileno())
    except (OSError, ValueError):  # closed, or not a terminal that can be changed
        return None


class _PosixKeys:
    """Keys from a terminal in cbreak mode. Raises OSError where there can be none."""

    def __init__(self, descriptor: int) -> None:
        import termios
        import tty

        self._termios: Any = termios
        self._tty: Any = tty
        self._descriptor = descriptor
        if not self._is_in_foreground():
            # Changing the terminal from the background would stop the whole program.
            raise OSError("the program runs in the background")
        try:
            self._former = termios.tcgetattr(descriptor)
            self._wake_out, self._wake_in = os.pipe()
            self._take()
        except termios.error as error:
            raise OSError(*error.args) from error

    def read(self) -> str | None:
        """The keys pressed since the last call, waited for; None when there will be no more."""
        while True:
            try:
                ready, _, _ = select.select(
                    [self._descriptor, self._wake_out], [], [], LOOK_SECONDS
                )
                if self._wake_out in ready:
                    return None
                if ready:
                    return os.read(self._descriptor, READ_BYTES).decode(errors="replace") or None
                self._retake()
            except (OSError, self._termios.error):  # the terminal has gone
                return None

    def close(self) -> None:
        """Make read return None."""
        os.write(self._wake_in, b".")

    def restore(self) -> None:
        """The terminal as it was. Called once, after the last read."""
        with contextlib.suppress(OSError, self._termios.error):
            if self._is_in_foreground():
                self._termios.tcsetattr(self._descriptor, self._termios.TCSANOW, self._former)
        os.close(self._wake_in)
        os.close(self._wake_out)

    def _take(self) -> None:
        termios = self._termios
        self._tty.setcbreak(self._descriptor, termios.TCSANOW)
        settings = termios.tcgetattr(self._descriptor)
        settings[SPECIAL_KEYS][termios.VSUSP] = os.fpathconf(self._descriptor, "PC_VDISABLE")
        termios.tcsetattr(self._descriptor, termios.TCSANOW, settings)

    def _retake(self) -> None:
        """Back in the foreground, with the terminal as the shell likes it: take it again."""
        local_flags = self._termios.tcgetattr(self._descriptor)[3]
        if local_flags & self._termios.ICANON and self._is_in_foreground():
            self._take()

    def _is_in_foreground(self) -> bool:
        return os.tcgetpgrp(self._descriptor) == os.getpgrp()


class _WindowsKeys:
    """Keys from the Windows console."""

    def __init__(self) -> None:
        import msvcrt

        self._console: Any = msvcrt
        self._is_closed = threading.Event()

    def read(self) -> str | None:
        """The next key, waited for; None when there will be no more."""
        while not self._is_closed.wait(WINDOWS_LOOK_SECONDS):
            if self._console.kbhit():
                key: str = self._console.getwch()
                if key in ("\x00", "\xe0"):  # an arrow or a function key: a second half follows
                    self._console.getwch()
                    continue
                return key
        return None

    def close(self) -> None:
        """Make read return None."""
        self._is_closed.set()

    def restore(self) -> None:
        """Nothing was changed."""
