"""How loud the microphone hears the loudspeaker, learned while the voice sounds. Pure."""

import math
from collections import deque
from typing import Final

LOUD_DBFS: Final = -45.0
"""Played more softly than this, the room's own noise would be taken for an echo."""

LEAST_FRAMES: Final = 15
"""1.5 s of the voice; the interviewer's first line is longer."""

KEPT_FRAMES: Final = 300
"""30 s of the voice: who turns the loudspeaker up or moves the laptop is followed."""

HIGH_RATIO: Final = 0.95
"""Rooms and small loudspeakers carry some sounds better than others: the loud ones count. Who
speaks over the coach makes the echo seem louder, which errs on the right side."""


class Coupling:
    """Learns from pairs of levels; tells how loud an echo may be."""

    def __init__(self) -> None:
        self._gains_db: deque[float] = deque(maxlen=KEPT_FRAMES)

    def learn(self, *, heard_dbfs: float, played_dbfs: float) -> None:
        """So much was heard while nobody but the voice was to be heard."""
        if played_dbfs > LOUD_DBFS:
            self._gains_db.append(heard_dbfs - played_dbfs)

    def echo_dbfs(self, played_dbfs: float) -> float:
        """What is heard of something played so loud; without a limit as long as little is known."""
        if len(self._gains_db) < LEAST_FRAMES:
            return math.inf
        gains_db = sorted(self._gains_db)
        return played_dbfs + gains_db[int(HIGH_RATIO * (len(gains_db) - 1))]
