"""Composition: builds the real parts and hands them over. Knows everyone, decides nothing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from voicecoach.assessment import Attempt
from voicecoach.errors import SettingsInvalid, StoreError, VoiceUnavailable
from voicecoach.history.learner_file import load_learner
from voicecoach.history.memory_journal import MemoryJournal
from voicecoach.packs.loader import load_pack
from voicecoach.recognition.acoustic_model import AcousticModel, ModelSource, find_model
from voicecoach.rehearsal import Company, Inbox, Rehearsal
from voicecoach.session import events
from voicecoach.session.script import Script
from voicecoach.session.session import Session
from voicecoach.settings import PracticeSettings, cache_folder, data_folder
from voicecoach.trace import Trace

if TYPE_CHECKING:
    from voicecoach.learner import Learner
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Ears, FrameSource, Journal, Loudspeaker, Screen, Synthesizer, Voice
    from voicecoach.recognition.ear import Ear
    from voicecoach.transcript import Utterance

FIRST_TIME_NOTICE = (
    "What you say is kept as text on this machine, in {folder}, so that you can see your progress; "
    "sound is not kept. Say “don't keep this” to erase an attempt."
)
STARTER_NOTICE = (
    "Hearing with the starter model: it is small, and mishears accents and free talk. "
    "'voicecoach models fetch' brings a better one (41 MB)."
)


def practise(settings: PracticeSettings) -> bool:
    """A whole rehearsal. True when it was interrupted. Raises VoicecoachError."""
    refuse_what_cannot_be(settings)
    pack = load_pack(settings.pack, data_folder() / "packs")
    learner = load_learner(data_folder())
    clock = time.monotonic
    inbox = Inbox(clock)
    with ExitStack() as to_close:
        trace = Trace(
            to_close.enter_context(_private_file(settings.trace)) if settings.trace else None
        )
        model = None if settings.is_typed else find_model(settings.model)
        voice_trouble = _Notices()
        voice = make_voice(settings, on_trouble=voice_trouble)
        to_close.callback(voice.close)
        screen = make_screen(settings, pack)
        to_close.callback(screen.close)
        voice_trouble.go_to(screen.notice)
        ears = make_ears(settings, model, pack, inbox, screen)
        to_close.callback(ears.close)
        keyboard = make_keyboard(settings, inbox)
        to_close.callback(keyboard)
        journal = make_journal(screen)
        is_first = isinstance(journal, MemoryJournal) or not journal.attempts(limit=1)
        _say_first_things(screen, settings, model, is_first=is_first)
        script = script_from(pack, is_first=is_first and settings.audio is None)
        voice.prepare(script.fixed_lines())
        rehearsal = Rehearsal(
            Session(script, rounds=settings.rounds),
            Company(
                ears=ears,
                voice=voice,
                screen=screen,
                journal=journal,
                fallback_journal=MemoryJournal(),
                assess=assessor(pack, learner),
                trace=trace,
            ),
            inbox,
            attempt_from=_attempt_maker(pack, model),
            clock=clock,
        )
        rehearsal.run(minutes=settings.minutes)
    failure = getattr(ears, "failure", None)
    if failure is not None:
        raise failure
    return rehearsal.was_interrupted


def refuse_what_cannot_be(settings: PracticeSettings) -> None:
    """Raises SettingsInvalid for options that fight each other, before anything is opened."""
    if settings.audio and settings.is_typed:
        raise SettingsInvalid("Either --audio or --typed: your turns come from one place.")
    if settings.out and settings.is_quiet:
        raise SettingsInvalid("Either --out or --quiet: with --quiet there is no voice to keep.")
    if settings.is_realtime and not settings.audio:
        raise SettingsInvalid("--realtime goes with --audio: a microphone is always in real time.")
    if settings.audio and settings.out and _is_same_file(settings.audio, settings.out):
        raise SettingsInvalid("--out would overwrite the recording given with --audio.")


def assessor(pack: Pack, learner: Learner) -> Callable[[tuple[Utterance, ...]], events.Assessed]:
    """Looks at a closing and finds the words for it."""
    from voicecoach.coaching.coach import assess
    from voicecoach.coaching.feedback import compose_feedback

    def look_at(turns: tuple[Utterance, ...]) -> events.Assessed:
        assessment = assess(turns, pack)
        return events.Assessed(
            assessment=assessment, feedback=compose_feedback(assessment, pack, learner)
        )

    return look_at


def script_from(pack: Pack, *, is_first: bool) -> Script:
    """The lines of a rehearsal with this pack; the first one explains itself."""
    welcome = (pack.opening, "Say example to hear one first.") if is_first and pack.opening else ()
    return Script(
        prompts=tuple(prompt.text for prompt in pack.prompts),
        example=pack.strong_version,
        weak_example=pack.weak_version,
        welcome=welcome,
    )


def make_voice(settings: PracticeSettings, *, on_trouble: Callable[[str], None]) -> Voice:
    """The coach's voice, into the loudspeaker, into a file, or onto the screen alone."""
    if settings.is_quiet:
        from voicecoach.voice.printed_voice import PrintedVoice

        return PrintedVoice()
    from voicecoach.voice.sound_cache import SoundCache
    from voicecoach.voice.spoken_voice import SpokenVoice

    synthesizer = make_synthesizer(settings, on_trouble=on_trouble)
    return SpokenVoice(
        synthesizer,
        make_loudspeaker(settings),
        settings.rate_wpm,
        on_trouble,
        cache=SoundCache(cache_folder() / "voice"),
    )


