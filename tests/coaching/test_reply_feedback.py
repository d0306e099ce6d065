"""What the coach says of a reply: its good part, and the one thing to mend."""

import pytest

from voicecoach.assessment import Mood, Reaction
from voicecoach.coaching.coach import assess
from voicecoach.coaching.feedback import compose_feedback
from voicecoach.learner import Learner
from voicecoach.packs.loader import load_pack
from voicecoach.transcript import Utterance

PACK = load_pack("job_interview")
ASKED = "thank you how well do i fit the person you are looking for"
WORRY = Reaction(text="We do wonder about larger teams.", mood=Mood.WORRY)
REFUSAL = Reaction(text="I'd rather not say today.", mood=Mood.EVASIVE)


def told(reply: str, reaction: Reaction) -> str:
    """What is said aloud after a question, an answer and this reply."""
    turns = (Utterance.typed(ASKED), Utterance.typed(reply))
    return " ".join(compose_feedback(assess(turns, PACK, reaction), PACK, Learner()).sentences)


@pytest.mark.parametrize(
    ("reply", "reaction", "wanted"),
    [
        ("i don't agree with that at all", WORRY, "Do not argue"),
        ("in my last job i led a team of twelve", WORRY, "Take the worry up"),
        ("that's a fair point", WORRY, "one thing that happened"),
        ("of course i understand thank you", REFUSAL, "come back to your close"),
    ],
)
def test_the_reply_is_mended_where_it_failed(reply, reaction, wanted):
    """Arguing, apologising and pushing are told with their words; what lacks is told how to add."""
    assert wanted in told(reply, reaction)


def test_a_good_reply_is_praised_for_what_it_did():
    """The point was taken seriously and met, and the close was come back to."""
    reply = (
        "that's a fair point in my last job i led a team of twelve "
        "so what are the next steps i would love this job"
    )
    said = told(reply, WORRY)

    assert "took the point seriously" in said
    assert "met it with something concrete" in said
    assert "whole close" in said


def test_a_fault_is_quoted():
    """The learner hears which words did it."""
    assert "i don't agree" in told("i don't agree with that at all", WORRY).lower()


def test_a_pitfall_outranks_the_reply():
    """Asking for the verdict after a refusal is told as what it is."""
    assert "get the job" in told("come on did i get the job or not", REFUSAL)


def test_the_closer_is_no_dialogue():
    """The strong version is one closing, without what was said to the answer."""
    reply = "that's a fair point and what are the next steps i would love this job"
    turns = (Utterance.typed(ASKED), Utterance.typed(reply))
    feedback = compose_feedback(assess(turns, PACK, WORRY), PACK, Learner())

    assert "fair point" not in feedback.model_closer
    assert assess((Utterance.typed(feedback.model_closer),), PACK).has_whole_core


GRACEFUL = "that's quite all right so what are the next steps i would love this job"


def test_stopping_after_the_question_is_praised_once_it_was_answered():
    """Silence is what got the answer."""
    assert "You asked, and then you stopped" in told(GRACEFUL, REFUSAL)


def test_who_answered_their_own_question_is_told_so_after_the_reply():
    """What spoils a question is looked for in the turn that asked it, not in the reply alone."""
    turns = (Utterance.typed(f"{ASKED} i guess i'm not what you want"), Utterance.typed(GRACEFUL))

    found = assess(turns, PACK, REFUSAL)

    assert 0 == found.after_question.turn
    assert "You asked, and then you stopped" not in " ".join(
        compose_feedback(found, PACK, Learner()).sentences
    )
