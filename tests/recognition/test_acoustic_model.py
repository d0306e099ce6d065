"""Scenes of finding, listing and choosing a model."""

import json
import shutil
from pathlib import Path

import pytest

from voicecoach.errors import ModelBroken, ModelMissing, StoreError
from voicecoach.recognition import acoustic_model
from voicecoach.recognition.acoustic_model import (
    ModelSource,
    find_model,
    list_models,
    models_folder,
    use_model,
)
from voicecoach.recognition.known_models import KNOWN_MODELS
from voicecoach.recognition.model_check import check_model

SMALL = KNOWN_MODELS[0].name


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, model_folder) -> Path:
    """A machine with the starter model and nothing else."""
    starter = tmp_path / "starter-en"
    shutil.copytree(model_folder, starter)
    monkeypatch.setattr(acoustic_model, "starter_folder", lambda: starter)
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("VOICECOACH_MODEL", raising=False)
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    return tmp_path / "home"


@pytest.fixture
def put(model_folder):
    """Puts a model somewhere, larger by some bytes."""

    def put(folder: Path, *, more_bytes: int = 0) -> Path:
        shutil.copytree(model_folder, folder)
        folder.chmod(0o755)
        (folder / "more").write_bytes(bytes(more_bytes))
        return folder

    return put


def fetched(put, name: str, *, more_bytes: int = 0) -> Path:
    """A model in our own folder that passed its check."""
    folder = put(models_folder() / name, more_bytes=more_bytes)
    assert check_model(folder).is_good
    return folder


def test_a_fresh_machine_uses_the_starter():
    """With nothing else there, the model that comes along is used."""
    found = find_model()

    assert ("starter-en", ModelSource.STARTER, ()) == (found.name, found.source, found.passed_over)
    assert found.size_bytes > 1_000_000


def test_the_order_is_the_promised_one(put, tmp_path, monkeypatch):
    """Each way of naming a model beats all that come after it."""
    monkeypatch.setenv("VOSK_MODEL_PATH", str(put(tmp_path / "for-vosk")))
    after = [find_model().source]
    small = fetched(put, SMALL)
    after.append(find_model().source)
    use_model("starter-en")
    after.append(find_model().source)
    monkeypatch.setenv("VOICECOACH_MODEL", str(put(tmp_path / "by-variable")))
    after.append(find_model().source)
    after.append(find_model(small).source)

    assert [
        ModelSource.VOSK,
        ModelSource.FETCHED,
        ModelSource.CHOSEN,
        ModelSource.VARIABLE,
        ModelSource.OPTION,
    ] == after


def test_the_largest_fetched_model_is_used(put):
    """Of two that passed, the larger hears better."""
    fetched(put, "one")
    larger = fetched(put, "two", more_bytes=100)

    assert larger == find_model().path


def test_a_fetched_model_that_was_not_checked_is_passed_over(put):
    """A folder that never passed, or changed since, is not trusted, and that is said."""
    put(models_folder() / "unchecked", more_bytes=100)
    passed = fetched(put, "checked")

    found = find_model()

    assert passed == found.path
    assert "unchecked is not used" in found.passed_over[0]
    assert "voicecoach models check unchecked" in found.passed_over[0]


def test_a_model_that_was_asked_for_must_work(put, tmp_path, monkeypatch):
    """A broken folder given by option or variable is an error, not a silent other model."""
    broken = put(tmp_path / "broken")
    (broken / "graph" / "Gr.fst").chmod(0o644)
    (broken / "graph" / "Gr.fst").write_bytes(b"half")

    with pytest.raises(ModelBroken):
        find_model(broken)
    with pytest.raises(ModelMissing):
        find_model(tmp_path / "gone")
    monkeypatch.setenv("VOICECOACH_MODEL", str(broken))
    with pytest.raises(ModelBroken):
        find_model()


