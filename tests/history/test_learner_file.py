"""The learner's own facts on disk."""

import stat

import pytest

from voicecoach.errors import StoreError
from voicecoach.history.learner_file import clear_learner, load_learner, save_learner
from voicecoach.learner import Learner

NURSE = Learner(role="the ward sister post", company="St Mary's", strengths=("calm", "rotas"))


def test_facts_come_back_as_they_were_told(tmp_path) -> None:
    """What is saved is what is loaded, strengths in their order."""
    save_learner(tmp_path / "data", NURSE)

    assert NURSE == load_learner(tmp_path / "data")


def test_who_told_nothing_is_nobody_in_particular(tmp_path) -> None:
    """Without a file, or with a file in the folder's place, there are no facts; no error."""
    (tmp_path / "file").write_text("")

    assert Learner() == load_learner(tmp_path) == load_learner(tmp_path / "file" / "home")


def test_facts_are_for_their_owner_only(tmp_path) -> None:
    """Nobody else on the machine may read them."""
    save_learner(tmp_path, NURSE)

    assert 0o600 == stat.S_IMODE((tmp_path / "me.json").stat().st_mode)


@pytest.mark.parametrize("rubbish", ["", "[]", "{", '{"shoe_size": 43}'])
def test_a_broken_file_is_told_with_the_mend(tmp_path, rubbish) -> None:
    """A file that makes no sense names the command that begins anew, and stays where it is."""
    (tmp_path / "me.json").write_text(rubbish)

    with pytest.raises(StoreError, match="me --clear"):
        load_learner(tmp_path)


def test_cleared_facts_are_gone(tmp_path) -> None:
    """Clearing twice is no error."""
    save_learner(tmp_path, NURSE)
    clear_learner(tmp_path)
    clear_learner(tmp_path)

    assert Learner() == load_learner(tmp_path)
