"""The voice: sentence by sentence, and silent when told."""

from __future__ import annotations

import queue
from typing import Any

import pytest

from voicecoach.audio.frame import Sound
from voicecoach.session.events import VoiceFinished, VoiceHushed, VoiceStarted


def test_lines_are_reported_as_they_sound(stage: Any) -> None:
    """Each line is reported once, when its first sentence sounds, and the end once at the end."""
    stage.say("Good. You asked it.", "Thank them too.")
    told = stage.listener.until(VoiceFinished)

    assert [
        VoiceStarted(line="Good. You asked it."),
        VoiceStarted(line="Thank them too."),
        VoiceFinished(),
    ] == told
    assert ["Good.", "You asked it.", "Thank them too."] == stage.loudspeaker.heard
    assert [1.0, 3.0, None] == stage.listener.at_seconds


def test_there_are_pauses_between_but_none_at_the_end(stage: Any) -> None:
    """A sentence is followed by a short pause, a line by a longer one, the last by none."""
    stage.say("Good. You asked it.", "Thank them too.")
    stage.listener.until(VoiceFinished)

    assert [300, 450, 0] == stage.loudspeaker.pauses


def test_the_first_sentence_sounds_while_the_second_is_made(stage: Any) -> None:
    """A slow engine does not hold the first sentence back."""
    stage.loudspeaker.is_over.clear()
    stage.say("This comes first. This comes later.")
    stage.synthesizer.asked.get(timeout=5)
    first_sounding = stage.loudspeaker.played.get(timeout=5)
    stage.synthesizer.may_work.clear()
    second_asked = stage.synthesizer.asked.get(timeout=5)
    stage.synthesizer.may_work.set()
    stage.loudspeaker.is_over.set()
    stage.listener.until(VoiceFinished)

    assert "This comes first." == first_sounding
    assert "This comes later." == second_asked


def test_the_end_waits_for_the_sound(stage: Any) -> None:
    """The voice has not finished while its last sentence sounds."""
    stage.loudspeaker.is_over.clear()
    stage.say("Still talking.")
    stage.loudspeaker.played.get(timeout=5)
    started = stage.listener.next()
    had_finished = stage.listener.has_more
    stage.loudspeaker.is_over.set()
    finished = stage.listener.next()

    assert VoiceStarted(line="Still talking.") == started
    assert had_finished is False
    assert VoiceFinished() == finished


def test_a_hush_cuts_what_sounds_and_drops_the_rest(stage: Any) -> None:
    """After a hush nothing of what was hushed sounds or is reported; the next saying does."""
    stage.loudspeaker.is_over.clear()
    stage.say("One sounds. Two is waiting.", "Three as well.")
    stage.say("A second saying.")
    stage.loudspeaker.played.get(timeout=5)
    stage.voice.hush()
    told = stage.listener.until(VoiceHushed)
    stage.loudspeaker.is_over.set()
    stage.say("Something new.")
    told_after = stage.listener.until(VoiceFinished)

    assert [VoiceStarted(line="One sounds. Two is waiting."), VoiceHushed()] == told
    assert [VoiceStarted(line="Something new."), VoiceFinished()] == told_after
    assert ["One sounds.", "Something new."] == stage.loudspeaker.heard


def test_a_late_result_of_a_hushed_line_never_sounds(stage: Any) -> None:
    """What the engine gives after the hush does not sound, at once or in place of the next."""
    stage.synthesizer.may_work.clear()
    stage.say("Too late.")
    stage.synthesizer.asked.get(timeout=5)
    stage.voice.hush()
    hushed = stage.listener.next()
    stage.say("In time.")
    stage.synthesizer.may_work.set()
    told = stage.listener.until(VoiceFinished)

    assert VoiceHushed() == hushed
    assert [VoiceStarted(line="In time."), VoiceFinished()] == told
    assert ["In time."] == stage.loudspeaker.heard


def test_a_hush_of_silence_is_nothing(stage: Any) -> None:
    """Hushing a voice that says nothing reports nothing, and hushes nothing later."""
    stage.voice.hush()
    stage.say("Once.")
    told = stage.listener.until(VoiceFinished)
    stage.voice.hush()
    stage.say("Twice.")
    told_after = stage.listener.until(VoiceFinished)

    assert [VoiceStarted(line="Once."), VoiceFinished()] == told
    assert [VoiceStarted(line="Twice."), VoiceFinished()] == told_after


@pytest.mark.parametrize("lines", [(), ("",), ("...",)])
def test_nothing_to_say_ends_at_once(stage: Any, lines: tuple[str, ...]) -> None:
    """Lines without a word are reported and make no sound."""
    stage.say(*lines)
    told = stage.listener.until(VoiceFinished)

    assert [*(VoiceStarted(line=line) for line in lines), VoiceFinished()] == told
    assert [] == stage.loudspeaker.heard


def test_without_an_engine_the_lines_are_still_reported(stage: Any) -> None:
    """An engine that fails is told of once, and every saying goes on with the same events."""
    stage.synthesizer.is_broken = True
    stage.say("First. Second.")
    told = stage.listener.until(VoiceFinished)
    stage.say("Third.")
    told_after = stage.listener.until(VoiceFinished)
    trouble = stage.troubles.get(timeout=5)

    assert [VoiceStarted(line="First. Second."), VoiceFinished()] == told
    assert [VoiceStarted(line="Third."), VoiceFinished()] == told_after
    assert "It prints instead" in trouble
    assert stage.troubles.empty()