def make_synthesizer(
    settings: PracticeSettings, *, on_trouble: Callable[[str], None]
) -> Synthesizer:
    """The natural voice when it was asked for and can be had; pyttsx3 otherwise."""
    if settings.natural_voice:
        try:
            from voicecoach.voice.natural_voice import NaturalSynthesizer

            return NaturalSynthesizer()
        except VoiceUnavailable as missing:
            on_trouble(str(missing))
    from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer

    return Pyttsx3Synthesizer()


def make_loudspeaker(settings: PracticeSettings) -> Loudspeaker:
    """A file when one was named, else the device."""
    if settings.out:
        from voicecoach.audio.sound_file import SoundFileLoudspeaker

        return SoundFileLoudspeaker(settings.out)
    from voicecoach.audio.loudspeaker import SoundDeviceLoudspeaker

    return SoundDeviceLoudspeaker(settings.output_device)


def make_screen(settings: PracticeSettings, pack: Pack) -> Screen:
    """The live screen on a terminal with room, plain lines everywhere else."""
    from voicecoach.screen.checklist import Labels
    from voicecoach.screen.terminal import choose_screen

    titles = {entry.id: entry.name for entry in (*pack.moves, *pack.pitfalls)}
    return choose_screen(
        sys.stdout,
        Labels(titles=titles, core=pack.core),
        is_plain=settings.is_plain,
        is_typed=settings.is_typed,
        has_keys=not settings.is_typed and _is_terminal(sys.stdin),
        heading=pack.title,
    )


def make_ears(
    settings: PracticeSettings,
    model: AcousticModel | None,
    pack: Pack,
    inbox: Inbox,
    screen: Screen,
) -> Ears:
    """Typed lines, a recording, or the microphone."""
    if model is None:
        from voicecoach.screen.typed_turns import TypedTurns

        return TypedTurns(sys.stdin, inbox.report)
    from voicecoach.recognition.sound_ears import SoundEars

    source, on_level = make_source(settings, screen)
    return SoundEars(source, _ear_maker(model, pack), inbox.report, on_level=on_level)


def make_source(
    settings: PracticeSettings, screen: Screen
) -> tuple[FrameSource, Callable[[float], None]]:
    """Where the frames come from, and what is to be done with each one's level."""
    if settings.audio:
        from voicecoach.audio.audio_file import AudioFile

        return AudioFile(settings.audio, is_realtime=settings.is_realtime), screen.level
    from voicecoach.audio.microphone import Condition, Microphone

    microphone = Microphone(settings.input_device)
    told: set[Condition] = {Condition.OK}

    def watch(dbfs: float) -> None:
        screen.level(dbfs)
        condition = microphone.condition
        if condition not in told:
            told.add(condition)
            screen.notice(_MICROPHONE_NOTICES[condition.value])

    return microphone, watch


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


def _ear_maker(model: AcousticModel, pack: Pack) -> Callable[[], Ear]:
    """Loads everything heavy; called on a thread of its own while the prompt is spoken."""

    def make() -> Ear:
        from voicecoach.coaching.coach import has_whole_core, hear_moves
        from voicecoach.recognition.ear import Ear
        from voicecoach.recognition.speech_detector import SileroDetector
        from voicecoach.recognition.vosk_recognizer import VoskRecognizer, load_model

        # The endpoint and the screen ask about the same words: look once.
        moves_in = lru_cache(maxsize=4)(partial(hear_moves, pack=pack))
        moves_in("")  # the patterns become an index at the first look
        return Ear(
            VoskRecognizer(load_model(model.path)),
            SileroDetector(),
            lambda text: has_whole_core(moves_in(text), pack),
            hear_moves=moves_in,
        )

    return make


def make_keyboard(settings: PracticeSettings, inbox: Inbox) -> Callable[[], None]:
    """Keys where there is a terminal and nothing is typed; gives back what closes them."""
    if settings.is_typed or not _is_terminal(sys.stdin):
        return lambda: None
    from voicecoach.screen.keyboard import Keyboard

    return Keyboard(inbox.report, sys.stdin).close


def make_journal(screen: Screen) -> Journal:
    """The history; where nothing can be saved that is told, and the rehearsal goes on."""
    from voicecoach.history.store import SqliteJournal

    try:
        return SqliteJournal(data_folder())
    except StoreError as error:
        screen.notice(str(error))
        return MemoryJournal()


def _attempt_maker(
    pack: Pack, model: AcousticModel | None
) -> Callable[[datetime, events.Assessed], Attempt]:
    def make(started_at: datetime, heard: events.Assessed) -> Attempt:
        return Attempt(
            started_at=started_at,
            pack=pack.id,
            acoustic_model=model.name if model else "typed",
            assessment=heard.assessment,
            feedback=heard.feedback,
        )

    return make


def _say_first_things(
    screen: Screen, settings: PracticeSettings, model: AcousticModel | None, *, is_first: bool
) -> None:
    """What is stated at the start and never waited on; left out with a recording."""
    for passed_over in model.passed_over if model else ():
        screen.notice(passed_over)
    if settings.audio is not None:
        return
    if model is not None and model.source is ModelSource.STARTER:
        screen.notice(STARTER_NOTICE)
    if is_first:
        screen.notice(FIRST_TIME_NOTICE.format(folder=data_folder()))


class _Notices:
    """Takes notices before there is a screen, and hands them on when there is one. Any thread."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._notice: Callable[[str], None] = self._waiting.append

    def __call__(self, text: str) -> None:
        self._notice(text)

    def go_to(self, notice: Callable[[str], None]) -> None:
        """From now on notices go there; those that waited first."""
        self._notice = notice
        while self._waiting:
            notice(self._waiting.pop(0))


def _private_file(path: Path) -> TextIO:
    """A new text file that only its owner can read."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise SettingsInvalid(f"{path} cannot be written: {error.strerror}.") from error
    return os.fdopen(descriptor, "w", encoding="utf-8")


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
