"""The doctor examines everything, whatever it finds on the way."""

from __future__ import annotations

import errno
from collections import namedtuple
from pathlib import Path

import pytest

from voicecoach import doctor
from voicecoach.errors import NoMicrophone


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and nothing real to examine but the disk."""
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VOICECOACH_SECOND_EAR", "none")
    for name in ("_microphone", "_loudspeaker", "_voice"):
        monkeypatch.setattr(doctor, name, lambda: "fine")
    monkeypatch.setattr(doctor, "_model", lambda _: "fine")
    return tmp_path / "home"


def examined() -> dict[str, doctor.Examined]:
    """The findings by what was examined."""
    return {finding.what: finding for finding in doctor.examine()}


def test_everything_is_ready_on_a_good_day() -> None:
    """Five things, in the order of a rehearsal."""
    found = examined()

    assert ["model", "microphone", "loudspeaker", "voice", "disk"] == list(found)
    assert all(finding.is_ready for finding in found.values())


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (NoMicrophone("the system lists none"), "--audio FILE"),
        (ImportError("No module named 'sounddevice'"), "Install voicecoach again"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (RuntimeError("PortAudio is confused"), "PortAudio is confused"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_missing_is_told_and_the_rest_is_examined(monkeypatch, problem, told) -> None:
    """One thing that fails, however it fails, hides no other."""

    def fails() -> str:
        raise problem

    monkeypatch.setattr(doctor, "_microphone", fails)
    found = examined()

    assert not found["microphone"].is_ready
    assert told in found["microphone"].text
    assert "VOICECOACH_HOME" not in found["microphone"].text
    assert all(finding.is_ready for what, finding in found.items() if what != "microphone")


def test_a_home_that_cannot_be_written_is_told_with_the_mend(home) -> None:
    """A file stands where the folder should be."""
    home.write_text("in the way")
    disk = examined()["disk"]

    assert not disk.is_ready
    assert "VOICECOACH_HOME" in disk.text


def test_a_disk_that_is_nearly_full_is_told(monkeypatch) -> None:
    """Before an attempt is lost to it."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 1_000_000))
    disk = examined()["disk"]

    assert not disk.is_ready
    assert "only 1 MB are free" in disk.text
    assert "Make room" in disk.text


def test_the_doctor_leaves_nothing_behind(home) -> None:
    """The trial on the disk is gone again."""
    examined()

    assert [] == list(home.iterdir())
