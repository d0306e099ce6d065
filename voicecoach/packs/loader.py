"""A TOML file becomes a Pack, or a PackInvalid that says where it does not hold together."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from voicecoach.assessment import Mood, Reaction
from voicecoach.coaching.context import Context
from voicecoach.coaching.incomplete import Incomplete
from voicecoach.coaching.template import TemplateInvalid, parse, slots_in
from voicecoach.errors import PackInvalid, PackMissing
from voicecoach.packs.pack import (
    ClosingAdvice,
    CorePart,
    Drill,
    Gravity,
    LabelPatterns,
    LabelWeights,
    Move,
    Pack,
    Pitfall,
    Prompt,
    ReplyPatterns,
    ReplyTrait,
)

OWN_FOLDER: Final = Path(__file__).parent
DEFAULT_PACK: Final = "job_interview"

Entry = TypeVar("Entry")


class _Problem(ValueError):
    """Something wrong in the file, told without the path."""


def list_packs(user_folder: Path | None = None) -> tuple[str, ...]:
    """The names of all packs: our own, then the user's."""
    folders = (OWN_FOLDER, *((user_folder,) if user_folder else ()))
    names = [path.stem for folder in folders for path in sorted(folder.glob("*.toml"))]
    return tuple(dict.fromkeys(names))


