"""voicecoach me: what is kept about the learner."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from typing import Final

from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line
from voicecoach.errors import SettingsInvalid
from voicecoach.history.learner_file import clear_learner, load_learner, save_learner
from voicecoach.settings import data_folder

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
