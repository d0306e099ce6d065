"""How fast an engine must be set so that a text is heard at the rate that was asked.

Engines take a nominal rate: espeak asked for 150 words a minute speaks everyday sentences at about
190, one of long words at 70. So a setting is foretold from the text, the sound is measured, and
a second one is made where the first missed. Sentences of everyday length keep to the rate that
was asked; short ones keep more of their natural tempo, because one long word is no slow speech.
"""

import math
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

SLACK_RATIO: Final = 0.02
"""No further pass for less than this."""

MOST_PASSES: Final = 4
"""The first is foretold, the second measured, and is right as a rule."""


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
        letters, commas, stops, one = features_of(text)
        return (
            letters * self.seconds_per_letter
            + commas * self.seconds_per_comma
            + stops * self.seconds_per_stop
            + one * self.seconds_per_utterance
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


def features_of(text: str) -> tuple[int, int, int, int]:
    """What its duration is foretold from: letters, pauses at commas, at full stops, and one."""
    letters = sum(map(str.isalnum, text))
    commas = len(re.findall(r"[,;:\u2013\u2014](?=\s)", text))
    stops = len(re.findall(r"[.!?](?=\s)", text))
    return letters, commas, stops, 1


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
    slack = SLACK_RATIO * most
    reference_seconds = calibration.foretell_seconds(text)
    made: dict[Pace, Sound] = {}
    for _ in range(MOST_PASSES):
        pace = calibration.pace_for(reference_seconds, word_count=word_count, rate_wpm=rate_wpm)
        pace = _between(pace, made, least, most)
        if pace in made:
            break
        sound = made[pace] = make(pace)
        if least - slack <= sound.seconds <= most + slack:
            return sound
        reference_seconds = calibration.reference_seconds_from(
            sound.seconds, pace, word_count=word_count
        )
    return min(made.values(), key=lambda sound: max(least - sound.seconds, sound.seconds - most))


def _between(pace: Pace, made: dict[Pace, Sound], least: float, most: float) -> Pace:
    """The pace, or if settings were tried on both sides of it and it lies outside, their middle.

    Some engines answer to their setting in steps; then the law of the calibration leads astray.
    """
    if pace.word_gap_steps or any(tried.word_gap_steps for tried in made):
        return pace
    too_slow = [tried.setting for tried, sound in made.items() if sound.seconds > most]
    too_fast = [tried.setting for tried, sound in made.items() if sound.seconds < least]
    if not too_slow or not too_fast or max(too_slow) < pace.setting < min(too_fast):
        return pace
    return Pace(setting=math.sqrt(max(too_slow) * min(too_fast)))
