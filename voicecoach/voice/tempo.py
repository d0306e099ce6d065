"""How fast an engine must be set so that a text is heard at the rate that was asked.

Engines take a nominal rate: espeak asked for 150 words a minute speaks everyday sentences at about
190, one of long words at 70. So a setting is foretold from the text, the sound is measured, and
a second one is made where the first missed. Sentences of everyday length keep to the rate that
was asked; short ones keep more of their natural tempo, because one long word is no slow speech.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voicecoach.audio.frame import Sound

TOLERANCE_RATIO: Final = 0.06
"""How far from the asked rate a sentence may be; the promise is 0.1."""

SHORT_WORD_COUNT: Final = 8
SHORT_TOLERANCE_RATIO: Final = 0.05
"""More tolerance for each word that a sentence has less than SHORT_WORD_COUNT."""

MOST_PASSES: Final = 3
"""The first is foretold, the second measured; a third is needed only at an engine's limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What an engine is set to."""

    setting: float
    """In the engine's own unit, faster when higher."""

    word_gap_steps: int = 0
    """Pauses put between words, where an engine cannot be set any slower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How an engine turns a text into seconds; durations hold at the reference setting."""

    reference_setting: float
    reference_wpm: float
    """Heard on everyday sentences."""

    seconds_per_letter: float
    seconds_per_comma: float
    seconds_per_stop: float
    seconds_per_utterance: float
    exponent: float
    """Duration goes with setting ** -exponent."""

    lowest_setting: float
    highest_setting: float
    first_gap_seconds: float = 0.0
    """One word gap at the lowest setting is first + steps * step; 0: the engine has none."""

    gap_step_seconds: float = 0.0

    def foretell_seconds(self, text: str) -> float:
        """About how long the text takes at the reference setting."""
        letters = sum(map(str.isalnum, text))
        commas = len(re.findall(r"[,;:\u2013\u2014](?=\s)", text))
        stops = len(re.findall(r"[.!?](?=\s)", text))
        return (
            self.seconds_per_utterance
            + letters * self.seconds_per_letter
            + commas * self.seconds_per_comma
            + stops * self.seconds_per_stop
        )

    def pace_for(self, reference_seconds: float, *, word_count: int, rate_wpm: int) -> Pace:
        """The setting at which a text of that length is heard at the rate."""
        least, most = fitting_seconds(word_count, rate_wpm)
        natural = reference_seconds * self.reference_wpm / rate_wpm
        wanted = min(max(natural, least), most)
        setting = self._setting_from(reference_seconds, wanted)
        if setting < self.lowest_setting and word_count > 1 and self.gap_step_seconds:
            slowest = self._seconds_at(self.lowest_setting, reference_seconds)
            if slowest < least:
                return self._pace_with_gaps(slowest, wanted, gap_count=word_count - 1)
        return Pace(setting=min(max(setting, self.lowest_setting), self.highest_setting))

    def reference_seconds_from(self, seconds: float, pace: Pace, *, word_count: int) -> float:
        """How long what was heard at that pace would have been at the reference setting."""
        factor: float = (pace.setting / self.reference_setting) ** self.exponent
        gap_seconds = self._gap_seconds(pace.word_gap_steps) if pace.word_gap_steps else 0.0
        slowing: float = (self.lowest_setting / pace.setting) ** self.exponent
        return max(0.01, seconds - gap_seconds * slowing * (word_count - 1)) * factor

    def _setting_from(self, reference_seconds: float, wanted_seconds: float) -> float:
        ratio: float = (reference_seconds / wanted_seconds) ** (1 / self.exponent)
        return self.reference_setting * ratio

    def _seconds_at(self, setting: float, reference_seconds: float) -> float:
        ratio: float = (setting / self.reference_setting) ** -self.exponent
        return reference_seconds * ratio

    def _gap_seconds(self, steps: int) -> float:
        return self.first_gap_seconds + steps * self.gap_step_seconds

    def _pace_with_gaps(self, slowest: float, wanted: float, *, gap_count: int) -> Pace:
        """Steps are coarse: the setting makes up for what they overshoot."""
        gap = (wanted - slowest) / gap_count
        steps = max(1, round((gap - self.first_gap_seconds) / self.gap_step_seconds))
        reached = slowest + gap_count * self._gap_seconds(steps)
        setting = self.lowest_setting * max(1.0, reached / wanted) ** (1 / self.exponent)
        return Pace(setting=setting, word_gap_steps=steps)


def fitting_seconds(word_count: int, rate_wpm: int) -> tuple[float, float]:
    """The shortest and the longest that so many words may take at the rate."""
    missing = max(0, SHORT_WORD_COUNT - word_count)
    tolerance = TOLERANCE_RATIO + SHORT_TOLERANCE_RATIO * missing
    seconds = word_count * 60 / rate_wpm
    return seconds * (1 - tolerance), seconds * (1 + tolerance)


def make_at_rate(
    make: Callable[[Pace], Sound], text: str, *, rate_wpm: int, calibration: Calibration
) -> Sound:
    """The text as a sound heard at the rate; what ``make`` raises goes through."""
    word_count = len(text.split())
    least, most = fitting_seconds(word_count, rate_wpm)
    reference_seconds = calibration.foretell_seconds(text)
    best: tuple[float, Sound] | None = None
    tried: set[Pace] = set()
    for _ in range(MOST_PASSES):
        pace = calibration.pace_for(reference_seconds, word_count=word_count, rate_wpm=rate_wpm)
        if pace in tried:
            break
        tried.add(pace)
        sound = make(pace)
        error_seconds = max(least - sound.seconds, sound.seconds - most, 0.0)
        if best is None or error_seconds < best[0]:
            best = (error_seconds, sound)
        if error_seconds <= 0.02 * most:
            break
        reference_seconds = calibration.reference_seconds_from(
            sound.seconds, pace, word_count=word_count
        )
    assert best is not None
    return best[1]
