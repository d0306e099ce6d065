"""A learner who is not there, but hears and speaks: what they hear decides when they speak.

They hear the loudspeaker's monitor, as a person hears the room, and know nothing else of the
program: no trace, no screen. They speak recordings of a voice into the air before the microphone,
and remember when, so that a test can say what should have become of it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.sound_rig import RATE_HZ, Recording, Samples, SoundRig

TURN_QUIET_SECONDS: Final = 2.0
"""The coach is through: between two of its sentences there is half a second, on a busy machine
three times as much."""

SOON_SECONDS: Final = 1.0
MOST_TRIES: Final = 3

PATIENCE_SECONDS: Final = 30.0
"""Nobody waits longer for a coach that says nothing; the longest it may is until a nudge."""

AUDIBLE_LEVEL: Final = 50
LOOK_SECONDS: Final = 0.04

Voice = Callable[[str], Samples]
"""A sentence as 16 kHz samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that the learner said, and when, in monotonic seconds."""

    text: str
    began_seconds: float
    ended_seconds: float


class SimulatedLearner:
    """One person in front of the coach."""

    def __init__(self, rig: SoundRig, loudspeaker: Recording, voice: Voice) -> None:
        self._rig = rig
        self._loudspeaker = loudspeaker
        self._voice = voice
        self._heard_count = 0
        """Samples that were listened to."""

        self._sounded_seconds = -math.inf
        """When the coach was last heard."""

        self._attended_seconds = -math.inf
        """Up to when what the coach has said is old."""

        self.said: list[Said] = []

    def prepares(self, *sentences: str) -> None:
        """Have the words ready: making a recording takes longer than beginning to speak."""
        for sentence in sentences:
            self._voice(sentence)

    def hears_the_coach_out(self, *, quiet_seconds: float = TURN_QUIET_SECONDS) -> None:
        """Wait until the coach has said something, and then nothing for so long."""
        self.hears_the_coach_begin()
        while time.monotonic() - self._last_sounded_seconds() < quiet_seconds:
            time.sleep(LOOK_SECONDS)
        self._attended_seconds = time.monotonic()

    def hears_the_coach_begin(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something has sounded since the learner last spoke, or heard the coach out."""
        deadline_seconds = time.monotonic() + patience_seconds
        while self._last_sounded_seconds() <= self._attended_seconds:
            if time.monotonic() > deadline_seconds:
                raise AssertionError(f"the coach was silent for {patience_seconds:.0f} s")
            time.sleep(LOOK_SECONDS)

    def says(self, *sentences: str, pause_seconds: float = 0.6) -> Said:
        """Speak to the end, with pauses between the sentences."""
        pause = np.zeros(round(pause_seconds * RATE_HZ), np.int16)
        pieces = [piece for text in sentences for piece in (self._voice(text), pause)]
        sound = np.concatenate(pieces[:-1])
        began_seconds = time.monotonic()
        self._rig.speak_into_microphone(sound)
        self._attended_seconds = time.monotonic()
        said = Said(
            text=" ".join(sentences),
            began_seconds=began_seconds,
            ended_seconds=self._attended_seconds,
        )
        self.said.append(said)
        return said

    def thinks(self, seconds: float) -> None:
        """Say nothing for a while."""
        time.sleep(seconds)

    def answers(self, *sentences: str, pause_seconds: float = 0.6) -> Said:
        """Hear the coach out, then speak."""
        self.prepares(*sentences)
        self.hears_the_coach_out()
        return self.says(*sentences, pause_seconds=pause_seconds)

    def insists(self, wish: str, *, is_obeyed: Callable[[], bool]) -> None:
        """Say it again, up to three times, as anybody does who was misheard in a noise.

        Soon after the coach: in a noise nobody waits long.
        """
        self.prepares(wish)
        for _ in range(MOST_TRIES):
            self.hears_the_coach_out(quiet_seconds=SOON_SECONDS)
            if is_obeyed():
                return
            self.says(wish)

    def _last_sounded_seconds(self) -> float:
        """When the loudspeaker last sounded, as far as it has been heard."""
        new = self._loudspeaker.samples_from(self._heard_count)
        loud = np.flatnonzero(np.abs(new.astype(np.int32)) > AUDIBLE_LEVEL)
        if len(loud):
            self._sounded_seconds = self._loudspeaker.at(self._heard_count + int(loud[-1]))
        self._heard_count += len(new)
        return self._sounded_seconds
