"""The thread on which a second ear hears: one stretch of speech after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from typing import Final

from voicecoach.audio.frame import Frame
from voicecoach.parts import SecondEar
from voicecoach.recognition.pieces import pieces_of
from voicecoach.recognition.rehearing import HeardPiece, heard_piece

CLOSING_SECONDS: Final = 15.0
"""Of one core that is free, a turn of two minutes that was not heard ahead takes 5 s."""

REMEMBERED_PIECES: Final = 16
"""Of a long turn; a pause later its beginning is not heard again."""

Pieces = tuple[HeardPiece, ...]


class Rehearing:
    """One stretch that is being heard again."""

    def __init__(self) -> None:
        self._unwanted = threading.Event()
        self._is_awaited = False
        self._found: Future[Pieces | None] = Future()

    @property
    def is_awaited(self) -> bool:
        """Its turn was handed in without it."""
        return self._is_awaited

    @property
    def is_wanted(self) -> bool:
        """It was not dropped."""
        return not self._unwanted.is_set()

    def drop(self) -> None:
        """Nobody wants it any more. What has begun ends with its piece, 28 s of sound at most."""
        self._unwanted.set()

    def wait(self, seconds: float | None) -> Pieces | None:
        """What was heard; None when it is not there in time, or cannot be had."""
        try:
            return self._found.result(timeout=seconds)
        except TooLate:
            return None

    def when_late(self, call: Callable[[Pieces], None]) -> None:
        """Call once it is there, on the second ear's thread; never when it cannot be had."""

        def hand_on(found: Future[Pieces | None]) -> None:
            pieces = found.result()
            if pieces is not None:
                call(pieces)

        self._is_awaited = True
        self._found.add_done_callback(hand_on)

    def settle(self, pieces: Pieces | None) -> None:
        """It is over."""
        self._found.set_result(pieces)


class SecondThread:
    """Loads a second ear and hears with it. Its methods are called from the ears' thread."""

    def __init__(
        self, make: Callable[[], SecondEar], *, on_trouble: Callable[[Exception], None]
    ) -> None:
        self._make = make
        self._on_trouble = on_trouble
        self._ear: SecondEar | None = None
        self._is_broken = False
        self._newest: Rehearing | None = None
        self._known: dict[tuple[float, int], HeardPiece] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="second-ear")

    def load(self) -> None:
        """Begin to load; what is to be heard before that is done waits for it."""
        self._thread.submit(self._load)

    def hear(self, frames: Sequence[Frame]) -> Rehearing:
        """Begin to hear the frames again."""
        rehearing = self._newest = Rehearing()
        self._thread.submit(self._hear, tuple(frames), rehearing)
        return rehearing

    def close(self) -> None:
        """Begin nothing more; what waits is settled without having been heard. Safe twice.

        A turn that was handed in without it is heard to its end first, for a while.
        """
        if self._newest and self._newest.is_awaited and not self._is_broken:
            with suppress(TooLate):  # one thread: this comes after what was to be handed in
                self._thread.submit(lambda: None).result(timeout=CLOSING_SECONDS)
        self._is_broken = True
        self._thread.shutdown(wait=False)

    # On its own thread

    def _load(self) -> None:
        try:
            self._ear = self._make()
        except Exception as problem:  # the first ear is enough
            self._give_up(problem)

    def _hear(self, frames: Sequence[Frame], rehearing: Rehearing) -> None:
        pieces: Pieces | None = None
        try:
            pieces = self._pieces(frames, rehearing)
        except Exception as problem:  # the first ear is enough
            self._give_up(problem)
        rehearing.settle(pieces)

    def _give_up(self, problem: Exception) -> None:
        if not self._is_broken:
            self._is_broken = True
            self._on_trouble(problem)

    def _pieces(self, frames: Sequence[Frame], rehearing: Rehearing) -> Pieces | None:
        found = []
        for piece in pieces_of(frames):
            if self._ear is None or self._is_broken or not rehearing.is_wanted:
                return None
            found.append(self._heard(self._ear, piece))
        return tuple(found)

    def _heard(self, ear: SecondEar, piece: Sequence[Frame]) -> HeardPiece:
        key = (piece[0].start_seconds, len(piece))
        if key not in self._known:
            if len(self._known) >= REMEMBERED_PIECES:
                self._known.clear()
            self._known[key] = heard_piece(ear, piece)
        return self._known[key]
