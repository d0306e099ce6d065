"""Where things live, and who may look."""

import os
import stat
from pathlib import Path

import pytest

from voicecoach.settings import cache_folder, data_folder, make_private_folder


def test_everything_kept_is_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VOICECOACH_HOME moves data and cache alike."""
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path))

    assert (tmp_path, tmp_path / "cache") == (data_folder(), cache_folder())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_a_private_folder_is_private_all_the_way_up(tmp_path: Path) -> None:
    """Whichever room comes first and makes the data folder on its way: only its owner can look."""
    deepest = make_private_folder(tmp_path / "home" / "cache" / "sound")

    made = [deepest, deepest.parent, deepest.parent.parent]
    assert [0o700] * 3 == [stat.S_IMODE(folder.stat().st_mode) for folder in made]
    assert deepest == make_private_folder(deepest)


def test_a_file_in_a_folders_place_is_an_error(tmp_path: Path) -> None:
    """It is not taken for the folder."""
    (tmp_path / "home").write_text("")

    with pytest.raises(FileExistsError):
        make_private_folder(tmp_path / "home")
