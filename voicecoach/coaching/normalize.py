"""Words as said become tokens as matched: lower case, contractions spoken out, fillers gone.

Everything downstream works on tokens, so case, punctuation, fillers and repeated words cannot
change what is found. Each token remembers which word it came from: evidence is told in words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


def word_set(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(word for line in lines for word in line.split())


FILLERS: Final = word_set("um umm uh uhh uhm er err erm eh em ehm mm mmm hm hmm ah ahh mhm huh")
"""Sounds of hesitation; they carry no meaning and are never matched."""

_IRREGULAR: Final = {
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "shan't": "shall not",
    "ain't": "is not",
    "dont": "do not",
    "didnt": "did not",
    "doesnt": "does not",
    "im": "i am",
    "ive": "i have",
    "let's": "let us",
    "lets": "let us",
    "d'you": "do you",
    "y'all": "you",
    "yous": "you",
    "youse": "you",
    "ye": "you",
    "ya": "you",
    "gonna": "going to",
    "gotta": "got to",
    "wanna": "want to",
    "gimme": "give me",
    "lemme": "let me",
    "kinda": "kind of",
    "dunno": "do not know",
    "c'mon": "come on",
    "'cause": "because",
    "cos": "because",
    "cuz": "because",
    "o'clock": "oclock",
    "'em": "them",
    "ma'am": "madam",
    "cv": "resume",
    "c.v": "resume",
}
_ENDINGS: Final = (
    ("n't", " not"),
    ("'m", " am"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
)
_IS_AFTER: Final = word_set(
    "it that what who where how when there here he she why everything something which"
)
"""After these an apostrophe-s is "is"; elsewhere it shows a possession and is dropped."""

_KEEPS_S: Final = word_set(
    "this his its is was has us yes as plus bus always perhaps thus does less unless across",
    "address process business success access progress boss class miss pass press stress",
)
_NOT_IN_WORDS: Final = re.compile(r"[^a-z0-9' ]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One spoken-out word, and the index of the word it was said in."""

    text: str
    word: int


def tokens_from(words: Sequence[str]) -> tuple[Token, ...]:
    """The tokens of whitespace-split words, without fillers and immediate repetitions."""
    tokens: list[Token] = []
    for place, word in enumerate(words):
        for piece in spoken_out(word):
            tokens.append(Token(piece, place))
            _drop_repetition(tokens)
    return tuple(tokens)


def _drop_repetition(tokens: list[Token]) -> None:
    """Forget the last one, two or three tokens when they only say the ones before again."""
    count, text = len(tokens), tokens[-1].text
    for length in (1, 2, 3):
        if (
            count >= 2 * length
            and tokens[-1 - length].text == text
            and [t.text for t in tokens[-length:]]
            == [t.text for t in tokens[-2 * length : -length]]
        ):
            del tokens[-length:]
            return


@lru_cache(maxsize=8192)
def spoken_out(word: str) -> tuple[str, ...]:
    """A written word as matched pieces: "I'd" is i would, "um" is nothing."""
    plain = word.lower().replace("\u2019", "'").replace("-", " ").replace("&", " and ")
    pieces: list[str] = []
    for raw in _NOT_IN_WORDS.sub(" ", plain).split():
        pieces.extend(_expand(raw))
    return tuple(piece for piece in pieces if piece not in FILLERS)


def _expand(raw: str) -> Iterable[str]:
    raw = raw.strip("'") if raw not in _IRREGULAR else raw
    if raw in _IRREGULAR:
        return _IRREGULAR[raw].split()
    for ending, spoken in _ENDINGS:
        if raw.endswith(ending) and len(raw) > len(ending):
            return (_singular(raw[: -len(ending)]) + spoken).split()
    if raw.endswith("'s"):
        owner = raw[:-2]
        return (owner, "is") if owner in _IS_AFTER else (_singular(owner),)
    return (_singular(raw),) if raw else ()


def _singular(word: str) -> str:
    """Without the s of a plural or of a third person: "steps" and "step" are one token."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us")) or word in _KEEPS_S:
        return word
    return word[:-1]
