"""Sounds that were made before."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from voicecoach.audio.frame import Sound
from voicecoach.voice.sound_cache import SoundCache, SoundKey

SOUND = Sound(bytes(range(200)), 22_050)


def key(text: str = "Any questions?", *, engine: str = "espeak", rate_wpm: int = 165) -> SoundKey:
    """A key that differs from others in one thing."""
    return SoundKey(engine=engine, text=text, rate_wpm=rate_wpm)


def test_a_fixed_line_is_there_in_the_next_rehearsal(tmp_path: Path) -> None:
    """What was kept as fixed is found by another cache on the same folder."""
    SoundCache(tmp_path).keep(key(), SOUND, is_fixed=True)

    assert SOUND == SoundCache(tmp_path).find(key())


def test_the_learners_words_never_reach_the_disk(tmp_path: Path) -> None:
    """A line that is not fixed is found again in this rehearsal, and leaves no file."""
    cache = SoundCache(tmp_path / "cache")
    cache.keep(key("You asked did I get it."), SOUND, is_fixed=False)

    assert SOUND == cache.find(key("You asked did I get it."))
    assert not (tmp_path / "cache").exists()


def test_no_text_can_be_read_from_the_folder(tmp_path: Path) -> None:
    """Neither names nor contents of the files hold the words."""
    SoundCache(tmp_path).keep(key("Any questions?"), SOUND, is_fixed=True)
    (file,) = tmp_path.iterdir()

    assert "questions" not in file.name
    assert b"questions" not in file.read_bytes()


@pytest.mark.parametrize(
    "other", [key("Other?"), key(engine="hibari"), key(rate_wpm=120)], ids=["text", "voice", "rate"]
)
def test_text_voice_and_rate_tell_sounds_apart(tmp_path: Path, other: SoundKey) -> None:
    """A sound is only found for what it was made for."""
    cache = SoundCache(tmp_path)
    cache.keep(key(), SOUND, is_fixed=True)

    assert cache.find(other) is None


def test_everything_is_the_owners_alone(tmp_path: Path) -> None:
    """Folder and files are closed to others."""
    folder = tmp_path / "new"
    SoundCache(folder).keep(key(), SOUND, is_fixed=True)
    (file,) = folder.iterdir()

    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize("damage", [b"", b"voicecoach", b"\0" * 400, None])
def test_a_broken_file_counts_as_missing_and_is_replaced(
    tmp_path: Path, damage: bytes | None
) -> None:
    """A file that was cut short, emptied or changed in one bit is not played."""
    SoundCache(tmp_path).keep(key(), SOUND, is_fixed=True)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if damage is None else damage)
    found = SoundCache(tmp_path).find(key())
    SoundCache(tmp_path).keep(key(), SOUND, is_fixed=True)

    assert found is None
    assert SOUND == SoundCache(tmp_path).find(key())


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Where a file stands in the folder's place, sounds are kept in memory only."""
    (tmp_path / "file").write_bytes(b"")
    cache = SoundCache(tmp_path / "file" / "cache")
    cache.keep(key(), SOUND, is_fixed=True)

    assert SOUND == cache.find(key())
    assert SoundCache(tmp_path / "file" / "cache").find(key()) is None


def test_the_disk_keeps_what_was_wanted_last(tmp_path: Path) -> None:
    """Above its bound the folder loses what was not wanted for the longest time."""
    cache = SoundCache(tmp_path, disk_bytes=600)
    for age, text in ((30, "old but wanted"), (20, "old")):
        cache.keep(key(text), SOUND, is_fixed=True)
        os.utime(tmp_path / key(text).file_name, (1_000_000 - age, 1_000_000 - age))
    SoundCache(tmp_path).find(key("old but wanted"))
    cache.keep(key("new"), SOUND, is_fixed=True)
    later = SoundCache(tmp_path)

    assert later.find(key("old")) is None
    assert SOUND == later.find(key("old but wanted"))
    assert SOUND == later.find(key("new"))


def test_the_memory_keeps_what_was_wanted_last() -> None:
    """Above its bound the memory loses what was not wanted for the longest time."""
    cache = SoundCache(None, memory_bytes=450)
    for text in ("one", "two"):
        cache.keep(key(text), SOUND, is_fixed=False)
    cache.find(key("one"))
    cache.keep(key("three"), SOUND, is_fixed=False)

    assert cache.find(key("two")) is None
    assert SOUND == cache.find(key("one"))
    assert SOUND == cache.find(key("three"))
