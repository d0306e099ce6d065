"""The learner's turns by sound: one thread that fetches frames and hands them to the ear."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol

from voicecoach.audio.frame import Frame
from voicecoach.audio.level import level_dbfs
from voicecoach.errors import VoicecoachError
from voicecoach.parts import FrameSource, Report
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event

TAIL_SECONDS: Final = 0.3
"""After the voice, a live room still holds its echo: this much is not listened to.

Half-duplex gates in public projects use 0.3 to 1.5 s; ours begins when the sound has really ended.
"""


class TurnEar(Protocol):
    """What the thread needs of an ear."""

    def open(self, floor: Floor) -> None:
        """Begin a turn."""

    def hear(self, frame: Frame) -> list[Event]:
        """What the frame changed."""

    def close_turn(self) -> list[Event]:
        """End the turn with the words so far."""

    def drop(self) -> None:
        """Forget the turn."""

    def has_speech(self, frame: Frame) -> bool:
        """Whether the frame, outside any turn, sounds like speech."""


@dataclass(slots=True)
class _Wish:
    """What the loop wants of the thread; guarded by the lock."""

    floor: Floor | None = None
    number: int = 0
    """Counts the floors given: events of an earlier one are late."""

    hand_in: bool = False
    is_closing: bool = False


class SoundEars:
    """Keeps Ears. The model loads and the device opens while the prompt is being spoken."""

    def __init__(
        self,
        source: FrameSource,
        make_ear: Callable[[], TurnEar],
        report: Report,
        *,
        on_level: Callable[[float], None],
    ) -> None:
        self._source = source
        self._report = report
        self._on_level = on_level
        self._wish = _Wish()
        self._changed = threading.Condition()
        self._stream_seconds = 0.0
        self._ahead: deque[Frame] = deque()
        """Frames of a recording that were looked at after a turn, and not yet heard."""

        self.failure: Exception | None = None
        """Why the ears stopped working, if they did."""

        self._loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._ear: Future[TurnEar] = self._loader.submit(make_ear)
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
        self._thread.start()

    @property
    def stream_seconds(self) -> float:
        """Sound heard so far."""
        return self._stream_seconds

    def listen(self, floor: Floor) -> None:
        """Give the learner the floor."""
        with self._changed:
            self._wish.floor = floor
            self._wish.number += 1
            self._changed.notify_all()

    def stop_listening(self) -> None:
        """Take the floor back."""
        with self._changed:
            self._wish.floor = None
            self._wish.number += 1
            self._changed.notify_all()

    def hand_in(self) -> None:
        """End the turn with the words so far."""
        with self._changed:
            self._wish.hand_in = True
            self._changed.notify_all()
        if not self._thread.is_alive():
            self._hand_in_now()

    def close(self) -> None:
        """Let the device and the model go."""
        with self._changed:
            self._wish.is_closing = True
            self._changed.notify_all()
        self._source.close()
        self._thread.join(timeout=5.0)
        self._loader.shutdown(wait=False, cancel_futures=True)

    # On the ears' thread

    def _run(self) -> None:
        try:
            self._take_frames(self._source.frames())
        except Exception as error:  # whatever it is, the loop must hear of it
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        if self._wish.is_closing:
            return
        self.failure = error
        told = isinstance(error, VoicecoachError)
        problem = str(error) if told else f"{type(error).__name__}: {error}"
        self._report(events.EarsFailed(problem=problem), None)

    def _take_frames(self, frames: Iterator[Frame]) -> None:
        open_number = -1
        listen_from_seconds = 0.0
        while not self._wish.is_closing:
            if not self._source.is_live:
                self._wait_for_floor()
            frame = self._ahead.popleft() if self._ahead else next(frames, None)
            if frame is None:
                self._end_of_recording()
                return
            self._note(frame)
            if self._wish.hand_in:
                self._hand_in_now()
                continue
            floor, number = self._wish.floor, self._wish.number
            if floor is None or not self._is_loaded():
                listen_from_seconds = frame.end_seconds + TAIL_SECONDS
                continue
            if number != open_number:
                if self._source.is_live and frame.start_seconds < listen_from_seconds:
                    continue
                open_number = number
                self._ear.result().open(floor)
                self._tell(number, [events.FloorGiven(stream_seconds=frame.start_seconds)])
            happened = self._ear.result().hear(frame)
            self._tell(number, happened)
            if not self._source.is_live and _is_over(happened) and not self._has_more(frames):
                self._report(events.AudioEnded(), None)
                return

    def _has_more(self, frames: Iterator[Frame]) -> bool:
        """Whether a recording holds speech after the turn that is over; silence is no turn."""
        ear = self._ear.result()
        for frame in frames:
            self._ahead.append(frame)
            if ear.has_speech(frame):
                return True
        return False

    def _is_loaded(self) -> bool:
        """A recording waits for the model; a microphone cannot. Raises what loading raised."""
        return bool(self._ear.result()) if not self._source.is_live else self._ear.done()

    def _wait_for_floor(self) -> None:
        with self._changed:
            self._changed.wait_for(
                lambda: self._wish.floor is not None or self._wish.hand_in or self._wish.is_closing
            )

    def _note(self, frame: Frame) -> None:
        self._stream_seconds = frame.end_seconds
        self._on_level(level_dbfs(frame.pcm))

    def _tell(self, number: int, happened: list[Event]) -> None:
        """Report what happened on this floor; a turn that is over gives the floor back."""
        with self._changed:
            if number != self._wish.number:
                return
            if _is_over(happened):
                self._wish.floor = None
                self._wish.number += 1
            for event in happened:
                self._report(event, self._captured_at(event))

    def _captured_at(self, event: Event) -> float | None:
        """When the sound of a stream event was captured; None: now."""
        stream_seconds = getattr(event, "stream_seconds", None)
        return None if stream_seconds is None else self._source.captured_at(float(stream_seconds))

    def _hand_in_now(self) -> None:
        with self._changed:
            self._wish.hand_in = False
            number = self._wish.number
            has_floor = self._wish.floor is not None
        happened = self._ear.result().close_turn() if has_floor and self._ear.done() else []
        if not any(isinstance(event, events.UtteranceHeard) for event in happened):
            happened = [events.NothingHeard()]
        self._tell(number, happened)

    def _end_of_recording(self) -> None:
        """Close the last turn, then say that there is no more."""
        with self._changed:
            number, has_floor = self._wish.number, self._wish.floor is not None
        if has_floor:
            happened = self._ear.result().close_turn()
            self._tell(
                number, [event for event in happened if not isinstance(event, events.NothingHeard)]
            )
        self._report(events.AudioEnded(), None)


def _is_over(happened: list[Event]) -> bool:
    """The turn has ended with one of these."""
    return any(
        isinstance(event, (events.UtteranceHeard, events.NothingHeard)) for event in happened
    )