def load_pack(name_or_path: str | Path = DEFAULT_PACK, user_folder: Path | None = None) -> Pack:
    """The pack of that name, or in that file; a user's pack wins over ours of the same name.

    Raises PackMissing, PackInvalid.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        folders = (*((user_folder,) if user_folder else ()), OWN_FOLDER)
        found = [folder / f"{name_or_path}.toml" for folder in folders]
        path = next((one for one in found if one.is_file()), path)
    if not path.is_file():
        raise PackMissing(str(name_or_path), list_packs(user_folder))
    return _load(path.resolve(), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int) -> Pack:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return pack_from(data, _weights_beside(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise PackInvalid(path, str(problem)) from problem
    except _Problem as problem:
        raise PackInvalid(path, str(problem)) from None


def pack_from(data: Mapping[str, Any], weights: Mapping[str, LabelWeights]) -> Pack:
    """The pack that parsed TOML describes. Raises ValueError with the place and the slip."""
    head = data.get("pack", {})
    if "id" not in head:
        raise _Problem("[pack] needs an id")
    pack = Pack(
        id=_text(head, "id", "[pack]"),
        title=_text(head, "title", "[pack]") or _text(head, "id", "[pack]"),
        about=_text(head, "about", "[pack]"),
        source=_text(head, "source", "[pack]"),
        opening=_text(head, "opening", "[pack]"),
        lists=_frozen_lists(data.get("lists", {}), "[lists]"),
        core=tuple(_entries(CorePart, data.get("core", ()), "core")),
        moves=tuple(_entries(Move, data.get("move", ()), "move")),
        pitfalls=tuple(_entries(Pitfall, data.get("pitfall", ()), "pitfall")),
        drills=tuple(_entries(Drill, data.get("drill", ()), "drill")),
        prompts=tuple(_entries(Prompt, data.get("prompt", ()), "prompt")),
        reactions=tuple(_entries(Reaction, data.get("reaction", ()), "reaction")),
        reply_traits=tuple(_entries(ReplyPatterns, data.get("reply", ()), "reply")),
        closers=_frozen_lists(data.get("closers", {}), "[closers]"),
        slot_defaults=MappingProxyType(dict(data.get("slot_defaults", {}))),
        weak_endings=tuple(data.get("endings", {}).get("weak", ())),
        after_question=tuple(data.get("endings", {}).get("after_question", ())),
        sign_offs=tuple(data.get("endings", {}).get("sign_offs", ())),
        strong_version=_text(head, "strong_version", "[pack]"),
        weak_version=_text(head, "weak_version", "[pack]"),
        advice=tuple(_entries(ClosingAdvice, data.get("advice", ()), "advice")),
        weights=MappingProxyType(dict(weights)),
    )
    _check(pack)
    return pack


def _weights_beside(path: Path) -> Mapping[str, LabelWeights]:
    """Learned weights, when training has put some next to the pack."""
    file = path.with_suffix(".weights.json")
    if not file.is_file():
        return {}
    try:
        learned = json.loads(file.read_text("utf-8"))["labels"]
        return {
            label: LabelWeights(
                bias=float(one["bias"]),
                by_pattern=MappingProxyType({p: float(w) for p, w in one["patterns"].items()}),
                incomplete=MappingProxyType(_incomplete(one.get("incomplete", {}))),
            )
            for label, one in learned.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise PackInvalid(file, f"the weights cannot be read ({problem})") from problem


def _incomplete(told: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {
        pattern: {Incomplete.told(pattern, lost).lost: float(w) for lost, w in losses.items()}
        for pattern, losses in told.items()
    }


def _entries(kind: type[Entry], rows: Iterable[Mapping[str, Any]], where: str) -> Iterable[Entry]:
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    for number, row in enumerate(rows, start=1):
        place = f"[[{where}]] {row.get('id', number)}"
        strangers = sorted(set(row) - set(known))
        if strangers:
            raise _Problem(f"{place}: there is no {strangers[0]!r}; there is {', '.join(known)}")
        given = dict(row)
        for key, value in given.items():
            wants_list = str(known[key].type).startswith("tuple")
            if wants_list != isinstance(value, list):
                raise _Problem(f"{place}: {key} must be {'a list' if wants_list else 'a text'}")
            if wants_list and not all(isinstance(one, str) for one in value):
                raise _Problem(f"{place}: {key} must be a list of texts")
            if wants_list:
                given[key] = tuple(value)
        try:
            yield kind(**given)
        except TypeError as problem:
            slip = str(problem).partition("() ")[2]
            raise _Problem(f"{place}: {slip}") from None


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise _Problem(f"{where}: {key} must be a text")
    return value


def _frozen_lists(table: Mapping[str, Any], where: str) -> Mapping[str, tuple[str, ...]]:
    for key, value in table.items():
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _Problem(f"{where}: {key} must be a list of texts")
    return MappingProxyType({key: tuple(value) for key, value in table.items()})


def _check(pack: Pack) -> None:
    """Ids are unique, core labels exist, every pattern can be read."""
    labels = pack.labels
    if not labels:
        raise _Problem("it has no [[move]] and no [[pitfall]]")
    doubles = sorted({label for label in labels if labels.count(label) > 1})
    if doubles:
        raise _Problem(f"the id {doubles[0]!r} is given twice")
    _check_core(pack)
    for entry in (*pack.moves, *pack.pitfalls, *pack.reply_traits):
        _check_entry(entry, pack)
    for name, words in pack.lists.items():
        for word in words:
            _readable(word, f"[lists] {name}", pack)
    _check_second_turn(pack)


def _check_core(pack: Pack) -> None:
    move_ids = {move.id for move in pack.moves}
    for part in pack.core:
        for label in part.labels:
            if label not in move_ids:
                raise _Problem(f"[[core]] {part.id}: there is no move {label!r}")
    part_ids = [part.id for part in pack.core]
    for drill in pack.drills:
        if drill.id not in part_ids:
            raise _Problem(f"[[drill]] {drill.id}: there is no [[core]] of that id")


def _check_second_turn(pack: Pack) -> None:
    for trait in pack.reply_traits:
        if trait.id not in tuple(ReplyTrait):
            raise _Problem(f"[[reply]] {trait.id}: a reply has {', '.join(ReplyTrait)}")
    for reaction in pack.reactions:
        if reaction.mood not in tuple(Mood):
            raise _Problem(f"[[reaction]] mood knows {', '.join(Mood)}, not {reaction.mood!r}")


def _check_entry(entry: LabelPatterns, pack: Pack) -> None:
    for name in entry.turned_by:
        if name not in tuple(Context):
            raise _Problem(f"{entry.id}: turned_by knows {', '.join(Context)}, not {name!r}")
    if isinstance(entry, Pitfall) and entry.gravity not in tuple(Gravity):
        raise _Problem(f"{entry.id}: gravity knows {', '.join(Gravity)}, not {entry.gravity!r}")
    if not entry.patterns:
        raise _Problem(f"{entry.id}: it has no patterns")
    for kind in ("patterns", "hints", "guards"):
        for template in getattr(entry, kind):
            _readable(template, f"{entry.id}, {kind}", pack)


def _readable(template: str, where: str, pack: Pack) -> None:
    try:
        parse(template)
    except TemplateInvalid as problem:
        raise _Problem(f"{where}: {template!r}: {problem}") from None
    for name in sorted(slots_in(template) - set(pack.lists)):
        raise _Problem(f"{where}: {template!r}: there is no list {name!r}")
