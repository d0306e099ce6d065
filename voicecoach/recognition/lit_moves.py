"""Which moves are lit while somebody speaks: soon, but steadily.

A recogniser changes its mind about the words it heard last. So a move waits until another word
stands behind it, or for a moment; once lit it stays until its words are final, and only then goes
out if they were others after all. What counted is told when the turn is over.
"""

from collections.abc import Mapping
from typing import Final

from voicecoach.recognition.endpoint_settings import ROUNDING_SECONDS

HELD_SECONDS: Final = 0.2
"""With nothing said behind it. Of 168 moves lit at once 27 went out again (measure_live)."""


class LitMoves:
    """The moves of one turn."""

    def __init__(self) -> None:
        self.lit: frozenset[str] = frozenset()
        self._since_seconds: dict[str, float] = {}
        """Since when each has been in the words without a break."""

    def look(
        self,
        last_words: Mapping[str, int],
        word_count: int,
        at_seconds: float,
        *,
        are_final: bool,
    ) -> tuple[list[str], list[str]]:
        """Those that light up and those that go out, each in order.

        ``last_words`` tells, for each move in the words, behind how many of them it was there;
        ``are_final`` that no word will change any more.
        """
        self._since_seconds = {
            label: self._since_seconds.get(label, at_seconds) for label in last_words
        }
        steady = {
            label
            for label, last_word in last_words.items()
            if are_final
            or last_word < word_count
            or at_seconds - self._since_seconds[label] >= HELD_SECONDS - ROUNDING_SECONDS
        }
        came = sorted(steady - self.lit)
        went = sorted(self.lit - last_words.keys()) if are_final else []
        self.lit = (self.lit | steady) - frozenset(went)
        return came, went
