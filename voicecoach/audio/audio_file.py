"""A recording as the learner: any rate, any channels, most formats."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.errors import AudioEmpty, AudioUnreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SNIFFED_BYTES: Final = 512
LATE_SECONDS: Final = 0.5
"""Later than this, the frames were not asked for (the coach spoke): the pace starts anew."""


class Reader(Protocol):
    """What opens recordings of some kinds."""

    rate_hz: float
    seconds_total: float | None

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Samples, -1 to 1, shape (samples, channels)."""

    def close(self) -> None:
        """Let the file go."""


class AudioFile:
    """Keeps FrameSource with a file; at the pace of sound when ``is_realtime``.

    Opening raises AudioUnreadable for what is not a recording, AudioEmpty for one without
    a single sample. A recording that breaks off is read as far as it goes, and ``problem`` says so.
    ``seconds_read`` is how far it was read, without the padding of the last frame.
    """

    def __init__(
        self,
        path: Path,
        *,
        is_realtime: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.path = path
        self.problem: str | None = None
        self._pace = Pace(clock, sleep) if is_realtime else None
        self._lock = threading.Lock()
        self._is_closed = False
        self.seconds_read = 0.0
        self._reader = _reader_for(path)
        self._blocks = self._reader.blocks()
        try:
            self._first_block = next(self._blocks, None)
        except AudioUnreadable:
            self._reader.close()
            raise
        if self._first_block is None:
            self._reader.close()
            raise AudioEmpty(path)

    @property
    def is_live(self) -> bool:
        """A file waits."""
        return False

    def captured_at(self, _stream_seconds: float) -> None:
        """A recording was captured some other day."""

    @property
    def seconds_total(self) -> float | None:
        """How long the recording is, where its kind tells; frames' ends against it are progress."""
        return self._reader.seconds_total

    def frames(self) -> Iterator[Frame]:
        """Every frame in order. Ends with the file, or when it is closed."""
        from voicecoach.audio.resampling import Framer

        framer = Framer(self._reader.rate_hz)
        for block in self._blocks_left():
            self.seconds_read += len(block) / self._reader.rate_hz
            yield from self._paced(framer.push(block))
        yield from self._paced(framer.finish())

    def close(self) -> None:
        """Let the file go; ``frames`` ends."""
        with self._lock:  # never under the feet of a read
            if not self._is_closed:
                self._is_closed = True
                self._reader.close()

    def _blocks_left(self) -> Iterator[NDArray[np.float32]]:
        blocks = chain([self._first_block], self._blocks)
        while True:
            with self._lock:
                if self._is_closed:
                    return
                try:
                    block = next(blocks, None)
                except AudioUnreadable:
                    self.problem = (
                        f"{self.path} breaks off after {self.seconds_read:.1f} s; "
                        "what comes before is used."
                    )
                    return
            if block is None:
                return
            yield block

    def _paced(self, frames: list[Frame]) -> Iterator[Frame]:
        for frame in frames:
            if self._is_closed:
                return
            if self._pace:
                self._pace.wait()
            yield frame


class Pace:
    """Lets a frame go every 0.1 s, as a microphone would. The only place here that sleeps."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._due_seconds: float | None = None

    def wait(self) -> None:
        """Until the next frame has sounded."""
        now_seconds = self._clock()
        if self._due_seconds is None or now_seconds > self._due_seconds + LATE_SECONDS:
            self._due_seconds = now_seconds
        self._due_seconds += FRAME_SECONDS
        self._sleep(max(0.0, self._due_seconds - now_seconds))


def _reader_for(path: Path) -> Reader:
    """Whoever can read it: libsndfile first, because it is always there."""
    from voicecoach.audio.av_reader import AvReader
    from voicecoach.audio.soundfile_reader import SoundfileReader

    beginning = _beginning_of(path)
    try:
        return SoundfileReader(path)
    except AudioUnreadable:
        if _is_text(beginning):
            raise AudioUnreadable(path, "it is text, not sound") from None
        return AvReader(path)


def _beginning_of(path: Path) -> bytes:
    """The first bytes.

    Raises AudioUnreadable for what is no file, AudioEmpty for one without bytes.
    """
    if path.is_dir():
        raise AudioUnreadable(path, "it is a folder")
    try:
        with path.open("rb") as file:
            beginning = file.read(SNIFFED_BYTES)
    except OSError as problem:
        reason = "there is no such file" if not path.exists() else problem.strerror or str(problem)
        raise AudioUnreadable(path, reason) from problem
    if not beginning:
        raise AudioEmpty(path)
    return beginning


def _is_text(beginning: bytes) -> bool:
    """ffmpeg takes text for a film of letters, so we look ourselves."""
    text = beginning.decode("utf-8", errors="replace").rstrip("\N{REPLACEMENT CHARACTER}")
    return bool(text) and all(letter.isprintable() or letter in "\r\n\t\f" for letter in text)
