"""A microphone to Frames, with a watch on what microphones do silently."""

from __future__ import annotations

import contextlib
import math
import queue
import threading
import time
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from voicecoach.audio.devices import Device, Direction, find_device, portaudio
from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.audio.patience import LET_GO_SECONDS, leave_as_it_is
from voicecoach.errors import MicrophoneLost, NoMicrophone

BLOCK_SECONDS: Final = 0.05
"""Half a frame: a frame is late by no more."""

FIRST_BLOCK_SECONDS: Final = 5.0
"""A cold device needs up to 2 s; what gives nothing in 5 s gives nothing (ostt #94)."""

LOST_SECONDS: Final = 2.0
"""An unplugged device raises no error, its blocks just stop coming (sounddevice #627)."""

LOOK_SECONDS: Final = 0.25
"""Patience is spent in pieces: a program that was stopped meanwhile has lost one, not all."""

ZEROS_SECONDS: Final = 1.0
"""A live microphone always hisses: exact zeros for longer are a refused permission or a mute."""

ZEROS_BETWEEN_SECONDS: Final = 5.0
"""Once it has given sound: some headsets give exact zeros between the words."""

NARROW_HZ: Final = 16_000
"""Below this a headset is in call mode and takes the consonants away."""


class Condition(StrEnum):
    """What the sound that comes is worth."""

    OK = "ok"
    SILENT = "silent"
    """Exact zeros: muted, or not permitted by the system."""

    NARROW = "narrow"
    """Under 16 kHz: a headset in call mode."""


