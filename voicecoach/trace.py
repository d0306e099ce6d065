"""The trace: every event and action with its time, as JSON lines. The only log of what was said."""

import json
from dataclasses import fields, is_dataclass
from typing import Any, TextIO

from voicecoach.session.actions import Action
from voicecoach.session.events import Event


class Trace:
    """Writes to a stream it was given; without one, nothing."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def note(self, thing: Event | Action, *, at_seconds: float, stream_seconds: float) -> None:
        """Write one line, complete even if the program is killed right after."""
        if self._stream is None:
            return
        kind = "event" if isinstance(thing, Event) else "action"
        line = {
            "at_seconds": round(at_seconds, 4),
            "stream_seconds": round(stream_seconds, 3),
            "kind": kind,
            "name": type(thing).__name__,
        }
        line |= {key: value for key, value in _plain(thing).items() if key not in line}
        self._stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._stream.flush()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    return value
