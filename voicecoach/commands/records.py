"""voicecoach me: what is kept about the learner."""

from __future__ import annotations

import argparse
import contextlib
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Final

from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line
from voicecoach.composition.own_command import own_command
from voicecoach.errors import SettingsInvalid
from voicecoach.history.learner_file import clear_learner, load_learner, save_learner
from voicecoach.settings import data_folder

STRENGTHS_LIMIT: Final = 3

CALL_FORMAT: Final = "%A %d %B %Y, %H:%M"


def me(given: argparse.Namespace) -> int:
    """The learner's own facts."""
    folder = data_folder()
    strengths = tuple(strength for strength in given.strength or () if strength.strip())
    if len(strengths) > STRENGTHS_LIMIT:
        raise SettingsInvalid("Three strengths are what an interviewer remembers: name three.")
    told = {key: getattr(given, key) for key in ("role", "company", "interviewer")}
    if given.call_time is not None:
        told["call_time"] = _call_time(given.call_time, datetime.now())
    if given.clear:
        clear_learner(folder)
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
        print_line(f"{key.replace('_', ' ')}: {_shown(key, value)}")
    if not facts:
        print_line(f'Nothing yet. For instance: {own_command()} me --role "the ward sister post"')
    return ExitCode.DONE


def _call_time(text: str, now: datetime) -> str:
    """ISO 8601 to the minute; empty when it is to be forgotten. Raises SettingsInvalid."""
    if not text.strip():
        return ""
    try:
        call = datetime.strptime(text.strip().replace("T", " "), "%Y-%m-%d %H:%M")
    except ValueError:
        example = f"{now + timedelta(days=3):%Y-%m-%d} 10:30"
        raise SettingsInvalid(
            f'{text!r} is no date and time. For instance: --call-time "{example}"'
        ) from None
    if call <= now:
        raise SettingsInvalid(f"{call:{CALL_FORMAT}} is over: when is the call to come?")
    return call.isoformat(timespec="minutes")


def _shown(key: str, value: str | list[str]) -> str:
    """As people read it."""
    if isinstance(value, str):
        if key != "call_time":
            return value
        with contextlib.suppress(ValueError):  # written into the file by hand
            return f"{datetime.fromisoformat(value):{CALL_FORMAT}}"
        return value
    return ", ".join(value)