class Microphone:
    """Keeps FrameSource with a device. Making one opens nothing yet; ``frames`` does.

    ``device`` is a number, a name or a part of one; None is the system's own choice.
    Making raises PortAudioMissing, NoMicrophone, UnknownDevice.
    """

    def __init__(
        self,
        device: str | None = None,
        *,
        first_block_seconds: float = FIRST_BLOCK_SECONDS,
        lost_seconds: float = LOST_SECONDS,
    ) -> None:
        self.device: Device = find_device(device, Direction.INPUT)
        self._first_block_seconds = first_block_seconds
        self._lost_seconds = lost_seconds
        self._blocks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._ended = threading.Event()
        self._refusal: NoMicrophone | None = None
        self._channel_count = 1
        self._has_sounded = False
        self._zeros_seconds = 0.0
        self._captured = CaptureClock()
        self.overflow_count = 0

    @property
    def is_live(self) -> bool:
        """Sound comes whether or not it is fetched."""
        return True

    @property
    def condition(self) -> Condition:
        """What is wrong with the sound, if anything. Safe from any thread."""
        if self._zeros_seconds > (ZEROS_BETWEEN_SECONDS if self._has_sounded else ZEROS_SECONDS):
            return Condition.SILENT
        return Condition.NARROW if self.device.rate_hz < NARROW_HZ else Condition.OK

    def captured_at(self, stream_seconds: float) -> float:
        """The monotonic seconds at which the sound of that stream time was captured."""
        return self._captured.at(stream_seconds)

    def frames(self) -> Iterator[Frame]:
        """Every frame in order, until closed. Raises NoMicrophone, MicrophoneLost."""
        from voicecoach.audio.resampling import Framer, floats_from

        if self._closed.is_set():
            return
        done = threading.Event()
        holder = threading.Thread(target=self._hold, args=(done,), name="microphone", daemon=True)
        holder.start()
        framer = Framer(self.device.rate_hz)
        try:
            for block in self._blocks_heard():
                for frame in framer.push(floats_from(block, self._channel_count)):
                    self._note_zeros(frame)
                    yield frame
        finally:
            done.set()
            holder.join(LET_GO_SECONDS)
            if holder.is_alive():
                leave_as_it_is()

    def close(self) -> None:
        """Stop listening; ``frames`` ends at once. Safe from any thread, and twice."""
        self._closed.set()
        self._blocks.put(None)

    def _hold(self, done: threading.Event) -> None:
        """On a thread that nobody waits for: with a dead device any call may never return."""
        try:
            stream = self._open()
        except NoMicrophone as refusal:
            self._refusal = refusal
            self._blocks.put(None)
            return
        done.wait()
        _let_go(stream)

    def _blocks_heard(self) -> Iterator[bytes]:
        """Blocks as they come; ends when closed."""
        patience_seconds, problem = self._first_block_seconds, "no sound came at all"
        while not self._closed.is_set():
            try:
                block = self._next_block(patience_seconds)
            except queue.Empty:
                raise MicrophoneLost(f"{problem} for {patience_seconds:.0f} s") from None
            if block is not None:
                patience_seconds, problem = self._lost_seconds, "no sound came"
                yield block
            elif self._refusal is not None:
                raise self._refusal
            elif self._ended.is_set() and not self._closed.is_set():
                raise MicrophoneLost("the system ended the recording")

    def _next_block(self, patience_seconds: float) -> bytes | None:
        """The next block, or None when there is something else to see. Raises queue.Empty."""
        for _ in range(math.ceil(patience_seconds / LOOK_SECONDS)):
            with contextlib.suppress(queue.Empty):
                return self._blocks.get(timeout=LOOK_SECONDS)
        raise queue.Empty

    def _on_block(self, block: Any, sample_count: int, _times: Any, status: Any) -> None:
        """Runs on PortAudio's thread: note trouble, copy, leave."""
        self._captured.note(sample_count / self.device.rate_hz, time.monotonic())
        self.overflow_count += bool(status.input_overflow)
        self._blocks.put(bytes(block))

    def _on_end(self) -> None:
        """Runs on PortAudio's thread when the stream stops, by us or by itself."""
        self._ended.set()
        self._blocks.put(None)

    def _open(self) -> Any:
        """A running stream of one channel, or of all where one alone is refused."""
        sounddevice = portaudio()
        problem = ""
        for channel_count in dict.fromkeys((1, self.device.channel_count)):
            stream = None
            self._channel_count = channel_count
            try:
                stream = sounddevice.RawInputStream(
                    device=self.device.index,
                    samplerate=self.device.rate_hz,
                    blocksize=round(BLOCK_SECONDS * self.device.rate_hz),
                    channels=channel_count,
                    dtype="int16",
                    callback=self._on_block,
                    finished_callback=self._on_end,
                )
                stream.start()
            except sounddevice.PortAudioError as refused:
                if stream is not None:
                    _let_go(stream)
                problem = f"{self.device.name} does not open ({refused.args[0]})"
            else:
                return stream
        raise NoMicrophone(problem)

    def _note_zeros(self, frame: Frame) -> None:
        if any(frame.pcm):
            self._zeros_seconds, self._has_sounded = 0.0, True
        else:
            self._zeros_seconds += FRAME_SECONDS


class CaptureClock:
    """Stream time to the clock on the wall.

    A block is handed over some time after it was captured, never before: the earliest
    hand-over seen is nearest to the truth. It is forgotten slowly, so that lost sound and
    clocks that drift apart do not spoil it.
    """

    FORGETTING_RATIO: Final = 0.001
    """One millisecond a second: ten times what cheap clocks drift apart."""

    def __init__(self) -> None:
        self._heard_seconds = 0.0
        self._begin_seconds: float | None = None

    def note(self, span_seconds: float, now_seconds: float) -> None:
        """Another block of that length was handed over now."""
        self._heard_seconds += span_seconds
        begin_seconds = now_seconds - self._heard_seconds
        if self._begin_seconds is None:
            self._begin_seconds = begin_seconds
        else:
            forgotten_seconds = self._begin_seconds + self.FORGETTING_RATIO * span_seconds
            self._begin_seconds = min(forgotten_seconds, begin_seconds)

    def at(self, stream_seconds: float) -> float:
        """When that was captured; before the first block, as if the clock began at 0."""
        return (self._begin_seconds or 0.0) + stream_seconds


def _let_go(stream: Any) -> None:
    """Close without waiting for what is under way; a device that is gone may grumble."""
    stream.close(ignore_errors=True)
