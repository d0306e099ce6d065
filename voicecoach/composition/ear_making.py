"""An ear out of its parts: the model, the speech detector, and what the endpoint asks the pack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Recognizer, SpeechDetector
    from voicecoach.recognition.acoustic_model import AcousticModel
    from voicecoach.recognition.judge import Judge
    from voicecoach.recognition.turn import TurnEar


@dataclass(frozen=True, slots=True, kw_only=True)
class EarParts:
    """What an ear is made of, loaded."""

    recognizer: Recognizer
    commands: Recognizer
    """Knows commands alone."""

    detector: SpeechDetector
    judge: Judge

    def ear(self) -> TurnEar:
        """One that knows no earlier pauses; of these parts, one ear at a time."""
        from voicecoach.recognition.choice_ear import ChoiceEar
        from voicecoach.recognition.ear import Ear

        return ChoiceEar(Ear(self.recognizer, self.detector, self.judge), self.commands)


def ear_maker(model: AcousticModel, pack: Pack) -> Callable[[], TurnEar]:
    """Makes an ear, with parts of its own; that takes the time of loading them."""
    load = ear_parts_loader(model, pack)
    return lambda: load().ear()


def ear_parts_loader(model: AcousticModel, pack: Pack) -> Callable[[], EarParts]:
    """Loads everything heavy; called on a thread of its own while the prompt is spoken."""

    def load() -> EarParts:
        from voicecoach.coaching.coach import asks_last, hear_moves, rests_on_whole_core
        from voicecoach.coaching.ending import signs_off
        from voicecoach.recognition.judge import Judge
        from voicecoach.recognition.speech_detector import SileroDetector
        from voicecoach.recognition.vosk_recognizer import VoskRecognizer, load_model
        from voicecoach.session.commands import PHRASES

        # The endpoint and the screen ask about the same words: look once.
        moves_in = lru_cache(maxsize=4)(partial(hear_moves, pack=pack))

        def spans_in(text: str) -> dict[str, tuple[int, int]]:
            moves = sorted(moves_in(text), key=attrgetter("end_word"), reverse=True)
            # Of several, the first.
            return {move.label: (move.start_word, move.end_word) for move in moves}

        moves_in("")  # the patterns become an index at the first look
        loaded = load_model(model.path)
        return EarParts(
            recognizer=VoskRecognizer(loaded),
            commands=VoskRecognizer(loaded, PHRASES),
            detector=SileroDetector(),
            judge=Judge(
                has_whole_core=lambda text: rests_on_whole_core(text, moves_in(text), pack),
                signs_off=partial(signs_off, pack=pack),
                has_asked=lambda text: asks_last(text, moves_in(text), pack),
                hear_moves=spans_in,
            ),
        )

    return load
