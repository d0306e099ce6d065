"""Random chunks of the training data, with the right output every 30 ms."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import torch
from torch import Tensor

from .dataset import Dataset
from .features import COEFFICIENTS
from .network import SUBSAMPLING
from .outputs import LEFT_CLASS, PHONE_OUTPUTS
from .words import PHONES, SILENCE

NO_TARGET: Final = -100
"""What torch's cross entropy takes for "do not count this"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how hard to train."""

    steps: int
    learning_rate: float
    warmup_share: float
    is_sequence: bool
    batch: int = 16
    """Chunks in each process."""
    outputs: int = 80
    """Outputs in a chunk: 2.4 s."""
    processes: int = 2
    seed: int = 20


@dataclass(frozen=True, slots=True)
class Targets:
    """What is right every 30 ms, both [time, batch]."""

    outputs: Tensor
    """Even where a phone begins, odd while it goes on; NO_TARGET where the chunk has ended."""
    lefts: Tensor
    """The phone before the one that sounds."""

    def after_their_lefts(self, scores: Tensor) -> Tensor:
        """Of a network that hears left, the scores [time, batch, PHONE_OUTPUTS] after what was."""
        classes = torch.tensor(LEFT_CLASS)[self.lefts][:, :, None, None]
        by_class = scores.unflatten(2, (-1, PHONE_OUTPUTS))
        return by_class.take_along_dim(classes, dim=2).squeeze(2)


@dataclass(slots=True)
class Batches:
    """Random chunks of a dataset, each utterance cut at another place every time."""

    dataset: Dataset
    context: int
    plan: Plan
    random: np.random.Generator
    _waiting: list[tuple[int, int, int]] = field(default_factory=list)
    _lefts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self._lefts = left_phones(self.dataset)

    def next(self) -> tuple[Tensor, Targets]:
        """Frames [time, batch, 40] and what is right."""
        if len(self._waiting) < self.plan.batch:
            self._waiting = self._chunks()
        chosen = [self._waiting.pop() for _ in range(self.plan.batch)]
        frames_count = self.plan.outputs * SUBSAMPLING
        width = frames_count + 2 * self.context
        frames = np.empty((width, len(chosen), COEFFICIENTS), np.float32)
        targets = np.full((self.plan.outputs, len(chosen)), NO_TARGET, np.int64)
        lefts = np.zeros_like(targets)
        for column, (start, end, first) in enumerate(chosen):
            places = np.arange(first - self.context, first - self.context + width)
            frames[:, column] = self.dataset.frames[np.clip(places, start, end - 1)]
            self._mask(frames[:, column])
            outputs = output_targets(self.dataset, start, end, first, frames_count)
            targets[: len(outputs), column] = outputs
            heard = self._lefts[first : min(first + frames_count, end) : SUBSAMPLING]
            lefts[: len(heard), column] = heard
        return torch.from_numpy(frames), Targets(torch.from_numpy(targets), torch.from_numpy(lefts))

    def _chunks(self) -> list[tuple[int, int, int]]:
        """(start of the utterance, its end, first frame of the chunk), in random order."""
        length = self.plan.outputs * SUBSAMPLING
        starts = self.dataset.starts
        chunks = []
        for start, end in itertools.pairwise(starts):
            first = start + (self.random.integers(0, length // 2) if end - start > length else 0)
            if first - start > length // 4:
                chunks.append((start, end, start))
            chunks += [(start, end, place) for place in range(first, end - length // 6, length)]
        self.random.shuffle(chunks)
        return [tuple(map(int, chunk)) for chunk in chunks]

    def _mask(self, frames: np.ndarray) -> None:
        """Half of the chunks lose a stretch of up to 150 ms (SpecAugment, in time only)."""
        if self.random.random() < 0.5:
            length = self.random.integers(3, 16)
            place = self.random.integers(0, len(frames) - length)
            frames[place : place + length] = 0


def output_targets(
    dataset: Dataset, start: int, end: int, first: int, frames_count: int
) -> np.ndarray:
    """The right output every 30 ms: even where a phone begins, odd while it goes on."""
    times = np.arange(first, min(first + frames_count, end), SUBSAMPLING)
    before = np.maximum(times - SUBSAMPLING, start)
    is_entry = dataset.instances[times] != dataset.instances[before]
    is_entry |= times == start
    return 2 * dataset.phones[times].astype(np.int64) + 1 - is_entry


def left_phones(dataset: Dataset) -> np.ndarray:
    """For each frame, the phone before the one that sounds; silence before an utterance."""
    is_new = np.diff(dataset.instances.astype(np.int32), prepend=-1) != 0
    is_new[dataset.starts[:-1]] = True
    begins = np.flatnonzero(is_new)
    lefts = dataset.phones[np.maximum(begins - 1, 0)]
    lefts[np.isin(begins, dataset.starts)] = PHONES.index(SILENCE)
    return np.repeat(lefts, np.diff(begins, append=len(dataset.phones)))
