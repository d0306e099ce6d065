"""MFCCs equal to Kaldi's, formants that can be moved, and the running mean taken as Vosk does."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

SAMPLE_RATE_HZ: Final = 16_000
WINDOW_SAMPLES: Final = 400
SHIFT_SAMPLES: Final = 160
FFT_POINTS: Final = 512
COEFFICIENTS: Final = 40
LOW_HZ: Final = 20.0
HIGH_HZ: Final = 5300.0
"""The game speech ends at 5.5 kHz: a wider band would teach "wide band means synthetic voice"."""

PREEMPHASIS: Final = 0.97
LIFTER: Final = 22
SMALLEST_ENERGY: Final = 1.1920929e-07
"""Kaldi's floor: the float32 epsilon."""

CMVN_WINDOW_FRAMES: Final = 600
CMVN_GLOBAL_FRAMES: Final = 200
"""Kaldi's OnlineCmvnOptions defaults; Vosk leaves them alone."""

Features = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""Frames of 10 ms by coefficients."""


def mel(hz: np.ndarray | float) -> np.ndarray:
    return 1127.0 * np.log1p(np.asarray(hz, np.float64) / 700.0)


@cache
def _window() -> np.ndarray:
    """Kaldi's "povey" window."""
    return (np.hanning(WINDOW_SAMPLES) ** 0.85).astype(np.float32)


@cache
def mel_bank(warp: float = 1.0) -> np.ndarray:
    """Triangles on the mel scale, FFT bins by filters; formants are heard `warp` times higher."""
    edges_hz = 700 * np.expm1(np.linspace(mel(LOW_HZ), mel(HIGH_HZ), COEFFICIENTS + 2) / 1127)
    if warp != 1.0:
        edges_hz = _warped(edges_hz, warp)
    edges = mel(edges_hz)
    bins = mel(np.arange(FFT_POINTS // 2) * SAMPLE_RATE_HZ / FFT_POINTS)[:, None]
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - left) / (middle - left), (right - bins) / (right - middle)
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


def _warped(edges_hz: np.ndarray, warp: float) -> np.ndarray:
    """Stretched below a corner, then straight to the unmoved upper end, as in VTLN."""
    corner = 0.8 * HIGH_HZ / max(warp, 1.0)
    slope = (HIGH_HZ - corner * warp) / (HIGH_HZ - corner)
    above = corner * warp + (edges_hz - corner) * slope
    return np.where(edges_hz < corner, edges_hz * warp, above)


@cache
def _cosines() -> np.ndarray:
    """The liftered DCT, filters by coefficients."""
    order = np.arange(COEFFICIENTS)
    matrix = np.sqrt(2 / COEFFICIENTS) * np.cos(
        np.pi / COEFFICIENTS * (order[None, :] + 0.5) * order[:, None]
    )
    matrix[0] = np.sqrt(1 / COEFFICIENTS)
    lifter = 1 + LIFTER / 2 * np.sin(np.pi * order / LIFTER)
    return (matrix * lifter[:, None]).T.astype(np.float32)


def frame_count(sample_count: int) -> int:
    """How many whole windows fit (Kaldi's snip-edges)."""
    return max(0, (sample_count - WINDOW_SAMPLES) // SHIFT_SAMPLES + 1)


def mfcc(samples: np.ndarray, *, warp: float = 1.0, gains: np.ndarray | None = None) -> Features:
    """MFCCs of samples in 16-bit scale; `gains` multiply the power of each FFT bin."""
    if frame_count(len(samples)) == 0:
        return np.zeros((0, COEFFICIENTS), np.float32)
    view = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float32), WINDOW_SAMPLES)
    frames = view[::SHIFT_SAMPLES]
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    frames = (frames - PREEMPHASIS * before) * _window()
    power = np.square(np.abs(np.fft.rfft(frames, FFT_POINTS)[:, : FFT_POINTS // 2]))
    power = power.astype(np.float32)
    if gains is not None:
        power = power * gains
    return np.log(np.maximum(power @ mel_bank(warp), SMALLEST_ENERGY)) @ _cosines()


def without_running_mean(frames: Features, global_mean: np.ndarray) -> Features:
    """As Kaldi's OnlineCmvn does: a sliding mean, which at first leans on the global one."""
    count = len(frames)
    sums = np.concatenate([np.zeros((1, frames.shape[1])), np.cumsum(frames, 0, np.float64)])
    now = np.arange(count)
    start = np.maximum(0, now - CMVN_WINDOW_FRAMES + 1)
    length = now - start + 1
    borrowed = np.clip(CMVN_WINDOW_FRAMES - length, 0, CMVN_GLOBAL_FRAMES)
    mean = (sums[now + 1] - sums[start] + borrowed[:, None] * global_mean) / (length + borrowed)[
        :, None
    ]
    return (frames - mean).astype(np.float32)
