"""What the network learns from: frames with phones, augmented copies of every aligned utterance."""

from __future__ import annotations

import wave
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

from . import augmentation, features
from .alignment import AlignedUtterance
from .augmentation import Example
from .words import PHONES, SILENCE

VALIDATION_SHARE: Final = 50
"""One utterance in so many is kept out of training, to choose between models with."""

SHORTEST_FRAMES: Final = 30
MEAN_EXAMPLES: Final = 200
MOST_OTHERS: Final = 5
"""Voices in a babble."""
BABBLE_SCALE: Final = 1000.0
"""Far above the floor that loudness is reckoned from; how loud babble gets is chosen later."""

_PHONE_INDEX: Final = {phone: index for index, phone in enumerate(PHONES)}
_shared: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Dataset:
    """Many examples, end to end; example i lies at starts[i]:starts[i + 1]."""

    frames: np.ndarray
    phones: np.ndarray
    instances: np.ndarray
    starts: np.ndarray

    @property
    def hours(self) -> float:
        return len(self.frames) / 360_000

    def save(self, path: Path) -> None:
        """Writes all at once, so that a half-written file is never found."""
        partial = path.with_suffix(".partial.npz")
        np.savez(
            partial,
            frames=self.frames,
            phones=self.phones,
            instances=self.instances,
            starts=self.starts,
        )
        partial.rename(path)


def load_dataset(*paths: Path) -> Dataset:
    """One dataset out of several files."""
    parts = [np.load(path) for path in paths]
    lengths = np.concatenate([np.diff(part["starts"]) for part in parts])
    return Dataset(
        frames=np.concatenate([part["frames"] for part in parts]),
        phones=np.concatenate([part["phones"] for part in parts]),
        instances=np.concatenate([part["instances"] for part in parts]),
        starts=np.concatenate([[0], np.cumsum(lengths)]),
    )


def dataset_of(examples: Sequence[Example]) -> Dataset:
    """Examples laid end to end; frames in half precision."""
    return Dataset(
        frames=np.concatenate([example.frames for example in examples]).astype(np.float16),
        phones=np.concatenate([example.phones for example in examples]),
        instances=np.concatenate([example.instances for example in examples]),
        starts=np.cumsum([0, *(len(example.frames) for example in examples)]),
    )


def is_validation(path: str) -> bool:
    """Always the same few utterances, whatever else there is."""
    return zlib.crc32("/".join(Path(path).parts[-2:]).encode()) % VALIDATION_SHARE == 0


def build(
    utterances: Sequence[AlignedUtterance],
    global_mean: np.ndarray,
    *,
    copies: int,
    seed: int,
    processes: int,
) -> Dataset:
    """`copies` augmented examples of each utterance, in random order."""
    jobs = [(utterance, copy, seed) for copy in range(copies) for utterance in utterances]
    np.random.default_rng(seed).shuffle(jobs)  # type: ignore[arg-type]
    pool_paths = [utterance.path for utterance in utterances]
    with get_context("fork").Pool(processes, _remember, (pool_paths, global_mean)) as pool:
        examples = []
        for count, example in enumerate(pool.imap(_make, jobs, chunksize=16), start=1):
            if len(example.frames) >= SHORTEST_FRAMES:
                examples.append(example)
            if count % 2000 == 0 or count == len(jobs):
                print(f"  made {count} of {len(jobs)} examples", flush=True)
    return dataset_of(examples)


def validation_set(utterances: Sequence[AlignedUtterance], global_mean: np.ndarray) -> Dataset:
    """The utterances as they are."""
    examples = [augmentation.plain(_samples(one.path), *_labels(one)) for one in utterances]
    return dataset_of([_normalised(example, global_mean) for example in examples])


def mean_of(utterances: Sequence[AlignedUtterance], *, seed: int) -> np.ndarray:
    """The mean frame of some augmented examples: am/global_cmvn.stats."""
    order = np.random.default_rng(seed).permutation(len(utterances))[:MEAN_EXAMPLES]
    _remember([utterances[place].path for place in order], None)
    examples = [_make((utterances[place], 0, seed)) for place in order]
    return np.concatenate([example.frames for example in examples]).mean(0, np.float64)


def _remember(paths: list[str], global_mean: np.ndarray | None) -> None:
    _shared["paths"], _shared["global_mean"] = paths, global_mean


def _make(job: tuple[AlignedUtterance, int, int]) -> Example:
    utterance, copy, seed = job
    random = np.random.default_rng([seed, copy, zlib.crc32(utterance.path.encode())])
    paths = _shared["paths"]
    assert isinstance(paths, list)
    example = augmentation.augmented(
        _samples(utterance.path),
        *_labels(utterance),
        babble=_babble(paths, random),
        random=random,
    )
    global_mean = _shared["global_mean"]
    return _normalised(example, global_mean) if isinstance(global_mean, np.ndarray) else example


def _babble(paths: list[str], random: np.random.Generator) -> np.ndarray:
    """One to five others, all speaking, equally loud."""
    chosen = random.integers(len(paths), size=random.integers(1, MOST_OTHERS + 1))
    others = [_samples(paths[place]) for place in chosen]
    length = max(len(one) for one in others)
    mixed: np.ndarray = sum(np.resize(one, length) / (np.abs(one).mean() + 1) for one in others)
    return mixed * BABBLE_SCALE


def _normalised(example: Example, global_mean: np.ndarray) -> Example:
    frames = features.without_running_mean(example.frames, global_mean)
    return Example(frames.astype(np.float16), example.phones, example.instances)


def _samples(path: str) -> np.ndarray:
    with wave.open(path) as file:
        sound = file.readframes(file.getnframes())
    return np.frombuffer(sound, np.int16).astype(np.float32)


def _labels(utterance: AlignedUtterance) -> tuple[np.ndarray, np.ndarray]:
    """For each frame its phone, and the running number of that phone; silences join."""
    spans = [span for _, phones in utterance.words for span in phones]
    count = max(start + length for _, start, length in spans)
    phones, instances = np.zeros(count, np.uint8), np.zeros(count, np.uint16)
    number, before = 0, SILENCE
    for phone, start, length in spans:
        number += not phone == before == SILENCE
        phones[start : start + length] = _PHONE_INDEX[phone]
        instances[start : start + length] = number
        before = phone
    return phones, instances
