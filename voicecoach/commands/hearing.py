"""voicecoach transcribe, and whatever else turns a recording to words."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from voicecoach.as_json import json_from_words
from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line, sound_progress, tell
from voicecoach.composition.hearing import load_second_ear
from voicecoach.recognition.acoustic_model import find_model

if TYPE_CHECKING:
    from voicecoach.recognition.second_model import SecondModel
    from voicecoach.recognition.transcription import Transcript


def transcribe(given: argparse.Namespace) -> int:
    """A recording to words."""
    transcript = transcript_of(given)
    if given.json:
        print_json(
            {
                "text": transcript.text,
                "words": json_from_words(transcript.words),
                "model": transcript.model,
                **second_ear_in(transcript),
                "audio_seconds": round(transcript.audio_seconds, 3),
                "compute_seconds": round(transcript.compute_seconds, 3),
            }
        )
    else:
        print_line(transcript.text)
    return ExitCode.DONE


def second_ear_of(given: argparse.Namespace) -> SecondModel | None:
    """The one that was asked for, if one was. Raises ModelError."""
    from voicecoach.recognition.second_model import require_second_ear

    if given.second_ear is None:
        return None
    return require_second_ear(None if given.second_ear is True else given.second_ear)


def second_ear_in(transcript: Transcript) -> dict[str, str]:
    """For JSON: which second ear heard it, where one did."""
    return {"second_ear": transcript.second_ear} if transcript.second_ear else {}


def transcript_of(given: argparse.Namespace) -> Transcript:
    """The words of the whole recording; what the learner should know about it goes to stderr."""
    from voicecoach.recognition.transcription import transcribe as hear
    from voicecoach.recognition.vosk_recognizer import load_model

    model = find_model(given.model)
    for passed_over in model.passed_over:
        tell(passed_over)
    second_model = second_ear_of(given)
    second = load_second_ear(second_model) if second_model else None
    transcript = hear(given.audio, load_model(model.path), sound_progress(), second=second)
    if transcript.problem:
        tell(f"The recording breaks off: {transcript.problem}. These are the words up to there.")
    return transcript
