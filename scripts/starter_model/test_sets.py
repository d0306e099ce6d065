"""What recognition is measured on: voices that no training ever heard, and texts it never read."""

from __future__ import annotations

import json
import re
import subprocess
import wave
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from measuring.noises import below, pink_noise
from measuring.test_voices import by_joe

from . import (
    alignment,
    dataset,
    error_rates,
    recognisers,
    sentences,
    sources,
    speech_archives,
    synthesis,
    transcription,
)
from .sentences import TEXTS

SAMPLE_RATE_HZ: Final = 16_000
NOISE_DB: Final = 15.0
"""Pink noise, seeded by the sentence's file, so far below the speech."""

POCKETSPHINX_DATA: Final = Path("/usr/share/pocketsphinx/test/data")
FEWEST_PROMPT_WORDS: Final = 3
PROMPTS: Final = 150
HELD_OUT_CLIPS: Final = 160
HELD_OUT_PACKAGE: Final = "drascula"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sound file and what is said in it."""

    path: Path
    text: str


def synthesized(
    lines: Iterable[tuple[str, str]],
    folder: Path,
    speak: Callable[[str], np.ndarray] = by_joe,
) -> list[Spoken]:
    """(name, text) pairs spoken, by Piper's joe if nobody else: he is kept out of all training."""
    folder.mkdir(parents=True, exist_ok=True)
    spoken = []
    for name, text in lines:
        path = folder / f"{name}-{zlib.crc32(text.encode()):08x}.wav"
        if not path.exists():
            write_sound(path, speak(text))
        spoken.append(Spoken(path, text))
    return spoken


def lines_of(path: Path) -> list[tuple[str, str]]:
    """(id, text) of a file with one JSON object a line."""
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(entry["id"], entry["text"]) for entry in entries]


def command_lines() -> list[tuple[str, str]]:
    """The commands that the coach understands."""
    lines = (TEXTS / "commands.txt").read_text().splitlines()
    spoken = [line for line in lines if line and not line.startswith("#")]
    return [(f"c{number:03d}", line) for number, line in enumerate(spoken)]


def with_noise(spoken: Sequence[Spoken], folder: Path) -> list[Spoken]:
    """The same with pink noise."""

    def noisy(samples: np.ndarray, seed: int) -> np.ndarray:
        return samples + below(samples, pink_noise(len(samples), seed), decibels=NOISE_DB)

    return changed(spoken, folder, noisy)


def changed(
    spoken: Sequence[Spoken], folder: Path, change: Callable[[np.ndarray, int], np.ndarray]
) -> list[Spoken]:
    """The same sentences, after what was done to their sounds, seeded by the sentence's file."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for one in spoken:
        path = folder / one.path.name
        if not path.exists():
            samples, _ = soundfile.read(one.path, dtype="float32")
            write_sound(path, change(samples, zlib.crc32(path.name.encode())))
        made.append(Spoken(path, one.text))
    return made


def librivox() -> list[Spoken]:
    """A reader of Jane Austen, from pocketsphinx-testdata."""
    folder = POCKETSPHINX_DATA / "librivox"
    return [
        Spoken(folder / f"{name}.wav", text)
        for text, name in _transcriptions(folder / "transcription")
    ]


def cards(folder: Path) -> list[Spoken]:
    """Somebody naming playing cards, and "go forward ten meters", from pocketsphinx-testdata."""
    found = [
        Spoken(POCKETSPHINX_DATA / "cards" / f"{name}.wav", text)
        for text, name in _transcriptions(POCKETSPHINX_DATA / "cards" / "cards.transcription")
    ]
    folder.mkdir(parents=True, exist_ok=True)
    raw = np.frombuffer((POCKETSPHINX_DATA / "goforward.raw").read_bytes(), "<i2")
    write_sound(folder / "goforward.wav", raw / 32768)
    return [*found, Spoken(folder / "goforward.wav", "go forward ten meters")]


def _transcriptions(path: Path) -> list[tuple[str, str]]:
    """Lines such as `<s> words </s> (name)`."""
    pattern = re.compile(r"(?:<s>)?\s*(.*?)\s*(?:</s>)?\s*\((\S+)\)\s*$")
    matches = map(pattern.match, path.read_text().splitlines())
    return [(match[1], match[2]) for match in matches if match]


def allison(work: Path) -> list[Spoken]:
    """Telephone prompts read by Allison Smith, from Debian's Asterisk sounds, as G.722."""
    sounds = sources.fetch_package(sources.PROMPTS[1].name, work / "downloads", work / "packages")
    texts = sources.fetch_package(sources.PROMPTS[0].name, work / "downloads", work / "packages")
    prompts = _prompts(sources.single_file(texts, "core-sounds-en.txt*"))
    folder = work / "tests" / "allison"
    folder.mkdir(parents=True, exist_ok=True)
    spoken = []
    for path in sorted(sounds.rglob("*.g722")):
        name = path.with_suffix("").as_posix().split("en_US_f_Allison/")[-1]
        out = folder / f"{name.replace('/', '_')}.wav"
        if name in prompts and len(spoken) < PROMPTS:
            command = ["ffmpeg", "-v", "quiet", "-y", "-f", "g722", "-i", str(path)]
            if not out.exists():
                subprocess.run([*command, "-ac", "1", "-ar", "16000", str(out)], check=True)
            spoken.append(Spoken(out, prompts[name]))
    return spoken


