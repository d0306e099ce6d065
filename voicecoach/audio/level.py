"""How loud a stretch of sound is."""

import math
from typing import Final

SILENCE_DBFS: Final = -96.0
"""The quietest that 16 bits can tell from nothing."""


def level_dbfs(pcm: bytes) -> float:
    """Root mean square of int16 samples, in decibels below full scale; SILENCE_DBFS at least."""
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    power = float(np.mean(samples * samples)) if samples.size else 0.0
    if power <= 0.0:
        return SILENCE_DBFS
    return max(SILENCE_DBFS, 10.0 * math.log10(power / 32768.0**2))
