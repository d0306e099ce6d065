"""Patterns heard nearly word by word: windows of the closing compared with rapidfuzz.

The tree of ``pattern_index`` wants the words in place. A recogniser splits and joins them ("step
sin the process"), so plain wordings of the patterns are also looked for by likeness alone. Brute
force would be windows times thousands of phrases; a phrase is only compared when most of its
words, by sound, are in the text.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
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
WORDINGS_PER_PATTERN: Final = 4
FEW_TELLING_WORDS: Final = 2
"""With more of them, one may be missing."""

COMMON_PHRASE_SHARE: Final = 0.04
"""Words in more of the phrases than this ("you", "the") say nothing about which one was said."""


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
        self._phrases: list[tuple[int, tuple[str, ...], str, int]] = []
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        for number, words in phrases:
            telling = {sound for sound in map(sound_key, words) if spread[sound] <= common}
            for sound in telling:
                self._by_sound[sound].append(len(self._phrases))
            if telling:
                needed = len(telling) - (len(telling) > FEW_TELLING_WORDS)
                self._phrases.append((number, words, " ".join(words), needed))

    def matches(self, tokens: Sequence[Token], already: frozenset[int]) -> list[Match]:
        """The best window of every phrase likely to be there, except of patterns found already."""
        words = [token.text for token in tokens]
        text = " ".join(words)
        shared: dict[int, int] = defaultdict(int)
        for sound in {sound_key(word) for word in words}:
            for place in self._by_sound.get(sound, ()):
                shared[place] += 1
        found: dict[int, Match] = {}
        for place, count in sorted(shared.items()):
            number, phrase, wanted, needed = self._phrases[place]
            if number in already or count < needed:
                continue
            window = closest_window(words, text, wanted, LIKENESS_FLOOR_RATIO)
            if window is None:
                continue
            start, end, likeness = window
            if NEVER_SKIPPED & set(words[start:end]) != NEVER_SKIPPED & set(phrase):
                continue
            price = 1.0 - likeness
            if number not in found or found[number].price > price:
                found[number] = Match(number, start, end, price, (None, phrase))
        return list(found.values())
