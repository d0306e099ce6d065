"""Written text to words as a recogniser gives them: lower case, no punctuation. Pure."""

import re
import unicodedata
from typing import Final

_SOUNDS: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|\*[^*]*\*")
"""What a writer of captions puts in brackets was not said: [music], (coughs)."""

_JOINTS: Final = re.compile(r"[-\u2010-\u2015/]+")
_DOTTED: Final = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_NOT_IN_WORDS: Final = re.compile(r"[^a-z0-9' ]+")

_IN_FULL: Final = {
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
    "ok": "okay",
    "vs": "versus",
    "umm": "um",
    "uhm": "um",
    "uhh": "uh",
    "err": "er",
    "hm": "hmm",
    "mmm": "mm",
}
"""Written short, or in several ways."""


def spoken_words(text: str) -> tuple[str, ...]:
    """The words of written text."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    plain = _JOINTS.sub(" ", _SOUNDS.sub(" ", plain))
    plain = _DOTTED.sub(r"\1 ", plain)  # c.v. is said letter by letter
    words = (word.strip("'") for word in _NOT_IN_WORDS.sub("", _spaced(plain)).split())
    return tuple(_IN_FULL.get(word, word) for word in words if word)


def _spaced(plain: str) -> str:
    """A mark between two words without a space parts them: "yes,please"; not in 3,000."""
    return re.sub(r"(?<=[a-z])[.,;:!?…]+(?=[a-z])", " ", plain)
