"""An attempt as JSON that people can read, and back; exact both ways."""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from voicecoach.assessment import Attempt


class UnreadableAttempt(Exception):
    """The JSON does not hold an attempt."""


def json_from(attempt: Attempt) -> str:
    """The attempt without its id, which is the store's."""
    record = _plain(attempt)
    del record["id"]
    text = json.dumps(record, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character, typed or piped in: only escapes can hold it
        text = json.dumps(record)
    return text


def attempt_from(text: str, *, attempt_id: int | None = None) -> Attempt:
    """The attempt that the JSON holds.

    Keys that are not known are passed over, and keys that are missing take the field's default:
    a version with one field more or less can read it. Raises UnreadableAttempt.
    """
    try:
        record = json.loads(text)
        return _built(Attempt, {**record, "id": attempt_id})  # type: ignore[no-any-return]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableAttempt(f"{type(error).__name__}: {error}") from error


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _built(kind: Any, value: Any) -> Any:
    """The value that a field of this type holds; the annotations are the format."""
    if get_origin(kind) in (Union, UnionType):
        if value is None:
            return None
        (kind,) = (choice for choice in get_args(kind) if choice is not NoneType)
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        known = _shape(kind)
        missing = [
            name for name, (_, is_needed) in known.items() if is_needed and name not in value
        ]
        if missing:
            raise KeyError(*missing)
        return kind(
            **{name: _built(known[name][0], value[name]) for name in known if name in value}
        )
    if kind is datetime:
        return datetime.fromisoformat(value)
    if not isinstance(value, (int, float) if kind is float else kind):
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value


@cache
def _shape(kind: type) -> dict[str, tuple[Any, bool]]:
    """Each field's name with its type, and whether it has to be there."""
    hints = get_type_hints(kind)
    return {
        field.name: (
            hints[field.name],
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(kind)
    }
