"""The voice into a file."""

from __future__ import annotations

import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from voicecoach.audio.frame import Sound
from voicecoach.audio.sound_file import SoundFileLoudspeaker
from voicecoach.errors import SoundFileUnwritable

RATE_HZ = 8_000
SAID = Sound(array("h", [1000] * 800).tobytes(), RATE_HZ)


def read(path: Path) -> tuple[int, bytes]:
    """The file's rate and samples."""
    with wave.open(str(path), "rb") as file:
        assert (1, 2) == (file.getnchannels(), file.getsampwidth())
        return file.getframerate(), file.readframes(file.getnframes())


def test_all_that_is_said_is_there_in_order_and_apart(tmp_path: Path) -> None:
    """Two sounds are in the file with 0.4 s of silence between, each started and whole."""
    started: list[float] = []
    loudspeaker = SoundFileLoudspeaker(tmp_path / "out.wav")
    whole = [loudspeaker.play(SAID, started.append) for _ in range(2)]
    loudspeaker.close()

    assert [True, True] == whole
    assert 2 == len(started)
    assert (RATE_HZ, SAID.pcm + bytes(2 * 3200) + SAID.pcm) == read(tmp_path / "out.wav")


def test_a_pause_that_was_sent_is_not_made_longer(tmp_path: Path) -> None:
    """Silence at the end of a sound counts as the gap."""
    loudspeaker = SoundFileLoudspeaker(tmp_path / "out.wav")
    with_tail = Sound(SAID.pcm + bytes(2 * 4000), RATE_HZ)
    for sound in (with_tail, SAID):
        loudspeaker.play(sound, lambda _: None)
    loudspeaker.close()

    assert (RATE_HZ, with_tail.pcm + SAID.pcm) == read(tmp_path / "out.wav")


def test_another_rate_is_brought_to_the_files_own(tmp_path: Path) -> None:
    """A sound at twice the rate keeps its length in seconds."""
    loudspeaker = SoundFileLoudspeaker(tmp_path / "out.wav")
    loudspeaker.play(SAID, lambda _: None)
    loudspeaker.play(Sound(SAID.pcm * 2, 2 * RATE_HZ), lambda _: None)
    loudspeaker.close()
    rate_hz, pcm = read(tmp_path / "out.wav")

    assert RATE_HZ == rate_hz
    assert 2 * (800 + 3200 + 800) == len(pcm)


def test_a_killed_rehearsal_leaves_what_was_said(tmp_path: Path) -> None:
    """After each sound the file is a whole recording, though nobody closed it."""
    path = tmp_path / "out.wav"
    program = f"""
import os
from pathlib import Path
from voicecoach.audio.frame import Sound
from voicecoach.audio.sound_file import SoundFileLoudspeaker
loudspeaker = SoundFileLoudspeaker(Path({str(path)!r}))
for _ in range(3):
    loudspeaker.play(Sound(bytes([1, 4]) * 800, {RATE_HZ}), lambda _: None)
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program], check=False)

    assert (RATE_HZ, bytes(2 * 3200).join([bytes([1, 4]) * 800] * 3)) == read(path)


def test_a_file_in_which_nothing_was_said_is_a_recording_too(tmp_path: Path) -> None:
    """An empty file is an empty recording, not a broken one; after closing nothing is written."""
    loudspeaker = SoundFileLoudspeaker(tmp_path / "out.wav")
    loudspeaker.close()
    loudspeaker.close()

    assert loudspeaker.play(SAID, lambda _: None) is False
    assert (16_000, b"") == read(tmp_path / "out.wav")


@pytest.mark.parametrize("place", ["missing/out.wav", "."])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    """The error names the place and says to choose another."""
    with pytest.raises(SoundFileUnwritable, match=r"cannot be written to .*--out FILE\.wav"):
        SoundFileLoudspeaker(tmp_path / place)


def test_a_full_disk_is_told() -> None:
    """A place that stops taking bytes ends in the same error."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")

    with pytest.raises(SoundFileUnwritable):
        SoundFileLoudspeaker(full).play(SAID, lambda _: None)
