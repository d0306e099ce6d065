"""How the learner is heard: typed lines, a recording, the microphone, keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from voicecoach.composition.own_command import as_started
from voicecoach.composition.showing import is_terminal
from voicecoach.session.events import EarsFailed, Event

if TYPE_CHECKING:
    from voicecoach.audio.microphone import Condition
    from voicecoach.audio.playback import Playback
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Ears, FrameSource, Report, Screen
    from voicecoach.recognition.acoustic_model import AcousticModel
    from voicecoach.recognition.ear import Ear
    from voicecoach.settings import PracticeSettings

_MICROPHONE_WELL = "The microphone gives sound now."
_MICROPHONE_NOTICES = {
    "silent": (
        "The microphone gives perfect silence: it is muted, "
        "or this program may not use it (see the system's privacy settings)."
    ),
    "narrow": (
        "The headset is in call mode and gives telephone sound: "
        "the computer's own microphone would be heard better (--input)."
    ),
}


def make_ears(
    settings: PracticeSettings,
    make_ear: Callable[[], Ear] | None,
    report: Report,
    screen: Screen,
    playback: Playback,
) -> Ears:
    """A recording, or the microphone, which hears the ``playback`` too; without an ear, lines."""
    if make_ear is None:
        from voicecoach.screen.typed_turns import TypedTurns

        return TypedTurns(sys.stdin, report)
    from voicecoach.audio.playback import played_into
    from voicecoach.recognition.floor_ear import FloorEar
    from voicecoach.recognition.sound_ears import SoundEars

    def report_typable(event: Event, at_seconds: float | None) -> None:
        if isinstance(event, EarsFailed):
            event = EarsFailed(problem=as_started(event.problem))
        report(event, at_seconds)

    source, on_level = make_source(settings, screen)

    def make_floor_ear() -> FloorEar:
        return FloorEar(
            make_ear(),
            played_into(source, playback),
            is_live=source.is_live,
            has_headphones=settings.has_headphones,
        )

    return SoundEars(source, make_floor_ear, report_typable, on_level=on_level)


def make_source(
    settings: PracticeSettings, screen: Screen
) -> tuple[FrameSource, Callable[[float], None]]:
    """Where the frames come from, and what is to be done with each one's level."""
    if settings.audio:
        from voicecoach.audio.audio_file import AudioFile

        return AudioFile(settings.audio, is_realtime=settings.is_realtime), screen.level
    from voicecoach.audio.microphone import Microphone

    microphone = Microphone(settings.input_device)
    tell = condition_teller(screen)

    def watch(dbfs: float) -> None:
        screen.level(dbfs)
        tell(microphone.condition)

    return microphone, watch


def condition_teller(screen: Screen) -> Callable[[Condition], None]:
    """Tells what is wrong with the microphone when it begins; silence is taken back when it ends.

    Call mode does not end: the device was opened with it.
    """
    told: set[str] = set()

    def tell(condition: Condition) -> None:
        name = condition.value
        if name != "silent" and "silent" in told:
            told.remove("silent")
            screen.withdraw(_MICROPHONE_NOTICES["silent"], _MICROPHONE_WELL)
        if name in _MICROPHONE_NOTICES and name not in told:
            told.add(name)
            screen.notice(_MICROPHONE_NOTICES[name])

    return tell


def ear_maker(model: AcousticModel, pack: Pack) -> Callable[[], Ear]:
    """Loads everything heavy; called on a thread of its own while the prompt is spoken."""

    def make() -> Ear:
        from voicecoach.coaching.coach import hear_moves, rests_on_whole_core
        from voicecoach.coaching.ending import signs_off
        from voicecoach.recognition.ear import Ear
        from voicecoach.recognition.judge import Judge
        from voicecoach.recognition.speech_detector import SileroDetector
        from voicecoach.recognition.vosk_recognizer import VoskRecognizer, load_model

        # The endpoint and the screen ask about the same words: look once.
        moves_in = lru_cache(maxsize=4)(partial(hear_moves, pack=pack))

        def labels_in(text: str) -> frozenset[str]:
            return frozenset(move.label for move in moves_in(text))

        moves_in("")  # the patterns become an index at the first look
        return Ear(
            VoskRecognizer(load_model(model.path)),
            SileroDetector(),
            Judge(
                has_whole_core=lambda text: rests_on_whole_core(text, moves_in(text), pack),
                signs_off=partial(signs_off, pack=pack),
                has_asked=lambda text: not labels_in(text).isdisjoint(pack.answered_moves),
                hear_moves=labels_in,
            ),
        )

    return make


def make_keyboard(settings: PracticeSettings, report: Report) -> Callable[[], None]:
    """Keys where there is a terminal and nothing is typed; gives back what closes them."""
    if settings.is_typed or not is_terminal(sys.stdin):
        return lambda: None
    from voicecoach.screen.keyboard import Keyboard

    return Keyboard(report, sys.stdin).close
