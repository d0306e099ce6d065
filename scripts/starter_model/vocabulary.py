"""The words the model knows: all of our own texts, then the commonest English ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from . import words
from .sentences import Sentence

COMMONEST: Final = 60_000
ONE_LETTER_WORDS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


def choose(sentences: Iterable[Sentence], size: int) -> frozenset[str]:
    """Every pronounceable word of the sentences, filled up to `size` by frequency."""
    import wordfreq

    chosen = {word for sentence in sentences for word in sentence if words.sounds_of(word)}
    known = words.pronunciations()
    for word in wordfreq.top_n_list("en", COMMONEST):
        if len(chosen) >= size:
            break
        is_word = word.replace("'", "").isalpha() and (len(word) > 1 or word in ONE_LETTER_WORDS)
        if is_word and word in known:
            chosen.add(word)
    return frozenset(chosen)
