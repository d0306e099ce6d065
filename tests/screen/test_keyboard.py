"""Single keys, from a pseudo terminal."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.screen.keyboard import Keyboard, command_from
from voicecoach.session.commands import KEYS, Command
from voicecoach.session.events import Event

if os.name == "posix":
    import termios

Start = Callable[..., Any]

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no pseudo terminals")

CHILD = """
import sys, threading
from voicecoach.screen.keyboard import Keyboard
reported = threading.Event()
keyboard = Keyboard(lambda event, at: print(event.command.name, flush=True) or reported.set(),
                    sys.stdin)
print("open" if keyboard.is_open else "shut", flush=True)
"""


@pytest.mark.parametrize(("key", "command"), KEYS.items())
def test_each_key_is_its_command(key: str, command: Command) -> None:
    """Lower or upper case; a key held down is the key."""
    assert [command] * 3 == [command_from(keys) for keys in (key, key.upper(), key * 3)]


@pytest.mark.parametrize("keys", ["\r", "\n"])
def test_enter_goes_on(keys: str) -> None:
    """Enter means what the space bar means."""
    assert Command.SKIP is command_from(keys)


@pytest.mark.parametrize("keys", ["", "\x1b", "\x1b[A", "\x1bOQ", "again", "x", "\x7f", "\r\n"])
def test_other_keys_are_nothing(keys: str) -> None:
    """Arrows end in letters and pastes are made of them: neither is a command."""
    assert command_from(keys) is None


@given(st.text(min_size=2))
def test_no_paste_is_a_command(text: str) -> None:
    """Whatever is pasted, unless it is one key over and over."""
    assert command_from(text) is None or 1 == len(set(text))


@POSIX
def test_a_key_is_reported_without_enter(terminal: Start) -> None:
    """A key is heard at once and not echoed, and Ctrl-C still means SIGINT."""
    child = terminal(CHILD + "reported.wait(); keyboard.close(); keyboard.close()")
    child.read_until(b"open\r\n")
    local_flags = child.settings()[3]
    child.press(b"a")

    assert 0 == child.end()
    assert b"open\r\nAGAIN\r\n" == child.seen
    assert not local_flags & (termios.ICANON | termios.ECHO)
    assert local_flags & termios.ISIG


@POSIX
@pytest.mark.parametrize(
    ("ending", "code"),
    [("keyboard.close()", 0), ("raise SystemExit(3)", 3), ("raise RuntimeError('planted')", 1)],
)
def test_the_terminal_is_given_back(terminal: Start, ending: str, code: int) -> None:
    """However the program ends, closed or not, the terminal echoes again."""
    child = terminal(f"{CHILD}reported.wait()\n{ending}")
    child.read_until(b"open\r\n")
    while_open = child.settings()
    child.press(b"a")

    assert code == child.end()
    assert child.former == child.settings() != while_open


@POSIX
def test_ctrl_c_still_interrupts(terminal: Start) -> None:
    """Ctrl-C is no key of ours: it raises SIGINT, as everywhere."""
    child = terminal(
        f"{CHILD}\ntry:\n    print('ready', flush=True)\n    reported.wait()\n"
        "except KeyboardInterrupt:\n    print('interrupted')"
    )
    child.read_until(b"ready\r\n")
    child.press(b"\x03")

    assert 0 == child.end()
    assert b"interrupted" in child.seen
    assert child.former == child.settings()


@POSIX
def test_after_the_shell_has_had_the_terminal_keys_work_again(terminal: Start) -> None:
    """Stopped and continued, the shell has reset the terminal: it is taken again."""
    child = terminal(CHILD + "reported.wait(); keyboard.close()")
    child.read_until(b"open\r\n")
    termios.tcsetattr(child.ours, termios.TCSANOW, child.former)
    while child.settings() == child.former:
        time.sleep(0.01)
    child.press(b"n")

    assert 0 == child.end()
    assert b"NEXT" in child.seen


@POSIX
def test_ctrl_z_does_not_stop_the_program(terminal: Start) -> None:
    """A stopped program cannot hear: while keys are read, nothing stops it by accident."""
    child = terminal(CHILD + "reported.wait(); keyboard.close()")
    child.read_until(b"open\r\n")
    special_keys = child.settings()[6]
    child.press(b"a")

    assert 0 == child.end()
    assert os.fpathconf(child.ours, "PC_VDISABLE") == ord(special_keys[termios.VSUSP])
    assert child.former == child.settings()


@POSIX
def test_in_the_background_the_terminal_is_left_alone(terminal: Start) -> None:
    """Another program has the terminal: there are no keys, and nothing is stopped."""
    child = terminal(
        "import subprocess, sys\n"
        f"sys.exit(subprocess.run([sys.executable, '-c', {CHILD!r}], process_group=0).returncode)"
    )

    assert 0 == child.end()
    assert b"shut\r\n" == child.seen


@POSIX
def test_a_closed_window_ends_the_keys_and_nothing_else(terminal: Start) -> None:
    """The terminal has gone: the keyboard stops reading, and closing it is fine."""
    child = terminal(
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        f"{CHILD}keyboard._thread.join()\nkeyboard.close()\n"
    )
    child.read_until(b"open\r\n")
    child.close()

    assert 0 == child.child.wait(timeout=30)


def test_without_a_terminal_there_are_no_keys(tmp_path: Path) -> None:
    """A file, a closed stream or no stream at all: nothing is read, and closing is fine."""
    closed = io.StringIO()
    closed.close()
    with (tmp_path / "keys").open("w+") as file:
        file.write("aaa")
        for stream in (file, io.StringIO("a"), closed, None):
            keyboard = Keyboard(_not_to_be_called, stream)
            keyboard.close()

            assert not keyboard.is_open


def _not_to_be_called(event: Event, at_seconds: float | None) -> None:
    raise AssertionError(event, at_seconds)
