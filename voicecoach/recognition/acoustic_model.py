"""Which acoustic model is used, and why: finding, listing, choosing. Loads nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from voicecoach.errors import ModelBroken, ModelMissing, StoreError
from voicecoach.recognition.known_models import (
    KNOWN_MODELS,
    STARTER_NAME,
    KnownModel,
    known_model,
)
from voicecoach.recognition.model_check import (
    check_model,
    folder_bytes,
    has_passed,
    look_at_files,
)
from voicecoach.settings import data_folder, make_private_folder

MODEL_VARIABLE: Final = "VOICECOACH_MODEL"
VOSK_VARIABLE: Final = "VOSK_MODEL_PATH"
VOSK_NAMES: Final = "vosk-model*en*"
"""What English models are called in a folder that Vosk keeps them in."""


class ModelSource(StrEnum):
    """Why a model is used; the first of these that there is. The value says it in words."""

    OPTION = "given with --model"
    VARIABLE = "named by VOICECOACH_MODEL"
    CHOSEN = "chosen with 'voicecoach models use'"
    FETCHED = "the largest that was fetched and passed its check"
    VOSK = "named by VOSK_MODEL_PATH"
    STARTER = "comes with voicecoach"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcousticModel:
    """The model to be used."""

    name: str
    path: Path
    source: ModelSource
    size_bytes: int
    passed_over: tuple[str, ...] = ()
    """Why a model that would have come first is not used: sentences for the learner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelListing:
    """One line of ``models list``."""

    name: str
    path: Path | None
    """None while it is not on this machine."""

    size_bytes: int | None
    """On this machine; for one to be fetched, of its zip."""

    in_use_because: ModelSource | None
    """None when it is not the one in use."""

    problem: str
    """What its files are seen to lack; empty when nothing, or when it is not here."""

    known: KnownModel | None


def models_folder() -> Path:
    """Where fetched models live."""
    return data_folder() / "models"


