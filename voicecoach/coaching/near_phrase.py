"""Patterns heard nearly word by word: windows of the closing compared with rapidfuzz.

The tree of ``pattern_index`` wants the words in place. A recogniser splits and joins them ("step
sin the process"), so plain wordings of the patterns are also looked for by likeness alone. Brute
force would be windows times thousands of phrases; a phrase is only compared when most of its
words, by sound, are in the text.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.coaching.matching import closest_window
from voicecoach.coaching.normalize import Token
from voicecoach.coaching.pattern_walk import NEVER_SKIPPED, Match
from voicecoach.coaching.sound_alike import sound_key
from voicecoach.coaching.template import EDGES, parse, wordings

LIKENESS_FLOOR_RATIO: Final = 0.9
"""Below, one content word is usually another word: "do i get the role" and "do i fit the role" are
0.88, "next week" and "next step" 0.78."""

SHORTEST_PHRASE_WORDS: Final = 6
WORDINGS_PER_PATTERN: Final = 1
"""More of them found nothing more in 1,650 closings, and took three times as long."""

FEW_TELLING_WORDS: Final = 2
"""With more of them, one may be missing."""

SPLIT_WORDS: Final = 2
"""A recogniser may have made so many words more of a phrase than it has."""

COMMON_PHRASE_SHARE: Final = 0.04
"""Words in more of the phrases than this ("you", "the") say nothing about which one was said."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A plain wording of a pattern."""

    pattern: int
    words: tuple[str, ...]
    text: str
    telling: frozenset[str]
    """Sounds of its words that few phrases have."""

    needed: int
    """So many of them must be there, close together."""

    def may_stand_in(self, places: Mapping[str, Sequence[int]]) -> bool:
        """Enough telling words lie in a stretch of text hardly longer than the phrase."""
        present = self.telling & places.keys()
        if len(present) < self.needed:
            return False
        told = sorted(place for sound in present for place in places[sound])
        reach = len(self.words) + SPLIT_WORDS
        return any(
            last - first < reach for first, last in zip(told, told[self.needed - 1 :], strict=False)
        )


class NearPhrases:
    """The plain wordings of some patterns, ready to be looked for. Built once, then only read."""

    def __init__(self, templates: Sequence[tuple[int, str]]) -> None:
        phrases = [
            (number, words)
            for number, template in templates
            for words in wordings(parse(template), WORDINGS_PER_PATTERN)
            if len(words) >= SHORTEST_PHRASE_WORDS and not set(EDGES) & set(words)
        ]
        spread = Counter(sound for _, words in phrases for sound in set(map(sound_key, words)))
        common = max(2.0, COMMON_PHRASE_SHARE * len(phrases))
        self._phrases: list[_Phrase] = []
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        for number, words in phrases:
            sounds = dict.fromkeys(map(sound_key, words))
            telling = sorted((s for s in sounds if spread[s] <= common), key=spread.__getitem__)
            if telling:
                missing = int(len(telling) > FEW_TELLING_WORDS)
                # Whatever is missing, one of the rarest is there: only those lead to the phrase.
                for sound in telling[: missing + 1]:
                    self._by_sound[sound].append(len(self._phrases))
                needed = len(telling) - missing
                self._phrases.append(
                    _Phrase(number, words, " ".join(words), frozenset(telling), needed)
                )

    def matches(
        self, tokens: Sequence[Token], already: frozenset[int], *, among: int = -1
    ) -> list[Match]:
        """The best window of every phrase likely to be there, except of patterns found already.

        ``among`` are the patterns asked for, as bits.
        """
        words = [token.text for token in tokens]
        text = " ".join(words)
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            places[sound_key(word)].append(place)
        likely = {one for sound in places for one in self._by_sound.get(sound, ())}
        found: dict[int, Match] = {}
        for phrase in (self._phrases[one] for one in sorted(likely)):
            number = phrase.pattern
            if not among >> number & 1 or number in already or not phrase.may_stand_in(places):
                continue
            window = closest_window(words, text, phrase.text, LIKENESS_FLOOR_RATIO)
            if window is None:
                continue
            start, end, likeness = window
            if NEVER_SKIPPED & set(words[start:end]) != NEVER_SKIPPED & set(phrase.words):
                continue
            price = 1.0 - likeness
            if number not in found or found[number].price > price:
                found[number] = Match(number, start, end, price, (None, phrase.words))
        return list(found.values())
