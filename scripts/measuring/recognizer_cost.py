"""What the adapter costs on top of bare Vosk: the same frames, the same calls, in turn.

Words are on and a partial is fetched after every frame that ends no segment, as in a rehearsal.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import Any, Final

from voicecoach.audio.frame import FRAME_SECONDS, SAMPLE_RATE_HZ, Frame
from voicecoach.recognition.vosk_recognizer import LoadedModel, VoskRecognizer

RUNS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerCost:
    """CPU seconds of each run, in pairs; every pair heard the same frames."""

    bare_seconds: tuple[float, ...]
    adapter_seconds: tuple[float, ...]
    sound_seconds: float

    @property
    def median_ratio(self) -> float:
        """Adapter to bare Vosk, by their medians."""
        return statistics.median(self.adapter_seconds) / statistics.median(self.bare_seconds)

    @property
    def worst_ratio(self) -> float:
        """Of one pair."""
        pairs = zip(self.adapter_seconds, self.bare_seconds, strict=True)
        return max(adapter / bare for adapter, bare in pairs)

    @property
    def realtime_ratio(self) -> float:
        """CPU seconds a second of sound, by the adapter's median."""
        return statistics.median(self.adapter_seconds) / self.sound_seconds


def measure_recognizer_cost(
    model: LoadedModel, frames: list[Frame], *, runs: int = RUNS
) -> RecognizerCost:
    """Bare and adapted by turns; who goes first alternates, so that no cache favours one."""
    bare = _new_bare(model)
    adapter = VoskRecognizer(model)
    _run_bare(bare, frames)
    _run_adapter(adapter, frames)
    bare_seconds, adapter_seconds = [], []
    for run in range(runs):
        if run % 2:
            adapter_seconds.append(_run_adapter(adapter, frames))
            bare_seconds.append(_run_bare(bare, frames))
        else:
            bare_seconds.append(_run_bare(bare, frames))
            adapter_seconds.append(_run_adapter(adapter, frames))
    return RecognizerCost(
        bare_seconds=tuple(bare_seconds),
        adapter_seconds=tuple(adapter_seconds),
        sound_seconds=len(frames) * FRAME_SECONDS,
    )


def _new_bare(model: LoadedModel) -> Any:
    import vosk

    bare = vosk.KaldiRecognizer(model.vosk_model, SAMPLE_RATE_HZ)
    bare.SetWords(enable_words=True)
    return bare


def _run_bare(bare: Any, frames: list[Frame]) -> float:
    began_seconds = time.process_time()
    for frame in frames:
        if bare.AcceptWaveform(frame.pcm):
            bare.Result()
        else:
            bare.PartialResult()
    bare.FinalResult()
    return time.process_time() - began_seconds


def _run_adapter(adapter: VoskRecognizer, frames: list[Frame]) -> float:
    began_seconds = time.process_time()
    for frame in frames:
        adapter.hear(frame)
    adapter.finish()
    return time.process_time() - began_seconds
