"""voicecoach models: the ears there are, and which of them are in use."""

import argparse

from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import byte_progress, print_json, print_line
from voicecoach.composition.own_command import as_started
from voicecoach.recognition import acoustic_model
from voicecoach.recognition.known_models import KNOWN_MODELS


def list_models(given: argparse.Namespace) -> int:
    """Which models there are, and which one is in use and why."""
    listings = acoustic_model.list_models()
    if given.json:
        print_json(
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
        return ExitCode.DONE
    for listing in listings:
        mark = "*" if listing.in_use_because else " "
        size = f"{(listing.size_bytes or 0) / 1e6:.0f} MB"
        print_line(f"{mark} {listing.name}  ({size})")
        if listing.in_use_because:
            print_line(as_started(f"      in use: {listing.in_use_because.value}"))
        if listing.problem:
            print_line(as_started(f"      broken: {listing.problem}"))
        if listing.known:
            print_line(f"      {listing.known.remark}")
        if listing.path is None:
            fetch = f"'voicecoach models fetch {listing.name}'"
            print_line(as_started(f"      not here; {fetch} brings it"))
    return ExitCode.DONE


def fetch_model(given: argparse.Namespace) -> int:
    """Download a model; the only thing that uses the network."""
    from voicecoach.recognition.model_fetch import fetch_model as fetch

    name = given.name or KNOWN_MODELS[0].name
    model = fetch(name, byte_progress())
    used = acoustic_model.find_model()
    if used.path.resolve() == model.path.resolve():
        print_line(f"{model.name} is here, passed its check, and will be used from now on.")
        return ExitCode.DONE
    print_line(f"{model.name} is here and passed its check.")
    print_line(f"Still in use is {used.name}: {used.source.value}.")
    return ExitCode.DONE


def check_model(given: argparse.Namespace) -> int:
    """Tell a good model folder from a broken one."""
    from voicecoach.recognition.model_check import check_model as check

    checked = check(acoustic_model.folder_of(given.path))
    checked.raise_if_broken()
    print_line(f"{given.path} is a working acoustic model.")
    if checked.unknown_words:
        print_line(f"It does not know: {', '.join(checked.unknown_words)}.")
    return ExitCode.DONE


def use_model(given: argparse.Namespace) -> int:
    """Choose a model for good."""
    model = acoustic_model.use_model(given.name)
    print_line(f"{model.name} will be used from now on.")
    return ExitCode.DONE
