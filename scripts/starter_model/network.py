"""The acoustic network: a small factorised TDNN, 10 ms frames in, 30 ms outputs out.

Everything here is laid out time first, so that a shifted view of a layer is still one block of
memory and no layer has to copy its input.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from .features import COEFFICIENTS
from .outputs import LEFT_CLASSES, OUTPUTS, PHONE_OUTPUTS

SUBSAMPLING: Final = 3
"""Vosk counts 30 ms for every output."""

BYPASS: Final = 0.66
"""How much of a layer's input is added to its output (Kaldi's TDNN-F recipes)."""

CONTEXT_SHARE: Final = 0.25
"""How far a step of training moves a context's own row: Adam steps as far for what is seldom heard
as for what is always heard, and would let the seldom heard stagger."""

SPLICE: Final = 5
"""Frames that the first layer sees at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How big the network is."""

    first: int = 256
    width: int = 512
    bottleneck: int = 128
    offsets: tuple[int, ...] = (1, 1, 2, 2, 3, 3)
    """How far each factorised layer looks back, and ahead, in outputs."""

    @property
    def context_outputs(self) -> int:
        return sum(self.offsets)

    @property
    def context_frames(self) -> int:
        """Frames needed on each side of an output."""
        return SPLICE // 2 + SUBSAMPLING // 2 + SUBSAMPLING * self.context_outputs


class FactorisedLayer(nn.Module):
    """To the bottleneck (looking back) and out again (looking ahead); batch norm, ReLU, bypass."""

    def __init__(self, shape: Shape, offset: int, dropout: float) -> None:
        super().__init__()
        self.offset, self.dropout = offset, dropout
        self.narrow = nn.Linear(2 * shape.width, shape.bottleneck, bias=False)
        self.widen = nn.Linear(2 * shape.bottleneck, shape.width)
        self.norm = nn.BatchNorm1d(shape.width)

    def forward(self, x: Tensor) -> Tensor:
        narrow = _two_views(x, self.offset, self.narrow)
        wide = normalised(self.norm, _two_views(narrow, self.offset, self.widen))
        y = functional.relu(wide, inplace=True)
        if self.training and self.dropout:
            keep = torch.rand(1, y.shape[1], y.shape[2]) > self.dropout
            y = y * (keep / (1 - self.dropout))
        return torch.add(y, x[self.offset : len(x) - self.offset], alpha=BYPASS)


def _two_views(x: Tensor, offset: int, linear: nn.Linear) -> Tensor:
    """`linear` on [x(t), x(t + offset)], without gluing the two together."""
    before, after = linear.weight.split(x.shape[-1], dim=1)
    early, late = x[: len(x) - offset].flatten(0, 1), x[offset:].flatten(0, 1)
    y = functional.linear(early, before, linear.bias)
    return torch.addmm(y, late, after.t()).unflatten(0, (len(x) - offset, x.shape[1]))


def normalised(norm: nn.BatchNorm1d, x: Tensor) -> Tensor:
    """Batch norm over time and batch alike."""
    y: Tensor = norm(x.flatten(0, 1))
    return y.unflatten(0, x.shape[:2])


class Network(nn.Module):
    """[time, batch, 40] normalised MFCCs to [time / 3, batch, outputs] scores.

    At first it only tells phones apart (PHONE_OUTPUTS). Once it `hears_left`, it scores each phone
    after each class of phones (OUTPUTS): by what all contexts of the phone share, and a row of the
    context's own. So what is learnt of a phone anywhere also serves where it is seldom heard.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, shape: Shape, *, dropout: float = 0.1, hears_left: bool = False) -> None:
        super().__init__()
        self.shape = shape
        self.splice = nn.Linear(SPLICE * COEFFICIENTS, shape.first)
        self.splice_norm = nn.BatchNorm1d(shape.first)
        self.stride = nn.Linear(SUBSAMPLING * shape.first, shape.width)
        self.stride_norm = nn.BatchNorm1d(shape.width)
        self.layers = nn.ModuleList(
            FactorisedLayer(shape, offset, dropout) for offset in shape.offsets
        )
        self.out = nn.Linear(shape.width, PHONE_OUTPUTS)
        self.after = nn.Linear(shape.width, OUTPUTS) if hears_left else None
        self.register_buffer("mean", torch.zeros(COEFFICIENTS))
        self.register_buffer("deviation", torch.ones(COEFFICIENTS))

    def forward(self, x: Tensor) -> Tensor:
        x = (x - self.mean) / self.deviation
        count = len(x) - SPLICE + 1
        x = torch.cat([x[shift : shift + count] for shift in range(SPLICE)], dim=2)
        x = functional.relu(normalised(self.splice_norm, self.splice(x)))
        outputs = len(x) // SUBSAMPLING
        x = x[: outputs * SUBSAMPLING].unflatten(0, (outputs, SUBSAMPLING))
        x = x.transpose(1, 2).flatten(2)
        x = functional.relu(normalised(self.stride_norm, self.stride(x)))
        for layer in self.layers:
            x = layer(x)
        return functional.linear(x, *self.output_rows())

    def output_rows(self) -> tuple[Tensor, Tensor]:
        """Weights and bias of the outputs."""
        if self.after is None:
            return self.out.weight, self.out.bias
        classes = len(LEFT_CLASSES)
        return (
            self.out.weight.repeat(classes, 1) + CONTEXT_SHARE * self.after.weight,
            self.out.bias.repeat(classes) + CONTEXT_SHARE * self.after.bias,
        )

    def hearing_left(self) -> Network:
        """The same network with outputs for each left class, which score as the phone's did."""
        wider = Network(self.shape, hears_left=True)
        wider.load_state_dict(self.state_dict(), strict=False)
        assert wider.after is not None
        nn.init.zeros_(wider.after.weight)
        nn.init.zeros_(wider.after.bias)
        return wider

    @property
    def weight_count(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())

    def checkpoint(self) -> dict[str, object]:
        """All that `load` needs."""
        return {"shape": asdict(self.shape), "weights": self.state_dict()}


def load(checkpoint: dict[str, object], *, dropout: float = 0.1) -> Network:
    """A network as it was saved."""
    shape = checkpoint["shape"]
    weights = checkpoint["weights"]
    assert isinstance(shape, dict)
    assert isinstance(weights, dict)
    network = Network(
        Shape(**{**shape, "offsets": tuple(shape["offsets"])}),
        dropout=dropout,
        hears_left="after.weight" in weights,
    )
    network.load_state_dict(weights)
    return network
