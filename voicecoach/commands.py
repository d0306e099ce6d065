"""What each command does, once it is parsed: calls the rooms and prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from voicecoach import app
from voicecoach.as_json import Json, json_from_assessment, json_from_delivery, json_from_words
from voicecoach.assessment import Attempt
from voicecoach.errors import SettingsInvalid
from voicecoach.history.learner_file import clear_learner, load_learner, save_learner
from voicecoach.learner import Learner
from voicecoach.packs.loader import list_packs as names_of_packs
from voicecoach.packs.loader import load_pack
from voicecoach.packs.pack import Pack
from voicecoach.recognition import acoustic_model
from voicecoach.recognition.known_models import KNOWN_MODELS
from voicecoach.settings import PracticeSettings, data_folder
from voicecoach.transcript import Utterance

DONE: Final = 0
TOLD_ERROR: Final = 1
INTERRUPTED: Final = 130
STRENGTHS_LIMIT: Final = 3
LONG_AUDIO_SECONDS: Final = 20.0
"""Under this a recording is heard before anyone wonders how far it has got."""


def practice(given: argparse.Namespace) -> int:
    """A rehearsal."""
    settings = PracticeSettings(
        model=given.model,
        pack=given.pack,
        rounds=given.rounds,
        minutes=given.minutes,
        audio=given.audio,
        is_realtime=given.realtime,
        out=given.out,
        input_device=given.input,
        output_device=given.output,
        is_quiet=given.quiet,
        is_typed=given.typed,
        is_plain=given.plain,
        natural_voice=given.natural,
        trace=given.trace,
    )
    return INTERRUPTED if app.practise(settings) else DONE


def assess(given: argparse.Namespace) -> int:
    """One closing, or many, to findings and feedback."""
    pack = _pack(given)
    learner = load_learner(data_folder())
    if given.jsonl:
        return _assess_lines(given.jsonl, pack, learner)
    if given.audio:
        transcript = _transcript_of(given)
        found = _assessed((transcript.utterance,), pack, learner, has_turns=False)
        found |= {
            "text": transcript.text,
            "words": json_from_words(transcript.words),
            "delivery": _delivery_of(transcript.utterance, pack),
            "model": transcript.model,
        }
    else:
        found = _assessed((Utterance.typed(given.text),), pack, learner, has_turns=False)
    _print_json(found) if given.json else _print_assessment(found, pack)
    return DONE


def _assess_lines(path: Path, pack: Pack, learner: Learner) -> int:
    for number, line in enumerate(_lines_of(path), 1):
        if not line.strip():
            continue
        turns, has_turns, identity = _closing_in(line, path, number)
        found = _assessed(turns, pack, learner, has_turns=has_turns)
        print(json.dumps(identity | found, ensure_ascii=False))
    return DONE


def _closing_in(line: str, path: Path, number: int) -> tuple[tuple[Utterance, ...], bool, Json]:
    """The turns of one line of JSON, whether it has turns, and its id where it has one."""
    try:
        closing = json.loads(line)
        has_turns = "turns" in closing
        texts = closing["turns"] if has_turns else [closing["text"]]
        turns = tuple(Utterance.typed(text) for text in texts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsInvalid(
            f"Line {number} of {path} is not a closing: "
            'each line must be a JSON object with "text", or with "turns".'
        ) from error
    return turns, has_turns, {"id": closing["id"]} if "id" in closing else {}


def _assessed(
    turns: tuple[Utterance, ...], pack: Pack, learner: Learner, *, has_turns: bool
) -> Json:
    looked = app.assessor(pack, learner)(turns)
    return json_from_assessment(looked.assessment, looked.feedback, has_turns=has_turns)


def _delivery_of(utterance: Utterance, pack: Pack) -> Json | None:
    from voicecoach.coaching.coach import assess as look_at

    delivery = look_at((utterance,), pack).delivery
    return json_from_delivery(delivery) if delivery else None


def transcribe(given: argparse.Namespace) -> int:
    """A recording to words."""
    transcript = _transcript_of(given)
    if given.json:
        _print_json(
            {
                "text": transcript.text,
                "words": json_from_words(transcript.words),
                "model": transcript.model,
                "audio_seconds": round(transcript.audio_seconds, 3),
                "compute_seconds": round(transcript.compute_seconds, 3),
            }
        )
    else:
        print(transcript.text)
    return DONE


def _transcript_of(given: argparse.Namespace) -> Any:
    from voicecoach.recognition.transcription import transcribe as hear
    from voicecoach.recognition.vosk_recognizer import load_model

    model = acoustic_model.find_model(given.model)
    for passed_over in model.passed_over:
        _tell(passed_over)
    transcript = hear(given.audio, load_model(model.path), _progress())
    if transcript.problem:
        _tell(f"The recording breaks off: {transcript.problem}. These are the words up to there.")
    return transcript


def list_models(given: argparse.Namespace) -> int:
    """Which models there are, and which one is in use and why."""
    listings = acoustic_model.list_models()
    if given.json:
        _print_json(
            [
                {
                    "name": listing.name,
                    "path": str(listing.path) if listing.path else None,
                    "size_bytes": listing.size_bytes,
                    "is_in_use": listing.in_use_because is not None,
                    "why": listing.in_use_because.value if listing.in_use_because else None,
                    "problem": listing.problem or None,
                }
                for listing in listings
            ]
        )
        return DONE
    for listing in listings:
        mark = "*" if listing.in_use_because else " "
        size = f"{(listing.size_bytes or 0) / 1e6:.0f} MB"
        print(f"{mark} {listing.name}  ({size})")
        if listing.in_use_because:
            print(f"      in use: {listing.in_use_because.value}")
        if listing.problem:
            print(f"      broken: {listing.problem}")
        if listing.known:
            print(f"      {listing.known.remark}")
        if listing.path is None:
            print(f"      not here; 'voicecoach models fetch {listing.name}' brings it")
    return DONE


def fetch_model(given: argparse.Namespace) -> int:
    """Download a model; the only thing that uses the network."""
    from voicecoach.recognition.model_fetch import fetch_model as fetch

    name = given.name or KNOWN_MODELS[0].name
    model = fetch(name, _byte_progress())
    print(f"{model.name} is here, passed its check, and will be used from now on.")
    return DONE


def check_model(given: argparse.Namespace) -> int:
    """Tell a good model folder from a broken one."""
    from voicecoach.recognition.model_check import check_model as check

    checked = check(acoustic_model.folder_of(given.path))
    checked.raise_if_broken()
    print(f"{given.path} is a working acoustic model.")
    if checked.unknown_words:
        print(f"It does not know: {', '.join(checked.unknown_words)}.")
    return DONE


def use_model(given: argparse.Namespace) -> int:
    """Choose a model for good."""
    model = acoustic_model.use_model(given.name)
    print(f"{model.name} will be used from now on.")
    return DONE


def doctor(given: argparse.Namespace) -> int:
    """Is everything ready? else what to do."""
    from voicecoach.doctor import examine

    findings = examine(given.model)
    if given.json:
        _print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print(f"{'ready' if finding.is_ready else 'NOT READY'}  {finding.what}: {finding.text}")
    return DONE if all(finding.is_ready for finding in findings) else TOLD_ERROR


def me(given: argparse.Namespace) -> int:
    """The learner's own facts."""
    folder = data_folder()
    if given.clear:
        clear_learner(folder)
    told = {key: getattr(given, key) for key in ("role", "company", "interviewer")}
    told = {key: value for key, value in told.items() if value is not None}
    learner = replace(load_learner(folder), **told)
    if given.strength:
        if len(given.strength) > STRENGTHS_LIMIT:
            raise SettingsInvalid("Three strengths are what an interviewer remembers: name three.")
        learner = replace(learner, strengths=tuple(given.strength))
    if told or given.strength:
        save_learner(folder, learner)
    if given.json:
        _print_json(asdict(learner))
        return DONE
    facts = {key: value for key, value in asdict(learner).items() if value}
    for key, value in facts.items():
        print(f"{key.replace('_', ' ')}: {', '.join(value) if key == 'strengths' else value}")
    if not facts:
        print('Nothing yet. For instance: voicecoach me --role "the ward sister post"')
    return DONE


