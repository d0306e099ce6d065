"""Composition: builds the real parts and hands them over. Knows everyone, decides nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.assessment import Attempt
from voicecoach.audio.playback import Playback
from voicecoach.composition.exercising import Assessor, line_checker, with_exercises
from voicecoach.composition.hearing import Models, find_models, make_ears, make_keyboard
from voicecoach.composition.own_command import as_started
from voicecoach.composition.scripting import make_script
from voicecoach.composition.showing import Notices, make_screen, private_text_file
from voicecoach.composition.speaking import make_voice
from voicecoach.errors import SettingsInvalid, StoreError
from voicecoach.history.learner_file import load_learner
from voicecoach.history.memory_journal import MemoryJournal
from voicecoach.history.recordings import WavRecordings
from voicecoach.inbox import Inbox
from voicecoach.packs.loader import load_pack
from voicecoach.recognition.acoustic_model import ModelSource
from voicecoach.rehearsal import Company, Rehearsal
from voicecoach.session import events
from voicecoach.session.session import Session
from voicecoach.settings import PracticeSettings, data_folder
from voicecoach.trace import Trace

if TYPE_CHECKING:
    from voicecoach.assessment import Reaction
    from voicecoach.learner import Learner
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Journal, Screen
    from voicecoach.transcript import Utterance

FIRST_TIME_NOTICE = (
    "What you say is kept as text on this machine, in {folder}, so that you can see your progress; "
    "sound is not kept unless you say “save this one”. Say “don't keep this” to erase an attempt."
)
STARTER_NOTICE = (
    "Hearing with the starter model: it is small, and mishears accents and free talk. "
    "'voicecoach models fetch' brings a better one (41 MB)."
)
SECOND_EAR_NOTICE = (
    "A second ear ({name}) hears each of your turns again when you pause, and the coach goes by "
    "its words; --no-second-ear leaves that out."
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
            to_close.enter_context(private_text_file(settings.trace)) if settings.trace else None
        )
        models = find_models(settings, pack)
        voice_trouble, playback = Notices(), Playback()
        voice = make_voice(settings, playback, on_trouble=voice_trouble)
        to_close.callback(voice.close)
        screen = make_screen(settings, pack)
        to_close.callback(screen.close)
        voice_trouble.go_to(screen.notice)
        ears = make_ears(settings, models, inbox.report, screen, playback)
        to_close.callback(ears.close)
        to_close.callback(make_keyboard(settings, inbox.report))
        journal = make_journal(screen)
        is_first = _is_first(journal)
        keeps_text = is_first and journal.is_lasting
        _say_first_things(screen, settings, models, says_what_is_kept=keeps_text)
        script = make_script(pack, settings, learner, journal, is_first=is_first)
        voice.prepare(script.fixed_lines())
        rehearsal = Rehearsal(
            Session(script, rounds=settings.rounds, minutes=settings.minutes),
            Company(
                ears=ears,
                voice=voice,
                screen=screen,
                journal=journal,
                fallback_journal=MemoryJournal(),
                recordings=WavRecordings(data_folder()),
                assess=with_exercises(assessor(pack, learner), pack, learner),
                check_line=line_checker(pack, settings),
                trace=trace,
            ),
            inbox,
            attempt_from=_attempt_maker(pack, models),
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
    if settings.audio and settings.trace and _is_same_file(settings.audio, settings.trace):
        raise SettingsInvalid("--trace would overwrite the recording given with --audio.")


def assessor(pack: Pack, learner: Learner) -> Assessor:
    """Looks at a closing and finds the words for it."""
    from voicecoach.coaching.coach import assess
    from voicecoach.coaching.feedback import compose_feedback

    def look_at(
        turns: tuple[Utterance, ...],
        reaction: Reaction | None = None,
        withdrawn: frozenset[str] = frozenset(),
    ) -> events.Assessed:
        assessment = assess(turns, pack, reaction, withdrawn=withdrawn)
        return events.Assessed(
            assessment=assessment, feedback=compose_feedback(assessment, pack, learner)
        )

    return look_at


def make_journal(screen: Screen) -> Journal:
    """The history; where nothing can be saved that is told, and the rehearsal goes on."""
    from voicecoach.history.store import SqliteJournal

    try:
        return SqliteJournal(data_folder())
    except StoreError as error:
        screen.notice(str(error))
        return MemoryJournal()


def _is_first(journal: Journal) -> bool:
    """Nothing was kept before. An old attempt that cannot be read any more was kept, too."""
    try:
        return not journal.attempts(limit=1)
    except StoreError:
        return False


def _attempt_maker(pack: Pack, models: Models) -> Callable[[datetime, events.Assessed], Attempt]:
    def make(started_at: datetime, heard: events.Assessed) -> Attempt:
        return Attempt(
            started_at=started_at,
            pack=pack.id,
            acoustic_model=models.names or "typed",
            assessment=heard.assessment,
            feedback=heard.feedback,
        )

    return make


def _say_first_things(
    screen: Screen,
    settings: PracticeSettings,
    models: Models,
    *,
    says_what_is_kept: bool,
) -> None:
    """What is stated at the start and never waited on; left out with a recording."""
    model, second = models.first, models.second
    for passed_over in model.passed_over if model else ():
        screen.notice(as_started(passed_over))
    if settings.audio is not None:
        return
    if model is not None and model.source is ModelSource.STARTER:
        screen.notice(as_started(STARTER_NOTICE))
    if second is not None:
        screen.notice(SECOND_EAR_NOTICE.format(name=second.name))
    if says_what_is_kept:
        screen.notice(FIRST_TIME_NOTICE.format(folder=data_folder()))


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
