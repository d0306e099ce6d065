"""The end of a rehearsal: what the learner takes along."""

from dataclasses import replace

from voicecoach.assessment import Keepsake
from voicecoach.session import actions, events
from voicecoach.session.actions import Part
from voicecoach.session.commands import Command

BEST = Keepsake(version="How do I fit? What next?", lines=("How do I fit?", "What next?"))
LESS = Keepsake(version="Thank you.", lines=("Thank you.",))


def practised(say, keepsake: Keepsake, *missing: str) -> events.Assessed:
    """An attempt that lacks these parts of the core."""
    found = say.assessed()
    return replace(
        found, keepsake=keepsake, assessment=replace(found.assessment, missing_core=missing)
    )


def again(scene, say, attempt: events.Assessed) -> None:
    """One closing more."""
    scene.play(say.key(Command.AGAIN), events.VoiceFinished(), say.heard("thank you"), attempt)


def test_the_two_lines_come_before_the_goodbye_and_stay_on_the_screen(scene, say) -> None:
    """In one breath with it; the version they are from is shown, not spoken."""
    scene.listening().play(say.heard("thank you"), practised(say, BEST))
    to_do = scene.play(say.key(Command.STOP))

    assert actions.TakeAlong(keepsake=BEST) in to_do
    assert (
        actions.Say(
            lines=("Remember: How do I fit?", "And: What next?", say.script.goodbye),
            part=Part.GOODBYE,
        )
        == to_do[-1]
    )


def test_the_best_attempt_is_taken_along_not_the_last(scene, say) -> None:
    """The second lacks what the first had."""
    scene.listening().play(say.heard("thank you"), practised(say, BEST))
    again(scene, say, practised(say, LESS, "interest"))
    to_do = scene.play(say.key(Command.STOP))

    assert actions.TakeAlong(keepsake=BEST) in to_do


def test_what_was_erased_is_not_taken_along(scene, say) -> None:
    """The next best is; and with none left, nothing."""
    scene.listening().play(say.heard("thank you"), practised(say, LESS, "interest"))
    again(scene, say, practised(say, BEST))
    scene.play(say.key(Command.FORGET))

    assert LESS == scene.session.course.keepsake
    again(scene, say, practised(say, BEST))
    scene.play(say.key(Command.FORGET))
    assert 1 == len(scene.session.course.practised)


def test_when_nothing_was_practised_there_is_only_a_goodbye(scene, say) -> None:
    """Stop at the first prompt."""
    to_do = scene.listening().play(say.heard("stop"))

    assert (say.script.goodbye,) == to_do[-1].lines
    assert not any(isinstance(action, actions.TakeAlong) for action in to_do)


def test_ctrl_c_leaves_it_on_the_screen_in_silence(scene, say) -> None:
    """Nothing is spoken, nothing is lost."""
    scene.listening().play(say.heard("thank you"), practised(say, BEST))
    to_do = scene.play(events.Interrupted())

    assert actions.TakeAlong(keepsake=BEST) in to_do
    assert not any(isinstance(action, actions.Say) for action in to_do)


def test_what_is_said_on_leaving_counts(scene, say) -> None:
    """The closing that Ctrl-C cut short may be the best there was."""
    scene.listening().play(events.Interrupted(), say.heard("how do i fit"))
    to_do = scene.play(practised(say, BEST))

    assert actions.TakeAlong(keepsake=BEST) in to_do


def test_a_closing_and_its_reply_are_one_attempt(answered, say) -> None:
    """The reply takes the place of the closing that it goes on with."""
    answered.play(say.heard("i led a team of nine"), practised(say, BEST))

    assert [BEST] == [attempt.keepsake for attempt in answered.session.course.practised]
