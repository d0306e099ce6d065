"""All the text we learn from: written closings, a grammar of closings, commands, plain English."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import sources, words
from .held_out import HeldOutText

TEXTS: Final = Path(__file__).parent / "texts"
ASIDE: Final = "aside"
"""Written closings in files that begin so are kept for other tests."""

VALIDATION_SHARE: Final = 10
"""One written closing in so many is kept out, to tune the language model on."""

FILLERS: Final = ("um", "uh", "er", "erm", "hmm", "you know", "i mean", "like", "so", "well")
FILLED_SHARE: Final = 0.3
"""Share of closings that get a filler somewhere: people under stress use them."""

COMMAND_REPEATS: Final = 8
LONGEST_GENERAL: Final = 25
"""Longer sentences in fortunes are mostly not spoken English."""

Sentence = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Sentences by kind, already free of held-out text."""

    written: list[Sentence]
    grammar: list[Sentence]
    commands: list[Sentence]
    general: list[Sentence]
    transcripts: list[Sentence]
    validation: list[Sentence]
    """Written closings that nothing is learnt from."""
    dropped: dict[str, int]
    """How many sentences of each kind shared a run with the held-out texts."""

    def training(self) -> Iterator[Sentence]:
        """Everything that is learnt from."""
        for kind in (self.written, self.grammar, self.commands, self.general, self.transcripts):
            yield from kind


def collect(
    written: Iterable[Path],
    transcripts: Iterable[str],
    held_out: HeldOutText,
    *,
    per_family: int,
    seed: int,
    with_general: bool = True,
) -> Texts:
    """Reads everything, adds fillers, and drops what is held out."""
    chance = random.Random(seed)
    closings = list(written_closings(written))
    kinds = {
        "written": _with_fillers(
            [part for name, text in closings if not is_validation(name) for part in _parts(text)],
            chance,
        ),
        "grammar": _with_fillers(_grammar_sentences(per_family, chance), chance),
        "commands": [sentence for sentence in _commands() for _ in range(COMMAND_REPEATS)],
        "general": list(_general_sentences()) if with_general else [],
        "transcripts": [tuple(words.words_of(text)) for text in transcripts],
    }
    validation = [tuple(words.words_of(text)) for name, text in closings if is_validation(name)]
    allowed, dropped = {}, Counter[str]()
    for kind, sentences in kinds.items():
        allowed[kind] = [one for one in sentences if one and not held_out.has_run_of(one)]
        dropped[kind] = len([one for one in sentences if one]) - len(allowed[kind])
    return Texts(validation=validation, dropped=dict(dropped), **allowed)


def is_validation(name: str) -> bool:
    """Always the same closings."""
    return zlib.crc32(name.encode()) % VALIDATION_SHARE == 0


def written_closings(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(name, text) of every closing in files of one JSON object a line."""
    for path in sorted(paths):
        if path.name.startswith(ASIDE):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            text = entry["text"] if "text" in entry else " ".join(entry["turns"])
            yield text, text


def _parts(text: str) -> Iterator[Sentence]:
    """A closing as a whole, for speech that runs on, and sentence by sentence."""
    whole = tuple(words.words_of(text))
    yield whole
    parts = [tuple(part) for part in words.sentences_of(text)]
    if parts != [whole]:
        yield from parts


def _with_fillers(sentences: list[Sentence], chance: random.Random) -> list[Sentence]:
    """The sentences, and for some of them a copy with a filler put in."""
    filled = []
    for sentence in sentences:
        if sentence and chance.random() < FILLED_SHARE:
            place = chance.randint(0, len(sentence))
            filler = tuple(chance.choice(FILLERS).split())
            filled.append(sentence[:place] + filler + sentence[place:])
    return sentences + filled


def _lines(name: str) -> list[str]:
    lines = (TEXTS / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _commands() -> list[Sentence]:
    return [tuple(words.words_of(line)) for line in _lines("commands.txt")]


def _grammar_sentences(per_family: int, chance: random.Random) -> list[Sentence]:
    """Every family tried `per_family` times without repeats; some sentences run into the next."""
    families = _lines("closings_grammar.txt")
    found = {expand(family, chance) for family in families for _ in range(per_family)}
    sentences = [tuple(words.words_of(text)) for text in sorted(found)]
    chance.shuffle(sentences)
    pairs = zip(sentences[0::4], sentences[1::4], strict=False)
    return sentences + [first + second for first, second in pairs]


def expand(family: str, chance: random.Random) -> str:
    """One sentence of a family, its choices made at random."""
    while choice := re.search(r"\{([^{}]*)\}", family):
        family = (
            family[: choice.start()]
            + chance.choice(choice.group(1).split("|"))
            + family[choice.end() :]
        )
    return " ".join(family.split())


def _general_sentences() -> Iterator[Sentence]:
    """Fortunes and small talk: whatever reads like spoken English."""
    for text in (*_chatterbot_lines(), *_fortunes()):
        for sentence in words.sentences_of(text):
            if 2 <= len(sentence) <= LONGEST_GENERAL and words.all_known(sentence):
                yield tuple(sentence)


def _chatterbot_lines() -> Iterator[str]:
    """Both sides of the conversations in the package chatterbot-corpus."""
    import chatterbot_corpus
    import yaml

    folder = Path(chatterbot_corpus.__file__).parent / "data" / "english"
    for path in sorted(folder.glob("*.yml")):
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            yield from (str(line) for line in conversation)


def _fortunes() -> Iterator[str]:
    """Prose among Debian's fortunes: ASCII, and no more than a line's worth of odd signs."""
    for path in sorted(sources.FORTUNES_FOLDER.glob("*")):
        if path.suffix:
            continue
        for fortune in path.read_text(encoding="utf-8", errors="ignore").split("\n%\n"):
            text = " ".join(fortune.split())
            for sentence in re.split(r"(?<=[.?!])\s+", text):
                if re.fullmatch(r"[A-Za-z' ,.?!;:\"-]+", sentence):
                    yield sentence
