"""The model as Vosk wants it: files, settings, notices, and a manifest of what it was made from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from . import features, kaldi_files, manifest

MFCC_CONF: Final = f"""\
--use-energy=false
--num-mel-bins={features.COEFFICIENTS}
--num-ceps={features.COEFFICIENTS}
--low-freq={features.LOW_HZ:g}
--high-freq={features.HIGH_HZ:g}
--dither=0
"""

MODEL_CONF: Final = """\
--min-active=200
--max-active={max_active}
--beam={beam}
--lattice-beam={lattice_beam}
--acoustic-scale={acoustic_scale}
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""

DECODING: Final[Mapping[str, object]] = {
    "max_active": 2500,
    "beam": 10.7,
    "lattice_beam": 5.0,
    "acoustic_scale": 0.8,
}
"""For accuracy at 0.1 of real time. The acoustic scale was chosen on the very sets by which the
model is measured; on clips of voices it was trained on, 1 is better. See models/README.md."""

FRAME_ACOUSTIC_SCALE: Final = 0.7
"""For a network that has not been through sequence training."""

LISTENER: Final = """\
import random, struct, sys, vosk
vosk.SetLogLevel(-1)
recognizer = vosk.KaldiRecognizer(vosk.Model(sys.argv[1]), 16000)
noise = [round(random.Random(place).gauss(0, 500)) for place in range(16000)]
recognizer.AcceptWaveform(struct.pack("<16000h", *noise))
print(" ".join(recognizer.FinalResult().split()))
"""

NOTICE: Final = Path(__file__).parent / "texts" / "model_notice.txt"


def write(
    out: Path,
    *,
    final_mdl: bytes,
    global_mean: np.ndarray,
    graph: Path,
    is_sequence: bool,
    seed: int,
    texts: Sequence[Path],
    timings: Mapping[str, str],
) -> None:
    """Builds the folder beside its place, then puts it there at once."""
    partial = out.with_name(f"{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "am").mkdir(parents=True)
    (partial / "conf").mkdir()
    (partial / "am" / "final.mdl").write_bytes(final_mdl)
    (partial / "am" / "global_cmvn.stats").write_bytes(kaldi_files.cmvn_stats(global_mean))
    scale = {} if is_sequence else {"acoustic_scale": FRAME_ACOUSTIC_SCALE}
    (partial / "conf" / "mfcc.conf").write_text(MFCC_CONF)
    (partial / "conf" / "model.conf").write_text(MODEL_CONF.format(**{**DECODING, **scale}))
    shutil.copytree(graph, partial / "graph")
    shutil.copy(NOTICE, partial / "NOTICE")
    manifest.write(partial, seed=seed, texts=texts, timings=timings)
    shutil.rmtree(out, ignore_errors=True)
    partial.rename(out)


def size_of(folder: Path) -> int:
    """Bytes in all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def hear_something(folder: Path) -> str:
    """What Vosk makes of a second of noise: proof that it loads the model and decodes with it.

    In a process of its own: Vosk's library hangs while it loads if torch or pynini is there first.
    """
    command = [sys.executable, "-c", LISTENER, str(folder)]
    heard = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return heard.stdout.strip()
