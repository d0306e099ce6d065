"""voicecoach me, history and forget: what is kept about the learner."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from voicecoach.as_json import Json, json_from_assessment
from voicecoach.assessment import Attempt, Finding
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line
from voicecoach.errors import SettingsInvalid
from voicecoach.history.learner_file import clear_learner, load_learner, save_learner
from voicecoach.settings import data_folder

if TYPE_CHECKING:
    from voicecoach.history.store import SqliteJournal

STRENGTHS_LIMIT: Final = 3


def me(given: argparse.Namespace) -> int:
    """The learner's own facts."""
    folder = data_folder()
    strengths = tuple(strength for strength in given.strength or () if strength.strip())
    if len(strengths) > STRENGTHS_LIMIT:
        raise SettingsInvalid("Three strengths are what an interviewer remembers: name three.")
    if given.clear:
        clear_learner(folder)
    told = {key: getattr(given, key) for key in ("role", "company", "interviewer")}
    told = {key: value for key, value in told.items() if value is not None}
    learner = replace(load_learner(folder), **told)
    if given.strength:
        learner = replace(learner, strengths=strengths)
    if told or given.strength:
        save_learner(folder, learner)
    if given.json:
        print_json(asdict(learner))
        return ExitCode.DONE
    facts = {key: value for key, value in asdict(learner).items() if value}
    for key, value in facts.items():
        print_line(f"{key.replace('_', ' ')}: {', '.join(value) if key == 'strengths' else value}")
    if not facts:
        print_line('Nothing yet. For instance: voicecoach me --role "the ward sister post"')
    return ExitCode.DONE


def history(given: argparse.Namespace) -> int:
    """What was practised, newest last."""
    from voicecoach.history.store import SqliteJournal

    with SqliteJournal(data_folder()) as journal:
        attempts = journal.attempts(limit=given.last)
    if given.json:
        print_json([_attempt_json(attempt) for attempt in attempts])
        return ExitCode.DONE
    for attempt in attempts:
        found = attempt.assessment
        when = attempt.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
        print_line(f"{attempt.id}  {when}  {' / '.join(turn.text for turn in found.turns)}")
        print_line(f"    moves: {_labels(found.moves)}   pitfalls: {_labels(found.pitfalls)}")
    if not attempts:
        print_line("Nothing yet. Begin with: voicecoach practice")
    return ExitCode.DONE


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

    with SqliteJournal(data_folder()) as journal:
        return _forgotten(journal, None if given.all else given.id)


def _forgotten(journal: SqliteJournal, attempt_id: int | None) -> int:
    if attempt_id is None:
        journal.erase_all()
        print_line("Every attempt is erased.")
        return ExitCode.DONE
    if not any(attempt.id == attempt_id for attempt in journal.attempts()):
        raise SettingsInvalid(f"There is no attempt {attempt_id}. 'voicecoach history' lists them.")
    journal.forget(attempt_id)
    print_line(f"Attempt {attempt_id} is erased.")
    return ExitCode.DONE


def _labels(findings: Iterable[Finding]) -> str:
    return ", ".join(finding.label for finding in findings) or "none"
