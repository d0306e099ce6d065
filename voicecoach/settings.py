"""Where things live on this machine, and what the learner chose."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

HOME_VARIABLE = "VOICECOACH_HOME"


def data_folder() -> Path:
    """The one folder that everything kept is in: VOICECOACH_HOME, or the user's data folder."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen or platformdirs.user_data_dir("voicecoach", appauthor=False))


def cache_folder() -> Path:
    """What can be made again: fixed lines as sound."""
    if os.environ.get(HOME_VARIABLE):
        return data_folder() / "cache"
    return Path(platformdirs.user_cache_dir("voicecoach", appauthor=False))


def make_private_folder(folder: Path) -> Path:
    """Create the folder if needed, and what is missing above it, for its owner only.

    Raises OSError. Path.mkdir would give the folders above the usual, wider mode.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)  # raises when a file stands in its place
    return folder


class Interviewer(StrEnum):
    """How the interviewer takes the question how the learner stands."""

    WARM = "warm"
    RESERVED = "reserved"
    TOUGH = "tough"
    HURRIED = "hurried"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSettings:
    """What a rehearsal was asked to be."""

    model: Path | None = None
    second_ear: Path | None = None
    """A folder with the second ear's model; None: what there is."""

    has_second_ear: bool = True
    """Each turn is heard again where a second ear is installed."""

    pack: str = "job_interview"
    rounds: int | None = None
    """None: until the learner stops."""

    minutes: float | None = None
    """What the rehearsal is fitted to; None: until the learner stops."""

    is_warm_up: bool = False
    """A strong version is said after the coach first, and nothing new is brought."""

    interviewer: Interviewer | None = None
    """None: nobody answers."""

    audio: Path | None = None
    """The learner's turns from a recording, in place of a microphone."""

    is_realtime: bool = False
    out: Path | None = None
    """The voice into a file, in place of the loudspeaker."""

    input_device: str | None = None
    output_device: str | None = None
    has_headphones: bool = False
    """The microphone does not hear the voice."""

    is_quiet: bool = False
    is_typed: bool = False
    is_plain: bool = False
    natural_voice: bool = False
    trace: Path | None = None
    rate_wpm: int = 165
    """Within the band that listeners rate best, 120 to 165 (Microsoft Speaker Coach, Read AI)."""