def history(given: argparse.Namespace) -> int:
    """What was practised, newest last."""
    from voicecoach.history.store import SqliteJournal

    attempts = SqliteJournal(data_folder()).attempts(limit=given.last)
    if given.json:
        _print_json([_attempt_json(attempt) for attempt in attempts])
        return DONE
    for attempt in attempts:
        found = attempt.assessment
        when = attempt.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
        print(f"{attempt.id}  {when}  {' / '.join(turn.text for turn in found.turns)}")
        print(f"    moves: {_labels(found.moves)}   pitfalls: {_labels(found.pitfalls)}")
    if not attempts:
        print("Nothing yet. Begin with: voicecoach practice")
    return DONE


def _attempt_json(attempt: Attempt) -> Json:
    found = json_from_assessment(attempt.assessment, attempt.feedback, has_turns=True)
    return {
        "id": attempt.id,
        "started_at": attempt.started_at.isoformat(),
        "pack": attempt.pack,
        "model": attempt.acoustic_model,
        "turns": [turn.text for turn in attempt.assessment.turns],
        **found,
    }


def forget(given: argparse.Namespace) -> int:
    """Erase what was kept."""
    from voicecoach.history.store import SqliteJournal

    journal = SqliteJournal(data_folder())
    if given.all:
        journal.erase_all()
        print("Every attempt is erased.")
        return DONE
    if not any(attempt.id == given.id for attempt in journal.attempts()):
        raise SettingsInvalid(f"There is no attempt {given.id}. 'voicecoach history' lists them.")
    journal.forget(given.id)
    print(f"Attempt {given.id} is erased.")
    return DONE


