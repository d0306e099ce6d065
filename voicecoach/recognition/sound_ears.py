"""The learner's turns by sound: one thread that fetches frames and hands them to the ear."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from voicecoach.audio.frame import Frame, Sound
from voicecoach.audio.level import level_dbfs
from voicecoach.errors import VoicecoachError
from voicecoach.parts import FrameSource, Report
from voicecoach.recognition.floor_ear import FloorEar
from voicecoach.recognition.turn import Wish, is_over
from voicecoach.session import events
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event


class SoundEars:
    """Keeps Ears. The model loads and the device opens while the prompt is being spoken.

    Frames of a live source are fetched always, and heard only while the learner has the floor.
    A recording waits: its next frame is fetched when it can be heard.
    """

    def __init__(
        self,
        source: FrameSource,
        make_ear: Callable[[], FloorEar],
        report: Report,
        *,
        on_level: Callable[[float], None],
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._report = report
        self._on_level = on_level
        self._on_close = on_close
        self._wish = Wish()
        self._changed = threading.Condition()
        self._is_done = False
        """The thread will answer nothing any more; guarded by the lock."""

        self._stream_seconds = 0.0
        self._ahead: deque[Frame] = deque()
        """Frames that were fetched and not yet heard."""

        self.failure: Exception | None = None
        """Why the ears stopped working, if they did."""

        self._loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._ear: Future[FloorEar] = self._loader.submit(make_ear)
        self._ear.add_done_callback(self._wake)
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
        self._thread.start()

    @property
    def stream_seconds(self) -> float:
        """Sound heard so far."""
        return self._stream_seconds

    @property
    def last_turn(self) -> Sound | None:
        """The sound of the last turn that ended in words."""
        ear = self._ear
        is_loaded = ear.done() and not ear.cancelled() and ear.exception() is None
        return ear.result().last_turn if is_loaded else None

    def listen(self, floor: Floor, said_before: str = "") -> None:
        """Give the learner the floor."""
        with self._changed:
            self._wish.give(floor, said_before)
            self._changed.notify_all()

    def hear_on(self, floor: Floor, said_before: str = "") -> None:
        """Give the floor back to the turn that seemed over."""
        with self._changed:
            self._wish.give(floor, said_before, goes_on=True)
            self._changed.notify_all()

    def stop_listening(self) -> None:
        """Take the floor back."""
        with self._changed:
            self._wish.give(None)
            self._changed.notify_all()

    def hand_in(self) -> None:
        """End the turn with the words so far; one that has just ended by itself was the answer."""
        with self._changed:
            if self._wish.has_ended:
                return
            self._wish.hand_in = True
            self._changed.notify_all()
            is_done = self._is_done
        if is_done:
            self._hand_in_now()

    def close(self) -> None:
        """Let the device and the model go."""
        with self._changed:
            self._wish.is_closing = True
            self._changed.notify_all()
        self._source.close()
        self._thread.join(timeout=5.0)
        self._loader.shutdown(wait=False, cancel_futures=True)
        self._on_close()

    def _wake(self, _: object) -> None:
        with self._changed:
            self._changed.notify_all()

    # On the ears' thread

    def _run(self) -> None:
        try:
            self._take_frames(self._source.frames())
        except Exception as error:  # whatever it is, the loop must hear of it
            self._fail(error)
        with self._changed:
            self._is_done = True
            is_awaited = self._wish.hand_in
        if is_awaited:
            self._hand_in_now()

    def _fail(self, error: Exception) -> None:
        if self._wish.is_closing:
            return
        self.failure = error
        told = isinstance(error, VoicecoachError)
        problem = str(error) if told else f"{type(error).__name__}: {error}"
        self._report(events.EarsFailed(problem=problem), None)

    def _take_frames(self, frames: Iterator[Frame]) -> None:
        while not self._wish.is_closing:
            self._wait_with_a_recording()
            if self._ear.done():
                self._ear.result()  # raises what loading raised, before anyone waits to be heard
            if self._wish.hand_in:
                self._hand_in_now()
                continue
            frame = self._ahead.popleft() if self._ahead else next(frames, None)
            if frame is None:
                if not self._wish.is_closing:
                    self._end_of_recording()
                return
            if self._take(frame) and not self._source.is_live and not self._has_more(frames):
                self._report(events.AudioEnded(), None)
                return

    def _wait_with_a_recording(self) -> None:
        """A recording waits for the model, and for the floor; a microphone cannot."""
        if self._source.is_live:
            return
        wish, ear = self._wish, self._ear
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    wish.is_closing
                    or wish.hand_in
                    or (ear.done() and (wish.floor is not None or ear.exception() is not None))
                )
            )

    def _take(self, frame: Frame) -> bool:
        """Hear the frame, or pass it over, or put it back. True when a turn ended with it."""
        with self._changed:
            asked, hand_in = self._wish.asked(), self._wish.hand_in
        if hand_in or (asked.floor is None and not self._source.is_live):
            self._ahead.appendleft(frame)  # the wish came while we waited for the frame
            return False
        self._stream_seconds = frame.end_seconds
        self._on_level(level_dbfs(frame.pcm))
        if not self._ear.done():
            return False
        happened = self._ear.result().hear(frame, asked)
        self._tell(asked.number, happened)
        return is_over(happened)

    def _has_more(self, frames: Iterator[Frame]) -> bool:
        """Whether a recording holds speech after the turn that is over; silence is no turn."""
        if self._ahead:  # looked at after an earlier turn, up to a frame with speech
            return True
        ear = self._ear.result()
        for frame in frames:
            self._ahead.append(frame)
            if ear.has_speech(frame):
                return True
        return False

    def _end_of_recording(self) -> None:
        """Close the last turn, then say that there is no more."""
        with self._changed:
            number = self._wish.number
        self._tell(number, self._rest_of(number))
        self._report(events.AudioEnded(), None)

    def _tell(self, number: int, happened: list[Event]) -> None:
        """Report what happened on this floor, if it is still given."""
        with self._changed:
            if number != self._wish.number:
                return
            if is_over(happened):
                self._wish.end()
            for event in happened:
                self._report(event, self._captured_at(event))

    def _captured_at(self, event: Event) -> float | None:
        """When the sound of a stream event was captured; None: now."""
        stream_seconds = getattr(event, "stream_seconds", None)
        return None if stream_seconds is None else self._source.captured_at(float(stream_seconds))

    # On the ears' thread; once that is done, on the loop's

    def _hand_in_now(self) -> None:
        """Answer, always: with the words, or with NothingHeard."""
        with self._changed:
            number = self._wish.number
        happened = self._rest_of(number)
        with self._changed:
            if not self._wish.hand_in:
                return
            is_late = number != self._wish.number
            self._wish.end()
            for event in happened if happened and not is_late else [events.NothingHeard()]:
                self._report(event, None)

    def _rest_of(self, number: int) -> list[Event]:
        """The words so far, as an utterance; nothing when the ear's turn is not that floor's."""
        if not self._ear.done():
            return []
        try:
            happened = self._ear.result().close_turn(number)
        except Exception as error:  # a broken recogniser must not keep the learner waiting
            self.failure = self.failure or error
            return []
        return [event for event in happened if isinstance(event, events.UtteranceHeard)]
