"""What a recogniser might make of a text: some words lost, some put in for others alike."""

import random
from pathlib import Path
from typing import Final

from voicecoach.coaching.sound_alike import sound_key

VOCABULARY: Final = (
    Path(__file__).resolve().parents[2] / "models" / "starter-en" / "graph" / "words.txt"
)


class Mishearing:
    """Of the words misheard half are dropped, half become one that sounds alike, if there is."""

    def __init__(self, ratio: float, vocabulary: Path = VOCABULARY) -> None:
        self.ratio = ratio
        self.alike: dict[str, list[str]] = {}
        for line in vocabulary.read_text("utf-8").splitlines():
            word = line.split()[0]
            if word.isalpha():
                self.alike.setdefault(sound_key(word), []).append(word)

    def of(self, text: str, take: str = "") -> str:
        """The text with its share of errors; the same text and take always give the same ones."""
        draw, said = random.Random(take + text), []
        for word in text.split():
            others = [one for one in self.alike.get(sound_key(word), ()) if one != word]
            chance = draw.random()
            if chance >= self.ratio:
                said.append(word)
            elif chance >= self.ratio / 2 and others:
                said.append(draw.choice(others))
        return " ".join(said)
