"""Where everything that happens waits for the loop."""

import contextlib
import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voicecoach.session.events import Event

WAKE_SECONDS: Final = 0.5
"""On Windows a waiting queue does not notice Ctrl-C: look up now and then."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An event and when it happened."""

    event: Event
    at_seconds: float


class Inbox:
    """Where every thread leaves its events; read by the loop alone."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        # A SimpleQueue may be filled from a signal handler; a Queue would deadlock.
        self._events: queue.SimpleQueue[Timed] = queue.SimpleQueue()

    def report(self, event: Event, at_seconds: float | None = None) -> None:
        """Leave an event; without a time it happened now."""
        self._events.put(Timed(event, self._clock() if at_seconds is None else at_seconds))

    def take(self) -> Timed:
        """The next event; waits for it."""
        while True:
            with contextlib.suppress(queue.Empty):
                return self._events.get(timeout=WAKE_SECONDS)

    def rest(self) -> list[Timed]:
        """All that has happened and was not taken; waits for nothing."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._events.get_nowait())
        return found
