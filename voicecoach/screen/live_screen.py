"""The rehearsal in a real terminal: the only door to rich.

One thread paints, at most ten times a second and only what has changed; everybody else just
leaves news. A slow or stopped terminal holds up the painter, never the rehearsal.
"""

import atexit
import contextlib
import threading
import time
from collections.abc import Callable
from typing import Final, TextIO

from rich.console import Console, Group

from voicecoach.screen.checklist import Labels, findings_lines, keepsake_lines
from voicecoach.screen.offers import MICROPHONE_OPEN
from voicecoach.screen.painting import Painter
from voicecoach.screen.printable import printable
from voicecoach.screen.view import View, after, noticed, without_notice
from voicecoach.session.actions import Action, Part
from voicecoach.session.events import Event

PICTURE_SECONDS: Final = 0.1
"""At most one picture in this time."""

CLOCK_SECONDS: Final = 0.5
"""Look at clock and terminal size this often when there is no news."""

JOIN_SECONDS: Final = 1.0
"""A terminal that is stopped (Ctrl-S) must not hold up the end for longer."""

SILENCE_DBFS: Final = -120.0
"""Lower than any microphone gives."""


class LiveScreen:
    """Shows the rehearsal on the whole terminal and leaves it as it was.

    Keeps parts.Screen. NO_COLOR is honoured. When it closes, the last findings stay behind as
    plain lines, the strong version and the coach's last words with them: what to take along is
    not lost.
    """

    def __init__(
        self,
        stream: TextIO,
        labels: Labels,
        *,
        heading: str = "",
        has_keys: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._labels = labels
        self._clock = clock
        self._started_seconds = clock()
        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self._painter = Painter(
            self._console, labels, heading=heading, has_keys=has_keys, encoding=stream.encoding
        )
        self._view = View()
        self._lock = threading.Lock()
        self._level_dbfs = SILENCE_DBFS
        self._news = threading.Event()
        self._is_closing = threading.Event()
        self._problem: BaseException | None = None
        """A bug of ours while painting: raised where it can be seen."""

        atexit.register(self.close)
        self._console.set_alt_screen(enable=True)
        self._console.show_cursor(show=False)
        self._thread = threading.Thread(target=self._paint_on, name="screen", daemon=True)
        self._thread.start()

    def show(self, thing: Event | Action) -> None:
        """Take in what happened or is about to be done."""
        self._tell_problem()
        with self._lock:
            self._view = after(self._view, thing)
        self._news.set()

    def notice(self, text: str) -> None:
        """A sentence that is not part of the conversation. Any thread."""
        with self._lock:
            self._view = noticed(self._view, text)
        self._news.set()

    def withdraw(self, text: str, now: str) -> None:
        """The notice goes away. Any thread."""
        with self._lock:
            self._view = without_notice(self._view, text)
        self._news.set()

    def level(self, dbfs: float) -> None:
        """How loud the microphone is now. Any thread."""
        self._level_dbfs = dbfs
        self._news.set()

    def close(self) -> None:
        """Give the terminal back, with the last findings below. Safe twice and from any thread."""
        if self._is_closing.is_set():
            return
        self._is_closing.set()
        self._news.set()
        if self._thread is not threading.current_thread():
            self._thread.join(JOIN_SECONDS)
        atexit.unregister(self.close)
        with contextlib.suppress(OSError, ValueError):  # the terminal has gone
            self._console.set_alt_screen(enable=False)
            self._console.show_cursor(show=True)
            self._leave_findings()
        self._tell_problem()

    def _leave_findings(self) -> None:
        view = self._view
        lines: list[str] = []
        if view.assessment is not None and view.feedback is not None:
            lines += [f"Coach: {sentence}" for sentence in view.feedback.sentences]
            lines += findings_lines(self._labels, view.assessment, view.feedback)
            best = view.keepsake.version if view.keepsake else ""  # told below, and once
            if view.feedback.model_closer not in ("", best):
                lines.append(f"Strong version: {view.feedback.model_closer}")
        if view.part is Part.GOODBYE:  # with it, why the rehearsal has ended
            lines += [f"Coach: {line}" for line in view.coach_lines]
        if view.keepsake is not None:
            lines += keepsake_lines(view.keepsake)
        for line in lines:
            self._console.print(printable(line, self._console.encoding))

    def _paint_on(self) -> None:
        painted: object = None
        try:
            while not self._is_closing.is_set():
                self._news.wait(CLOCK_SECONDS)
                self._news.clear()
                to_paint = (self._view, self._meter(), self._seconds(), self._console.size)
                if to_paint != painted and not self._is_closing.is_set():
                    self._paint(*to_paint[:3])
                    painted = to_paint
                self._is_closing.wait(PICTURE_SECONDS)
        except (OSError, ValueError) as error:
            if not _is_of_a_lost_terminal(error):
                self._problem = error
        except BaseException as error:
            self._problem = error

    def _paint(self, view: View, level_dbfs: float, seconds: int) -> None:
        size = self._console.size
        rows = self._painter.rows(
            view, level_dbfs=level_dbfs, seconds=seconds, width=size.width, height=size.height
        )
        options = self._console.options.update_dimensions(size.width, size.height)
        self._console.update_screen(Group(*rows), options=options)

    def _meter(self) -> float:
        """The level to show, in whole decibels: smaller changes are no news."""
        is_open = self._view.moment in MICROPHONE_OPEN
        return round(self._level_dbfs) if is_open else SILENCE_DBFS

    def _seconds(self) -> int:
        return int(self._clock() - self._started_seconds)

    def _tell_problem(self) -> None:
        if self._problem is not None:
            problem, self._problem = self._problem, None
            raise problem


def _is_of_a_lost_terminal(error: OSError | ValueError) -> bool:
    return isinstance(error, OSError) or "closed file" in str(error)
