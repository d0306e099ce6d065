"""When each sound was made: PocketSphinx aligns a clip with its text, phone by phone."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from . import words
from .transcription import Transcript

FRAMES_PER_SECOND: Final = 100
"""PocketSphinx counts in frames of 10 ms."""

LEAST_MEAN_PROBABILITY: Final = 0.75
LEAST_WORD_PROBABILITY: Final = 0.25
SPEAKING_RATES: Final = (1.2, 5.5)
"""Words per second; outside, the text and the clip do not belong together."""

_decoder: Any = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sound file and the words said in it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class AlignedUtterance:
    """A sound file with its phones in order, SIL among them: (phone, first frame, frames)."""

    path: str
    words: list[tuple[str, list[tuple[str, int, int]]]]


def trusted_text(transcript: Transcript) -> str | None:
    """The words of a transcript that is good enough to learn from."""
    found = words.words_of(transcript.text)
    slowest, fastest = SPEAKING_RATES
    is_good = (
        transcript.mean_probability >= LEAST_MEAN_PROBABILITY
        and transcript.least_probability >= LEAST_WORD_PROBABILITY
        and len(found) >= 2
        and slowest <= len(found) / transcript.seconds <= fastest
        and words.all_known(found)
    )
    return " ".join(found) if is_good else None


def align_all(utterances: Sequence[Utterance], out: Path, *, processes: int) -> None:
    """Writes a line of JSON per utterance that could be aligned, adding to what is there."""
    done = {aligned.path for aligned in load_alignments(out)}
    waiting = [utterance for utterance in utterances if utterance.path not in done]
    with (
        out.open("a") as file,
        get_context("spawn").Pool(processes, load_decoder) as pool,
    ):
        for count, found in enumerate(pool.imap(align, waiting, chunksize=20), start=1):
            if found:
                file.write(json.dumps([found.path, found.words]) + "\n")
            if count % 500 == 0 or count == len(waiting):
                print(f"  aligned {count} of {len(waiting)} utterances", flush=True)


def load_alignments(path: Path) -> list[AlignedUtterance]:
    """What was aligned so far."""
    if not path.exists():
        return []
    lines = path.read_text().splitlines(keepends=True)
    return [AlignedUtterance(*json.loads(line)) for line in lines if line.endswith("]\n")]


def load_decoder() -> None:
    """Makes `align` ready in this process."""
    from pocketsphinx import Decoder

    global _decoder
    _decoder = Decoder(samprate=16_000, lm=None, bestpath=False, loglevel="FATAL")
    known = set(words.dictionary_path().read_text().split())
    for word, sounds in words.EXTRA_PRONUNCIATIONS.items():
        if word not in known:
            _decoder.add_word(word, sounds[0], True)


def align(utterance: Utterance) -> AlignedUtterance | None:
    """Words first, then the phones within them; None if the text does not fit the sound."""
    with wave.open(utterance.path) as file:
        sound = file.readframes(file.getnframes())
    try:
        _decoder.set_align_text(utterance.text)
        _pass_over(sound)
        if _decoder.hyp() is None:
            return None
        _decoder.set_alignment()
        _pass_over(sound)
        found = [
            (word.name, [(_plain(phone.name), phone.start, phone.duration) for phone in word])
            for word in _decoder.get_alignment()
        ]
    except RuntimeError:
        return None
    return AlignedUtterance(utterance.path, found)


def _pass_over(sound: bytes) -> None:
    _decoder.start_utt()
    _decoder.process_raw(sound, full_utt=True)
    _decoder.end_utt()


def _plain(phone: str) -> str:
    """Silences and noises (`+SPN+`) all count as SIL."""
    return phone if phone in words.PHONES else words.SILENCE


def trusted_utterances(transcripts: Iterable[Transcript], clips: Path) -> list[Utterance]:
    """The clips worth aligning, with their texts."""
    pairs = ((transcript, trusted_text(transcript)) for transcript in transcripts)
    return [
        Utterance(str(clips / f"{transcript.clip}.wav"), text) for transcript, text in pairs if text
    ]