def list_packs(given: argparse.Namespace) -> int:
    """Which packs there are."""
    folder = data_folder() / "packs"
    packs = [load_pack(name, folder) for name in names_of_packs(folder)]
    if given.json:
        _print_json([{"name": pack.id, "title": pack.title, "about": pack.about} for pack in packs])
    else:
        for pack in packs:
            print(f"{pack.id}: {pack.title}")
    return DONE


def show_pack(given: argparse.Namespace) -> int:
    """What a pack listens for."""
    pack = load_pack(given.name, data_folder() / "packs")
    if given.json:
        labels = [
            {"id": entry.id, "name": entry.name, "patterns": list(entry.patterns)}
            for entry in (*pack.moves, *pack.pitfalls)
        ]
        _print_json({"name": pack.id, "title": pack.title, "labels": labels})
        return DONE
    print(f"{pack.title}\n\nA closing owes:")
    for part in pack.core:
        print(f"  - {part.title}")
    for heading, entries in (("Moves", pack.moves), ("Pitfalls", pack.pitfalls)):
        print(f"\n{heading}:")
        for entry in entries:
            print(f"  - {entry.id}: {entry.name} ({len(entry.patterns)} patterns)")
    return DONE


def check_pack(given: argparse.Namespace) -> int:
    """Does a pack hear what it promises to hear?"""
    from voicecoach.coaching.pack_check import check_pack as check

    pack = load_pack(given.name, data_folder() / "packs")
    problems = check(pack)
    for problem in problems:
        print(problem)
    if problems:
        _tell(f"{len(problems)} promises of {pack.id} are not kept.")
        return TOLD_ERROR
    print(f"{pack.id} keeps all its promises.")
    return DONE


# Printing


def _print_assessment(found: Json, pack: Pack) -> None:
    if "text" in found:
        print(f"Heard: {found['text']}\n")
    for kind in ("moves", "pitfalls"):
        for finding in found[kind]:
            mark = "+" if kind == "moves" else "!"
            print(f"{mark} {pack.entry(finding['label']).name}: “{finding['quote']}”")
    print()
    for sentence in found["feedback"]:
        print(sentence)
    print(f"\nA strong version: {found['model_closer']}")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _labels(findings: Iterable[Any]) -> str:
    return ", ".join(finding.label for finding in findings) or "none"


def _tell(text: str) -> None:
    """Notices and progress go to stderr: stdout may be JSON."""
    print(text, file=sys.stderr)


def _lines_of(path: Path) -> Iterable[str]:
    try:
        with path.open(encoding="utf-8") as lines:
            yield from lines
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} cannot be read: {error}.") from error


def _progress() -> Any:
    """Shows how far a long recording has been heard, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(heard_seconds: float, total_seconds: float | None) -> None:
        if total_seconds and total_seconds > LONG_AUDIO_SECONDS:
            part = min(1.0, heard_seconds / total_seconds)
            end = "\n" if part >= 1.0 else ""
            print(f"\rheard {part:4.0%} of {total_seconds:.0f} s", end=end, file=sys.stderr)

    return show


def _byte_progress() -> Any:
    def show(here_bytes: int, all_bytes: int | None) -> None:
        if sys.stderr.isatty():
            of = f" of {all_bytes / 1e6:.0f}" if all_bytes else ""
            print(f"\r{here_bytes / 1e6:.1f}{of} MB", end="", file=sys.stderr)

    return show


def _pack(given: argparse.Namespace) -> Pack:
    return load_pack(given.pack, data_folder() / "packs")
