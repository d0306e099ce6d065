"""Is a folder a working acoustic model? Files first, then Vosk itself in a child process."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicecoach.errors import ModelBroken, ModelMissing
from voicecoach.settings import data_folder, make_private_folder

PROBE_SECONDS: Final = 180.0
"""The largest English model (1.8 GB) loads in well under a minute."""

VOSK_ERROR: Final = "ERROR (VoskAPI:"
LISTED_MOST: Final = 3
ENGLISH_WORDS: Final = frozenset(("thank", "you", "next", "questions"))

GRAPHS: Final = (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int"))
"""Either one static graph, or two that are joined while decoding."""

FEATURES: Final = ("conf/mfcc.conf", "conf/fbank.conf")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCheck:
    """What a look at a model folder brought to light."""

    folder: Path
    problem: str = ""
    """Empty when it works."""

    mend: str = ""
    size_bytes: int = 0
    load_seconds: float | None = None
    """How long Vosk took to load it in the child process."""

    unknown_words: tuple[str, ...] = ()
    """Of the words that a closing and its commands need: these can never be heard."""

    has_exact_times: bool = True
    """False without phones/word_boundary.int: word times are then approximate."""

    @property
    def is_good(self) -> bool:
        """It can be used."""
        return not self.problem

    def raise_if_broken(self) -> None:
        """Raises ModelMissing, ModelBroken."""
        if not self.folder.exists():
            raise ModelMissing(self.folder)
        if self.problem:
            raise ModelBroken(self.folder, self.problem, mend=self.mend)


def check_model(folder: Path) -> ModelCheck:
    """The whole check; takes about a second. A model that passes is remembered to have."""
    looked = look_at_files(folder)
    if not looked.is_good:
        return looked
    checked = _probe(looked)
    if checked.is_good:
        _remember(folder)
    return checked


def look_at_files(folder: Path) -> ModelCheck:
    """What the files alone tell; takes no time."""
    problem, mend = _problem_in(folder)
    return ModelCheck(
        folder=folder,
        problem=problem,
        mend=mend,
        size_bytes=0 if problem else folder_bytes(folder),
        has_exact_times=(folder / "graph/phones/word_boundary.int").is_file(),
    )


def folder_bytes(folder: Path) -> int:
    """What all its files take together."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def has_passed(folder: Path) -> bool:
    """It passed the whole check, and no file of it has changed since."""
    return _passed().get(str(folder.resolve())) == _fingerprint(folder)


def _problem_in(folder: Path) -> tuple[str, str]:
    """What is wrong, and how to mend it; both empty when the files look right."""
    if folder.suffix == ".zip" and folder.is_file():
        return "it is still zipped", f"Unzip {folder} and give the folder that comes out."
    if not folder.is_dir():
        return ("it is a file, not a folder" if folder.exists() else "there is nothing there"), ""
    if not (folder / "am/final.mdl").is_file():
        return _misplaced(folder)
    damage = _damage_of(folder)
    return damage, "Unpack or fetch it again." if damage else ""


def _damage_of(folder: Path) -> str:
    """What is missing, empty or cut short; empty when nothing is."""
    absent = _absent_from(folder)
    if absent:
        return f"it has no {' and no '.join(absent[:LISTED_MOST])}"
    for name in ("am/final.mdl", "conf/model.conf", *_graph_of(folder)):
        if not (folder / name).stat().st_size:
            return f"{name} is empty"
    if not _is_whole_word_list(folder / "graph/words.txt"):
        return "graph/words.txt is cut short"
    return ""


def _misplaced(folder: Path) -> tuple[str, str]:
    """There is no acoustic model here: perhaps it is near."""
    deeper = sorted(folder.glob("*/am/final.mdl"))
    if deeper:
        inner = deeper[0].parents[1]
        return "the model is one folder deeper", f"Give {inner} instead."
    if folder.name in {"am", "conf", "graph"} and (folder.parent / "am/final.mdl").is_file():
        return "it is a part of a model", f"Give {folder.parent} instead."
    zipped = sorted(folder.glob("*.zip"))
    if zipped:
        return "the model in it is still zipped", f"Unzip {zipped[0]} and give what comes out."
    return "it has no am/final.mdl", ""


