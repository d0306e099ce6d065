"""Frames to hypotheses by Vosk. The only module that knows vosk.

Vosk's own notions that are translated here: its "final" is a segment, not a turn; its clock
counts the samples it was ever given and is never set back (recognizer.cc, 0.3.45).
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, SAMPLE_RATE_HZ, Frame
from voicecoach.audio.gain import turned_up
from voicecoach.audio.level import level_dbfs
from voicecoach.errors import ModelBroken
from voicecoach.recognition.level_lift import LevelLift
from voicecoach.recognition.model_check import look_at_files
from voicecoach.transcript import Hypothesis, Word

NO_LOG: Final = -1
PADDING: Final = bytes(FRAME_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """An acoustic model in memory; any number of recognisers may share it."""

    folder: Path
    load_seconds: float
    vosk_model: Any

    @property
    def name(self) -> str:
        """The folder's name, which says which model it is."""
        return self.folder.name

    @property
    def takes_phrases(self) -> bool:
        """Its graph is in two parts, so that another grammar can be put in; one whole is fixed."""
        return any((self.folder / place / "HCLr.fst").exists() for place in (".", "graph"))

    def knows(self, word: str) -> bool:
        """The word is in its vocabulary: others can never be heard."""
        return bool(self.vosk_model.vosk_model_find_word(word) >= 0)


def load_model(folder: Path) -> LoadedModel:
    """Read an acoustic model, which takes a good part of a second. Any thread may do it.

    Raises ModelMissing, ModelBroken. What the files show is told before Vosk is asked. What only
    Vosk can see it says on stderr, and some damage makes it end the process: ``find_model`` has
    every model that it did not see before checked in a child process.
    """
    look_at_files(folder).raise_if_broken()
    import vosk

    vosk.SetLogLevel(NO_LOG)
    began_seconds = time.perf_counter()
    try:
        # Never without a path: Vosk would go to the network, or end the process.
        vosk_model = vosk.Model(str(folder.resolve()))
        vosk.KaldiRecognizer(vosk_model, SAMPLE_RATE_HZ)
    except Exception as problem:  # it has no class of its own
        mend = f"Run 'voicecoach models check {folder}' to see why."
        raise ModelBroken(folder, "Vosk cannot load it", mend=mend) from problem
    load_seconds = time.perf_counter() - began_seconds
    return LoadedModel(folder=folder, load_seconds=load_seconds, vosk_model=vosk_model)


class VoskRecognizer:
    """Keeps Recognizer. Belongs to one thread at a time; make one per ear."""

    def __init__(self, model: LoadedModel, phrases: Collection[str] = ()) -> None:
        """With ``phrases`` it knows these alone, one after another; words that the model does not
        know are left out. A model whose graph is fixed hears freely all the same.
        """
        import vosk

        self.model_name = model.name
        takes = bool(phrases) and model.takes_phrases
        grammar = [json.dumps(sorted(phrases))] if takes else []
        self._vosk = vosk.KaldiRecognizer(model.vosk_model, SAMPLE_RATE_HZ, *grammar)
        self._vosk.SetWords(enable_words=True)
        self._lift = LevelLift()
        self._given_seconds = 0.0
        self._offset_seconds: float | None = None
        self._partial = ""
        self._is_between_segments = True

    def hear(self, frame: Frame) -> Hypothesis | None:
        """What the frame changed: a new partial or a final hypothesis, or None."""
        if self._offset_seconds is None:
            self._offset_seconds = frame.start_seconds - self._given_seconds
        recognizer = self._vosk
        self._given_seconds += FRAME_SECONDS
        if recognizer.AcceptWaveform(self._lifted(frame.pcm)):
            self._is_between_segments = True
            self._partial = ""
            final = self._final_from(recognizer.Result())
            return final if final.words else None
        self._is_between_segments = False
        partial = recognizer.PartialResult()
        if partial == self._partial:
            return None
        return self._changed_partial(partial)

    def finish(self) -> Hypothesis:
        """The rest of the turn, final, perhaps empty; the next frame begins a new turn.

        Vosk frees what it kept about the turn, so that memory stays flat.
        """
        if self._is_between_segments and self._offset_seconds is not None:
            # Right after a segment Vosk would keep what it has not decoded yet to itself,
            # and hand it to the next turn.
            self._vosk.AcceptWaveform(PADDING)
            self._given_seconds += FRAME_SECONDS
        final = self._final_from(self._vosk.FinalResult())
        self._offset_seconds = None
        self._partial = ""
        self._is_between_segments = True
        return final

    def reset(self) -> None:
        """Drop what was heard; the next frame begins a new turn."""
        self.finish()

    def _lifted(self, pcm: bytes) -> bytes:
        """As loud as the models are used to."""
        gain_db = self._lift.gain_db(level_dbfs(pcm))
        return turned_up(pcm, gain_db) if gain_db else pcm

    def _changed_partial(self, result: str) -> Hypothesis | None:
        """None when it is the empty guess at the beginning of a segment."""
        is_first = not self._partial
        self._partial = result
        text = str(json.loads(result)["partial"])
        return None if is_first and not text else Hypothesis(text=text)

    def _final_from(self, result: str) -> Hypothesis:
        """Our words for Vosk's, with times moved to the stream's."""
        offset_seconds = self._offset_seconds or 0.0
        words = tuple(
            Word(
                text=heard["word"],
                start_seconds=offset_seconds + heard["start"],
                end_seconds=offset_seconds + heard["end"],
                confidence_ratio=heard["conf"],
            )
            for heard in json.loads(result).get("result", ())
        )
        text = " ".join(word.text for word in words)
        return Hypothesis(text=text, words=words, is_final=True)
