"""voicecoach packs: closings of other kinds."""

import argparse
from pathlib import Path

from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line, tell
from voicecoach.packs import loader
from voicecoach.packs.pack import Pack
from voicecoach.settings import data_folder


def pack_named(name: str) -> Pack:
    """The pack of that name, or in that file. Raises PackMissing, PackInvalid."""
    return loader.load_pack(name, _own_folder())


def list_packs(given: argparse.Namespace) -> int:
    """Which packs there are."""
    folder = _own_folder()
    packs = [loader.load_pack(name, folder) for name in loader.list_packs(folder)]
    if given.json:
        print_json([{"name": pack.id, "title": pack.title, "about": pack.about} for pack in packs])
    else:
        for pack in packs:
            print_line(f"{pack.id}: {pack.title}")
    return ExitCode.DONE


def show_pack(given: argparse.Namespace) -> int:
    """What a pack listens for."""
    pack = pack_named(given.name)
    if given.json:
        labels = [
            {"id": entry.id, "name": entry.name, "patterns": list(entry.patterns)}
            for entry in (*pack.moves, *pack.pitfalls)
        ]
        print_json({"name": pack.id, "title": pack.title, "labels": labels})
        return ExitCode.DONE
    print_line(f"{pack.title}\n\nA closing owes:")
    for part in pack.core:
        print_line(f"  - {part.title}")
    for heading, entries in (("Moves", pack.moves), ("Pitfalls", pack.pitfalls)):
        print_line(f"\n{heading}:")
        for entry in entries:
            print_line(f"  - {entry.id}: {entry.name} ({len(entry.patterns)} patterns)")
    return ExitCode.DONE


def check_pack(given: argparse.Namespace) -> int:
    """Does a pack hear what it promises to hear?"""
    from voicecoach.coaching.pack_check import check_pack as check

    pack = pack_named(given.name)
    problems = check(pack)
    for problem in problems:
        print_line(problem)
    if problems:
        tell(f"{len(problems)} promises of {pack.id} are not kept.")
        return ExitCode.TOLD_ERROR
    print_line(f"{pack.id} keeps all its promises.")
    return ExitCode.DONE


def _own_folder() -> Path:
    """Where the learner's own packs are looked for."""
    return data_folder() / "packs"
