"""What was played, as who listens for its echo needs to know it."""

from collections.abc import Callable

import numpy as np
import pytest

from voicecoach.audio.frame import FRAME_BYTES, Frame, Sound
from voicecoach.audio.level import SILENCE_DBFS
from voicecoach.audio.playback import (
    ECHO_SECONDS,
    Playback,
    Played,
    WatchedLoudspeaker,
    played_into,
)

RATE_HZ = 22_050


def sound(*parts: tuple[float, int]) -> Sound:
    """So many seconds at each amplitude, one after the other."""
    pieces = [np.full(round(seconds * RATE_HZ), value, "<i2") for seconds, value in parts]
    return Sound(pcm=np.concatenate(pieces).tobytes(), rate_hz=RATE_HZ)


class PreparedLoudspeaker:
    """Begins when it is told to, and looks at the playback while it plays."""

    def __init__(self, *, begins_seconds: float | None = None) -> None:
        self.begins_seconds = begins_seconds
        self.look: Callable[[], None] = lambda: None
        self.was_hushed = self.was_closed = False

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Play it in no time."""
        if self.begins_seconds is not None:
            on_started(self.begins_seconds)
        self.look()
        return True

    def hush(self) -> None:
        """Note it."""
        self.was_hushed = True

    def close(self) -> None:
        """Note it."""
        self.was_closed = True


def begun(what: Sound, at_seconds: float) -> Playback:
    """It sounds since then, and has not ended."""
    playback = Playback()
    playback.expect(what).begin(at_seconds)
    return playback


def test_nothing_was_played() -> None:
    """At the beginning, and long before or after a sound."""
    playback = begun(sound((1.0, 8_192)), 100.0)

    assert Played() == Playback().played(0.0, 100.0)
    assert not playback.played(98.0, 99.9).has_sounded
    assert not playback.played(101.2, 102.0).has_sounded


def test_the_loudest_of_the_stretch_is_told() -> None:
    """A soft second and a loud one; the silence before the first sample does not count."""
    playback = begun(sound((0.4, 0), (1.0, 1_024), (1.0, 8_192)), 100.0)

    assert -30.1 == pytest.approx(playback.played(100.2, 100.6).level_dbfs, abs=0.1)
    assert -12.0 == pytest.approx(playback.played(100.2, 101.3).level_dbfs, abs=0.1)
    assert playback.played(100.2, 101.3).is_certain


def test_what_is_on_its_way_to_the_device_may_sound_already() -> None:
    """Handed over, and nothing was heard of it yet: as loud as it will be, and not certain."""
    playback = Playback()
    playback.expect(sound((1.0, 8_192)))
    played = playback.played(50.0, 50.6)

    assert not played.is_certain
    assert -12.0 == pytest.approx(played.level_dbfs, abs=0.1)


def test_what_was_hushed_sounds_no_more() -> None:
    """From then on there is nothing to hear of it."""
    playback = Playback()
    sounding = playback.expect(sound((5.0, 8_192)))
    sounding.begin(100.0)
    sounding.end(101.0)

    assert playback.played(100.5, 103.0).has_sounded
    assert not playback.played(101.5, 103.0).has_sounded


def test_a_sound_that_never_began_was_none() -> None:
    """The device was gone."""
    playback = Playback()
    playback.expect(sound((5.0, 8_192))).end(101.0)

    assert Played(SILENCE_DBFS) == playback.played(100.0, 103.0)


def test_the_watched_loudspeaker_plays_and_remembers() -> None:
    """The start is told on; the playback knows it while it sounds, and is silent after it."""
    playback, inner = Playback(), PreparedLoudspeaker(begins_seconds=100.0)
    during: list[bool] = []
    inner.look = lambda: during.append(playback.played(100.0, 100.1).has_sounded)
    started: list[float] = []
    speaker = WatchedLoudspeaker(inner, playback)

    assert speaker.play(sound((1.0, 8_192)), started.append)
    assert [100.0] == started
    assert [True] == during


def test_hushing_and_closing_go_through() -> None:
    """It is the same loudspeaker."""
    inner = PreparedLoudspeaker()
    speaker = WatchedLoudspeaker(inner, Playback())
    speaker.hush()
    speaker.close()

    assert inner.was_hushed
    assert inner.was_closed


class Source:
    """A stream that began at 100 s, or a recording."""

    is_live = True

    def __init__(self, *, is_recording: bool = False) -> None:
        self.is_recording = is_recording

    def captured_at(self, stream_seconds: float) -> float | None:
        """Then."""
        return None if self.is_recording else 100.0 + stream_seconds


def test_an_echo_may_be_as_late_as_buffers_and_rooms_make_it() -> None:
    """A frame is laid beside what was played so long before it."""
    playback = begun(sound((1.0, 8_192)), 100.0)
    frames = [Frame(pcm=bytes(FRAME_BYTES), start_seconds=at) for at in (1.0 + ECHO_SECONDS, 1.9)]
    late, too_late = (played_into(Source(), playback)(frame) for frame in frames)

    assert late.has_sounded
    assert not too_late.has_sounded
    assert Played() == played_into(Source(is_recording=True), playback)(frames[0])
