"""The trained network as Kaldi's final.mdl, batch norms and input scaling folded in."""

from __future__ import annotations

import numpy as np

from .features import COEFFICIENTS
from .kaldi_files import Nnet3Writer, spliced
from .network import BYPASS, SPLICE, SUBSAMPLING, Network
from .outputs import LEFT_CLASSES, OUTPUTS

Arrays = dict[str, np.ndarray]


def final_mdl(network: Network, priors: np.ndarray | None) -> bytes:
    """The bytes of am/final.mdl, for a network that hears left.

    With priors, of the outputs of a phone, its scores become likelihoods.
    """
    arrays = {
        name: tensor.numpy().astype(np.float64) for name, tensor in network.state_dict().items()
    }
    shape = network.shape
    writer = Nnet3Writer()
    _write_splice(writer, arrays)
    before = "splice.relu"
    weights, bias = _folded(arrays, "stride", "stride_norm")
    offsets = range(-(SUBSAMPLING // 2), SUBSAMPLING - SUBSAMPLING // 2)
    writer.affine("stride", weights, bias, spliced(before, offsets))
    writer.relu("stride.relu", shape.width, "stride")
    before = "stride.relu"
    for place, offset in enumerate(shape.offsets):
        before = _write_layer(writer, arrays, place, SUBSAMPLING * offset, before)
    weights, bias = (rows.detach().numpy().astype(np.float64) for rows in network.output_rows())
    writer.affine("scores", weights, bias, before)
    last = "scores"
    if priors is not None:
        last = "likelihoods"
        writer.log_softmax(last, OUTPUTS, "scores")
        priors = np.tile(priors, len(LEFT_CLASSES)) / len(LEFT_CLASSES)
    return writer.model(last, COEFFICIENTS, shape.context_frames, priors)


def _write_splice(writer: Nnet3Writer, arrays: Arrays) -> None:
    """The first layer, with the input's mean and deviation folded in."""
    weights, bias = _folded(arrays, "splice", "splice_norm")
    scale = np.tile(1 / arrays["deviation"], SPLICE)
    bias = bias - weights @ (np.tile(arrays["mean"], SPLICE) * scale)
    half = SPLICE // 2
    writer.affine("splice", weights * scale, bias, spliced("input", range(-half, half + 1)))
    writer.relu("splice.relu", len(bias), "splice")


def _write_layer(writer: Nnet3Writer, arrays: Arrays, place: int, frames: int, before: str) -> str:
    """One factorised layer; tells the name of its output."""
    narrow = arrays[f"layers.{place}.narrow.weight"]
    name = f"layer{place}"
    writer.affine(f"{name}.narrow", narrow, np.zeros(len(narrow)), spliced(before, (-frames, 0)))
    weights, bias = _folded(arrays, f"layers.{place}.widen", f"layers.{place}.norm")
    writer.affine(f"{name}.widen", weights, bias, spliced(f"{name}.narrow", (0, frames)))
    writer.relu(f"{name}.relu", len(bias), f"{name}.widen")
    writer.no_op(f"{name}.sum", len(bias), f"Sum({name}.relu, Scale({BYPASS}, {before}))")
    return f"{name}.sum"


def _folded(arrays: Arrays, linear: str, norm: str) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a linear layer and the batch norm after it, as one."""
    scale = arrays[f"{norm}.weight"] / np.sqrt(arrays[f"{norm}.running_var"] + 1e-5)
    shift = arrays[f"{norm}.bias"] - arrays[f"{norm}.running_mean"] * scale
    return arrays[f"{linear}.weight"] * scale[:, None], arrays[f"{linear}.bias"] * scale + shift