def starter_folder() -> Path:
    """The model that comes along: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / STARTER_NAME
    return installed if installed.is_dir() else package.parent / "models" / STARTER_NAME


def folder_of(asked: Path) -> Path:
    """The folder of a model that is asked for by its folder or by its name; it may not be there."""
    if asked.exists() or len(asked.parts) > 1:
        return asked
    if str(asked) == STARTER_NAME:
        return starter_folder()
    fetched = models_folder() / asked
    return fetched if fetched.is_dir() or known_model(str(asked)) else asked


def find_model(wanted: Path | None = None) -> AcousticModel:
    """The model to use. ``wanted`` is what was given with --model: a folder, or a model's name.

    One that was asked for must work: raises ModelMissing, ModelBroken. One that was chosen or
    fetched and does not work any more is passed over. A model that never was checked is checked
    first, which takes about a second, once.
    """
    for asked, source in (
        (wanted, ModelSource.OPTION),
        (_path_in(MODEL_VARIABLE), ModelSource.VARIABLE),
    ):
        if asked:
            folder = folder_of(asked)
            _require(folder)
            return _model(folder, source)
    passed_over: list[str] = []
    for find, source in _FINDERS:
        folder_found = find(passed_over)
        if folder_found:
            return replace(_model(folder_found, source), passed_over=tuple(passed_over))
    starter = starter_folder()
    look_at_files(starter).raise_if_broken()
    return replace(_model(starter, ModelSource.STARTER), passed_over=tuple(passed_over))


def use_model(name: str) -> AcousticModel:
    """Keep to the model of that name, or in that folder, from now on.

    Raises ModelMissing, ModelBroken, StoreError; then all stays as it was.
    """
    folder = folder_of(Path(name))
    if not folder.exists() and known_model(name):
        raise ModelBroken(
            folder,
            "it is not on this machine yet",
            mend=f"Run 'voicecoach models fetch {name}' first.",
        )
    check_model(folder).raise_if_broken()
    # The starter by its name: its folder moves when voicecoach is updated.
    kept = STARTER_NAME if folder == starter_folder() else str(folder.resolve())
    try:
        make_private_folder(models_folder())
        _chosen_file().write_text(json.dumps({"model": kept}), encoding="utf-8")
    except OSError as problem:
        raise StoreError(models_folder(), problem.strerror or str(problem)) from problem
    return _model(folder, ModelSource.CHOSEN)


def list_models(wanted: Path | None = None) -> tuple[ModelListing, ...]:
    """All that are here or can be fetched, the one in use first.

    Raises ModelMissing, ModelBroken for one that was asked for and does not work.
    """
    used = _used(wanted)
    in_use = [used.path] if used else []
    folders = dict.fromkeys((*in_use, *_fetched_folders(), *_others(), starter_folder()))
    here = [_listing(folder, used) for folder in folders if folder.is_dir()]
    names = {listing.name for listing in here}
    return (*here, *(_to_fetch(known) for known in KNOWN_MODELS if known.name not in names))


def _used(wanted: Path | None) -> AcousticModel | None:
    """None where there is no model at all: the list must still say what can be fetched."""
    try:
        return find_model(wanted)
    except ModelMissing:
        if wanted or _path_in(MODEL_VARIABLE):
            raise
        return None


def _require(folder: Path) -> None:
    """It works, or an error that says why not."""
    looked = look_at_files(folder)
    looked.raise_if_broken()
    if not has_passed(folder) and folder != starter_folder():
        check_model(folder).raise_if_broken()


def _works(folder: Path, source: ModelSource, passed_over: list[str]) -> bool:
    try:
        _require(folder)
    except (ModelBroken, ModelMissing) as problem:
        passed_over.append(f"The model {source.value} is not used. {problem}")
        return False
    return True


def _chosen(passed_over: list[str]) -> Path | None:
    try:
        kept = json.loads(_chosen_file().read_text(encoding="utf-8"))["model"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    folder = folder_of(Path(str(kept)))
    return folder if _works(folder, ModelSource.CHOSEN, passed_over) else None


def _largest_fetched(passed_over: list[str]) -> Path | None:
    for folder in _fetched_folders():
        if has_passed(folder):
            return folder
        passed_over.append(
            f"{folder.name} is not used: it has changed since it was checked. "
            f"Run 'voicecoach models check {folder.name}'."
        )
    return None


def _named_for_vosk(passed_over: list[str]) -> Path | None:
    return next((f for f in _others() if _works(f, ModelSource.VOSK, passed_over)), None)


_FINDERS: Final[tuple[tuple[Callable[[list[str]], Path | None], ModelSource], ...]] = (
    (_chosen, ModelSource.CHOSEN),
    (_largest_fetched, ModelSource.FETCHED),
    (_named_for_vosk, ModelSource.VOSK),
)


def _fetched_folders() -> list[Path]:
    """Whatever is unpacked in our folder, the largest first."""
    if not models_folder().is_dir():
        return []
    folders = [f for f in models_folder().iterdir() if f.is_dir() and not f.name.startswith(".")]
    return sorted(folders, key=folder_bytes, reverse=True)


def _others() -> list[Path]:
    """Vosk's variable names a model, or a folder of models: the largest first."""
    named = _path_in(VOSK_VARIABLE)
    if named is None:
        return []
    if look_at_files(named).is_good or not named.is_dir():
        return [named]
    return sorted(named.glob(VOSK_NAMES), key=folder_bytes, reverse=True) or [named]


def _path_in(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value).expanduser() if value else None


def _chosen_file() -> Path:
    return models_folder() / "chosen.json"


def _model(folder: Path, source: ModelSource) -> AcousticModel:
    return AcousticModel(
        name=folder.resolve().name, path=folder, source=source, size_bytes=folder_bytes(folder)
    )


def _listing(folder: Path, used: AcousticModel | None) -> ModelListing:
    looked = look_at_files(folder)
    return ModelListing(
        name=folder.resolve().name,
        path=folder,
        size_bytes=folder_bytes(folder),
        in_use_because=used.source if used and folder == used.path else None,
        problem=looked.problem,
        known=known_model(folder.resolve().name),
    )


def _to_fetch(known: KnownModel) -> ModelListing:
    return ModelListing(
        name=known.name,
        path=None,
        size_bytes=known.zip_bytes or known.about_megabytes * 1_000_000,
        in_use_because=None,
        problem="",
        known=known,
    )
