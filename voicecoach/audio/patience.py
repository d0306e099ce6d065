"""Calls to a device that may never return: with a dead sound server any of them can hang."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from voicecoach.audio.devices import portaudio

LET_GO_SECONDS: Final = 1.0
"""A device that is well stops and closes in a few milliseconds; one that hangs is left alone."""

Answer = TypeVar("Answer")


def call_within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """What the call gives, or raises. Raises TimeoutError when it has not come back by then.

    It then goes on by itself, on a thread that nobody waits for.
    """
    answers: list[Answer] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, name="device", daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not answers:
        leave_as_it_is()
        raise TimeoutError
    return answers[0]


def leave_as_it_is() -> None:
    """A device that cannot be closed now cannot be closed at the end either: that would hang."""
    cleaning_up = getattr(portaudio(), "_exit_handler", None)
    if cleaning_up is not None:
        atexit.unregister(cleaning_up)
