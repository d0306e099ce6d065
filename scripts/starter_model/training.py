"""Trains the network: first frame by frame, then on whole strings of phones."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, distributed, multiprocessing
from torch.nn import functional

from . import network as networks
from .batches import NO_TARGET, Batches, Plan, Targets, output_targets
from .dataset import Dataset, load_dataset
from .network import SUBSAMPLING, Network
from .outputs import PHONE_OUTPUTS
from .sequence_loss import phone_model_of, sequence_loss

LABEL_SMOOTHING: Final = 0.05
FRAME_SHARE: Final = 0.1
"""How much of the frame loss stays in sequence training (Kaldi's xent-regularize)."""
LARGEST_GRADIENT: Final = 2.0
WEIGHT_DECAY: Final = 1e-3
LOWEST_RATE_SHARE: Final = 0.01
CHECKPOINT_SECONDS: Final = 300
REPORT_STEPS: Final = 100
KEEPING_MEMORY: Final = {
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
}
"""For the processes: glibc else gives every big tensor back to the system and asks for the next,
page by page, which takes a fifth of all time."""


def frame_loss(scores: Tensor, targets: Tensor, *, smoothing: float) -> Tensor:
    """Cross entropy of every output."""
    return functional.cross_entropy(
        scores.flatten(0, 1), targets.flatten(), ignore_index=NO_TARGET, label_smoothing=smoothing
    )


def phone_accuracy(scores: Tensor, targets: Tensor) -> float:
    """Of the outputs in speech, how many have the right phone, after whatever other."""
    is_speech = targets > 1
    right = scores.argmax(-1) % PHONE_OUTPUTS // 2 == targets // 2
    return float(right[is_speech].float().mean())


def train(
    network: Network,
    features: Sequence[Path],
    validation: Path,
    plan: Plan,
    checkpoint: Path,
) -> None:
    """Trains for as many steps as planned, taking up an interrupted run where it was saved.

    Each core trains on chunks of its own, in a process of its own, and the gradients are averaged
    after every step. (Several threads in one process would wait for each other, spinning, whenever
    something else runs on the machine.)
    """
    os.environ.update(KEEPING_MEMORY)
    start = checkpoint.with_suffix(".start")
    torch.save(network.checkpoint(), start)
    with tempfile.TemporaryDirectory() as meeting:
        multiprocessing.spawn(
            _work,
            (f"file://{meeting}/point", start, tuple(features), validation, plan, checkpoint),
            nprocs=plan.processes,
        )
    start.unlink()


def _work(
    rank: int,
    meeting: str,
    start: Path,
    features: Sequence[Path],
    validation: Path,
    plan: Plan,
    checkpoint: Path,
) -> None:
    """One of the processes; the first one keeps the time, saves and reports."""
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", meeting, rank=rank, world_size=plan.processes)
    learnt, network = load_dataset(*features), load_network(start)
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=WEIGHT_DECAY)
    step = _resume(network, optimizer, checkpoint)
    torch.manual_seed(plan.seed + 1000 * step + rank)
    random = np.random.default_rng([plan.seed, step, rank])
    batches = Batches(learnt, network.shape.context_frames, plan, random)
    loss_of = _loss(learnt, plan)
    diary = _Diary(network, optimizer, validation, plan, checkpoint)
    while step < plan.steps:
        frames, targets = batches.next()
        share = rate_share(step / plan.steps, plan.warmup_share)
        for group in optimizer.param_groups:
            group["lr"] = plan.learning_rate * share
        network.train()
        loss = loss_of(network(frames)[: plan.outputs], targets)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        _average_gradients(network)
        torch.nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        step += 1
        if rank == 0:
            diary.note(loss.item(), step)
    if rank == 0:
        diary.save(step)
    distributed.barrier()
    distributed.destroy_process_group()


def _average_gradients(network: Network) -> None:
    """Every process goes on with the mean gradient."""
    gradients = [p.grad for p in network.parameters() if p.grad is not None]
    message = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(message)
    place = 0
    for gradient in gradients:
        mean = message[place : place + gradient.numel()] / distributed.get_world_size()
        gradient.copy_(mean.view_as(gradient))
        place += gradient.numel()