def test_without_a_device_the_lines_are_still_reported(stage: Any) -> None:
    """A device that fails is told of once; a saying after it is back sounds again."""
    stage.loudspeaker.is_broken = True
    stage.say("First. Second.", "Third.")
    told = stage.listener.until(VoiceFinished)
    stage.say("Fourth.")
    stage.listener.until(VoiceFinished)
    stage.loudspeaker.is_broken = False
    stage.say("Fifth.")
    stage.listener.until(VoiceFinished)
    trouble = stage.troubles.get(timeout=5)

    assert [
        VoiceStarted(line="First. Second."),
        VoiceStarted(line="Third."),
        VoiceFinished(),
    ] == told
    assert "No loudspeaker can be used" in trouble
    assert stage.troubles.empty()
    assert ["Fifth."] == stage.loudspeaker.heard


def test_what_was_said_before_is_not_made_again(stage: Any) -> None:
    """A repeated sentence comes from the cache, in whatever line it stands."""
    stage.say("Say again, or stop.")
    stage.listener.until(VoiceFinished)
    stage.say("Well done. Say again, or stop.")
    stage.listener.until(VoiceFinished)

    assert ["Say again, or stop.", "Well done."] == stage.synthesizer.made


def test_fixed_lines_are_made_ahead(stage: Any) -> None:
    """Prepared lines are made while nothing is said, and then sound without the engine."""
    stage.voice.prepare(("Any questions? Go on.",))
    asked = [stage.synthesizer.asked.get(timeout=5) for _ in range(2)]
    stage.say("Any questions? Go on.")
    stage.listener.until(VoiceFinished)

    assert ["Any questions?", "Go on."] == asked
    assert ["Any questions?", "Go on."] == stage.synthesizer.made
    assert ["Any questions?", "Go on."] == stage.loudspeaker.heard


def test_what_was_made_ahead_does_not_wait_for_what_is_being_made(stage: Any) -> None:
    """An engine that is busy with a later line does not hold back one that is ready."""
    stage.say("Any questions?")
    stage.listener.until(VoiceFinished)
    stage.synthesizer.may_work.clear()
    stage.voice.prepare(("Something else.",))
    asked = [stage.synthesizer.asked.get(timeout=5) for _ in range(2)]
    stage.say("Any questions?")
    stage.listener.until(VoiceFinished)
    stage.synthesizer.may_work.set()

    assert ["Any questions?", "Something else."] == asked
    assert ["Any questions?", "Any questions?"] == stage.loudspeaker.heard


def test_closing_ends_everything(stage: Any) -> None:
    """A voice closed while it speaks is hushed and lets its parts go; closing twice is one."""
    stage.loudspeaker.is_over.clear()
    stage.say("One. Two.")
    stage.loudspeaker.played.get(timeout=5)
    stage.voice.close()
    stage.voice.close()
    told = stage.listener.until(VoiceHushed)

    assert [VoiceStarted(line="One. Two."), VoiceHushed()] == told
    assert stage.synthesizer.is_closed
    assert stage.loudspeaker.is_closed
    with pytest.raises(queue.Empty):
        stage.troubles.get_nowait()


def test_a_slower_voice_says_nothing_that_was_made_fast(stage: Any) -> None:
    """Each rate has its own sounds: the slow one is made anew, the first one is found again."""
    stage.say("Like this?")
    stage.listener.until(VoiceFinished)
    for rate_ratio in (0.85, 1.0):
        stage.voice.adjust(rate_ratio=rate_ratio, gain_db=0.0)
        stage.say("Like this?")
        stage.listener.until(VoiceFinished)

    assert ["Like this?"] * 2 == stage.synthesizer.made
    assert [1000, 850, 1000] == stage.loudspeaker.rates_hz


def test_a_rate_that_changes_while_a_sentence_is_made_is_the_next_ones(stage: Any) -> None:
    """What comes late from the engine is kept under the rate that it was made at."""
    stage.synthesizer.may_work.clear()
    stage.say("In between.")
    stage.synthesizer.asked.get(timeout=5)
    stage.voice.hush()
    stage.voice.adjust(rate_ratio=0.5, gain_db=0.0)
    stage.synthesizer.may_work.set()
    stage.say("In between.")
    stage.listener.until(VoiceFinished)

    assert [500] == stage.loudspeaker.rates_hz


def test_a_louder_voice_sounds_louder(stage: Any) -> None:
    """The samples reach the loudspeaker with the gain; those that are kept are as they were."""
    stage.voice.adjust(rate_ratio=1.0, gain_db=20.0)
    stage.say("aa")
    stage.listener.until(VoiceFinished)
    stage.voice.adjust(rate_ratio=1.0, gain_db=0.0)
    stage.say("aa")
    stage.listener.until(VoiceFinished)

    assert [chr(10 * ord("a")) * 2, "aa"] == stage.loudspeaker.heard


def recorded(text: str) -> Sound:
    """A turn of the learner's."""
    return Sound(pcm=text.encode("utf-16-le"), rate_hz=16_000)


def test_what_was_recorded_is_played_like_a_saying(stage: Any) -> None:
    """No engine, no line, no cache; its end is reported, and then the next thing is said."""
    begun = stage.voice.play(recorded("me"), stage.listener.report)
    told = stage.listener.until(VoiceFinished)
    stage.say("What now?")
    stage.listener.until(VoiceFinished)

    assert begun
    assert [VoiceFinished()] == told
    assert ["me", "What now?"] == stage.loudspeaker.heard
    assert ["What now?"] == stage.synthesizer.made


def test_a_hush_cuts_what_was_recorded_short(stage: Any) -> None:
    """A minute of oneself may be too much."""
    stage.loudspeaker.is_over.clear()
    stage.voice.play(recorded("me"), stage.listener.report)
    stage.loudspeaker.played.get(timeout=5)
    stage.voice.hush()
    stage.loudspeaker.is_over.set()

    assert VoiceHushed() == stage.listener.next()
