"""Where everything comes from: Debian packages, and how to fetch and unpack them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class DebianPackage:
    """A Debian package that the builder reads, or runs."""

    name: str
    used_for: str
    licence: str


RECORDINGS: Final = (
    DebianPackage(
        name="flight-of-the-amazon-queen",
        used_for="training: actors' voices",
        licence="freeware licence of Flight of the Amazon Queen",
    ),
    DebianPackage(
        name="beneath-a-steel-sky",
        used_for="training: actors' voices",
        licence="freeware licence of Beneath a Steel Sky",
    ),
    DebianPackage(
        name="drascula",
        used_for="testing only: the held-out speakers",
        licence="freeware licence of Drascula",
    ),
)
"""Human speech; the training stages only ever unpack what is marked for training."""

PROMPTS: Final = (
    DebianPackage(
        name="asterisk-core-sounds-en",
        used_for="testing only: the text of Allison's prompts",
        licence="CC-BY-SA-3.0",
    ),
    DebianPackage(
        name="asterisk-core-sounds-en-g722",
        used_for="testing only: Allison's prompts",
        licence="CC-BY-SA-3.0",
    ),
)
"""Telephone prompts for scripts/measure_recognition."""

TOOLS: Final = (
    DebianPackage(name="flite", used_for="training: voices slt, awb, kal16", licence="BSD-like"),
    DebianPackage(name="espeak-ng", used_for="training: formant voices", licence="GPL-3+"),
    DebianPackage(name="ffmpeg", used_for="testing: decoding G.722", licence="LGPL-2.1+"),
    DebianPackage(name="libfst-tools", used_for="the decoding graph", licence="Apache-2.0"),
    DebianPackage(name="fortunes", used_for="training: general English", licence="public domain"),
    DebianPackage(
        name="fortunes-min", used_for="training: general English", licence="public domain"
    ),
    DebianPackage(
        name="pocketsphinx-testdata",
        used_for="testing only: librivox and cards",
        licence="BSD-2-clause",
    ),
)
"""To be installed with apt-get before a full build."""

FORTUNES_FOLDER: Final = Path("/usr/share/games/fortunes")
"""Where Debian's fortune files live."""


class SourceMissing(RuntimeError):
    """Something that has to be installed first is not there."""


def fetch_package(name: str, downloads: Path, unpacked: Path) -> Path:
    """The folder of an unpacked Debian package, downloading it if need be."""
    folder = unpacked / name
    if folder.is_dir():
        return folder
    downloads.mkdir(parents=True, exist_ok=True)
    if not list(downloads.glob(f"{name}_*.deb")):
        command = ["apt-get", "-qq", "download", name]
        subprocess.run(command, cwd=downloads, check=True, capture_output=True)
    archive = sorted(downloads.glob(f"{name}_*.deb"))[-1]
    partial = unpacked / f"{name}.partial"
    partial.mkdir(parents=True, exist_ok=True)
    subprocess.run(["dpkg-deb", "-x", str(archive), str(partial)], check=True)
    partial.rename(folder)
    return folder


def package_version(name: str) -> str | None:
    """The version of an installed Debian package, or of the newest one on offer."""
    for question in (
        ["dpkg-query", "-W", "-f=${Version}", name],
        ["apt-cache", "show", "--no-all-versions", name],
    ):
        answer = subprocess.run(question, capture_output=True, text=True, check=False).stdout
        if question[0] == "apt-cache":
            lines = [line for line in answer.splitlines() if line.startswith("Version: ")]
            answer = lines[0].removeprefix("Version: ") if lines else ""
        if answer.strip():
            return answer.strip()
    return None


def single_file(folder: Path, pattern: str) -> Path:
    """The one file below a folder that fits a pattern."""
    found = sorted(folder.rglob(pattern))
    if not found:
        raise SourceMissing(f"No {pattern} in {folder.name}. Is the package complete?")
    return found[0]
