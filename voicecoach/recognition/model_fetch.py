"""Fetching an acoustic model: the only thing that goes over the network, and only when asked.

By requests, which vosk needs anyway and which brings its own certificates (urllib has none on
some Macs). Nothing that is in use is touched before the new model has been fetched whole, has
its checksum and has passed the check.
"""

from __future__ import annotations

import hashlib
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

import requests

from voicecoach.errors import ModelFetchFailed
from voicecoach.recognition.acoustic_model import (
    AcousticModel,
    ModelSource,
    models_folder,
)
from voicecoach.recognition.known_models import KNOWN_MODELS, KnownModel, known_model
from voicecoach.recognition.model_check import check_model, folder_bytes, has_passed
from voicecoach.settings import make_private_folder

OnProgress = Callable[[int, int | None], None]
"""Takes the bytes that are here, and all that there will be, where that is known."""

CHUNK_BYTES: Final = 1 << 16
CONNECT_SECONDS: Final = 10.0
STALLED_SECONDS: Final = 30.0
PARTIAL: Final = 206
NOT_SATISFIABLE: Final = 416

UNPACKED_MOST: Final = 8
"""Times the zip: models unpack to about twice their zip, bombs to thousands of times."""

ROOM_NEEDED: Final = 4
"""Times the zip: itself, what comes out of it, and some air."""


def fetch_model(name: str, on_progress: OnProgress) -> AcousticModel:
    """A model from its maker, checked. One that is here and works is not fetched again.

    Raises ModelFetchFailed; what came so far is kept, and the next try goes on from there.
    """
    known = known_model(name)
    if known is None:
        names = ", ".join(model.name for model in KNOWN_MODELS)
        raise ModelFetchFailed(name, f"no model of that name is known (there is {names})")
    return fetch_known(known, on_progress)


def fetch_known(known: KnownModel, on_progress: OnProgress) -> AcousticModel:
    """The same, by its facts."""
    target = models_folder() / known.name
    if not (target.is_dir() and has_passed(target)):
        with _told(known.name):
            folder = make_private_folder(models_folder())
            _require_room(known, folder)
            zipped = folder / f".{known.name}.zip.part"
            _download(known, zipped, on_progress)
            _require_checksum(known, zipped)
            _install(known, zipped, target)
            zipped.unlink()
    return AcousticModel(
        name=known.name,
        path=target,
        source=ModelSource.FETCHED,
        size_bytes=folder_bytes(target),
    )


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Whatever the network and the disk say, in our words."""
    try:
        yield
    except requests.Timeout as slow:
        raise ModelFetchFailed(name, "the connection stands still") from slow
    except requests.HTTPError as refused:
        raise ModelFetchFailed(name, f"the server answers {refused}") from refused
    except requests.RequestException as broken:
        raise ModelFetchFailed(name, "there is no connection, or it broke off") from broken
    except OSError as problem:
        raise ModelFetchFailed(name, problem.strerror or str(problem)) from problem


def _require_room(known: KnownModel, folder: Path) -> None:
    needed_bytes = ROOM_NEEDED * (known.zip_bytes or known.about_megabytes * 1_000_000)
    if shutil.disk_usage(folder).free < needed_bytes:
        raise ModelFetchFailed(known.name, f"it needs {needed_bytes / 1e6:.0f} MB of free disk")


def _download(known: KnownModel, zipped: Path, on_progress: OnProgress) -> None:
    """To the end, going on from what an earlier try left."""
    here_bytes = zipped.stat().st_size if zipped.exists() else 0
    if here_bytes and here_bytes == known.zip_bytes:
        return
    headers = {"Accept-Encoding": "identity"}
    if here_bytes:
        headers["Range"] = f"bytes={here_bytes}-"
    with requests.get(
        known.url, headers=headers, stream=True, timeout=(CONNECT_SECONDS, STALLED_SECONDS)
    ) as answer:
        if here_bytes and answer.status_code == NOT_SATISFIABLE:
            return  # it was whole already
        answer.raise_for_status()
        if answer.status_code != PARTIAL:
            here_bytes = 0
        length = answer.headers.get("Content-Length", "")
        all_bytes = here_bytes + int(length) if length.isdecimal() else known.zip_bytes
        with zipped.open("ab" if here_bytes else "wb") as file:
            for chunk in answer.iter_content(CHUNK_BYTES):
                file.write(chunk)
                here_bytes += len(chunk)
                on_progress(here_bytes, all_bytes)
    whole_bytes = known.zip_bytes or all_bytes
    if whole_bytes is not None and here_bytes < whole_bytes:
        raise ModelFetchFailed(known.name, f"only {here_bytes} of {whole_bytes} bytes came")


def _require_checksum(known: KnownModel, zipped: Path) -> None:
    with zipped.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != known.sha256:
        zipped.unlink()  # nothing to go on from
        raise ModelFetchFailed(
            known.name, f"its checksum is wrong ({found[:12]}… instead of {known.sha256[:12]}…)"
        )


def _install(known: KnownModel, zipped: Path, target: Path) -> None:
    """Unpack aside, check, and only then put it in its place, in one step."""
    aside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=target.parent))
    try:
        _unpack(known.name, zipped, aside / "new")
        model = _model_folder_in(aside / "new")
        checked = check_model(model)
        if not checked.is_good:
            raise ModelFetchFailed(known.name, f"what came does not work: {checked.problem}")
        if target.exists():
            target.rename(aside / "old")
        model.rename(target)
        check_model(target)  # remembered under the name that it has now
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _unpack(name: str, zipped: Path, folder: Path) -> None:
    """Files and folders only, none outside the folder, no more than a model can be."""
    try:
        with zipfile.ZipFile(zipped) as archive:
            entries = archive.infolist()
            if sum(e.file_size for e in entries) > UNPACKED_MOST * zipped.stat().st_size:
                raise ModelFetchFailed(name, "it would unpack to far more than a model is")
            for entry in entries:
                if not _is_harmless(entry):
                    raise ModelFetchFailed(name, f"its zip holds {entry.filename!r}, out of place")
            archive.extractall(folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as broken:
        raise ModelFetchFailed(name, "its zip is broken") from broken


def _is_harmless(entry: zipfile.ZipInfo) -> bool:
    """Not a link, not an absolute path, nowhere up."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return not (is_link or path.is_absolute() or ".." in path.parts or ":" in entry.filename)


def _model_folder_in(unpacked: Path) -> Path:
    """Makers put a model into one folder of its name; some do not."""
    deeper = sorted(unpacked.glob("*/am/final.mdl"))
    return deeper[0].parents[1] if deeper else unpacked
