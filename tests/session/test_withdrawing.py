"""That's not what I said: the learner knows better than the recogniser."""

from dataclasses import replace

import pytest

from voicecoach.assessment import PitfallFinding
from voicecoach.session import actions, events
from voicecoach.session.actions import Part
from voicecoach.session.commands import Command
from voicecoach.session.events import Assessed
from voicecoach.session.states import State

DENIED = "that's not what i said"


def accused(found: Assessed, *labels: str) -> Assessed:
    """The same with these pitfalls; the first is the tip."""
    pitfalls = tuple(
        PitfallFinding(
            label=label,
            turn=0,
            start_word=0,
            end_word=1,
            quote="did",
            pattern="did",
            similarity_ratio=1.0,
            probability_ratio=1.0,
        )
        for label in labels
    )
    return replace(
        found,
        assessment=replace(found.assessment, pitfalls=pitfalls),
        feedback=replace(found.feedback, tip_label=labels[0] if labels else "next_steps"),
    )


@pytest.fixture
def blamed(scene, say):
    """A closing was found to ask outright and to press for the time; the choice is open."""
    scene.listening().play(
        say.heard("did i get the job on friday"),
        accused(say.assessed(), "asks_outright", "presses_time"),
        *[events.VoiceFinished()] * 3,
    )
    return scene


def test_the_attempt_is_looked_at_without_what_was_told(blamed, say) -> None:
    """The same words, the same place in the history, new feedback."""
    assess = blamed.play(say.heard(DENIED))[-1]
    found = accused(say.assessed("You pressed for the time."), "presses_time")
    to_do = blamed.play(found)

    assert frozenset({"asks_outright"}) == assess.withdrawn
    assert "did i get the job on friday" == assess.turns[0].text
    assert [
        actions.Remember(assessment=found.assessment, feedback=found.feedback, is_continued=True),
        actions.Say(lines=("You pressed for the time.",), part=Part.FEEDBACK),
    ] == to_do
    assert 1 == blamed.session.round_count
    assert [found] == blamed.session.course.practised


def test_a_second_time_takes_the_next_one_back_as_well(blamed, say) -> None:
    """What was taken back stays so."""
    blamed.play(say.heard(DENIED), accused(say.assessed(), "presses_time"))
    assess = blamed.play(say.key(Command.WITHDRAW))[-1]

    assert frozenset({"asks_outright", "presses_time"}) == assess.withdrawn


def test_without_a_pitfall_there_are_kind_words(blamed, say) -> None:
    """A missing move cannot be taken back; it can be said again."""
    blamed.play(say.heard(DENIED), accused(say.assessed()), *[events.VoiceFinished()] * 2)
    to_do = blamed.play(say.heard(DENIED))

    assert actions.Say(lines=(say.script.misheard,), part=Part.ANSWER) == to_do[-1]


def test_before_the_first_closing_there_is_nothing_to_take_back(scene, say) -> None:
    """That is said, and the prompt comes."""
    to_do = scene.listening().play(say.heard(DENIED))
    after = scene.play(events.VoiceFinished())

    assert (say.script.nothing_to_withdraw,) == to_do[-1].lines
    assert Part.PROMPT is after[-1].part


def test_what_was_erased_cannot_be_saved_again(blamed, say) -> None:
    """Erased is erased."""
    to_do = blamed.play(say.heard("don't keep this"), events.VoiceFinished(), say.heard(DENIED))

    assert (say.script.nothing_to_withdraw,) == to_do[-1].lines


def test_a_dialogue_is_looked_at_as_a_whole(answered, say) -> None:
    """Both turns, and what the interviewer said between them."""
    answered.play(say.key(Command.REPEAT), events.VoiceFinished())
    too_early = answered.play(say.heard(DENIED), events.VoiceFinished())
    answered.play(say.heard("did i get it then"), accused(say.asked(), "asks_outright"))
    assess = answered.play(say.key(Command.WITHDRAW))[-1]

    assert isinstance(too_early[-1], actions.Listen)
    assert 2 == len(assess.turns)
    assert "worry" == assess.reaction.mood


def test_the_next_closing_is_looked_at_with_everything(blamed, say) -> None:
    """What was taken back belongs to the one attempt."""
    blamed.play(say.heard(DENIED), say.assessed(), *[events.VoiceFinished()] * 2)
    to_do = blamed.play(say.heard("again"), events.VoiceFinished(), say.heard("so did i get it"))

    assert frozenset() == to_do[-1].withdrawn


def test_leaving_in_the_middle_of_it_saves_in_the_same_place(blamed, say) -> None:
    """Ctrl-C while the attempt is looked at: no second attempt appears in the history."""
    to_do = blamed.play(say.heard(DENIED), events.Interrupted(), say.assessed())

    assert to_do[0].is_continued
    assert State.ENDED is blamed.session.state


def test_it_counts_as_one_closing_without_the_pitfall(blamed, say) -> None:
    """How did I do: what was taken back is not held against anybody."""
    blamed.play(say.heard(DENIED), say.assessed())

    assert [0] == [facts.pitfall_count for facts in blamed.session.facts]
