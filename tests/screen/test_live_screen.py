"""The live screen in a real (pseudo) child."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voicecoach.screen.checklist import Labels
from voicecoach.screen.plain_screen import PlainScreen
from voicecoach.screen.terminal import choose_screen

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no pseudo terminals")

if os.name == "posix":
    import pty

Start = Callable[..., Any]

ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
HIDE, SHOW = b"\x1b[?25l", b"\x1b[?25h"

CHILD = """
import sys
from voicecoach.packs.pack import CorePart
from voicecoach.screen.checklist import Labels
from voicecoach.screen.live_screen import LiveScreen
from voicecoach.session import actions, events
from voicecoach.transcript import Utterance

core = (CorePart(id="standing", title="ask how you stand", labels=("fit_question",)),)
labels = Labels(titles={"fit_question": "asked how well you fit"}, core=core)
screen = LiveScreen(sys.stdout, labels)
screen.show(actions.Listen(floor=actions.Floor.CLOSING))
screen.show(events.FloorGiven(stream_seconds=0.0))

def wait():
    sys.stdin.readline()
"""


def test_the_terminal_is_given_back(terminal: Start) -> None:
    """It paints on a screen of its own, without a cursor, and leaves both as they were."""
    child = terminal(CHILD + "wait(); screen.close(); screen.close()")
    child.read_until(b"Speak now")
    child.press(b"\n")

    assert 0 == child.end()
    assert child.seen.index(ENTER) < child.seen.index(HIDE) < child.seen.index(b"Speak")
    assert child.seen.rindex(b"Speak") < child.seen.rindex(LEAVE)
    assert child.seen.endswith(SHOW)


@pytest.mark.parametrize("death", ["raise SystemExit(3)", "raise RuntimeError('planted')"])
def test_the_terminal_is_given_back_after_an_exception(terminal: Start, death: str) -> None:
    """Nobody closed the screen, and still the terminal is as it was."""
    child = terminal(CHILD + f"wait(); {death}")
    child.read_until(b"Speak now")
    child.press(b"\n")

    assert 0 != child.end()
    assert 1 == child.seen.count(LEAVE)
    assert child.seen.endswith(SHOW)


def test_a_resized_terminal_is_painted_anew(terminal: Start) -> None:
    """Smaller than anything sensible and back: it goes on painting and ends well."""
    child = terminal(CHILD + "wait(); screen.close()")
    child.read_until(b"Speak now")
    for columns, rows in ((3, 2), (200, 60), (1, 1), (44, 12)):
        painted = len(child.seen)
        child.resize(columns, rows)
        child.read_until(b"\x1b[1;1H", since=painted)
    child.press(b"\n")

    assert 0 == child.end()
    assert b"Traceback" not in child.seen


def test_a_notice_goes_when_its_condition_is_over(terminal: Start) -> None:
    """The microphone was muted and is no more: the picture says nothing of it."""
    child = terminal(
        CHILD + "screen.notice('It is muted.')\nwait()\n"
        "screen.withdraw('It is muted.', 'It gives sound.')\nscreen.notice('Well.')\n"
        "wait(); screen.close()"
    )
    child.read_until(b"It is muted.")
    painted = len(child.seen)
    child.press(b"\n")
    child.read_until(b"Well.", since=painted)
    child.press(b"\n")

    assert 0 == child.end()
    assert b"muted" not in child.seen[child.seen.rindex(b"voicecoach") :]


def test_a_level_is_seen_at_once(terminal: Start) -> None:
    """What the microphone hears, told from another thread, moves the meter."""
    child = terminal(
        CHILD + "import threading\nwait()\n"
        "threading.Thread(target=screen.level, args=(-30.0,)).start()\nwait(); screen.close()"
    )
    child.read_until(b"Speak now")
    painted = len(child.seen)
    child.press(b"\n")
    child.read_until("█".encode() * 10, since=painted)
    child.press(b"\n")

    assert 0 == child.end()


def test_without_colour_there_is_none(terminal: Start) -> None:
    """NO_COLOR is honoured: no colour is set, only bold and dim."""
    code = CHILD + "screen.level(-30); wait()"
    colourful, plain = terminal(code), terminal(code, NO_COLOR="1")
    for child in (colourful, plain):
        child.read_until("█".encode())
        child.press(b"\n")
        child.end()

    assert b"\x1b[1;32m" in colourful.seen
    assert b"\x1b[1;32m" not in plain.seen
    assert b";3" not in plain.seen


def test_the_last_findings_stay_behind(terminal: Start) -> None:
    """When the screen is gone, the last findings and the strong version can still be read."""
    child = terminal(
        CHILD
        + """
