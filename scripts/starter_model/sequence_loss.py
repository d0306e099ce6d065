"""The sequence loss: make the phones that were said likelier than all other strings of phones.

It follows lattice-free MMI (Povey et al., 2016) in small: the numerator is the chunk's own phones,
each allowed to begin and end a little earlier or later; the denominator is every phone string,
weighted by a trigram of phones. A phone gives its first output once and its second any number of
times, both those of its left class, and staying or leaving costs nothing, exactly as in the
decoding graph. A chunk's first phone follows what was said before the chunk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from .batches import Targets
from .dataset import Dataset
from .outputs import LEFT_CLASS, PHONE_OUTPUTS
from .words import PHONES

TOLERANCE_OUTPUTS: Final = 2
"""60 ms: about how far PocketSphinx's phone borders can be trusted."""

SCORE_PENALTY: Final = 5e-4
"""Keeps the scores, which nothing normalises, from drifting away (Kaldi's l2-regularize)."""

IMPOSSIBLE: Final = -1e4
SMOOTHING: Final = 5.0
"""Phone trigrams lean on bigrams as if these had been seen so often (Witten-Bell in spirit)."""


@dataclass(frozen=True, slots=True)
class PhoneModel:
    """How likely one phone follows two others: trigram[p, q, r], and pairs[p, q] to begin with."""

    trigram: Tensor
    pairs: Tensor
    classes: Tensor
    """The left class of each phone."""


def phone_model_of(dataset: Dataset) -> PhoneModel:
    """Counted from the phone strings of the training data."""
    size = len(PHONES)
    is_new = np.concatenate([[True], np.diff(dataset.instances.astype(np.int32)) != 0])
    is_new[dataset.starts[:-1]] = True
    phones = dataset.phones[is_new].astype(np.int64)
    triples = np.bincount(
        phones[:-2] * size * size + phones[1:-1] * size + phones[2:], minlength=size**3
    ).reshape(size, size, size)
    singles = np.bincount(phones, minlength=size) + 1.0
    bigram = triples.sum(0) + SMOOTHING * singles / singles.sum()
    bigram /= bigram.sum(1, keepdims=True)
    trigram = triples + SMOOTHING * bigram[None]
    trigram /= trigram.sum(2, keepdims=True)
    pairs = triples.sum(2) + 1e-3
    return PhoneModel(
        torch.tensor(trigram, dtype=torch.float32),
        torch.tensor(pairs / pairs.sum(), dtype=torch.float32),
        torch.tensor(LEFT_CLASS),
    )


def sequence_loss(scores: Tensor, targets: Targets, model: PhoneModel) -> Tensor:
    """Per output: log of all strings minus log of the right one; scores: [time, batch, outputs]."""
    valid = targets.outputs >= 0
    numerator = _numerator(scores, targets, valid, model)
    denominator = _denominator(scores, valid, model)
    is_sound = (numerator > IMPOSSIBLE / 2).float()
    loss = ((denominator - numerator) * is_sound).sum() / valid.sum()
    every = scores.flatten()
    return loss + SCORE_PENALTY * every.dot(every) / len(every)


def _denominator(scores: Tensor, valid: Tensor, model: PhoneModel) -> Tensor:
    """Log of the sum over all phone strings, for each of the batch.

    The state is the phone and the one before it; `now` is [batch, before, phone].
    """
    highest = scores.max(dim=2, keepdim=True).values.detach()
    likelihoods = (scores - highest).exp()
    by_class = likelihoods.unflatten(2, (-1, PHONE_OUTPUTS))
    # Unbound, because the gradient of every single index is as big as the whole.
    after = by_class.index_select(2, model.classes).unbind()
    entries, rests = [one[..., 0::2] for one in after], [one[..., 1::2] for one in after]
    is_whole = valid.all(1).tolist()
    by_middle = model.trigram.transpose(0, 1)
    now = model.pairs * (entries[0] + rests[0])
    scale = now.sum((1, 2))
    total = scale.log() + highest[0, :, 0]
    now = now / scale[:, None, None]
    for time in range(1, len(scores)):
        arriving = torch.bmm(now.permute(2, 0, 1), by_middle).transpose(0, 1)
        following = arriving * entries[time] + now * rests[time]
        scale = following.sum((1, 2)) + 1e-30
        gain, following = scale.log() + highest[time, :, 0], following / scale[:, None, None]
        if is_whole[time]:
            total, now = total + gain, following
        else:
            total = total + torch.where(valid[time], gain, 0.0)
            now = torch.where(valid[time][:, None, None], following, now)
    return total


