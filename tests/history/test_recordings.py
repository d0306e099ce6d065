"""Sound on the disk: whole, its owner's alone, and gone when it is to go."""

from __future__ import annotations

import os
import stat
import wave
from pathlib import Path

import pytest

from voicecoach.audio.frame import Sound
from voicecoach.errors import StoreError
from voicecoach.history.recordings import WavRecordings

SOUND = Sound(pcm=b"\1\0\2\0" * 800, rate_hz=16_000)
OTHER = Sound(pcm=b"\3\0" * 800, rate_hz=16_000)


@pytest.fixture
def recordings(tmp_path: Path) -> WavRecordings:
    """In a home that is not there yet."""
    return WavRecordings(tmp_path / "home")


def mode_of(path: Path) -> int:
    """Who may do what with it."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_recording_is_a_wav_file_named_by_its_time(recordings) -> None:
    """Any player plays it, and the samples are those that were heard."""
    path = Path(recordings.save(SOUND))
    with wave.open(str(path)) as sheet:
        shape = (sheet.getnchannels(), sheet.getsampwidth(), sheet.getframerate())
        pcm = sheet.readframes(sheet.getnframes())

    assert (1, 2, 16_000) == shape
    assert SOUND.pcm == pcm
    assert path.parent == recordings.folder
    assert len("2026-11-26_10-30-00.wav") == len(path.name)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_only_its_owner_can_read_it(recordings) -> None:
    """Whatever the umask, and where the folder was open to all."""
    recordings.folder.mkdir(parents=True)
    recordings.folder.chmod(0o755)
    former = os.umask(0)
    try:
        path = Path(recordings.save(SOUND))
    finally:
        os.umask(former)

    assert (0o700, 0o600) == (mode_of(path.parent), mode_of(path))


def test_the_same_sound_is_kept_once_and_two_in_a_second_are_two(recordings) -> None:
    """Said twice, saved once; another turn never takes a file that is there."""
    places = [recordings.save(sound) for sound in (SOUND, SOUND, OTHER)]

    assert places[0] == places[1]
    assert 2 == len(set(places)) == len(list(recordings.folder.iterdir()))


def test_one_is_erased_alone(recordings) -> None:
    """What was not kept need not be there."""
    place = recordings.save(SOUND)
    kept = recordings.save(OTHER)
    recordings.erase(SOUND)
    recordings.erase(SOUND)

    assert not Path(place).exists()
    assert Path(kept).exists()
    assert recordings.save(SOUND)


def test_all_are_erased_those_of_other_days_too(recordings, tmp_path) -> None:
    """And the folder goes with them, unless something else lies in it."""
    recordings.save(SOUND)
    later = WavRecordings(tmp_path / "home")
    later.save(OTHER)

    assert 2 == later.erase_all()
    assert not recordings.folder.exists()
    assert 0 == later.erase_all()


def test_what_is_not_ours_is_left(recordings) -> None:
    """Only sound is erased."""
    recordings.save(SOUND)
    (recordings.folder / "notes.txt").write_text("mine")
    recordings.erase_all()

    assert ["notes.txt"] == [path.name for path in recordings.folder.iterdir()]


def test_a_place_that_cannot_be_written_is_told(tmp_path) -> None:
    """As the history tells it; and there is nothing to erase there."""
    (tmp_path / "recordings").write_text("a file in its place")
    recordings = WavRecordings(tmp_path)

    with pytest.raises(StoreError, match="Nothing can be saved in"):
        recordings.save(SOUND)
    assert 0 == recordings.erase_all()


def test_half_a_recording_is_not_left_behind(recordings, monkeypatch) -> None:
    """The disk is full in the middle of it."""

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="no space left"):
        recordings.save(SOUND)

    assert [] == list(recordings.folder.iterdir())
