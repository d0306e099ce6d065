"""What is shipped is what the builder made, and the builder is the one that made it."""

import json
from pathlib import Path

import pytest

pytest.importorskip("numpy")

from starter_model import manifest

MODEL = Path(__file__).resolve().parents[2] / "models" / "starter-en"
LARGEST_BYTES = 20_000_000


def test_the_shipped_model_is_what_the_manifest_says():
    """Every shipped file, and every source file of the builder, has the checksum listed."""
    assert [] == manifest.differences(MODEL)


def test_the_shipped_model_is_small():
    """Everything that goes into the package stays under 20 MB."""
    sizes = [path.stat().st_size for path in MODEL.rglob("*") if path.is_file()]

    assert sum(sizes) < LARGEST_BYTES


def test_a_changed_file_is_found(tmp_path):
    """A model of which one file was touched, and one added, is told apart."""
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"weights")
    listed = manifest.checksums(manifest.model_files(tmp_path), tmp_path)
    (tmp_path / manifest.FILE).write_text(json.dumps({"files": listed, "builder": {}}))
    (tmp_path / "am" / "final.mdl").write_bytes(b"other weights")
    (tmp_path / "extra").touch()

    assert ["am/final.mdl", "extra"] == manifest.differences(tmp_path)


def test_the_model_knows_commands_and_fillers():
    """The words a learner needs from the first minute on are in the vocabulary."""
    known = {line.split()[0] for line in (MODEL / "graph" / "words.txt").read_text().splitlines()}
    needed = "um uh er erm hmm again repeat strong weak version slower faster louder quieter next"
    needed += " skip help pause stop yes no okay ok save keep start over model try quit don't i'm"

    assert set() == set(needed.split()) - known


def test_no_test_voice_is_a_training_voice():
    """Joe and rms are heard in tests only."""
    synthesis = (manifest.PACKAGE / "synthesis.py").read_text()

    assert 'setting="rms"' not in synthesis
    assert "piper" not in synthesis.replace("Piper's joe", "")


def test_the_packages_to_install_are_listed_in_one_place() -> None:
    """What the builder needs of Debian is what scripts/system-packages.txt says it needs."""
    from starter_model import sources

    from tests.sound_rig import system_packages

    assert {package.name for package in sources.TOOLS} == set(system_packages("build"))