def _absent_from(folder: Path) -> list[str]:
    absent = [] if (folder / "conf/model.conf").is_file() else ["conf/model.conf"]
    if not any((folder / name).is_file() for name in FEATURES):
        absent.append(FEATURES[0])
    absent += [name for name in _graph_of(folder) if not (folder / name).is_file()]
    return absent


def _graph_of(folder: Path) -> tuple[str, ...]:
    """The files of the kind of graph that it has, or began to have."""
    static, joined = GRAPHS
    return joined if any((folder / name).is_file() for name in joined[:2]) else static


def _is_whole_word_list(path: Path) -> bool:
    """Words are numbered without a gap and the last line is ended; some models have no list."""
    if not path.is_file():
        return True
    text = path.read_text(encoding="utf-8", errors="replace")
    numbers = [line.rpartition(" ")[2] for line in text.splitlines()]
    whole = sorted(map(int, filter(str.isdecimal, numbers))) == list(range(len(numbers)))
    return bool(numbers) and text.endswith("\n") and whole


def _probe(looked: ModelCheck) -> ModelCheck:
    """Load and decode, where a crash does no harm."""
    package = Path(__file__).parents[2]
    paths = os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "voicecoach.recognition.model_probe", str(looked.folder)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            env=os.environ | {"PYTHONPATH": paths},
            timeout=PROBE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return _broken(looked, f"Vosk has not loaded it in {PROBE_SECONDS:.0f} s")
    if done.returncode:
        return _broken(looked, _reason_from(done))
    told = json.loads(done.stdout.splitlines()[-1])
    unknown = tuple(told["unknown_words"])
    if set(unknown) >= ENGLISH_WORDS:
        return _broken(looked, "it knows none of the words of an English closing")
    return ModelCheck(
        folder=looked.folder,
        size_bytes=looked.size_bytes,
        has_exact_times=looked.has_exact_times,
        load_seconds=told["load_seconds"],
        unknown_words=unknown,
    )


def _broken(looked: ModelCheck, problem: str) -> ModelCheck:
    return ModelCheck(folder=looked.folder, problem=problem, size_bytes=looked.size_bytes)


def _reason_from(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first thing that Vosk complained of, else how its process ended."""
    lines = done.stderr.decode(errors="replace").splitlines()
    complaints = [line for line in lines if line.startswith(VOSK_ERROR)]
    if complaints:
        return f"Vosk says: {complaints[0].partition(') ')[2].strip().rstrip('.')}"
    if done.returncode < 0:
        return f"Vosk crashes on it ({signal.Signals(-done.returncode).name})"
    return "Vosk cannot load it"


def _fingerprint(folder: Path) -> str:
    """Changes when any file of the model does."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    facts = [(str(f.relative_to(folder)), f.stat().st_size, f.stat().st_mtime_ns) for f in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _passed_file() -> Path:
    return data_folder() / "models" / "passed.json"


def _passed() -> dict[str, str]:
    """Folders that passed, with their fingerprints then; empty when nothing can be read."""
    try:
        passed = json.loads(_passed_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return passed if isinstance(passed, dict) else {}


def _remember(folder: Path) -> None:
    """Where nothing can be written, the check is simply made again next time."""
    passed = _passed() | {str(folder.resolve()): _fingerprint(folder)}
    still_there = {place: print_ for place, print_ in passed.items() if Path(place).is_dir()}
    file = _passed_file()
    try:
        make_private_folder(file.parent)
        file.write_text(json.dumps(still_there, indent=1), encoding="utf-8")
    except OSError:
        return
