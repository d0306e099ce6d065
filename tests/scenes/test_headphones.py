"""Commands over the coach's voice, by sound: from who wears headphones, and from nobody else."""

from __future__ import annotations

import time

import pytest

from tests.scenes.conftest import cut_short, in_the_answer

pytestmark = [pytest.mark.sound, pytest.mark.timeout(240)]

AFTER_THE_WATCH_SECONDS = 2.3
"""Before that, who speaks goes on with a closing that was cut."""

OBEYED_SECONDS = 1.5
"""From the end of a recording that ends in silence, on a busy machine; the command itself waits
for 0.65 s of silence."""


def test_with_headphones_short_commands_act_over_the_voice(virtual_sound, program, speak) -> None:
    """ "Skip" leaves the feedback for the strong version, "stop" that for the goodbye."""
    practice = cut_short(virtual_sound, program, speak, "--headphones")
    skip, stop = speak("Skip.", pause_seconds=0.0), speak("Stop.", pause_seconds=0.0)
    in_the_answer(practice, seconds=AFTER_THE_WATCH_SECONDS)
    virtual_sound.speak_into_microphone(skip)
    said_seconds = time.monotonic()
    hushed = practice.wait_for("VoiceHushed")
    practice.wait_for("Say", part="strong version")
    time.sleep(1.0)
    virtual_sound.speak_into_microphone(stop)
    code = practice.end()

    assert 0 == code, practice.complained
    assert ["skip", "stop"] == [line["command"] for line in practice.named("CommandHeard")]
    assert {"voice"} == {line["source"] for line in practice.named("CommandHeard")}
    assert OBEYED_SECONDS >= hushed["at_seconds"] - said_seconds
    assert 1 == len(practice.named("UtteranceHeard"))
    assert "Good luck" in practice.printed


@pytest.mark.parametrize("echo_db", [None, -20.0])
def test_without_headphones_nothing_is_taken_over_the_voice(
    virtual_sound, program, speak, echo_db
) -> None:
    """With an echo and without: the voice says all it has to say."""
    if echo_db is not None:
        virtual_sound.leak(gain_db=echo_db, delay_seconds=0.1)
    said = speak("Skip.", "Stop.")
    practice = cut_short(virtual_sound, program, speak)
    in_the_answer(practice, seconds=AFTER_THE_WATCH_SECONDS)
    virtual_sound.speak_into_microphone(said)
    practice.wait_for("Say", part="strong version")
    practice.interrupt()
    after_strong = [line["name"] for line in practice.trace if line["name"] == "VoiceFinished"]

    assert [] == practice.named("CommandHeard")
    assert 1 == len(practice.named("UtteranceHeard"))
    assert 2 <= len(after_strong)  # the prompt, and all of the feedback


def test_other_words_over_the_voice_are_no_part_of_a_turn(virtual_sound, program, speak) -> None:
    """Talk to somebody in the room, with headphones: the coach speaks on."""
    said = speak("I would love to hear the next steps.")
    practice = cut_short(virtual_sound, program, speak, "--headphones")
    in_the_answer(practice, seconds=AFTER_THE_WATCH_SECONDS)
    heard_count = len(practice.named("PartialHeard"))
    virtual_sound.speak_into_microphone(said)
    practice.wait_for("Say", part="strong version")
    practice.interrupt()

    assert [] == practice.named("CommandHeard")
    assert 1 == len(practice.named("UtteranceHeard"))
    assert heard_count == len(practice.named("PartialHeard"))


def test_a_command_said_at_once_into_the_answer_is_obeyed(virtual_sound, program, speak) -> None:
    """ "Stop", half a second into it: the voice falls silent, and the closing was whole."""
    stop = speak("Stop.")
    practice = cut_short(virtual_sound, program, speak, "--headphones")
    in_the_answer(practice, seconds=0.5)
    virtual_sound.speak_into_microphone(stop)
    code = practice.end()
    (attempt,) = practice.attempts

    assert 0 == code, practice.complained
    assert "thank you for your time" == attempt.assessment.turns[0].text
    assert "Good luck" in practice.printed
