"""Writes what Kaldi reads: the network and transition model in binary, and the small text files."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from .outputs import LEFT_CLASS, LEFT_CLASSES, PHONE_OUTPUTS
from .words import PHONES, SILENCE

POSITIONS: Final = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
"""Where in a word a phone stands; it lets Vosk find the words in a row of phones."""

PHONE_IDS: Final = {
    SILENCE: 1,
    **{
        f"{phone}_{position}": 2 + 4 * (place - 1) + index
        for place, phone in enumerate(PHONES)
        if place
        for index, position in enumerate(POSITIONS)
    },
}
"""Kaldi's numbers; 0 is epsilon."""

MARK_STEPS: Final = (0, 64, 192, 255)
"""The bytes of a column's least number, quartiles and largest, in a CM matrix."""

TWO_BYTES: Final = 65535

CMVN_COUNT: Final = 1000.0
"""The global mean is written as if over so many frames; Kaldi only uses the mean."""
CMVN_VARIANCE: Final = 400.0
"""Not used (Vosk takes away the mean alone), but must be positive."""


def left_class_of(phone_id: int) -> int:
    """The class of phones that one belongs to as the left neighbour of the next."""
    return LEFT_CLASS[_place_of(phone_id)]


def _place_of(phone_id: int) -> int:
    """Where in PHONES it stands."""
    return 0 if phone_id == 1 else (phone_id - 2) // 4 + 1


def output_of(phone_id: int, left_class: int, *, is_entry: bool) -> int:
    """The network's output for a phone's first 30 ms, or for the rest of it."""
    return left_class * PHONE_OUTPUTS + 2 * _place_of(phone_id) + (not is_entry)


def transition_id(phone_id: int, left_class: int, *, is_entry: bool) -> int:
    """Kaldi's number for entering a phone, or staying in it: two for each phone after each class.

    Staying comes first, and all classes of a phone before the next phone.
    """
    return 1 + 2 * ((phone_id - 1) * len(LEFT_CLASSES) + left_class) + is_entry


def token(text: str) -> bytes:
    return text.encode() + b" "


def integer(value: int) -> bytes:
    return b"\4" + struct.pack("<i", value)


def real(value: float) -> bytes:
    return b"\4" + struct.pack("<f", value)


def integers(values: Sequence[int]) -> bytes:
    return b"\4" + struct.pack("<i", len(values)) + np.asarray(values, "<i4").tobytes()


def vector(values: Sequence[float] | np.ndarray) -> bytes:
    return b"FV " + integer(len(values)) + np.asarray(values, "<f4").tobytes()


def compressed_matrix(values: np.ndarray) -> bytes:
    """A byte a number: Kaldi reads a CM matrix wherever it expects a matrix.

    Each column has four marks of two bytes: its least number, its quartiles, its largest. The
    middle half is told in 128 steps, either end in 64 or 63.
    """
    low, spread = float(values.min()), float(np.ptp(values)) or 1e-5
    marks = _marks(np.sort(values, axis=0), low, spread)
    steps = np.empty(values.shape, "u1")
    for column, (told, at) in enumerate(zip(values.T, _marked(marks, low, spread), strict=True)):
        steps[:, column] = np.round(np.interp(told, at, MARK_STEPS))
    header = b"CM " + struct.pack("<ffii", low, spread, *values.shape)
    return header + marks.astype("<u2").tobytes() + steps.T.tobytes()