def _numerator(scores: Tensor, targets: Targets, valid: Tensor, model: PhoneModel) -> Tensor:
    """Log of the sum over the right phones at any of the allowed times."""
    path = _Path.of(targets, model)
    times = torch.arange(len(scores))[:, None, None]
    allowed = (times >= path.earliest) & (times <= path.latest)
    heard = scores.gather(2, path.outputs.expand(len(scores), -1, -1))
    heard = heard.masked_fill(~allowed, IMPOSSIBLE)
    now = heard[0] + path.start
    before = torch.full((len(now), 2), 5 * IMPOSSIBLE)
    for time in range(1, len(scores)):
        one_back = torch.cat([before[:, :1], now[:, :-1]], 1)
        two_back = torch.cat([before, now[:, :-2]], 1)
        arrivals = torch.stack([now + path.stay, one_back + path.step, two_back + path.skip])
        following = arrivals.logsumexp(0) + heard[time]
        now = torch.where(valid[time][:, None], following, now)
    return now.logsumexp(1)


@dataclass(frozen=True, slots=True)
class _Path:
    """The right phones as a chain of states, two for each phone: its entry and its rest.

    All tensors are [batch, states]; stay, step and skip are the log weights of coming from the
    same state, the one before, and the one before that.
    """

    outputs: Tensor
    earliest: Tensor
    latest: Tensor
    stay: Tensor
    step: Tensor
    skip: Tensor
    start: Tensor

    @classmethod
    def of(cls, targets: Targets, model: PhoneModel) -> _Path:
        rows = [_phones_of(column[column >= 0]) for column in targets.outputs.numpy().T]
        batch, states = len(rows), 2 * max(len(row[0]) for row in rows)
        outputs = np.zeros((batch, states), np.int64)
        earliest, latest = np.full((batch, states), 10**6), np.full((batch, states), -1)
        arrive = np.full((batch, states), np.float32(IMPOSSIBLE))
        start = np.full((batch, states), np.float32(IMPOSSIBLE))
        trigram, pairs = model.trigram.numpy(), model.pairs.numpy()
        first_lefts = targets.lefts[0].numpy()
        for place, (phones, begins, ends) in enumerate(rows):
            size = 2 * len(phones)
            lefts = np.concatenate([first_lefts[place : place + 1], phones[:-1]])
            outputs[place, :size] = np.repeat(
                model.classes.numpy()[lefts] * PHONE_OUTPUTS + 2 * phones, 2
            )
            outputs[place, 1:size:2] += 1
            earliest[place, :size] = np.repeat(begins - TOLERANCE_OUTPUTS, 2)
            latest[place, :size:2] = np.minimum(ends, begins + TOLERANCE_OUTPUTS)
            latest[place, 1:size:2] = ends + TOLERANCE_OUTPUTS
            start[place, :2] = np.log(pairs[lefts[0], phones[0]])
            arrive[place, 2:size:2] = np.log(trigram[lefts[:-1], phones[:-1], phones[1:]])
        is_entry = np.arange(states) % 2 == 0
        step = np.where(is_entry, arrive, 0.0)
        skip = np.where(is_entry, arrive, np.float32(IMPOSSIBLE))
        skip[:, :2] = IMPOSSIBLE
        stay = np.broadcast_to(np.where(is_entry, IMPOSSIBLE, 0.0), step.shape)
        arrays = (outputs, earliest, latest, stay, step, skip, start)
        whole = [torch.from_numpy(np.ascontiguousarray(array)) for array in arrays[:3]]
        weights = [torch.tensor(array, dtype=torch.float32) for array in arrays[3:]]
        return cls(*whole, *weights)


def _phones_of(outputs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The phones of a row of target outputs, with the first and last time of each."""
    is_begin = (outputs % 2 == 0) | (np.diff(outputs // 2, prepend=-1) != 0)
    begins = np.flatnonzero(is_begin)
    ends = np.append(begins[1:], len(outputs)) - 1
    return outputs[begins] // 2, begins, ends
