"""How did I do: what is said, and from what it is known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.assessment import PitfallFinding
from voicecoach.session import events
from voicecoach.session.actions import Part
from voicecoach.session.events import Assessed
from voicecoach.session.states import State
from voicecoach.session.tally import Facts, told

FACTS = st.builds(Facts, missing_count=st.integers(0, 4), pitfall_count=st.integers(0, 12))


def found(missing_count: int, pitfall_count: int) -> Facts:
    """A closing's facts."""
    return Facts(missing_count=missing_count, pitfall_count=pitfall_count)


@pytest.mark.parametrize(
    ("closings", "said"),
    [
        ([], "There is nothing yet: close the interview once, then ask me again."),
        ([found(0, 0)], "One closing so far: all three parts and no pitfall."),
        ([found(3, 2)], "One closing so far: none of three parts and two pitfalls."),
        (
            [found(1, 1), found(3, 3), found(0, 0)],
            "Three closings so far. The last is better than the first: all three parts and no "
            "pitfall, after two of three parts and one pitfall.",
        ),
        (
            [found(1, 0), found(0, 1)],
            "Two closings so far. The first had two of three parts and no pitfall, the last all "
            "three parts and one pitfall.",
        ),
        (
            [found(2, 0), found(2, 0)],
            "Two closings so far. The last is like the first: one of three parts and no pitfall.",
        ),
    ],
)
def test_it_is_said_in_plain_words(closings, said) -> None:
    """Counted, not judged; better only where nothing is worse."""
    assert said == " ".join(told(closings, 3))


@given(st.lists(FACTS, max_size=12), st.integers(0, 4))
def test_it_is_two_sentences_at_most(closings, core_count) -> None:
    """Whatever happened, and for packs without a core, too."""
    sentences = told(closings, core_count)

    assert 1 <= len(sentences) <= 2
    assert all(1 == sentence.count(".") for sentence in sentences)


def with_pitfall(assessed: Assessed) -> Assessed:
    """The same with one pitfall in it."""
    pitfall = PitfallFinding(
        label="asks_outright",
        turn=0,
        start_word=0,
        end_word=1,
        quote="did",
        pattern="did",
        similarity_ratio=1.0,
        probability_ratio=1.0,
    )
    return replace(assessed, assessment=replace(assessed.assessment, pitfalls=(pitfall,)))


def test_the_session_remembers_what_it_needs(scene, say) -> None:
    """The first closing had a pitfall, the second had none."""
    scene.listening().play(say.heard("did i get it"), with_pitfall(say.assessed()))
    scene.play(*[events.VoiceFinished()] * 3, say.heard("again"), events.VoiceFinished())
    scene.play(say.heard("thank you"), say.assessed(), *[events.VoiceFinished()] * 2)
    to_do = scene.play(say.heard("how did i do"))

    assert Part.ANSWER is to_do[-1].part
    assert (
        "Two closings so far.",
        "The last is better than the first: no pitfall, after one pitfall.",
    ) == to_do[-1].lines
    assert State.HELPING is scene.session.state


def test_a_reply_is_no_second_closing(answered, say) -> None:
    """The interviewer's answer stands within one attempt."""
    answered.play(say.heard("i led a team of nine"), say.asked())

    assert 1 == len(answered.session.facts)


def test_what_was_erased_does_not_count(scene, say) -> None:
    """As if it had not been said."""
    to_do = scene.choosing().play(
        say.heard("don't keep this"), events.VoiceFinished(), say.heard("how did i do")
    )

    assert "nothing yet" in to_do[-1].lines[0]
