"""Typed turns in place of spoken ones: keeps the promise of the ears with lines of text."""

import codecs
import contextlib
import io
import os
import select
import sys
import threading
from collections import deque
from collections.abc import Iterator
from typing import Final, TextIO

from voicecoach.parts import Report
from voicecoach.session.actions import Floor
from voicecoach.session.events import AudioEnded, FloorGiven, NothingHeard, UtteranceHeard
from voicecoach.transcript import Utterance

READ_BYTES: Final = 4096

JOIN_SECONDS: Final = 0.5
"""On Windows a waiting read cannot be woken: do not wait for it longer."""


class TypedTurns:
    """One line is one turn. Keeps parts.Ears.

    A line that comes while the learner has the floor is heard at once; lines typed ahead wait, in
    order, for the next floor. At the end of the input AudioEnded is reported: right after the last
    line was heard, and again whenever the floor is given and nothing is left to hear. Nothing is
    reported before the floor was given for the first time.
    """

    def __init__(self, stream: TextIO | None, report: Report) -> None:
        self._report = report
        self._lines: deque[str] = deque()
        self._has_floor = False
        self._has_begun = False
        self._has_ended = stream is None
        self._lock = threading.Lock()
        self._wake_out, self._wake_in = os.pipe()
        self._is_closed = False
        self._thread = threading.Thread(
            target=self._read_on, args=(stream,), name="typed turns", daemon=True
        )
        if stream is not None:
            self._thread.start()

    @property
    def stream_seconds(self) -> float:
        """No sound is heard."""
        return 0.0

    @property
    def last_turn(self) -> None:
        """No sound is heard."""
        return

    def listen(self, floor: Floor, said_before: str = "") -> None:
        """Give the learner the floor for one line."""
        with self._lock:
            self._has_floor = self._has_begun = True
            self._report(FloorGiven(stream_seconds=0.0), None)
            if not self._hear_next() and self._has_ended:
                self._has_floor = False
                self._report(AudioEnded(), None)

    def hear_on(self, floor: Floor, said_before: str = "") -> None:
        """A line that was typed is whole; the next one is another."""
        self.listen(floor, said_before)

    def stop_listening(self) -> None:
        """Take the floor back; a line that comes now waits for the next one."""
        with self._lock:
            self._has_floor = False

    def hand_in(self) -> None:
        """End the turn: a line that is not finished with Enter is not said."""
        with self._lock:
            if self._has_floor and not self._hear_next():
                self._has_floor = False
                self._report(NothingHeard(), None)

    def close(self) -> None:
        """Stop reading. Safe twice."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._has_floor = False
        os.write(self._wake_in, b".")
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)
        if not self._thread.is_alive():  # one that still waits for its line keeps its pipe
            os.close(self._wake_in)
            os.close(self._wake_out)

    def _hear_next(self) -> bool:
        """Hear the line that has waited longest, if the floor is free for it."""
        if not (self._has_floor and self._lines):
            return False
        self._has_floor = False
        self._report(UtteranceHeard(utterance=Utterance.typed(self._lines.popleft())), None)
        if self._has_ended and not self._lines:
            self._report(AudioEnded(), None)
        return True

    def _read_on(self, stream: TextIO) -> None:
        with contextlib.suppress(OSError, ValueError):  # the input has gone: that is its end
            for line in _lines_of(stream, self._wake_out):
                if line.strip():
                    self._take(line)
        with self._lock:
            self._has_ended = True
            if self._has_begun and not self._lines and not self._is_closed:
                self._has_floor = False
                self._report(AudioEnded(), None)

    def _take(self, line: str) -> None:
        with self._lock:
            self._lines.append(line)
            self._hear_next()


def _lines_of(stream: TextIO, wake: int) -> Iterator[str]:
    """The lines of the stream, until its end or until something can be read from ``wake``.

    Reads the descriptor itself where there is one: a thread that is blocked inside a Python
    stream keeps the interpreter from exiting cleanly.
    """
    try:
        descriptor = stream.fileno()
    except (io.UnsupportedOperation, AttributeError):
        yield from stream
        return
    decoder = codecs.getincrementaldecoder(stream.encoding or "utf-8")("replace")
    unfinished = ""
    while chunk := _chunk_of(descriptor, wake):
        *lines, unfinished = (unfinished + decoder.decode(chunk)).split("\n")
        yield from lines
    yield unfinished + decoder.decode(b"", final=True)


def _chunk_of(descriptor: int, wake: int) -> bytes:
    """What was typed since, waited for; empty at the end."""
    if sys.platform != "win32":  # there, only sockets can be waited for
        ready, _, _ = select.select([descriptor, wake], [], [])
        if wake in ready:
            return b""
    return os.read(descriptor, READ_BYTES)