from voicecoach.assessment import Assessment, Feedback
found = Assessment(turns=(), moves=(), pitfalls=(), missing_core=("standing",), weak_ending=None,
                   after_question=None, delivery=None)
screen.show(events.Assessed(assessment=found, feedback=Feedback(
    sentences=("Ask how you stand.",), model_closer="How well do I fit?")))
screen.close()
"""
    )

    assert 0 == child.end()
    left = child.seen[child.seen.rindex(SHOW) :]
    assert (
        b"Coach: Ask how you stand.\r\nNot heard: ask how you stand\r\n"
        b"Strong version: How well do I fit?\r\n"
    ) in left


def test_what_to_take_along_is_the_last_thing_that_stays(terminal: Start) -> None:
    """Below the goodbye, when the screen is gone."""
    child = terminal(
        CHILD
        + """
from voicecoach.assessment import Keepsake
screen.show(actions.TakeAlong(keepsake=Keepsake(version="How do I fit?", lines=("How?",))))
screen.show(actions.Say(part=actions.Part.GOODBYE, lines=("Good luck.",)))
screen.close()
"""
    )

    assert 0 == child.end()
    left = child.seen[child.seen.rindex(SHOW) :]
    assert b"Coach: Good luck.\r\nYour best version: How do I fit?\r\nRemember: How?\r\n" in left


def test_why_it_ended_can_be_read_afterwards(terminal: Start) -> None:
    """Nobody sat there when the coach said why it stops: the words stay below."""
    child = terminal(
        CHILD + "from voicecoach.session.actions import Part, Say\n"
        "screen.show(Say(part=Part.GOODBYE, lines=('I hear no answer, so I stop.',)))\n"
        "screen.close()"
    )

    assert 0 == child.end()
    assert b"Coach: I hear no answer, so I stop.\r\n" in child.seen[child.seen.rindex(SHOW) :]


def test_a_bug_in_the_picture_is_not_hidden(terminal: Start) -> None:
    """A painter that fails is told by the next show, with the terminal given back."""
    child = terminal(
        CHILD + "screen._painter = None\nscreen.notice('paint')\nscreen._thread.join()\n"
        "screen.show(events.TimeIsUp())"
    )

    assert 1 == child.end()
    assert b"AttributeError" in child.seen
    assert 1 == child.seen.count(LEAVE)


@pytest.mark.parametrize(
    ("environment", "choices", "is_live"),
    [
        ({}, {}, True),
        ({"TERM": "dumb"}, {}, False),
        ({"COLUMNS": "20"}, {}, False),
        ({}, {"is_plain": True}, False),
        ({}, {"is_typed": True}, False),
    ],
)
def test_the_screen_fits_the_terminal(
    labels: Labels,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    choices: dict[str, bool],
    *,
    is_live: bool,
) -> None:
    """Live only in a real terminal with room, unless plain lines or typing were asked for."""
    for name, value in {"TERM": "xterm", "COLUMNS": "80", "LINES": "24", **environment}.items():
        monkeypatch.setenv(name, value)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream:
        screen = choose_screen(stream, labels, **choices)
        screen.close()
    os.close(ours)

    assert is_live is not isinstance(screen, PlainScreen)


def test_a_pipe_gets_plain_lines(labels: Labels, tmp_path: Path) -> None:
    """What is not a terminal gets plain lines."""
    with (tmp_path / "out").open("w") as stream:
        assert isinstance(choose_screen(stream, labels), PlainScreen)


def test_a_terminal_that_goes_away_ends_only_the_painting(terminal: Start) -> None:
    """The window is closed: no painter's error reaches the rehearsal."""
    child = terminal(
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        + CHILD
        + "screen._thread.join(20)\nscreen.show(events.TimeIsUp())\nscreen.close()\n"
    )
    child.read_until(b"Speak now")
    child.close()

    assert 0 == child.child.wait(timeout=30)
