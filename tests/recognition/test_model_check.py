"""Scenes of model folders, good and broken, with the real Vosk."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from voicecoach.errors import ModelBroken, ModelMissing
from voicecoach.recognition.model_check import check_model, has_passed, look_at_files


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def copy(model_folder, tmp_path) -> Path:
    """A model that may be broken."""
    folder = tmp_path / "my model"
    shutil.copytree(model_folder, folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.chmod(0o755)
    return folder


def without(*names: str) -> Callable[[Path], None]:
    """Breaks a model by removing files."""

    def remove(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return remove


def emptied(name: str) -> Callable[[Path], None]:
    """Breaks a model by emptying a file."""
    return lambda folder: (folder / name).write_bytes(b"")


def halved(name: str) -> Callable[[Path], None]:
    """Breaks a model as an interrupted copy does."""

    def halve(folder: Path) -> None:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])

    return halve


def garbled(name: str) -> Callable[[Path], None]:
    """Breaks a model by writing over the middle of a file."""

    def garble(folder: Path) -> None:
        whole = bytearray((folder / name).read_bytes())
        middle = len(whole) // 2
        whole[middle : middle + 2_000] = b"\xdc" * len(whole[middle : middle + 2_000])
        (folder / name).write_bytes(whole)

    return garble


def test_a_good_model_passes_and_is_remembered(copy):
    """A working folder passes, knows the words it must, and need not be checked again."""
    before = has_passed(copy)

    checked = check_model(copy)

    assert (False, True) == (before, has_passed(copy))
    assert checked.is_good
    assert checked.has_exact_times
    assert () == checked.unknown_words
    assert checked.size_bytes > 1_000_000
    assert 0.0 < checked.load_seconds < 60.0


def test_a_model_that_changed_must_be_checked_again(copy):
    """Passing is forgotten when a file changes."""
    check_model(copy)

    halved("graph/Gr.fst")(copy)

    assert not has_passed(copy)


@pytest.mark.parametrize(
    ("break_it", "problem"),
    [
        (without("am/final.mdl"), "it has no am/final.mdl"),
        (without("conf/model.conf"), "it has no conf/model.conf"),
        (without("conf/mfcc.conf"), "it has no conf/mfcc.conf"),
        (without("graph/Gr.fst"), "it has no graph/Gr.fst"),
        (without("graph/HCLr.fst"), "it has no graph/HCLr.fst"),
        (without("graph/HCLr.fst", "graph/Gr.fst"), "it has no graph/HCLG.fst"),
        (emptied("am/final.mdl"), "am/final.mdl is empty"),
        (emptied("graph/HCLr.fst"), "graph/HCLr.fst is empty"),
        (emptied("graph/words.txt"), "graph/words.txt is cut short"),
        (halved("graph/words.txt"), "graph/words.txt is cut short"),
    ],
)
def test_files_alone_tell_what_is_missing(copy, break_it, problem):
    """A missing, empty or cut file is named, with no Vosk started."""
    break_it(copy)

    looked = look_at_files(copy)

    assert problem == looked.problem
    assert "again" in looked.mend or problem.endswith("am/final.mdl")


@pytest.mark.parametrize(
    ("break_it", "problem"),
    [
        (without("graph/words.txt"), "Vosk says: Could not read symbol table"),
        (halved("graph/HCLr.fst"), "Vosk says: Can't create decoding graph"),
        (halved("graph/Gr.fst"), "Vosk says: Can't create decoding graph"),
        (halved("am/final.mdl"), "Vosk says: "),
        (halved("conf/mfcc.conf"), "Vosk says: Invalid option"),
        (garbled("am/global_cmvn.stats"), "Vosk "),
        (halved("graph/phones/word_boundary.int"), "Vosk says: "),
    ],
)
def test_what_only_vosk_can_tell_is_told_without_a_crash(copy, capfd, break_it, problem):
    """Damage that makes Vosk fail, or end its process, is a told problem and makes no noise."""
    break_it(copy)

    checked = check_model(copy)

    assert checked.problem.startswith(problem)
    assert ("", "") == capfd.readouterr()
    with pytest.raises(ModelBroken, match="not a working acoustic model"):
        checked.raise_if_broken()


def test_a_model_one_folder_deeper_is_found(copy):
    """Unpacked one folder too deep: the mend names the right folder."""
    looked = look_at_files(copy.parent)

    assert "the model is one folder deeper" == looked.problem
    assert f"Give {copy} instead." == looked.mend


def test_a_part_of_a_model_is_recognised(copy):
    """Given its graph folder: the mend names the model."""
    assert f"Give {copy} instead." == look_at_files(copy / "graph").mend


def test_a_model_still_zipped_is_recognised(copy, tmp_path):
    """The zip itself, or a folder that holds it."""
    zipped = Path(shutil.make_archive(str(tmp_path / "zipped" / "model"), "zip", copy))

    assert "it is still zipped" == look_at_files(zipped).problem
    assert "the model in it is still zipped" == look_at_files(zipped.parent).problem


@pytest.mark.parametrize("make", [Path.touch, Path.mkdir])
def test_anything_else_is_no_model(tmp_path, make):
    """A file or an empty folder."""
    make(tmp_path / "thing")

    assert not look_at_files(tmp_path / "thing").is_good


def test_nothing_there_is_missing(tmp_path):
    """A path that is not there is missing, not broken."""
    with pytest.raises(ModelMissing):
        check_model(tmp_path / "gone").raise_if_broken()


def test_a_model_of_another_language_is_told(copy):
    """A model that knows no English word cannot hear a closing."""
    words = copy / "graph" / "words.txt"
    lines = words.read_text().splitlines()
    words.write_text("".join(f"x{line}\n" if " " in line else line for line in lines))

    assert "it knows none of the words of an English closing" == check_model(copy).problem


def test_where_nothing_can_be_written_the_check_still_answers(copy, home):
    """A data folder that is a file: the check passes, it is only not remembered."""
    home.touch()

    assert check_model(copy).is_good
    assert not has_passed(copy)