def test_a_model_can_be_asked_for_by_its_name(put):
    """--model takes a name as well as a folder."""
    small = fetched(put, SMALL)

    assert small == find_model(Path(SMALL)).path
    assert "starter-en" == find_model(Path("starter-en")).name


def test_a_chosen_model_that_went_away_is_passed_over(put, tmp_path):
    """Just before a call, another model with a notice beats an error."""
    chosen = put(tmp_path / "chosen")
    use_model(str(chosen))
    shutil.rmtree(chosen)

    found = find_model()

    assert ModelSource.STARTER is found.source
    assert "chosen with 'voicecoach models use' is not used" in found.passed_over[0]


def test_vosk_s_variable_may_name_a_folder_of_models(put, tmp_path, monkeypatch):
    """As Vosk itself reads it; of several English models the largest."""
    put(tmp_path / "all" / "vosk-model-small-de-0.15", more_bytes=500)
    put(tmp_path / "all" / "vosk-model-small-en-us-0.15")
    larger = put(tmp_path / "all" / "vosk-model-en-us-0.22", more_bytes=100)
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path / "all"))

    assert (larger, ModelSource.VOSK) == (find_model().path, find_model().source)


def test_vosk_s_variable_may_name_nothing_useful(tmp_path, monkeypatch):
    """It is another program's variable: the starter is used, and the reason is said."""
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path / "gone"))

    found = find_model()

    assert ModelSource.STARTER is found.source
    assert "VOSK_MODEL_PATH" in found.passed_over[0]


def test_a_broken_model_is_not_chosen(put, tmp_path):
    """Choosing a folder that does not work changes nothing."""
    good = put(tmp_path / "good")
    use_model(str(good))

    with pytest.raises(ModelBroken):
        use_model(str(tmp_path))
    with pytest.raises(ModelMissing):
        use_model("no-such-model")
    with pytest.raises(ModelBroken, match=f"voicecoach models fetch {SMALL}"):
        use_model(SMALL)

    assert good == find_model().path


def test_a_choice_that_cannot_be_kept_is_told(home):
    """A data folder that cannot be written to."""
    home.write_text("a file")

    with pytest.raises(StoreError, match="VOICECOACH_HOME"):
        use_model("starter-en")


def test_a_garbled_choice_is_no_choice():
    """A file that a crash left half written does not matter."""
    models_folder().mkdir(parents=True)
    (models_folder() / "chosen.json").write_text('{"mod')

    assert ModelSource.STARTER is find_model().source


def test_the_list_says_which_is_in_use_and_what_can_be_fetched(put, tmp_path):
    """The one in use comes first and says why; known ones that are not here come last."""
    put(models_folder() / "broken-one")
    (models_folder() / "broken-one" / "am" / "final.mdl").unlink()
    fetched(put, "my-model")

    listed = list_models()

    assert ["my-model", "broken-one", "starter-en", *(m.name for m in KNOWN_MODELS)] == [
        listing.name for listing in listed
    ]
    assert [ModelSource.FETCHED, None, None, None, None] == [
        listing.in_use_because for listing in listed
    ]
    assert "it has no am/final.mdl" == listed[1].problem
    assert (None, 41_205_931) == (listed[3].path, listed[3].size_bytes)


def test_without_any_model_the_list_still_says_what_can_be_fetched(tmp_path, monkeypatch):
    """A checkout without the starter."""
    monkeypatch.setattr(acoustic_model, "starter_folder", lambda: tmp_path / "none")

    assert [known.name for known in KNOWN_MODELS] == [listing.name for listing in list_models()]
    with pytest.raises(ModelMissing, match="models list"):
        find_model()


def test_the_data_folder_is_its_owner_s_alone():
    """What is kept about models is readable by the learner only."""
    use_model("starter-en")

    assert 0o700 == models_folder().stat().st_mode & 0o777
    assert {"model": "starter-en"} == json.loads((models_folder() / "chosen.json").read_text())
