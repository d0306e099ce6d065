"""The acoustic models that are worth having, as data."""

from dataclasses import dataclass
from typing import Final

STARTER_NAME: Final = "starter-en"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A model that can be fetched from its maker."""

    name: str
    url: str
    sha256: str
    """Of the zip, as the maker published it."""

    zip_bytes: int | None
    """None where only the checksum is known."""

    about_megabytes: int
    licence: str
    remark: str


KNOWN_MODELS: Final = (
    KnownModel(
        name="vosk-model-small-en-us-0.15",
        url="https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
        sha256="30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
        zip_bytes=41_205_931,
        about_megabytes=41,
        licence="Apache-2.0",
        # By its own README; models/README.md says how ours compares.
        remark="recommended: 9.85 % word errors on read books (LibriSpeech), 10.38 % on talks",
    ),
    KnownModel(
        name="vosk-model-en-us-0.22-lgraph",
        url="https://alphacephei.com/vosk/models/vosk-model-en-us-0.22-lgraph.zip",
        sha256="d9838b4aaa82a75c4a17f5aca300eaca129aaab2a7cbf951bafbb500eb9c4334",
        zip_bytes=None,
        about_megabytes=128,
        licence="Apache-2.0",
        remark="hears better, wants more memory: 7.82 % word errors on read books, 8.20 % on talks",
    ),
)


def known_model(name: str) -> KnownModel | None:
    """The one of that name."""
    return next((known for known in KNOWN_MODELS if known.name == name), None)