def _prompts(path: Path) -> dict[str, str]:
    """Prompts of some length that hold words alone, from lines such as `name: text`."""
    import gzip

    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    found = {}
    for line in text.splitlines():
        name, colon, prompt = line.partition(":")
        is_plain = bool(re.fullmatch(r"[A-Za-z' ,.?!;-]+", prompt.strip()))
        if colon and is_plain and len(prompt.split()) >= FEWEST_PROMPT_WORDS:
            found[name.strip()] = prompt.strip()
    return found


def held_out_speakers(work: Path) -> list[Spoken]:
    """Clips of Drascula whose words Whisper tiny.en and base agree on."""
    listing = work / "tests" / "held_out.json"
    if not listing.exists():
        package = sources.fetch_package(HELD_OUT_PACKAGE, work / "downloads", work / "packages")
        clips = speech_archives.clips_of(HELD_OUT_PACKAGE, package)
        folder = work / "tests" / HELD_OUT_PACKAGE
        order = sorted(clips, key=lambda clip: zlib.crc32(clip.name.encode()))
        kept = [clip for clip in order if speech_archives.write_clip(clip, folder) > 1.0]
        paths = [folder / f"{clip.name}.wav" for clip in kept[:HELD_OUT_CLIPS]]
        listing.write_text(json.dumps(_agreed(paths)))
    return [Spoken(Path(path), text) for path, text in json.loads(listing.read_text())]


def _agreed(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """The clips with three words or more that two recognisers hear alike."""
    sizes = (recognisers.WHISPER_TINY, recognisers.WHISPER_BASE)
    tiny, base = (recognisers.hear_all(size, paths).texts for size in sizes)
    pairs = zip(
        paths, map(error_rates.normalised, tiny), map(error_rates.normalised, base), strict=True
    )
    return [(str(path), one) for path, one, two in pairs if one == two and len(one.split()) >= 3]


def validation_clips(work: Path) -> list[Spoken]:
    """Human clips that the builder kept out of training, with the texts that it trusted."""
    heard = transcription.load_transcripts(work / "transcripts.jsonl")
    utterances = alignment.trusted_utterances(heard, work / "clips")
    return [
        Spoken(Path(one.path), one.text) for one in utterances if dataset.is_validation(one.path)
    ]


def validation_closings(work: Path, written: Iterable[Path]) -> list[Spoken]:
    """Written closings that nothing was learnt from, spoken by hibari."""
    lines = [(name, text) for name, text in sentences.written_closings(written)]
    spoken = []
    for _, text in [line for line in lines if sentences.is_validation(line[0])]:
        path = work / "validation" / f"{zlib.crc32(text.encode()):08x}.wav"
        synthesis.speak(synthesis.Line("heart", text, str(path)))
        spoken.append(Spoken(path, text))
    return spoken


def write_sound(path: Path, samples: np.ndarray) -> None:
    """16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
