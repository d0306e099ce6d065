"""voicecoach assess: one closing, or many, to findings and feedback."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.app import assessor
from voicecoach.as_json import Json, json_from_assessment, json_from_delivery, json_from_words
from voicecoach.assessment import Mood, Reaction
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.hearing import second_ear_in, transcript_of
from voicecoach.commands.packs import pack_named
from voicecoach.commands.printing import print_json, print_json_line, print_line
from voicecoach.composition.exercising import Assessor
from voicecoach.errors import SettingsInvalid
from voicecoach.history.learner_file import load_learner
from voicecoach.packs.pack import Pack
from voicecoach.session.events import Assessed
from voicecoach.settings import data_folder
from voicecoach.transcript import Utterance

if TYPE_CHECKING:
    from voicecoach.recognition.transcription import Transcript


def assess(given: argparse.Namespace) -> int:
    """One closing, or many, to findings and feedback."""
    pack = pack_named(given.pack)
    look_at = assessor(pack, load_learner(data_folder()))
    if given.jsonl:
        return _assess_lines(given.jsonl, look_at)
    if given.audio:
        found = _found_in_recording(transcript_of(given), look_at)
    else:
        found = _json_from(look_at((Utterance.typed(given.text),)), has_turns=False)
    print_json(found) if given.json else _print_assessment(found, pack)
    return ExitCode.DONE


def _found_in_recording(transcript: Transcript, look_at: Assessor) -> Json:
    looked = look_at((transcript.utterance,))
    delivery = looked.assessment.delivery
    return _json_from(looked, has_turns=False) | {
        "text": transcript.text,
        "words": json_from_words(transcript.words),
        "delivery": json_from_delivery(delivery) if delivery else None,
        "model": transcript.model,
        **second_ear_in(transcript),
    }


def _assess_lines(path: Path, look_at: Assessor) -> int:
    """Each line is answered before the next one is read."""
    for number, line in enumerate(_lines_of(path), 1):
        if not line.strip():
            continue
        try:
            closing = json.loads(line)
            turns, has_turns, identity = _closing_in(closing)
            reaction = _reaction_in(closing)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise SettingsInvalid(
                f"Line {number} of {path} is not a closing: each line must be a JSON object "
                'with "text", a string, or with "turns", a list of strings; and "reaction", '
                'where there is one, has a "text" and a "mood".'
            ) from error
        print_json_line(identity | _json_from(look_at(turns, reaction), has_turns=has_turns))
    return ExitCode.DONE


def _lines_of(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from lines
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsInvalid(f"{path} cannot be read: {reason}.") from error


def _closing_in(closing: Any) -> tuple[tuple[Utterance, ...], bool, Json]:
    """The turns of what one line holds, whether it has turns, and its id where it has one.

    Raises ValueError, KeyError or TypeError for what is no closing.
    """
    has_turns = closing.get("turns") is not None if isinstance(closing, dict) else False
    texts = closing["turns"] if has_turns else [closing["text"]]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise TypeError("turns are a list of strings")
    identity = {"id": closing["id"]} if "id" in closing else {}
    json.dumps(identity, allow_nan=False)  # what is not a number is no JSON either
    return tuple(Utterance.typed(text) for text in texts), has_turns, identity


def _reaction_in(closing: Json) -> Reaction | None:
    """What the interviewer said before the last turn: {"text": …, "mood": …}, where given.

    Raises ValueError, KeyError or TypeError for what is none.
    """
    given = closing.get("reaction")
    if given is None:
        return None
    text, mood = given["text"], Mood(given.get("mood", Mood.RESERVED))
    if not isinstance(text, str):
        raise TypeError("a reaction has a text")
    return Reaction(text=text, mood=mood)


def _json_from(looked: Assessed, *, has_turns: bool) -> Json:
    return json_from_assessment(looked.assessment, looked.feedback, has_turns=has_turns)


def _print_assessment(found: Json, pack: Pack) -> None:
    if "text" in found:
        print_line(f"Heard: {found['text']}\n")
    for kind in ("moves", "pitfalls"):
        for finding in found[kind]:
            mark = "+" if kind == "moves" else "!"
            print_line(f"{mark} {pack.entry(finding['label']).name}: “{finding['quote']}”")
    print_line("")
    for sentence in found["feedback"]:
        print_line(sentence)
    print_line(f"\nA strong version: {found['model_closer']}")
