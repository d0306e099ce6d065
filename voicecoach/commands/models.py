"""voicecoach models: the ears there are, and which of them are in use."""

import argparse
from pathlib import Path

from voicecoach.as_json import Json
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import byte_progress, print_json, print_line
from voicecoach.composition.own_command import as_started
from voicecoach.recognition import acoustic_model, second_model
from voicecoach.recognition.acoustic_model import ModelListing
from voicecoach.recognition.known_models import KNOWN_MODELS
from voicecoach.recognition.second_model import SecondModel


def list_models(given: argparse.Namespace) -> int:
    """Which models there are, and which one is in use and why."""
    listings = acoustic_model.list_models()
    second_ears = second_model.list_second_ears()
    used = second_model.find_second_ear()
    if given.json:
        print_json(
            [_json_of(listing) for listing in listings]
            + [_json_of_second(model, is_used=_is_same(model, used)) for model in second_ears]
        )
        return ExitCode.DONE
    for listing in listings:
        _print_listing(listing)
    for model in second_ears:
        mark = "+" if _is_same(model, used) else " "
        print_line(f"{mark} {model.name}  ({model.size_bytes / 1e6:.0f} MB)")
        print_line(as_started(f"      a second ear: {_why_second(model, is_used=mark == '+')}"))
    return ExitCode.DONE


def _is_same(model: SecondModel, used: SecondModel | None) -> bool:
    return used is not None and used.path == model.path


def _why_second(model: SecondModel, *, is_used: bool) -> str:
    if not second_model.has_library():
        return "needs the extra second-ear"
    return f"in use: {model.source.value}" if is_used else "not in use"


def _json_of(listing: ModelListing) -> Json:
    return {
        "name": listing.name,
        "path": str(listing.path) if listing.path else None,
        "size_bytes": listing.size_bytes,
        "is_in_use": listing.in_use_because is not None,
        "why": listing.in_use_because.value if listing.in_use_because else None,
        "problem": listing.problem or None,
        "is_second_ear": False,
    }


def _json_of_second(model: SecondModel, *, is_used: bool) -> Json:
    """The same keys; ``is_in_use`` is said of the first ear, ``is_second_ear`` of the second."""
    return {
        "name": model.name,
        "path": str(model.path),
        "size_bytes": model.size_bytes,
        "is_in_use": False,
        "why": model.source.value if is_used else None,
        "problem": second_model.look_at_second_ear(model.path).problem or None,
        "is_second_ear": is_used,
    }


def _print_listing(listing: ModelListing) -> None:
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

    folder = acoustic_model.folder_of(given.path)
    if second_model.is_second_ear(folder):
        second_model.check_second_ear(folder)
        print_line(f"{given.path} is a working model for the second ear.")
        return ExitCode.DONE
    checked = check(folder)
    checked.raise_if_broken()
    print_line(f"{given.path} is a working acoustic model.")
    if checked.unknown_words:
        print_line(f"It does not know: {', '.join(checked.unknown_words)}.")
    return ExitCode.DONE


def use_model(given: argparse.Namespace) -> int:
    """Choose a model for good."""
    folder = acoustic_model.folder_of(Path(given.name))
    if second_model.is_second_ear(folder):
        second = second_model.use_second_ear(folder)
        print_line(f"{second.name} will be the second ear's model from now on.")
        return ExitCode.DONE
    model = acoustic_model.use_model(given.name)
    print_line(f"{model.name} will be used from now on.")
    return ExitCode.DONE