def _marks(ranked: np.ndarray, low: float, spread: float) -> np.ndarray:
    """Four rising whole numbers for each column of ranked values."""
    last = len(ranked) - 1
    places = [0, (last + 1) // 4, 3 * (last + 1) // 4, last]
    marks = np.round((ranked[places].T - low) / spread * TWO_BYTES).astype(np.int64)
    for place in range(1, len(places)):
        marks[:, place] = np.maximum(marks[:, place], marks[:, place - 1] + 1)
    return np.minimum(marks, TWO_BYTES - 3 + np.arange(4))


def _marked(marks: np.ndarray, low: float, spread: float) -> np.ndarray:
    return low + marks * (spread / TWO_BYTES)


def read_compressed_matrix(data: bytes) -> np.ndarray:
    """The way back, for tests."""
    low, spread, rows, columns = struct.unpack_from("<ffii", data, 3)
    marks = np.frombuffer(data, "<u2", 4 * columns, 19).reshape(columns, 4)
    steps = np.frombuffer(data, "u1", rows * columns, 19 + 8 * columns).reshape(columns, rows)
    at = _marked(marks.astype(np.int64), low, spread)
    return np.array([np.interp(one, MARK_STEPS, to) for one, to in zip(steps, at, strict=True)]).T


def double_matrix(values: np.ndarray) -> bytes:
    return (
        b"DM "
        + integer(values.shape[0])
        + integer(values.shape[1])
        + values.astype("<f8").tobytes()
    )


def cmvn_stats(global_mean: np.ndarray) -> bytes:
    """am/global_cmvn.stats, whose presence makes Vosk take away a running mean."""
    sums = np.append(global_mean * CMVN_COUNT, CMVN_COUNT)
    squares = np.append((np.square(global_mean) + CMVN_VARIANCE) * CMVN_COUNT, 0)
    return b"\0B" + double_matrix(np.vstack([sums, squares]))


def transition_model() -> bytes:
    """One topology for all phones, that of Kaldi's chain models: enter once, stay at will.

    Written the newer way (a -1 before the entries), in which a state has one output for entering
    and another for staying. The tuples say which outputs: one for each phone after each class, in
    the order that Kaldi insists on.
    """
    count = len(PHONE_IDS)
    heard = [
        (phone, 0, *(output_of(phone, left, is_entry=is_entry) for is_entry in (True, False)))
        for phone in range(1, count + 1)
        for left in range(len(LEFT_CLASSES))
    ]
    entry_state = [integer(0), integer(1), integer(2)]
    entry_state += [integer(0), real(0.5), integer(1), real(0.5)]
    final_state = [integer(-1), integer(-1), integer(0)]
    topology = [
        token("<Topology>"),
        integers(range(1, count + 1)),
        integers([-1] + [0] * count),
        integer(-1),
        integer(1),
        integer(2),
        *entry_state,
        *final_state,
        token("</Topology>"),
    ]
    tuples = [token("<Tuples>"), integer(len(heard))]
    tuples += [integer(value) for row in heard for value in row]
    tuples.append(token("</Tuples>"))
    chances = vector([0.0] + [np.log(0.5)] * (2 * len(heard)))
    logs = [token("<LogProbs>"), chances, token("</LogProbs>")]
    return b"".join(
        [token("<TransitionModel>"), *topology, *tuples, *logs, token("</TransitionModel>")]
    )


@dataclass(slots=True)
class Nnet3Writer:
    """Collects the layers of an nnet3 network: config lines and components."""

    lines: list[str] = field(default_factory=list)
    components: list[bytes] = field(default_factory=list)

    def affine(self, name: str, weights: np.ndarray, bias: np.ndarray, source: str) -> None:
        body = token("<LinearParams>") + compressed_matrix(weights)
        self._add(name, "FixedAffineComponent", body + token("<BiasParams>") + vector(bias), source)

    def relu(self, name: str, dim: int, source: str) -> None:
        self._add(name, "RectifiedLinearComponent", _nonlinearity(dim), source)

    def log_softmax(self, name: str, dim: int, source: str) -> None:
        self._add(name, "LogSoftmaxComponent", _nonlinearity(dim), source)

    def no_op(self, name: str, dim: int, source: str) -> None:
        body = token("<Dim>") + integer(dim) + token("<BackpropScale>") + real(1.0)
        self._add(name, "NoOpComponent", body, source)

    def _add(self, name: str, kind: str, body: bytes, source: str) -> None:
        self.lines.append(f"component-node name={name} component={name} input={source}")
        self.components.append(
            token("<ComponentName>") + token(name) + token(f"<{kind}>") + body + token(f"</{kind}>")
        )

    def model(self, output: str, input_dim: int, context: int, priors: np.ndarray | None) -> bytes:
        """All of final.mdl."""
        lines = [
            f"input-node name=input dim={input_dim}",
            *self.lines,
            f"output-node name=output input={output} objective=linear",
        ]
        return b"".join(
            [
                b"\0B",
                transition_model(),
                token("<Nnet3>"),
                b"\n" + "\n".join(lines).encode() + b"\n\n",
                token("<NumComponents>") + integer(len(self.components)),
                *self.components,
                token("</Nnet3>"),
                token("<LeftContext>") + integer(context),
                token("<RightContext>") + integer(context),
                token("<Priors>") + vector([] if priors is None else priors),
            ]
        )


def _nonlinearity(dim: int) -> bytes:
    """Statistics are for training only, so they are empty."""
    return b"".join(
        [
            token("<Dim>") + integer(dim),
            token("<ValueAvg>") + vector([]),
            token("<DerivAvg>") + vector([]),
            token("<Count>") + b"\x08" + struct.pack("<d", 0.0),
        ]
    )


def spliced(name: str, offsets: Sequence[int]) -> str:
    """An nnet3 input that glues a layer's outputs at several times."""
    parts = [name if offset == 0 else f"Offset({name}, {offset})" for offset in offsets]
    return f"Append({', '.join(parts)})"


def phones_text() -> str:
    """graph/phones.txt."""
    return "<eps> 0\n" + "".join(f"{name} {number}\n" for name, number in PHONE_IDS.items())


def word_boundary_text() -> str:
    """graph/phones/word_boundary.int."""
    kinds = [POSITIONS[name[-1]] if number > 1 else "nonword" for name, number in PHONE_IDS.items()]
    return "".join(
        f"{number} {kind}\n" for number, kind in zip(PHONE_IDS.values(), kinds, strict=True)
    )


def words_text(word_ids: dict[str, int]) -> str:
    """graph/words.txt, by number."""
    rows = sorted((number, word) for word, number in word_ids.items())
    return "<eps> 0\n" + "".join(f"{word} {number}\n" for number, word in rows)
