"""How the learner is heard: typed lines, a recording, the microphone, keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.composition.ear_making import ear_maker
from voicecoach.composition.own_command import as_started
from voicecoach.composition.showing import is_terminal
from voicecoach.session.events import EarsFailed, Event

if TYPE_CHECKING:
    from voicecoach.audio.microphone import Condition
    from voicecoach.audio.playback import Playback
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import (
        Ears,
        FrameSource,
        Report,
        Screen,
        SecondEar,
    )
    from voicecoach.recognition.acoustic_model import AcousticModel
    from voicecoach.recognition.second_model import SecondModel
    from voicecoach.recognition.second_thread import SecondThread
    from voicecoach.recognition.turn import TurnEar
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What hears the learner."""

    first: AcousticModel | None
    """None: they type."""

    second: SecondModel | None
    """None: nothing hears their turns again."""

    pack: Pack
    """What is listened for."""

    @property
    def names(self) -> str:
        """Of all that hear; empty when they type."""
        return " + ".join(model.name for model in (self.first, self.second) if model)


def find_models(settings: PracticeSettings, pack: Pack) -> Models:
    """What there is, and what was asked for. Raises ModelError."""
    from voicecoach.recognition.acoustic_model import find_model
    from voicecoach.recognition.second_model import find_second_ear

    if settings.is_typed:
        return Models(first=None, second=None, pack=pack)
    return Models(
        pack=pack,
        first=find_model(settings.model),
        second=find_second_ear(settings.second_ear) if settings.has_second_ear else None,
    )


def make_ears(
    settings: PracticeSettings, models: Models, report: Report, screen: Screen, playback: Playback
) -> Ears:
    """A recording, or the microphone, which hears the ``playback`` too; without an ear, lines."""
    if models.first is None:
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
    make_ear = ear_maker(models.first, models.pack)
    second = _second_thread(models.second, screen)
    if second:
        waits = settings.audio is not None and not settings.is_realtime
        make_ear = _twice_hearing(make_ear, second, report, waits=waits)

    def make_floor_ear() -> FloorEar:
        return FloorEar(
            make_ear(),
            played_into(source, playback),
            is_live=source.is_live,
            has_headphones=settings.has_headphones,
        )

    return SoundEars(
        source,
        make_floor_ear,
        report_typable,
        on_level=on_level,
        on_close=second.close if second else lambda: None,
    )


def load_second_ear(model: SecondModel) -> SecondEar:
    """It, in memory, which takes seconds. Raises ModelError."""
    from voicecoach.recognition.whisper_ear import WhisperEar

    return WhisperEar(model.path, name=model.name)


def _second_thread(model: SecondModel | None, screen: Screen) -> SecondThread | None:
    """Where the second ear loads and hears; if it cannot, that is told, and the first one does."""
    if model is None:
        return None
    from voicecoach.recognition.second_thread import SecondThread

    def tell(problem: Exception) -> None:
        screen.notice(as_started(f"Turns are not heard again: {problem}"))

    return SecondThread(lambda: load_second_ear(model), on_trouble=tell)


def _twice_hearing(
    make_ear: Callable[[], TurnEar], second: SecondThread, report: Report, *, waits: bool
) -> Callable[[], TurnEar]:
    """A recording waits for the second ear as for everything else."""

    def make() -> TurnEar:
        from voicecoach.recognition.twice_hearing import PATIENCE_SECONDS, TwiceHearingEar

        ear = make_ear()
        second.load()  # only now: the learner waits for the first ear
        return TwiceHearingEar(
            ear,
            second,
            lambda late: report(late, None),
            patience_seconds=None if waits else PATIENCE_SECONDS,
        )

    return make


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


def make_keyboard(settings: PracticeSettings, report: Report) -> Callable[[], None]:
    """Keys where there is a terminal and nothing is typed; gives back what closes them."""
    if settings.is_typed or not is_terminal(sys.stdin):
        return lambda: None
    from voicecoach.screen.keyboard import Keyboard

    return Keyboard(report, sys.stdin).close
