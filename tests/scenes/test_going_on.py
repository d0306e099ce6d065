"""A learner who goes on after a cut, and a coach who does not stop for its own voice, by sound."""

from __future__ import annotations

import numpy as np
import pytest

from tests.scenes.conftest import cut_short, in_the_answer, labels
from tests.sound_rig import RATE_HZ

pytestmark = [pytest.mark.sound, pytest.mark.timeout(240)]

REST = ("How well do I fit the role?", "What are the next steps in the process?")
HUSHED_SECONDS = 0.1
"""From the moment that it is sure to the silence (the trace's Hush stands where it was sure)."""

STOPS_SECONDS = 1.0
"""From the first sound of the learner to the silence, on a busy machine."""


def words(line: dict) -> str:
    """What was taken for a turn."""
    return " ".join(word["text"] for word in line["utterance"]["words"])


def resumed_after_the_cut(practice) -> list[dict]:
    """Every time that somebody was taken to go on between the first two turns' ends."""
    first, *others = (line["at_seconds"] for line in practice.named("UtteranceHeard"))
    last = others[0] if others else float("inf")
    return [r for r in practice.named("SpeechResumed") if first < r["at_seconds"] < last]


@pytest.mark.parametrize("echo_db", [None, -20.0])
def test_who_goes_on_over_the_answer_is_heard_as_one(
    virtual_sound, program, speak, echo_db
) -> None:
    """Half a second into it: the voice falls silent, and one attempt holds all of the words."""
    if echo_db is not None:
        virtual_sound.leak(gain_db=echo_db, delay_seconds=0.1)
    practice = cut_short(virtual_sound, program, speak)
    in_the_answer(practice, seconds=0.5)
    virtual_sound.speak_into_microphone(speak(*REST))
    practice.wait_for("UtteranceHeard", count=2)
    practice.wait_for("Say", count=2, part="feedback")
    practice.interrupt()
    first, joined = map(words, practice.named("UtteranceHeard"))
    resumed, hush = resumed_after_the_cut(practice)[0], practice.named("Hush")[0]
    hushed = practice.named("VoiceHushed")[0]
    (attempt,) = practice.attempts

    assert joined.startswith(f"{first} ")
    assert joined == attempt.assessment.turns[0].text
    assert {"thanks", "fit_question", "next_steps"} <= labels(attempt.assessment.moves)
    assert HUSHED_SECONDS >= hushed["at_seconds"] - hush["at_seconds"]
    assert STOPS_SECONDS >= hushed["at_seconds"] - resumed["at_seconds"]


def test_a_pause_that_was_too_long_is_recovered(virtual_sound, program, speak) -> None:
    """A learner who thinks for a moment longer than the coach waits, and knows of nothing."""
    virtual_sound.leak(gain_db=-20.0, delay_seconds=0.1)
    practice = program.practise("--plain", rig=virtual_sound)
    practice.wait_for("FloorGiven")
    pause = np.zeros(round(2.6 * RATE_HZ), np.int16)
    said = [speak("Thank you for your time.", pause_seconds=0.0), pause, speak(*REST)]
    virtual_sound.speak_into_microphone(np.concatenate(said))
    practice.wait_for("UtteranceHeard", count=2)
    practice.wait_for("Say", count=2, part="feedback")
    practice.interrupt()
    first, joined = map(words, practice.named("UtteranceHeard"))
    (attempt,) = practice.attempts

    assert joined.startswith(f"{first} ")
    assert "how well do i" in joined
    assert "the role what are the next steps" in joined
    assert joined == attempt.assessment.turns[0].text


def test_it_is_recovered_where_the_answer_is_only_read(virtual_sound, program, speak) -> None:
    """The coach had printed all it had to say by then, and had asked what to do next."""
    practice = program.practise("--plain", "--quiet", rig=virtual_sound)
    practice.wait_for("FloorGiven")
    pause = np.zeros(round(2.6 * RATE_HZ), np.int16)
    said = [speak("Thank you for your time.", pause_seconds=0.0), pause, speak(REST[1])]
    virtual_sound.speak_into_microphone(np.concatenate(said))
    practice.wait_for("Say", count=2, part="feedback")
    practice.interrupt()
    first, rest = map(words, practice.named("UtteranceHeard"))
    (attempt,) = practice.attempts

    assert f"{first} {rest}" == attempt.assessment.turns[0].text
    assert {"thanks", "next_steps"} <= labels(attempt.assessment.moves)


@pytest.mark.parametrize("echo_db", [-10.0, 0.0, 6.0])
def test_the_coach_does_not_stop_for_its_own_voice(virtual_sound, program, speak, echo_db) -> None:
    """However loud the loudspeaker is in the microphone: nobody goes on, the answer is finished."""
    virtual_sound.leak(gain_db=echo_db, delay_seconds=0.1)
    practice = cut_short(virtual_sound, program, speak)
    practice.wait_for("Say", part="strong version")
    practice.interrupt()

    assert [] == resumed_after_the_cut(practice)
    assert 1 == len(practice.named("UtteranceHeard"))
    assert 1 == len(practice.attempts)
