import json
from pathlib import Path

import pytest

from voicecoach.errors import PackInvalid, PackMissing
from voicecoach.packs.loader import list_packs, load_pack

SMALL = """
[pack]
id = "leaving"
[[move]]
id = "goodbye"
name = "said goodbye"
patterns = ["goodbye [for now]"]
"""


def written(folder: Path, text: str, name: str = "leaving") -> Path:
    """A pack file of that text."""
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def test_our_own_pack_is_found_by_name():
    """The job interview comes with the package."""
    assert "job_interview" in list_packs()
    assert "job_interview" == load_pack().id


def test_a_users_pack_is_found_and_wins(tmp_path: Path):
    """A file in the user's folder is a pack; of the same name, it takes ours' place."""
    written(tmp_path, SMALL)
    written(tmp_path, SMALL, "job_interview")

    assert "leaving" in list_packs(tmp_path)
    assert "leaving" == load_pack("job_interview", tmp_path).id


def test_a_pack_can_be_named_by_its_file(tmp_path: Path):
    """A path is as good as a name."""
    assert ("goodbye",) == load_pack(written(tmp_path, SMALL)).labels


def test_an_unknown_name_is_told_with_the_known_ones():
    """And what there is."""
    with pytest.raises(PackMissing, match="job_interview"):
        load_pack("pub_quiz")


def test_a_changed_file_is_read_again(tmp_path: Path):
    """An author sees at once what an edit does."""
    file = written(tmp_path, SMALL)
    load_pack(file)
    written(tmp_path, SMALL.replace("goodbye", "farewell"))

    assert ("farewell",) == load_pack(file).labels


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("", "needs an id"),
        ("[pack]\nid = 'x'", "no .*move"),
        ("[pack\nid = 1", "line 1|Expected"),
        (SMALL.replace('"goodbye [for now]"', '"goodbye [for now"'), "not closed"),
        (SMALL.replace('"goodbye [for now]"', '"bye {name}"'), "no list 'name'"),
        (SMALL.replace('["goodbye [for now]"]', '"goodbye"'), "must be a list"),
        (SMALL.replace('name = "said goodbye"', "name = ['x']"), "must be a text"),
        (SMALL.replace('patterns = ["goodbye [for now]"]', ""), "patterns"),
        (SMALL.replace('patterns = ["goodbye [for now]"]', "patterns = []"), "no patterns"),
        (SMALL.replace('patterns = ["goodbye [for now]"]', "patterns = [3]"), "texts"),
        (SMALL + SMALL.partition("[[move]]")[1] + SMALL.partition("[[move]]")[2], "twice"),
        (SMALL + '[[core]]\nid = "x"\ntitle = "x"\nlabels = ["thanks"]', "no move 'thanks'"),
        (SMALL + 'hearz = ["bye"]', "hearz"),
        (SMALL + '[[drill]]\nid = "bye"\nprompt = "x"\nstrong = "x"', "no .*core.* of that id"),
        (SMALL + '[[drill]]\nid = "bye"\nprompt = "x"', "strong"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, slip: str, told: str):
    """The file, what is wrong, and where."""
    with pytest.raises(PackInvalid, match=told):
        load_pack(written(tmp_path, slip))


def test_weights_that_cannot_be_read_are_told(tmp_path: Path):
    """Half a file of weights is not quietly ignored."""
    file = written(tmp_path, SMALL)
    (tmp_path / "leaving.weights.json").write_text("{", "utf-8")

    with pytest.raises(PackInvalid, match="weights"):
        load_pack(file)


def test_a_loss_that_its_pattern_cannot_have_is_told(tmp_path: Path):
    """Weights edited by hand: the pattern has no tenth part."""
    file = written(tmp_path, SMALL)
    learned = {"bias": -3, "patterns": {}, "incomplete": {"goodbye [for now]": {"without 9": 1}}}
    (tmp_path / "leaving.weights.json").write_text(json.dumps({"labels": {"goodbye": learned}}))

    with pytest.raises(PackInvalid, match="without 9"):
        load_pack(file)