@dataclass(slots=True)
class _Diary:
    """Reports how training goes, and saves it now and then."""

    network: Network
    optimizer: torch.optim.Optimizer
    validation: Path
    plan: Plan
    checkpoint: Path
    losses: list[float] = field(default_factory=list)
    saved_seconds: float = field(default_factory=time.monotonic)

    def note(self, loss: float, step: int) -> None:
        self.losses.append(loss)
        if step % REPORT_STEPS == 0:
            mean = np.mean(self.losses[-REPORT_STEPS:])
            print(f"  step {step} of {self.plan.steps}, loss {mean:.3f}", flush=True)
        if time.monotonic() - self.saved_seconds > CHECKPOINT_SECONDS:
            self.saved_seconds = time.monotonic()
            self.save(step)

    def save(self, step: int) -> None:
        partial = self.checkpoint.with_suffix(".partial")
        state = {
            "step": step,
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save({**self.network.checkpoint(), **state}, partial)
        partial.rename(self.checkpoint)
        right = validate(self.network, load_dataset(self.validation))
        print(f"  saved at step {step}; phones right in validation: {right:.3f}", flush=True)


def _loss(training: Dataset, plan: Plan) -> Callable[[Tensor, Targets], Tensor]:
    if not plan.is_sequence:
        return lambda scores, targets: frame_loss(
            scores, targets.outputs, smoothing=LABEL_SMOOTHING
        )
    phones = phone_model_of(training)

    def both(scores: Tensor, targets: Targets) -> Tensor:
        heard = targets.after_their_lefts(scores)
        frame = frame_loss(heard, targets.outputs, smoothing=0.0)
        return sequence_loss(scores, targets, phones) + FRAME_SHARE * frame

    return both


def rate_share(progress: float, warmup_share: float) -> float:
    """Up in a straight line, then down in a straight line to almost nothing."""
    if progress < warmup_share:
        return max(progress / warmup_share, LOWEST_RATE_SHARE)
    return max(LOWEST_RATE_SHARE, (1 - progress) / (1 - warmup_share))


@torch.no_grad()
def validate(network: Network, validation: Dataset) -> float:
    """Phones right, over the whole validation set."""
    network.eval()
    context = network.shape.context_frames
    rights, counts = 0.0, 0
    for start, end in zip(validation.starts[:-1], validation.starts[1:], strict=True):
        places = np.clip(np.arange(start - context, end + context + 2), start, end - 1)
        frames = torch.from_numpy(validation.frames[places].astype(np.float32))[:, None]
        targets = torch.from_numpy(output_targets(validation, start, end, start, end - start))
        speech = int((targets > 1).sum())
        if speech:
            scores = network(frames)[: len(targets), 0]
            rights += phone_accuracy(scores, targets) * speech
            counts += speech
    return rights / max(counts, 1)


def output_priors(dataset: Dataset) -> np.ndarray:
    """How often each output of a phone is the right one."""
    is_entry = np.concatenate([[True], np.diff(dataset.instances[::SUBSAMPLING].astype(int)) != 0])
    outputs = 2 * dataset.phones[::SUBSAMPLING].astype(np.int64) + 1 - is_entry
    counts = np.bincount(outputs, minlength=PHONE_OUTPUTS) + 1.0
    return counts / counts.sum()


def set_input_statistics(network: Network, dataset: Dataset) -> None:
    """Mean and deviation of the input, from every fiftieth frame."""
    sample = dataset.frames[::50].astype(np.float32)
    network.mean.copy_(torch.from_numpy(sample.mean(0)))
    network.deviation.copy_(torch.from_numpy(sample.std(0) + 1e-3))


def _resume(network: Network, optimizer: torch.optim.Optimizer, path: Path) -> int:
    if not path.exists():
        return 0
    state: dict[str, Any] = torch.load(path, weights_only=False)
    network.load_state_dict(state["weights"])
    optimizer.load_state_dict(state["optimizer"])
    step: int = state["step"]
    return step


def load_network(path: Path) -> Network:
    """The network of a checkpoint."""
    return networks.load(torch.load(path, weights_only=False))
