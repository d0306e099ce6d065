"""A command that is told can be typed, however the program was started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from voicecoach.composition.own_command import as_started, command_from

FETCH = "'voicecoach models fetch' brings a better one."


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Each test has its own PATH and folder."""
    command_from.cache_clear()


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cloned project whose .venv is not on the PATH."""
    path = tmp_path / "clone" / ".venv" / "bin" / "voicecoach"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    (tmp_path / "clone" / "scripts").mkdir()
    monkeypatch.chdir(tmp_path / "clone")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    return path


def started_by(path: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sentence as it is told."""
    monkeypatch.setattr(sys, "argv", [path, "practice"])
    return as_started(FETCH)


def test_who_came_by_the_script_is_told_the_way_into_the_venv(script, monkeypatch) -> None:
    """scripts/practice runs scripts/../.venv/bin/voicecoach, which no shell finds by its name."""
    told = started_by(str(Path("scripts") / ".." / ".venv" / "bin" / "voicecoach"), monkeypatch)

    assert f"'{Path('.venv') / 'bin' / 'voicecoach'} models fetch' brings a better one." == told


def test_from_elsewhere_the_whole_way_is_told(script, monkeypatch, tmp_path) -> None:
    """Started from another folder, a way from the clone would lead nowhere."""
    monkeypatch.chdir(tmp_path / "clone" / "scripts")

    assert f"'{script} models fetch' brings a better one." == started_by(str(script), monkeypatch)


def test_who_has_it_on_the_path_is_told_its_name(script, monkeypatch) -> None:
    """Installed, or with the venv active: the plain command."""
    monkeypatch.setenv("PATH", str(script.parent))

    assert FETCH == started_by(str(script), monkeypatch)


def test_another_program_of_that_name_does_not_count(script, monkeypatch, tmp_path) -> None:
    """What the shell would find is not what is running."""
    other = tmp_path / "other" / "voicecoach"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(other.parent))

    assert FETCH != started_by(str(script), monkeypatch)


def test_a_way_with_a_space_is_quoted(script, monkeypatch, tmp_path) -> None:
    """It is one word to the shell."""
    spaced = (tmp_path / "clone").rename(tmp_path / "my clone") / ".venv" / "bin" / "voicecoach"
    monkeypatch.chdir(tmp_path)

    assert f"'\"{spaced.relative_to(tmp_path)}\" models fetch'" in started_by(
        str(spaced), monkeypatch
    )


def test_who_ran_the_module_is_told_to_run_it(script, monkeypatch) -> None:
    """python -m voicecoach, with the Python that it was."""
    main = str(script.parents[2] / "voicecoach" / "__main__.py")

    assert f"'{sys.executable} -m voicecoach models fetch'" in started_by(main, monkeypatch)
    command_from.cache_clear()
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    name = Path(sys.executable).stem
    assert f"'{name} -m voicecoach models fetch'" in started_by(main, monkeypatch)


def test_a_program_around_ours_gets_the_plain_name(script, monkeypatch) -> None:
    """Tests and tools that call main: there is nothing better to say."""
    assert FETCH == started_by("/usr/bin/pytest", monkeypatch)


def test_other_sentences_stay_as_they_are(script, monkeypatch) -> None:
    """Only a command in quotes is one."""
    monkeypatch.setattr(sys, "argv", [str(script)])

    assert "Update voicecoach, or set it." == as_started("Update voicecoach, or set it.")
