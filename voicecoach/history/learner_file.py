"""The learner's own facts, as one readable file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from voicecoach.errors import StoreError
from voicecoach.learner import Learner
from voicecoach.settings import make_private_folder

FILE_NAME: Final = "me.json"


def load_learner(folder: Path) -> Learner:
    """The facts kept in the folder; an empty Learner when there are none. Raises StoreError."""
    path = folder / FILE_NAME
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        strengths = tuple(str(strength) for strength in kept.pop("strengths", ()))
        return Learner(**{key: str(value) for key, value in kept.items()}, strengths=strengths)
    except (FileNotFoundError, NotADirectoryError):
        return Learner()
    except OSError as error:
        raise StoreError(folder, str(error)) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError(
            folder, f"{path} cannot be read ({error}); 'voicecoach me --clear' begins anew"
        ) from error


def save_learner(folder: Path, learner: Learner) -> None:
    """Keep the facts, readable by their owner only. Raises StoreError."""
    path = folder / FILE_NAME
    try:
        make_private_folder(folder)
        aside = path.with_suffix(".new")
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(asdict(learner), indent=2) + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise StoreError(folder, str(error)) from error


def clear_learner(folder: Path) -> None:
    """Forget the facts. Raises StoreError."""
    try:
        (folder / FILE_NAME).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(folder, str(error)) from error
