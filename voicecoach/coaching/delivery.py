"""How it was said, in numbers, and which of the numbers are worth a remark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from voicecoach.assessment import Delivery, Pause
from voicecoach.coaching.normalize import FILLERS, word_set
from voicecoach.transcript import Utterance, Word

SILENT_PAUSE_SECONDS: Final = 0.25
"""Shorter gaps are articulation, not hesitation (after Goldman-Eisler, 1968)."""

FEWEST_WORDS_FOR_A_RATE: Final = 25
SHORTEST_FOR_A_RATE_SECONDS: Final = 8.0
"""Under either, a rate is noise (Speech Away; our product notes, 5.1)."""

QUESTION_TAIL_PAUSE_SECONDS: Final = 0.35
"""A question goes on past its evidence until a pause of this length (proposal, to be tuned)."""

_QUESTION_TAIL_STOPS: Final = word_set(
    "because and but so i i'm i'd i've i'll thanks thank sorry anyway well yeah",
)

FAST_WPM: Final = 165.0
VERY_FAST_WPM: Final = 180.0
SLOW_WPM: Final = 120.0
VERY_SLOW_WPM: Final = 100.0
"""Read AI 130 to 175, Microsoft 100 to 165; interview studies find moderate best."""

MANY_FILLERS: Final = 5
SHORT_TAKE_SECONDS: Final = 60.0
MANY_FILLERS_PER_MINUTE: Final = 8.0
"""Toastmasters' five-plus; over a minute, Laske 2024: harm begins near twelve a minute."""

LONG_SECONDS: Final = 60.0
VERY_LONG_SECONDS: Final = 90.0
VERY_SHORT_SECONDS: Final = 12.0
"""A close of 20 to 60 s; our product notes, 5.1."""

MANY_WORDS_AFTER_QUESTION: Final = 8


class Trait(StrEnum):
    """What about the delivery a remark is on."""

    TOO_LONG = "too_long"
    FILLERS = "fillers"
    FAST = "fast"
    SLOW = "slow"
    TALKED_PAST_QUESTION = "talked_past_question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One number outside its band."""

    trait: Trait
    value: float
    is_strong: bool
    source: str


def measure_delivery(
    turns: Sequence[Utterance], *, last_question_word: int | None = None
) -> Delivery | None:
    """Rates, pauses, fillers and length over all spoken turns; None when nothing was spoken.

    ``last_question_word`` is where, in the last turn, the evidence of its last question ends.
    """
    spoken = [turn for turn in turns if turn.is_spoken and turn.words]
    if not spoken:
        return None
    words = [word for turn in spoken for word in turn.words if word.text.lower() not in FILLERS]
    pauses = tuple(pause for turn in spoken for pause in _pauses(turn.words))
    length = sum(turn.words[-1].end_seconds - turn.words[0].start_seconds for turn in spoken)
    silent = sum(pause.end_seconds - pause.start_seconds for pause in pauses)
    can_judge = len(words) >= FEWEST_WORDS_FOR_A_RATE and length >= SHORTEST_FOR_A_RATE_SECONDS
    fillers = sum(word.text.lower() in FILLERS for turn in spoken for word in turn.words)
    return Delivery(
        speaking_rate_wpm=_rate(len(words), length) if can_judge else None,
        articulation_rate_wpm=_rate(len(words), length - silent) if can_judge else None,
        length_seconds=round(length, 2),
        word_count=len(words),
        fillers_heard=fillers,
        pauses=pauses,
        words_after_last_question=words_behind(turns[-1].words, last_question_word),
    )


def _rate(count: int, seconds: float) -> float | None:
    return round(count * 60.0 / seconds, 1) if seconds > 0.0 else None


def _pauses(words: Sequence[Word]) -> Iterator[Pause]:
    for before, after in pairwise(words):
        if after.start_seconds - before.end_seconds >= SILENT_PAUSE_SECONDS:
            yield Pause(start_seconds=before.end_seconds, end_seconds=after.start_seconds)


def words_behind(words: Sequence[Word], evidence_end: int | None) -> int:
    """Words after the question, whose tail ("... look like from here") still belongs to it."""
    if evidence_end is None:
        return 0
    end = evidence_end
    while end < len(words) and end > 0:
        gap = words[end].start_seconds - words[end - 1].end_seconds
        if gap >= QUESTION_TAIL_PAUSE_SECONDS or words[end].text.lower() in _QUESTION_TAIL_STOPS:
            break
        end += 1
    return sum(word.text.lower() not in FILLERS for word in words[end:])


def find_remarks(delivery: Delivery) -> tuple[Remark, ...]:
    """What lies outside its band, the weightiest first; nothing inside is mentioned."""
    return tuple(sorted(_remarks(delivery), key=lambda remark: not remark.is_strong))


def _remarks(delivery: Delivery) -> Iterator[Remark]:
    length = delivery.length_seconds
    if length > LONG_SECONDS:
        yield Remark(
            trait=Trait.TOO_LONG,
            value=length,
            is_strong=length > VERY_LONG_SECONDS,
            source="closes of 30 to 60 seconds are the common advice",
        )
    fillers = delivery.fillers_heard
    allowed = max(MANY_FILLERS, MANY_FILLERS_PER_MINUTE * length / 60.0)
    if fillers >= MANY_FILLERS and (length <= SHORT_TAKE_SECONDS or fillers > allowed):
        yield Remark(
            trait=Trait.FILLERS, value=fillers, is_strong=True, source="Toastmasters: five-plus"
        )
    rate = delivery.speaking_rate_wpm
    if rate is not None and (rate > FAST_WPM or rate < SLOW_WPM):
        yield Remark(
            trait=Trait.FAST if rate > FAST_WPM else Trait.SLOW,
            value=rate,
            is_strong=rate > VERY_FAST_WPM or rate < VERY_SLOW_WPM,
            source="Microsoft Speaker Coach 100 to 165, Read AI 130 to 175 words a minute",
        )
    if delivery.words_after_last_question > MANY_WORDS_AFTER_QUESTION:
        yield Remark(
            trait=Trait.TALKED_PAST_QUESTION,
            value=delivery.words_after_last_question,
            is_strong=False,
            source="ask, then stop: our own rule",
        )
