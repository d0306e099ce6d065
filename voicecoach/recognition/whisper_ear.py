"""A second ear by Whisper. The only module that knows faster_whisper.

Whisper encodes 30 s at once, however short the sound, and that costs more than finding the words.
Its encoder takes shorter windows just as well (the positions are sines): a window a second longer
than the sound costs a tenth, and the words stay the same (models/README.md has the numbers).
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, Final

from voicecoach.audio.frame import SAMPLE_RATE_HZ, Sound
from voicecoach.errors import ModelBroken
from voicecoach.recognition.second_model import look_at_second_ear
from voicecoach.recognition.spoken_words import spoken_words
from voicecoach.transcript import SecondHearing

ROOM_FRAMES: Final = 100
"""Silence after the sound, in hundredths of a second: without any, Whisper loses the last word."""

STEP_FRAMES: Final = 50
LONGEST_FRAMES: Final = 3000
"""What the encoder was trained on; the sound of a piece is shorter (see ``pieces``)."""

NO_SPEECH_RATIO: Final = 0.6
"""Whisper's own threshold (no_speech_threshold)."""

TOKENS_PER_SECOND: Final = 8.0
TOKENS_AT_LEAST: Final = 16
TOKENS_AT_MOST: Final = 220
"""More than anybody says; a decoder that raves is stopped here."""

SPELLED: Final = "0123456789%$£€&#@+="
"""No token with one of these: so that numbers are written as they are said."""

FEW_CORES: Final = 4
"""With fewer, one is left to the first ear and to the voice."""


class WhisperEar:
    """Keeps SecondEar. Reads its files from a folder, never from the network."""

    def __init__(self, folder: Path, *, name: str = "", threads: int | None = None) -> None:
        look_at_second_ear(folder).raise_if_broken()
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        self.name = name or folder.resolve().name
        try:
            self._model: Any = WhisperModel(
                str(folder.resolve()),
                device="cpu",
                compute_type="int8",
                cpu_threads=threads or _threads(),
                local_files_only=True,
            )
        except Exception as problem:  # it has no class of its own
            raise ModelBroken(folder, f"faster-whisper cannot load it ({problem})") from problem
        tokenizer: Any = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language="en",
        )
        self._tokenizer = tokenizer
        self._prompt: list[int] = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        self._suppressed = [-1, *_tokens_with(SPELLED, tokenizer)]

    def hear(self, sound: Sound) -> SecondHearing:
        """The words of at most 30 s of sound."""
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float32) / 32768.0
        frame_count = len(samples) * 100 // SAMPLE_RATE_HZ
        window = math.ceil((frame_count + ROOM_FRAMES) / STEP_FRAMES) * STEP_FRAMES
        features = self._model.feature_extractor(samples)[:, :frame_count]
        encoded = self._model.encode(pad_or_trim(features, min(window, LONGEST_FRAMES)))
        tokens = min(TOKENS_AT_MOST, TOKENS_AT_LEAST + round(TOKENS_PER_SECOND * sound.seconds))
        found = self._model.model.generate(
            encoded,
            [self._prompt],
            beam_size=1,
            max_length=len(self._prompt) + tokens,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        if found.no_speech_prob > NO_SPEECH_RATIO:
            return SecondHearing()
        return SecondHearing(
            words=spoken_words(self._tokenizer.decode(found.sequences_ids[0])),
            confidence_ratio=min(1.0, math.exp(found.scores[0])),
        )


def _threads() -> int:
    """Two where there are cores to spare."""
    return 2 if (os.cpu_count() or 1) >= FEW_CORES else 1


def _tokens_with(characters: str, tokenizer: Any) -> list[int]:
    """The tokens that write one of the characters."""
    wanted = set(characters)
    return [token for token in range(tokenizer.eot) if wanted & set(tokenizer.decode([token]))]
