"""The limits within which a turn is found, and how exact seconds are."""

from dataclasses import dataclass
from typing import Final

ROUNDING_SECONDS: Final = 1e-6
"""A sixtieth of a sample: sums of seconds may miss their mark by this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """The limits. Defaults are argued where they stand."""

    enter_ratio: float = 0.5
    leave_ratio: float = 0.35
    """0.15 below, as Silero's own iterator does."""

    least_speech_seconds: float = 0.2
    """Shorter sounds are clicks; the shortest command ("stop") is longer."""

    least_silence_seconds: float = 0.3
    """Shorter gaps are articulation: the learner is still speaking."""

    flicker_seconds: float = 0.2
    """A gap this short does not break up a beginning voice."""

    first_word_seconds: float = 12.0
    """People think for up to 15 s before they begin; then a nudge is kind."""

    wordless_seconds: float = 20.0
    """Sound like speech with no word in it: a television, a language we do not know."""

    catch_up_seconds: float = 1.5
    """The recogniser is behind the sound; words may still come for this long after it."""

    word_lag_seconds: float = 0.6
    """A word is reported this long after it sounded (right context and one frame, measured)."""

    unvoiced_words_seconds: float = 6.0
    """Words with no voice in them hold a turn open no longer than this: they are guesses."""

    longest_turn_seconds: float = 120.0
