"""Engines and loudspeakers that do as they are told, and someone who takes the reports."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from voicecoach.audio.frame import Sound
from voicecoach.errors import NoLoudspeaker, VoiceUnavailable
from voicecoach.session.events import Event
from voicecoach.voice.sound_cache import SoundCache
from voicecoach.voice.spoken_voice import SpokenVoice

PATIENCE_SECONDS = 10.0


class ScriptedSynthesizer:
    """An engine whose sounds are its sentences' own letters; waits where it is told to."""

    name = "scripted"

    def __init__(self) -> None:
        self.asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.made: list[str] = []
        self.may_work = threading.Event()
        self.may_work.set()
        self.is_broken = False
        self.is_closed = False

    def synthesize(self, text: str, *, rate_wpm: int) -> Sound:
        """The text's bytes as samples."""
        self.asked.put(text)
        self.may_work.wait(PATIENCE_SECONDS)
        if self.is_broken:
            raise VoiceUnavailable("it was told to fail")
        self.made.append(text)
        return Sound(pcm=text.encode("utf-16-le"), rate_hz=rate_wpm)

    def close(self) -> None:
        """Work no more."""
        self.is_closed = True
        self.may_work.set()


class ScriptedLoudspeaker:
    """A loudspeaker that sounds until it is told that the sound is over, or hushed."""

    def __init__(self) -> None:
        self.played: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.heard: list[str] = []
        self.pauses: list[int] = []
        self.rates_hz: list[int] = []
        self.is_over = threading.Event()
        self.is_over.set()
        self.is_broken = False
        self.is_closed = False
        self._hushed = threading.Event()
        self._is_playing = False

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Remember what was to sound; sound until over or hushed."""
        if self.is_broken:
            raise NoLoudspeaker("it was told to fail")
        text = sound.pcm.decode("utf-16-le")
        self._hushed.clear()
        self._is_playing = True
        self.heard.append(text.rstrip("\0"))
        self.rates_hz.append(sound.rate_hz)
        self.pauses.append(len(text) - len(text.rstrip("\0")))
        on_started(float(len(self.heard)))
        self.played.put(text.rstrip("\0"))
        while not (self.is_over.wait(0.001) or self._hushed.is_set()):
            pass
        self._is_playing = False
        return not self._hushed.is_set()

    def hush(self) -> None:
        """Cut the present sound."""
        if self._is_playing:
            self._hushed.set()

    def close(self) -> None:
        """Sound no more."""
        self.is_closed = True


class Listener:
    """Takes a voice's reports, from any thread."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.at_seconds: list[float | None] = []

    def report(self, event: Event, at_seconds: float | None) -> None:
        """Note an event."""
        self.at_seconds.append(at_seconds)
        self._events.put(event)

    def next(self) -> Event:
        """The next event; waits for it."""
        return self._events.get(timeout=PATIENCE_SECONDS)

    def until(self, kind: type[Event]) -> list[Event]:
        """All events up to the first of that kind."""
        found = [self.next()]
        while not isinstance(found[-1], kind):
            found.append(self.next())
        return found

    @property
    def has_more(self) -> bool:
        """Something was reported that was not looked at yet."""
        return not self._events.empty()


class Stage:
    """A voice with its engine, loudspeaker, cache and listener."""

    def __init__(self) -> None:
        self.synthesizer = ScriptedSynthesizer()
        self.loudspeaker = ScriptedLoudspeaker()
        self.listener = Listener()
        self.troubles: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.cache = SoundCache(None)
        self.voice = SpokenVoice(
            self.synthesizer, self.loudspeaker, 1000, self.troubles.put, cache=self.cache
        )

    def say(self, *lines: str) -> None:
        """Have the voice say the lines to the listener."""
        self.voice.say(lines, self.listener.report)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A voice among parts that do as they are told."""
    set_up = Stage()
    yield set_up
    set_up.loudspeaker.is_over.set()
    set_up.voice.close()
