"""The words of one ear at the times of another. Pure.

The first ear knows when each word was said and hears fillers; the second one knows better which
words they were.
"""

from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Final

from voicecoach.coaching import matching
from voicecoach.coaching.normalize import FILLERS
from voicecoach.transcript import SecondHearing, Word

LETTER_SECONDS: Final = 0.07
"""How long a letter of a word takes that only the second ear heard: 150 words a minute, roughly."""

ROOMY_RATIO: Final = 1.5
"""A gap so much longer than its words is a pause beside them, not the words."""

FITS_RATIO: Final = 0.6
"""Words are squeezed into so much of their usual time at most."""

_FILLER: Final = "um"
"""All fillers are one word here: what the one ear calls um, the other one calls uh."""


def aligned(
    first: Sequence[Word], second: SecondHearing, *, start_seconds: float, end_seconds: float
) -> tuple[Word, ...]:
    """The second ear's words with the first one's times, between start and end.

    Words that both heard are the first ear's, times and confidence included. Fillers that only the
    first ear heard stay where they are, unless the second one heard words in their time: "er" may
    have been "are". Words that only the second ear heard share the time of
    those that they replace, or the gap between their neighbours; their confidence is its own.
    """
    ours, theirs = [_key(word.text) for word in first], [_key(text) for text in second.words]
    pairs = matching.aligned(ours, theirs)
    found: list[Word] = []
    passed = 0
    for is_same, run in groupby(pairs, lambda pair: _is_same(pair, ours, theirs)):
        heard, told = zip(*run, strict=True)
        replaced = [first[place] for place in heard if place is not None]
        passed += len(replaced)
        if is_same:
            found += replaced
            continue
        texts = [second.words[place] for place in told if place is not None]
        begin_seconds = found[-1].end_seconds if found else start_seconds
        after_seconds = first[passed].start_seconds if passed < len(first) else end_seconds
        gap = _Gap(begin_seconds, max(begin_seconds, after_seconds), is_after_a_word=bool(found))
        found += _instead(replaced, texts, gap, second.confidence_ratio)
    return tuple(found)


class _Gap:
    """The time between two words."""

    def __init__(self, start_seconds: float, end_seconds: float, *, is_after_a_word: bool) -> None:
        self.start_seconds = start_seconds
        self.end_seconds = end_seconds
        self.is_after_a_word = is_after_a_word

    def span_for(self, texts: Sequence[str]) -> tuple[float, float]:
        """Where words belong that nothing was heard of: a long rest of the gap is a pause."""
        length = LETTER_SECONDS * sum(map(len, texts))
        if self.end_seconds - self.start_seconds <= ROOMY_RATIO * length:
            return self.start_seconds, self.end_seconds
        if self.is_after_a_word:
            return self.start_seconds, self.start_seconds + length
        return self.end_seconds - length, self.end_seconds


def _is_same(
    pair: tuple[int | None, int | None], ours: Sequence[str], theirs: Sequence[str]
) -> bool:
    """Both ears heard the word."""
    heard, told = pair
    return heard is not None and told is not None and ours[heard] == theirs[told]


def _key(text: str) -> str:
    return _FILLER if text in FILLERS else text


def _is_filler(word: Word) -> bool:
    return word.text in FILLERS


def _instead(
    heard: Sequence[Word], texts: Sequence[str], gap: _Gap, confidence_ratio: float
) -> list[Word]:
    """What takes the place of some words of the first ear: the texts, and its own fillers."""
    fillers = [word for word in heard if _is_filler(word)]
    if fillers and texts and not _leave_time_for(texts, heard):
        span = heard[0].start_seconds, heard[-1].end_seconds
        return _spread(texts, *span, confidence_ratio)
    texts = _without_fillers(texts, len(fillers))
    if len(fillers) == len(heard):
        return [*fillers, *_spread(texts, *gap.span_for(texts), confidence_ratio)]
    runs = [(kept, list(run)) for kept, run in groupby(heard, _is_filler)]
    shares = iter(_shared([run for is_kept, run in runs if not is_kept], texts))
    words: list[Word] = []
    for is_kept, run in runs:
        span = run[0].start_seconds, run[-1].end_seconds
        words += run if is_kept else _spread(next(shares), *span, confidence_ratio)
    return words


def _leave_time_for(texts: Sequence[str], heard: Sequence[Word]) -> bool:
    """The other words of the first ear took long enough for the second one's, fillers apart."""
    needed = [text for text in texts if text not in FILLERS]
    spoken_seconds = sum(
        word.end_seconds - word.start_seconds for word in heard if not _is_filler(word)
    )
    return spoken_seconds >= FITS_RATIO * LETTER_SECONDS * sum(map(len, needed))


def _without_fillers(texts: Sequence[str], count: int) -> list[str]:
    """The texts, less the first so many fillers: the first ear heard those itself."""
    fillers = [number for number, text in enumerate(texts) if text in FILLERS][:count]
    return [text for number, text in enumerate(texts) if number not in fillers]


def _shared(runs: Sequence[Sequence[Word]], texts: Sequence[str]) -> list[Sequence[str]]:
    """The texts, cut so that each run of words gets as many as it had of the time."""
    lengths = [run[-1].end_seconds - run[0].start_seconds for run in runs]
    total_seconds = sum(lengths) or 1.0
    cuts = [round(passed / total_seconds * len(texts)) for passed in accumulate(lengths)]
    cuts[-1] = len(texts)
    return [texts[begin:end] for begin, end in zip([0, *cuts], cuts, strict=False)]


def _spread(
    texts: Sequence[str], start_seconds: float, end_seconds: float, confidence_ratio: float
) -> list[Word]:
    """Words one after the other over a span, each as long as its letters."""
    letters = [0, *accumulate(map(len, texts))]
    per_letter = (end_seconds - start_seconds) / (letters[-1] or 1)
    edges = [start_seconds + per_letter * passed for passed in letters[:-1]] + [end_seconds]
    return [
        Word(
            text=text,
            start_seconds=edges[number],
            end_seconds=edges[number + 1],
            confidence_ratio=confidence_ratio,
        )
        for number, text in enumerate(texts)
    ]
