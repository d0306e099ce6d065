"""Scenes of finding, checking and choosing the second ear's model."""

import shutil
from pathlib import Path

import pytest

from voicecoach.errors import ModelBroken, ModelMissing, SecondEarMissing
from voicecoach.recognition import second_model
from voicecoach.recognition.second_model import (
    SECOND_EAR_VARIABLE,
    SecondEarSource,
    check_second_ear,
    find_second_ear,
    is_second_ear,
    list_second_ears,
    look_at_second_ear,
    require_second_ear,
    use_second_ear,
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, second_ear_folder) -> Path:
    """A machine with the library and the packaged model."""
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(SECOND_EAR_VARIABLE, raising=False)
    return tmp_path / "home"


@pytest.fixture
def put(second_ear_folder, tmp_path):
    """A copy of the model, of that name."""

    def put(name: str) -> Path:
        shutil.copytree(second_ear_folder, tmp_path / name)
        return tmp_path / name

    return put


def test_the_packaged_model_is_found(second_ear_folder) -> None:
    """Where it is installed, without importing it."""
    found = find_second_ear()

    assert ("whisper-tiny.en", second_ear_folder) == (found.name, found.path)
    assert SecondEarSource.PACKAGE is found.source
    assert 70_000_000 < found.size_bytes < 90_000_000


def test_each_way_of_naming_a_model_beats_those_after_it(put, monkeypatch) -> None:
    """Option, variable, chosen, package."""
    sources = [find_second_ear().source]
    use_second_ear(put("chosen"))
    sources.append(find_second_ear().source)
    monkeypatch.setenv(SECOND_EAR_VARIABLE, str(put("by-variable")))
    sources.append(find_second_ear().source)
    sources.append(find_second_ear(put("by-option")).source)

    assert [
        SecondEarSource.PACKAGE,
        SecondEarSource.CHOSEN,
        SecondEarSource.VARIABLE,
        SecondEarSource.OPTION,
    ] == sources
    assert ["by-variable", "chosen", "whisper-tiny.en"] == [
        model.name for model in list_second_ears()
    ]


def test_none_means_none_unless_one_is_asked_for(monkeypatch) -> None:
    """For good, in a shell's settings; --second-ear beats it."""
    monkeypatch.setenv(SECOND_EAR_VARIABLE, "none")

    assert find_second_ear() is None
    assert "whisper-tiny.en" == require_second_ear().name


def test_one_that_was_chosen_and_is_gone_is_passed_over(put) -> None:
    """The next one is used."""
    shutil.rmtree(use_second_ear(put("chosen")).path)

    assert SecondEarSource.PACKAGE is find_second_ear().source


def test_one_that_was_asked_for_must_work(tmp_path, monkeypatch) -> None:
    """Else another than the learner means would hear."""
    with pytest.raises(ModelBroken, match="not a folder"):
        find_second_ear(Path(__file__))
    with pytest.raises(ModelMissing):
        find_second_ear(tmp_path / "gone")
    monkeypatch.setenv(SECOND_EAR_VARIABLE, str(tmp_path / "gone"))
    with pytest.raises(ModelMissing):
        find_second_ear()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: (folder / "model.bin").unlink(), "it has no model.bin"),
        (lambda folder: (folder / "vocabulary.txt").unlink(), "vocabulary.txt or vocabulary.json"),
        (lambda folder: (folder / "model.bin").write_bytes(b""), "model.bin is empty"),
        (lambda folder: (folder / "config.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "config.json").write_text("{}"), "not that of a Whisper model"),
    ],
)
def test_damage_is_seen_in_the_files(put, damage, told) -> None:
    """Before anything heavy is loaded."""
    folder = put("damaged")
    damage(folder)

    assert told in look_at_second_ear(folder).problem


def test_a_broken_one_is_not_chosen(put) -> None:
    """All stays as it was."""
    folder = put("cut-short")
    with (folder / "model.bin").open("r+b") as file:
        file.truncate(1_000_000)
    with pytest.raises(ModelBroken):
        use_second_ear(folder)

    assert SecondEarSource.PACKAGE is find_second_ear().source


def test_a_good_one_passes_its_check(second_ear_folder, model_folder) -> None:
    """It loads; an acoustic model is no second ear."""
    check_second_ear(second_ear_folder)

    assert is_second_ear(second_ear_folder)
    assert not is_second_ear(model_folder)


def test_without_the_library_there_is_none(monkeypatch) -> None:
    """And who asks for one is told what to install."""
    monkeypatch.setattr(second_model, "LIBRARY", "a_library_that_nobody_has")

    assert find_second_ear() is None
    with pytest.raises(SecondEarMissing, match="extra second-ear"):
        require_second_ear()
    with pytest.raises(SecondEarMissing):
        find_second_ear(Path("anywhere"))


def test_without_any_model_who_asks_for_one_is_told(monkeypatch) -> None:
    """Nothing is fetched."""
    monkeypatch.setattr(second_model, "PACKAGE", "a_package_that_nobody_has")

    assert find_second_ear() is None
    assert () == list_second_ears()
    with pytest.raises(SecondEarMissing, match="models use FOLDER"):
        require_second_ear()
