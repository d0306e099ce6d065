"""What goes wrong is told in one line that says what to do, with exit code 1 and no traceback."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.scenes.conftest import EXAMPLES


def assert_told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One line on stderr, with these words in it."""
    complained = done.stderr.strip()

    assert 1 == done.returncode, complained
    assert 1 == len(complained.splitlines()), complained
    for word in words:
        assert word in complained


@pytest.fixture
def rubbish(tmp_path: Path) -> Path:
    """A shopping list that calls itself a recording."""
    path = tmp_path / "list.wav"
    path.write_text("eggs, milk, bread\n" * 50)
    return path


@pytest.mark.parametrize("command", ["practice --quiet --audio", "assess --audio", "transcribe"])
def test_a_text_file_is_no_recording(program, rubbish, command) -> None:
    """Wherever a recording is asked for, something else is told to be something else."""
    assert_told(program.run(*command.split(), rubbish), str(rubbish), "cannot be read")


def test_an_empty_recording_is_told(program, tmp_path) -> None:
    """No bytes, no closing."""
    path = tmp_path / "empty.wav"
    path.touch()

    assert_told(program.run("practice", "--quiet", "--audio", path), str(path), "empty")


def test_a_missing_recording_is_told(program, tmp_path) -> None:
    """A name with a slip in it."""
    assert_told(program.run("transcribe", tmp_path / "nowhere.wav"), "nowhere.wav")


def test_a_broken_model_folder_is_told(program, tmp_path) -> None:
    """A folder that is no model names what it lacks."""
    (tmp_path / "model").mkdir()

    assert_told(
        program.run("assess", "--audio", EXAMPLES / "closing.wav", "--model", tmp_path / "model"),
        "not a working acoustic model",
    )


def test_a_missing_model_is_told(program, tmp_path) -> None:
    """A model that is not there names where we looked."""
    done = program.run(
        "practice", "--quiet", "--audio", EXAMPLES / "closing.wav", "--model", "gone"
    )

    assert_told(done, "gone", "models list")


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this machine has a sound card")
def test_no_microphone_is_told(program) -> None:
    """A machine without sound says so, and what works without."""
    done = program.run("practice", "--quiet", PULSE_SERVER="none")

    assert_told(done, "--audio", "--typed")


@pytest.mark.sound
def test_an_unknown_device_is_told_with_the_known_ones(program, virtual_sound) -> None:
    """Who asks for a microphone that is not there is shown those that are."""
    done = program.run("practice", "--quiet", "--input", "moon", **virtual_sound.environment)

    assert_told(done, "'moon'", "pulse")


def test_an_unknown_pack_is_told_with_the_known_ones(program) -> None:
    """So with packs."""
    assert_told(program.run("assess", "hello", "--pack", "wedding"), "wedding", "job_interview")


def test_a_line_that_is_no_closing_is_told_by_its_number(program, tmp_path) -> None:
    """In a file of a thousand lines the one that is wrong is named."""
    path = tmp_path / "closings.jsonl"
    path.write_text('{"id": 1, "text": "thank you"}\nnonsense\n')

    assert_told(program.run("assess", "--jsonl", path), "Line 2")


def test_options_that_fight_are_told_before_anything_is_opened(program, tmp_path) -> None:
    """Nobody's recording is overwritten by the coach's voice."""
    recording = tmp_path / "mine.wav"
    recording.write_bytes((EXAMPLES / "closing.wav").read_bytes())
    before = recording.read_bytes()

    assert_told(program.run("practice", "--audio", recording, "--out", recording), "overwrite")
    assert before == recording.read_bytes()


def test_a_data_folder_that_cannot_be_written_is_told_once_and_the_rehearsal_goes_on(
    program, tmp_path
) -> None:
    """A file stands where the folder should be: nothing is saved, everything else works."""
    (tmp_path / "home").write_text("in the way")
    done = program.run("practice", "--quiet", "--audio", EXAMPLES / "closing.wav")

    assert 0 == done.returncode, done.stderr
    assert 1 == (done.stdout + done.stderr).count("Nothing can be saved")
    assert "You asked how well you fit" in done.stdout


def test_usage_is_told_with_exit_code_2(program) -> None:
    """A slip in the command line is not an error of the program."""
    assert 2 == program.run("practise").returncode
    assert 2 == program.run("practice", "--rounds", "none").returncode


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this machine has a sound card")
def test_a_recording_is_answered_in_print_where_there_is_no_loudspeaker(program) -> None:
    """The README's second command works on a machine without any sound device."""
    done = program.run(
        "practice", "--audio", EXAMPLES / "closing.wav", PULSE_SERVER="none", HOME="/nonexistent"
    )

    assert 0 == done.returncode, done.stderr
    assert "No loudspeaker" in done.stdout + done.stderr
    assert "You asked how well you fit" in done.stdout
