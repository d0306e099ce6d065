"""The trace: one line for everything that happened, complete, and its owner's alone."""

from __future__ import annotations

import io
import json
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from voicecoach.composition.showing import private_text_file
from voicecoach.errors import SettingsInvalid
from voicecoach.session import actions, events
from voicecoach.session.actions import Action
from voicecoach.session.commands import Command
from voicecoach.session.events import Event
from voicecoach.trace import Trace
from voicecoach.transcript import Utterance, Word

OWN_KEYS = ["at_seconds", "stream_seconds", "kind", "name"]


def noted(thing: Event | Action) -> dict[str, object]:
    """The line that a thing leaves."""
    stream = io.StringIO()
    Trace(stream).note(thing, at_seconds=12.345678, stream_seconds=3.21)
    (line,) = stream.getvalue().splitlines()
    return json.loads(line)


def test_an_event_is_a_line_with_its_times_and_fields() -> None:
    """Kind and name first; then what it holds."""
    line = noted(events.CommandHeard(command=Command.AGAIN, source=events.CommandSource.VOICE))

    assert {
        "at_seconds": 12.3457,
        "stream_seconds": 3.21,
        "kind": "event",
        "name": "CommandHeard",
        "command": Command.AGAIN.value,
        "source": "voice",
    } == line
    assert OWN_KEYS == list(line)[:4]


def test_an_action_says_so() -> None:
    """What is to be done is told from what has happened."""
    line = noted(actions.Say(lines=("Any questions?", "None?"), part=actions.Part.PROMPT))

    assert ("action", "Say", ["Any questions?", "None?"], "prompt") == (
        line["kind"],
        line["name"],
        line["lines"],
        line["part"],
    )


def test_words_within_words_are_told_to_the_last_field() -> None:
    """An utterance holds words, which hold times."""
    word = Word(text="grüße", start_seconds=0.5, end_seconds=0.9)
    line = noted(events.UtteranceHeard(utterance=Utterance(words=(word,))))

    assert [
        {"text": "grüße", "start_seconds": 0.5, "end_seconds": 0.9, "confidence_ratio": 1.0}
    ] == line["utterance"]["words"]


@pytest.mark.parametrize("root", [Event, Action])
def test_no_field_hides_behind_the_traces_own(root) -> None:
    """Of the trace's keys an event may only have its stream time, which is the line's, too."""
    taken = {
        (each.__name__, field.name)
        for each in root.__subclasses__()
        for field in fields(each)
        if field.name in OWN_KEYS
    }

    assert {"stream_seconds"} >= {name for _, name in taken}


def test_each_line_is_out_before_the_next(tmp_path) -> None:
    """Whoever kills the program finds all that happened."""
    path = tmp_path / "trace.jsonl"
    with private_text_file(path) as stream:
        Trace(stream).note(events.Started(), at_seconds=0.0, stream_seconds=0.0)
        meanwhile = path.read_text(encoding="utf-8")

    assert "Started" == json.loads(meanwhile)["name"]


def test_without_a_file_nothing_is_kept() -> None:
    """No trace was asked for: no words are written anywhere."""
    Trace(None).note(events.Started(), at_seconds=0.0, stream_seconds=0.0)


@pytest.mark.skipif(not hasattr(__import__("os"), "fchmod"), reason="Windows has no modes")
@pytest.mark.parametrize("existed", [True, False])
def test_only_its_owner_can_read_a_trace(tmp_path: Path, existed) -> None:
    """It holds what was said; a file that lay there open to all is closed to them."""
    path = tmp_path / "trace.jsonl"
    if existed:
        path.write_text("older")
        path.chmod(0o644)
    private_text_file(path).close()

    assert (0o600, "") == (stat.S_IMODE(path.stat().st_mode), path.read_text())


def test_half_a_character_does_not_stop_a_rehearsal(tmp_path) -> None:
    """Odd input is written as JSON can say it."""
    path = tmp_path / "trace.jsonl"
    with private_text_file(path) as stream:
        Trace(stream).note(
            events.PartialHeard(text="so \udcff"), at_seconds=0.0, stream_seconds=0.0
        )

    assert "so \udcff" == json.loads(path.read_text(encoding="utf-8"))["text"]


def test_a_trace_that_cannot_be_written_is_told(tmp_path) -> None:
    """Before anything is opened."""
    with pytest.raises(SettingsInvalid, match="cannot be written"):
        private_text_file(tmp_path / "nowhere" / "trace.jsonl")
