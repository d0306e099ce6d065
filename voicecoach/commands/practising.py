"""voicecoach practice."""

import argparse

from voicecoach.app import practise
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.settings import Interviewer, PracticeSettings


def practice(given: argparse.Namespace) -> int:
    """A rehearsal."""
    settings = PracticeSettings(
        model=given.model,
        pack=given.pack,
        rounds=given.rounds,
        minutes=given.minutes,
        interviewer=Interviewer(given.interviewer) if given.interviewer else None,
        audio=given.audio,
        is_realtime=given.realtime,
        out=given.out,
        input_device=given.input,
        output_device=given.output,
        is_quiet=given.quiet,
        is_typed=given.typed,
        is_plain=given.plain,
        natural_voice=given.natural,
        trace=given.trace,
    )
    was_interrupted = practise(settings)
    return ExitCode.INTERRUPTED if was_interrupted else ExitCode.DONE
