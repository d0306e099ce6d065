"""voicecoach history and forget: what was practised."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from voicecoach.as_json import Json, json_from_assessment
from voicecoach.assessment import Attempt, Finding
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line, print_paragraph, print_row
from voicecoach.composition.own_command import own_command
from voicecoach.composition.showing import is_terminal, labels_of
from voicecoach.errors import PackError, SettingsInvalid
from voicecoach.screen.checklist import Labels, findings_lines
from voicecoach.settings import data_folder

if TYPE_CHECKING:
    from voicecoach.history.store import SqliteJournal


def history(given: argparse.Namespace) -> int:
    """What was practised, newest last; or one attempt in full."""
    from voicecoach.history.store import SqliteJournal

    with SqliteJournal(data_folder()) as journal:
        if given.id is None:
            attempts = journal.attempts(limit=given.last)
        else:
            attempts = (_attempt(journal, given.id),)
    if given.json:
        print_json([_attempt_json(attempt) for attempt in attempts])
    elif given.id is not None:
        _print_in_full(attempts[0])
    else:
        _print_rows(attempts)
    return ExitCode.DONE


def forget(given: argparse.Namespace) -> int:
    """Erase what was kept."""
    from voicecoach.history.store import SqliteJournal

    if given.all:
        return _forget_all()
    with SqliteJournal(data_folder()) as journal:
        _attempt(journal, given.id)
        journal.forget(given.id)
        print_line(f"Attempt {given.id} is erased.")
    return ExitCode.DONE


def _forget_all() -> int:
    """Attempts and recordings; where one cannot be erased, the other is all the same."""
    from voicecoach.history.recordings import WavRecordings
    from voicecoach.history.store import SqliteJournal

    try:
        with SqliteJournal(data_folder()) as journal:
            journal.erase_all()
        print_line("Every attempt is erased.")
    finally:
        if WavRecordings(data_folder()).erase_all():
            print_line("Every recording is erased.")
    return ExitCode.DONE


def _attempt(journal: SqliteJournal, attempt_id: int) -> Attempt:
    """The attempt of that number. Raises SettingsInvalid."""
    for attempt in journal.attempts():
        if attempt.id == attempt_id:
            return attempt
    raise SettingsInvalid(f"There is no attempt {attempt_id}. 'voicecoach history' lists them.")


def _print_rows(attempts: tuple[Attempt, ...]) -> None:
    for attempt in attempts:
        found = attempt.assessment
        print_row(f"{attempt.id}  {_when(attempt)}  {_words(attempt)}")
        print_row(f"    pitfalls: {_labels(found.pitfalls)}   moves: {_labels(found.moves)}")
    if not attempts:
        print_line(f"Nothing yet. Begin with: {own_command()} practice")
    elif is_terminal(sys.stdout):
        print_paragraph(f"One of them in full: {own_command()} history --id {attempts[-1].id}")


def _print_in_full(attempt: Attempt) -> None:
    """Every word of it, what was found, and what was said to it."""
    print_line(f"{attempt.id}  {_when(attempt)}  {attempt.pack}  {attempt.acoustic_model}")
    for turn in attempt.assessment.turns:
        print_paragraph(f"You: {turn.text}")
    for sentence in attempt.feedback.sentences:
        print_paragraph(f"Coach: {sentence}")
    labels = _labels_of_pack(attempt.pack)
    for line in findings_lines(labels, attempt.assessment, attempt.feedback):
        print_paragraph(line)
    if attempt.feedback.model_closer:
        print_paragraph(f"Strong version: {attempt.feedback.model_closer}")


def _labels_of_pack(name: str) -> Labels:
    """What its labels are called; a pack that has gone has no names to give."""
    from voicecoach.packs.loader import load_pack

    try:
        return labels_of(load_pack(name, data_folder() / "packs"))
    except PackError:
        return Labels(titles={}, core=())


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


def _when(attempt: Attempt) -> str:
    return attempt.started_at.astimezone().strftime("%Y-%m-%d %H:%M")


def _words(attempt: Attempt) -> str:
    return " / ".join(turn.text for turn in attempt.assessment.turns)


def _labels(findings: Iterable[Finding]) -> str:
    return ", ".join(finding.label.replace("_", " ") for finding in findings) or "none"
