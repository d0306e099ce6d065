"""voicecoach practice, voicecoach warmup."""

import argparse
from dataclasses import replace

from voicecoach.app import practise
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.settings import Interviewer, PracticeSettings


def practice(given: argparse.Namespace) -> int:
    """A rehearsal."""
    interviewer = Interviewer(given.interviewer) if given.interviewer else None
    return _rehearse(replace(_settings(given), rounds=given.rounds, interviewer=interviewer))


def warm_up(given: argparse.Namespace) -> int:
    """The minutes before a call."""
    return _rehearse(replace(_settings(given), is_warm_up=True))


def _settings(given: argparse.Namespace) -> PracticeSettings:
    """What every rehearsal can be asked for."""
    return PracticeSettings(
        model=given.model,
        second_ear=given.second_ear,
        has_second_ear=not given.no_second_ear,
        pack=given.pack,
        minutes=given.minutes,
        audio=given.audio,
        is_realtime=given.realtime,
        out=given.out,
        input_device=given.input,
        output_device=given.output,
        has_headphones=given.headphones,
        is_quiet=given.quiet,
        is_typed=given.typed,
        is_plain=given.plain,
        natural_voice=given.natural,
        trace=given.trace,
    )


def _rehearse(settings: PracticeSettings) -> int:
    was_interrupted = practise(settings)
    return ExitCode.INTERRUPTED if was_interrupted else ExitCode.DONE
