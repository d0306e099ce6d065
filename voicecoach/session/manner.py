"""How fast and how loud the coach speaks: steps that the learner goes up and down. Pure."""

from dataclasses import dataclass, replace
from typing import Final

RATE_RATIOS: Final = {-3: 0.61, -2: 0.72, -1: 0.85, 0: 1.0, 1: 1.15, 2: 1.32}
"""15 % a step. From 165 words a minute that is 100, a dictation, to 218, a quick talker; people
who listen for the first time follow neither less nor more."""

GAINS_DB: Final = {steps: 4.0 * steps for steps in range(-3, 3)}
"""4 dB is a step that everybody hears; above +8 the limiter would flatten the voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the voice speaks, in steps from how it began."""

    rate_steps: int = 0
    gain_steps: int = 0

    @property
    def rate_ratio(self) -> float:
        """Of the rate it began with."""
        return RATE_RATIOS[self.rate_steps]

    @property
    def gain_db(self) -> float:
        """Above the level it began with."""
        return GAINS_DB[self.gain_steps]

    def changed(self, *, rate_steps: int = 0, gain_steps: int = 0) -> "Manner":
        """So many steps further; as it is, where that is further than it goes."""
        rate, gain = self.rate_steps + rate_steps, self.gain_steps + gain_steps
        fits = rate in RATE_RATIOS and gain in GAINS_DB
        return replace(self, rate_steps=rate, gain_steps=gain) if fits else self
