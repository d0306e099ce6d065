"""A strong version said after the coach: which of its words came back, which not, how fast. Pure.

Words are compared as the patterns compare them: case, contractions, "um" and a plural s make no
difference, and a slip of the recogniser ("discussing" for "discussed") is no word left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.coaching.delivery import measure_delivery
from voicecoach.coaching.matching import aligned, likeness_ratio
from voicecoach.coaching.normalize import Token, tokens_from, word_set
from voicecoach.coaching.wording import joined, quoted
from voicecoach.transcript import Utterance

SAME_WORD_RATIO: Final = 0.75
"""Two single words this alike are one word, heard a little differently."""

MUCH_RATIO: Final = 1.25
LITTLE_RATIO: Final = 1.1
"""A tenth is not heard as another pace; a quarter is (proposal, to be tuned by ear)."""

MOST_QUOTES: Final = 2

_FUNCTION_WORDS: Final = word_set(
    "a an the and or but so to of in on at for from with about by as than that this these those",
    "i you he she it we they me him her us them my your his its our their is am are was were be",
    "been do does did have has had will would shall should can could may might not what how when",
    "where who which there here if up out over",
)
"""They carry the sentence, not what it says: the others are told first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedWord:
    """One word of the model beside what was said for it."""

    model: str
    """As written; empty where the learner said a word more."""

    said: str
    """As heard; empty where nothing was said for it."""

    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowing:
    """How a saying lies beside its model."""

    words: tuple[AlignedWord, ...]
    """In speaking order."""

    dropped: tuple[str, ...]
    """The model's words that did not come back: those that carry the content first."""

    kept_ratio: float
    """How many of the model's words came back, 0 to 1."""

    pace_ratio: float | None
    """The learner's words a minute against the model's; None when typed or too short."""

    sentences: tuple[str, ...]
    """What to say about it: one or two."""


def shadow(model: str, said: Utterance, *, model_wpm: float | None = None) -> Shadowing:
    """Lay what was said beside its model; ``model_wpm`` None: there is no pace to compare with."""
    words = _aligned_words(model.split(), [word.text for word in said.words])
    ours = [word for word in words if word.model]
    kept_count = sum(word.is_kept for word in ours)
    pace_ratio = _pace_ratio(said, model_wpm)
    dropped = [word.model for word in ours if not word.is_kept]
    return Shadowing(
        words=words,
        dropped=tuple(sorted(dropped, key=_is_function_word)),
        kept_ratio=kept_count / len(ours) if ours else 1.0,
        pace_ratio=pace_ratio,
        sentences=tuple(filter(None, (_words_sentence(ours, kept_count), _pace(pace_ratio)))),
    )


def _aligned_words(model: Sequence[str], said: Sequence[str]) -> tuple[AlignedWord, ...]:
    """Pieces are aligned, words are told: "I'd" came back when "I would" was said."""
    ours, theirs = tokens_from(model), tokens_from(said)
    pairs = aligned([token.text for token in ours], [token.text for token in theirs])
    found: list[AlignedWord] = []
    place_of: dict[int, int] = {}
    for place, partner in pairs:
        heard = "" if partner is None else said[theirs[partner].word]
        if place is None:
            found.append(AlignedWord(model="", said=heard, is_kept=False))
            continue
        is_kept = partner is not None and _is_same(ours[place], theirs[partner])
        word = ours[place].word
        if word in place_of:  # another piece of the same word: all of them have to come back
            before = found[place_of[word]]
            both = AlignedWord(
                model=before.model, said=before.said or heard, is_kept=before.is_kept and is_kept
            )
            found[place_of[word]] = both
            continue
        place_of[word] = len(found)
        found.append(AlignedWord(model=model[word], said=heard, is_kept=is_kept))
    return tuple(found)


def _is_same(ours: Token, theirs: Token) -> bool:
    return ours.text == theirs.text or likeness_ratio([ours.text], [theirs.text]) >= SAME_WORD_RATIO


def _pace_ratio(said: Utterance, model_wpm: float | None) -> float | None:
    delivery = measure_delivery((said,))
    rate = delivery.speaking_rate_wpm if delivery else None
    return round(rate / model_wpm, 2) if rate is not None and model_wpm else None


def _words_sentence(words: Sequence[AlignedWord], kept_count: int) -> str:
    """How many came back, and the two longest stretches that did not."""
    if not words:
        return ""
    if kept_count == len(words):
        return "You had every word of it."
    if kept_count == 0:
        return "None of its words came back."
    count = f"You had {kept_count} of {len(words)} words"
    left_out = [quoted(run) for run in _told_runs(words)]
    return f"{count}; you left out {joined(left_out)}." if left_out else f"{count}."


def _told_runs(words: Sequence[AlignedWord]) -> list[list[str]]:
    """Stretches that were left out and say something, the weightiest two, in speaking order."""
    runs: list[list[str]] = [[]]
    for word in words:
        if not word.is_kept:
            runs[-1].append(word.model)
        if word.is_kept or _ends_a_sentence(word.model):
            runs.append([])
    trimmed = [run for run in map(_trimmed, runs) if run]
    weightiest = sorted(range(len(trimmed)), key=lambda place: -_weight(trimmed[place]))
    return [trimmed[place] for place in sorted(weightiest[:MOST_QUOTES])]


def _trimmed(run: Sequence[str]) -> list[str]:
    """Without the small words at its ends; empty when there are no others.

    One that ends its sentence belongs to what stands before it: "looking for?".
    """
    places = [place for place, word in enumerate(run) if not _is_function_word(word)]
    if not places:
        return []
    return list(run[places[0] :] if _ends_a_sentence(run[-1]) else run[places[0] : places[-1] + 1])


def _ends_a_sentence(word: str) -> bool:
    return word.rstrip("\"')\u2019\u201d").endswith((".", "?", "!"))


def _weight(run: Sequence[str]) -> int:
    return sum(not _is_function_word(word) for word in run)


def _is_function_word(word: str) -> bool:
    return all(token.text in _FUNCTION_WORDS for token in tokens_from([word]))


def _pace(ratio: float | None) -> str:
    if ratio is None:
        return ""
    if 1 / LITTLE_RATIO <= ratio <= LITTLE_RATIO:
        return "Your pace was the model's."
    way = "faster" if ratio > 1 else "slower"
    is_much = not 1 / MUCH_RATIO <= ratio <= MUCH_RATIO
    return f"{way.capitalize() if is_much else f'A little {way}'} than the model."
