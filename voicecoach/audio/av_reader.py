"""Phone recordings (m4a, aac, webm, …), read by PyAV. The only module that knows av.

The extra ``m4a`` brings it: everything else works without.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.errors import AudioUnreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AvReader:
    """A recording that ffmpeg's libraries open. Raises AudioUnreadable when they do not."""

    def __init__(self, path: Path) -> None:
        try:
            import av
        except ImportError as missing:
            raise AudioUnreadable(
                path, "this kind of recording needs an extra: pip install 'voicecoach[m4a]'"
            ) from missing
        self._path = path
        self._trouble = (av.FFmpegError, ValueError, EOFError)
        try:
            self._container: Any = av.open(str(path))
        except (*self._trouble, OSError) as problem:
            raise AudioUnreadable(path, "it is no format that we know") from problem
        self._stream: Any = next(iter(self._container.streams.audio), None)
        if self._stream is None or not self._stream.codec_context.sample_rate:
            self._container.close()
            raise AudioUnreadable(path, "there is no sound in it")
        self._channel_count = self._stream.codec_context.channels
        self.rate_hz = float(self._stream.codec_context.sample_rate)
        self.seconds_total = self._length_seconds()
        self._to_floats = av.AudioResampler(
            format="flt", layout=self._stream.codec_context.layout, rate=int(self.rate_hz)
        )

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Samples, -1 to 1, shape (samples, channels).

        Raises AudioUnreadable where it breaks off.
        """
        try:
            for frame in self._container.decode(self._stream):
                yield from map(self._block, self._to_floats.resample(frame))
        except self._trouble as problem:
            raise AudioUnreadable(self._path, f"it breaks off ({problem.args[-1]})") from problem

    def close(self) -> None:
        """Let the file go."""
        self._container.close()

    def _block(self, frame: Any) -> NDArray[np.float32]:
        samples: NDArray[np.float32] = frame.to_ndarray().reshape(-1, self._channel_count)
        return samples

    def _length_seconds(self) -> float | None:
        if self._stream.duration is not None:
            return float(self._stream.duration * self._stream.time_base)
        if self._container.duration is not None:
            return float(self._container.duration / 1_000_000)
        return None
