"""Samples to sound, through a device: silent at once, and the end is known."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from voicecoach.audio.devices import Device, Direction, find_device, portaudio
from voicecoach.audio.frame import Sound
from voicecoach.audio.patience import LET_GO_SECONDS, call_within
from voicecoach.audio.silence import first_audible_sample
from voicecoach.errors import NoLoudspeaker

LATENCY_SECONDS: Final = 0.15
"""Beside a program that computes on all cores, as a video call may, our callback was kept waiting
for up to 0.09 s, and 0.06 s left gaps in what was said. A hush drops what has not sounded yet."""

LOST_SECONDS: Final = 2.0
"""A device that is gone raises no error, it just stops asking for samples (sounddevice #627)."""

MOST_PLAYOUT_SECONDS: Final = 1.0
"""Some drivers tell nonsense about when a sample will sound; no device holds more than this."""

FIRST_BLOCK_SECONDS: Final = 5.0
"""A headset that wakes up may need seconds; what asks for nothing in five never will."""

LOOK_SECONDS: Final = 0.1
"""Patience is spent in pieces: a program that was stopped meanwhile has lost one, not all."""


class SoundDeviceLoudspeaker:
    """Keeps Loudspeaker with PortAudio. Making one looks the device up; the first sound opens it.

    ``device`` is a number, a name or a part of one; None is the system's own choice.
    Making raises PortAudioMissing, NoLoudspeaker, UnknownDevice; ``play`` raises NoLoudspeaker.
    The stream stays open between sounds, silent: opening takes time, and some devices swallow
    the first words after it.
    """

    def __init__(self, device: str | None = None) -> None:
        self.device: Device = find_device(device, Direction.OUTPUT)
        self.underflow_count = 0
        self._stream: Any = None
        self._lock = threading.Lock()
        """Held to change stream or playing: a hush must never meet the sound after it."""

        self._rate_hz = round(self.device.rate_hz)
        self._channel_count = 1
        self._has_ended = threading.Event()
        self._playing: _Playing | None = None

    def open(self) -> None:
        """Open the device before it is needed. Raises NoLoudspeaker."""
        with self._lock:
            self._make_ready()

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Play to the end of its sounding: True; or until hushed: False. Raises NoLoudspeaker."""
        with self._lock:
            self._make_ready()
            playing = _Playing(_interleaved(sound, self._rate_hz, self._channel_count))
            self._playing = playing
        try:
            self._wait(playing, playing.started)
            if playing.started_seconds is not None:
                on_started(playing.started_seconds)
            self._wait(playing, playing.handed_over)
            playing.was_hushed.wait(playing.sounded_seconds - time.monotonic())
        finally:
            with self._lock:
                self._playing = None
        return not playing.was_hushed.is_set()

    def hush(self) -> None:
        """Silence: what the device has not played yet is dropped. Safe from any thread."""
        with self._lock:
            if self._playing is None or self._playing.was_hushed.is_set():
                return
            self._playing.hush()
            if self._stream is not None:
                self._ask(self._stream.abort)
                self._has_ended.clear()  # by our own wish

    def close(self) -> None:
        """Let the device go. Safe from any thread, and twice."""
        with self._lock:
            if self._playing is not None:
                self._playing.hush()
            self._let_go()

    def _make_ready(self) -> None:
        """Have a stream that asks for samples: a new one, or the one a hush has stopped."""
        if self._stream is not None and self._has_ended.is_set():
            self._let_go()
        try:
            if self._stream is None:
                self._stream = call_within(FIRST_BLOCK_SECONDS, self._opened)
            elif not self._stream.active:
                call_within(FIRST_BLOCK_SECONDS, partial(self._start, self._stream))
        except TimeoutError:
            self._stream = None
            raise NoLoudspeaker(f"{self.device.name} does not answer") from None

    def _wait(self, playing: _Playing, event: threading.Event) -> None:
        """Until the event; raises NoLoudspeaker when the device stops asking for samples."""
        while not event.wait(LOOK_SECONDS):
            if self._has_ended.is_set() or playing.is_starved():
                with self._lock:
                    self._let_go()
                raise NoLoudspeaker(f"{self.device.name} stopped taking sound")

    def _on_block(self, block: Any, sample_count: int, times: Any, status: Any) -> None:
        """Runs on PortAudio's thread: copy and leave."""
        self.underflow_count += bool(status.output_underflow)
        playing = self._playing
        if playing is None:
            block[:] = bytes(len(block))
            return
        # From now until the block's first sample sounds; the times come from one clock.
        delay_seconds = min(
            max(times.outputBufferDacTime - times.currentTime, LATENCY_SECONDS / 2),
            MOST_PLAYOUT_SECONDS,
        )
        block_seconds = sample_count / self._rate_hz
        playing.fill(block, sounded_in_seconds=delay_seconds + block_seconds)

    def _opened(self) -> Any:
        """A running stream, mono or with as many channels as the device insists on."""
        sounddevice = portaudio()
        problem = ""
        for channel_count in dict.fromkeys((1, 2, self.device.channel_count)):
            try:
                stream = sounddevice.RawOutputStream(
                    device=self.device.index,
                    samplerate=self._rate_hz,
                    channels=channel_count,
                    dtype="int16",
                    latency=LATENCY_SECONDS,
                    callback=self._on_block,
                    finished_callback=self._has_ended.set,
                )
                self._channel_count = channel_count
                self._start(stream)
            except sounddevice.PortAudioError as refused:
                problem = f"{self.device.name} does not open ({refused.args[0]})"
            else:
                return stream
        raise NoLoudspeaker(problem)

    def _start(self, stream: Any) -> None:
        self._has_ended.clear()
        stream.start()

    def _let_go(self) -> None:
        if self._stream is not None:
            self._ask(self._stream.close)
        self._stream = None

    def _ask(self, call: Callable[..., None]) -> None:
        """Stop or close the stream; a device that is gone may grumble, or never answer."""
        try:
            call_within(LET_GO_SECONDS, partial(call, ignore_errors=True))
        except TimeoutError:
            self._stream = None


class _Playing:
    """A sound on its way to the device. Filled from on PortAudio's thread."""

    def __init__(self, pcm: bytes) -> None:
        self._pcm = pcm
        self._position = 0
        first = first_audible_sample(pcm)
        self._audible_position = len(pcm) if first is None else 2 * first
        self._looks_left = round(FIRST_BLOCK_SECONDS / LOOK_SECONDS)
        self.started_seconds: float | None = None
        self.sounded_seconds = 0.0
        self.started = threading.Event()
        self.handed_over = threading.Event()
        self.was_hushed = threading.Event()

    def is_starved(self) -> bool:
        """The device has not asked for samples for too many looks in a row; this is one."""
        self._looks_left -= 1
        return self._looks_left < 0

    def fill(self, block: Any, *, sounded_in_seconds: float) -> None:
        """Copy the next samples into the block, then silence."""
        asked_seconds = time.monotonic()
        self._looks_left = round(LOST_SECONDS / LOOK_SECONDS)
        if self.was_hushed.is_set() or self.handed_over.is_set():
            block[:] = bytes(len(block))
            return
        part = self._pcm[self._position : self._position + len(block)]
        block[: len(part)] = part
        block[len(part) :] = bytes(len(block) - len(part))
        self._position += len(part)
        if self.started_seconds is None and self._position > self._audible_position:
            self.started_seconds = asked_seconds
            self.started.set()
        if self._position >= len(self._pcm):
            self.sounded_seconds = asked_seconds + sounded_in_seconds
            self.started.set()
            self.handed_over.set()

    def hush(self) -> None:
        """Give silence from now on, and let everyone who waits go."""
        self.was_hushed.set()
        self.started.set()
        self.handed_over.set()


def _interleaved(sound: Sound, rate_hz: int, channel_count: int) -> bytes:
    """The sound's bytes as the device takes them."""
    if sound.rate_hz != rate_hz:
        from voicecoach.audio.resampling import resampled

        sound = resampled(sound, rate_hz)
    if channel_count == 1:
        return sound.pcm
    samples = (sound.pcm[at : at + 2] for at in range(0, len(sound.pcm), 2))
    return b"".join(sample * channel_count for sample in samples)
