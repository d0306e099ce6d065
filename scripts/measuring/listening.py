"""Takes are heard by the app's own ear, and by a silence of fixed length beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from voicecoach.audio.frame import FRAME_SECONDS, Frame
from voicecoach.composition.ear_making import ear_parts_loader
from voicecoach.packs.loader import load_pack
from voicecoach.packs.pack import Pack
from voicecoach.parts import SpeechDetector
from voicecoach.recognition.acoustic_model import AcousticModel, find_model
from voicecoach.recognition.endpoint_settings import ROUNDING_SECONDS, EndpointSettings
from voicecoach.recognition.turn import TurnEar, is_over
from voicecoach.session.actions import Floor
from voicecoach.session.events import Event, NothingHeard, UtteranceHeard

ROOT: Final = Path(__file__).resolve().parents[2]

FIXED_SECONDS: Final = (0.7, 1.5)
"""The silences that ours is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOver:
    """When a turn was declared over, and what had been heard by then."""

    at_seconds: float
    heard: str = ""
    reason: str = ""


class Overheard:
    """A detector whose answers others read too."""

    def __init__(self, detector: SpeechDetector) -> None:
        self._detector = detector
        self.ratios: list[float] = []

    def speech_ratio(self, frame: Frame) -> float:
        """What the detector says."""
        self.ratios.append(self._detector.speech_ratio(frame))
        return self.ratios[-1]

    def reset(self) -> None:
        """A new turn: what was overheard belongs to an earlier one."""
        self._detector.reset()
        self.ratios.clear()


class FixedSilence:
    """The baseline: a turn is over when the detector hears nothing for so long, whatever was said.

    It takes the detector's answers as our endpoint does: the same hysteresis, and a voice that
    begins has to last as long.
    """

    def __init__(self, seconds: float, settings: EndpointSettings | None = None) -> None:
        self._seconds = seconds
        self._settings = settings or EndpointSettings()
        self._is_voiced = False
        self._voiced_seconds = 0.0
        self._quiet_seconds = 0.0

    def is_over_after(self, speech_ratio: float) -> bool:
        """One more frame."""
        limit = self._settings
        threshold = limit.leave_ratio if self._is_voiced else limit.enter_ratio
        self._is_voiced = speech_ratio >= threshold
        has_begun = self._voiced_seconds >= limit.least_speech_seconds - ROUNDING_SECONDS
        if self._is_voiced:
            self._voiced_seconds += FRAME_SECONDS
            self._quiet_seconds = 0.0
            return False
        self._quiet_seconds += FRAME_SECONDS
        if not has_begun and self._quiet_seconds >= limit.flicker_seconds:
            self._voiced_seconds = 0.0
        return has_begun and self._quiet_seconds >= self._seconds - ROUNDING_SECONDS


def over_by_silence(ratios: Iterable[float], seconds: float) -> TurnOver | None:
    """When a fixed silence ends the turn."""
    silence = FixedSilence(seconds)
    for number, ratio in enumerate(ratios, start=1):
        if silence.is_over_after(ratio):
            return TurnOver(at_seconds=number * FRAME_SECONDS)
    return None


class Listener:
    """Hears take after take as a learner's first turn, with what the app made for it."""

    def __init__(self, model: AcousticModel, pack: Pack) -> None:
        self._parts = ear_parts_loader(model, pack)()

    def hear(self, frames: Iterable[Frame], floor: Floor) -> TurnOver | None:
        """When our endpoint ends the turn; None while it waits for more."""
        return self._heard(self._parts.ear(), list(frames), floor)

    def happenings(
        self, frames: Iterable[Frame], floor: Floor
    ) -> Iterator[tuple[float, list[Event]]]:
        """What each frame brought, with its end in seconds; to the end of the turn."""
        ear = self._parts.ear()
        ear.open(floor)
        for frame in frames:
            happened = ear.hear(frame)
            yield frame.end_seconds, happened
            if is_over(happened):
                return
        ear.drop()

    def compare(
        self, frames: Iterable[Frame], floor: Floor
    ) -> tuple[TurnOver | None, dict[float, TurnOver | None]]:
        """The same, and when silences of fixed length end it."""
        frames = list(frames)
        detector = Overheard(self._parts.detector)
        ours = self._heard(replace(self._parts, detector=detector).ear(), frames, floor)
        for frame in frames[len(detector.ratios) :]:
            detector.speech_ratio(frame)
        return ours, {
            seconds: over_by_silence(detector.ratios, seconds) for seconds in FIXED_SECONDS
        }

    def _heard(self, ear: TurnEar, frames: Iterable[Frame], floor: Floor) -> TurnOver | None:
        ear.open(floor)
        for frame in frames:
            over = _over_with(ear.hear(frame), frame)
            if over is not None:
                return over
        ear.drop()
        return None


def _over_with(happened: Iterable[Event], frame: Frame) -> TurnOver | None:
    """An utterance is handed in, or given up, at the end of the frame that brought it."""
    for event in happened:
        match event:
            case UtteranceHeard():
                text, reason = event.utterance.text, event.reason
                return TurnOver(at_seconds=frame.end_seconds, heard=text, reason=reason)
            case NothingHeard():
                return TurnOver(at_seconds=frame.end_seconds, reason="no words were heard")
    return None


def starter_listener() -> Listener:
    """A listener with the shipped model and pack."""
    return Listener(find_model(ROOT / "models" / "starter-en"), load_pack("job_interview"))
