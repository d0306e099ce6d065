"""The second turn: what a reply does with a worry, with praise, without an answer, without time."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from voicecoach.assessment import Mood, Reaction, Reply
from voicecoach.coaching.coach import assess
from voicecoach.coaching.reply import is_graceful
from voicecoach.packs.pack import Pack, ReplyTrait
from voicecoach.transcript import Utterance

FIRST_TURN = "how well do i fit the person you are looking for"
SECOND_TURNS = Path(__file__).parents[1] / "closings" / "second_turns.jsonl"
TRAIT_FLAGS = ("acknowledged", "concrete", "argued", "apologised")
FLAGS = (*TRAIT_FLAGS, "graceful", "back_to_close")


@pytest.fixture(scope="module")
def replied(pack: Pack) -> Callable[..., Reply]:
    """How a reply is taken, behind a first turn that asked how one fits."""

    def of(text: str, mood: str = Mood.WORRY, first: str = FIRST_TURN) -> Reply:
        reaction = Reaction(text="My one worry is the pace.", mood=mood)
        reply = assess((Utterance.typed(first), Utterance.typed(text)), pack, reaction).reply
        assert reply is not None
        return reply

    return of


@pytest.fixture(scope="module")
def traits(replied: Callable[..., Reply]) -> Callable[..., set[str]]:
    """The traits heard in a reply."""

    def of(text: str, mood: str = Mood.WORRY) -> set[str]:
        return {str(finding.label) for finding in replied(text, mood).findings}

    return of


@pytest.mark.parametrize(
    "text",
    [
        "that's a fair point",
        "no you're right to raise it",
        "i'd feel the same in your chair",
        "it does look like that on paper i admit",
        "i don't blame you for asking",
    ],
)
def test_a_worry_is_taken_up(traits, text):
    """As fair, as right, as one's own in their place."""
    assert {ReplyTrait.ACKNOWLEDGED} == traits(text)


@pytest.mark.parametrize(
    "text",
    [
        "when the freezer broke at the depot i rang round and moved forty pallets before midnight",
        "i did my food hygiene level three in april",
        "at my last place we had the same system and i wrote the manual for it",
        "i've signed up for a course that starts on monday",
        "we cut the waiting list from ninety days to thirty",
        "my sister has agreed to have the children on late shifts",
    ],
)
def test_a_worry_is_met_with_something_that_happened_or_is_planned(traits, text):
    """A deed, a result, a course, a plan: each by itself."""
    assert {ReplyTrait.CONCRETE} == traits(text)


@pytest.mark.parametrize(
    "text",
    [
        "i'm a fast learner and i work hard",
        "i give everything a hundred and ten percent",
        "what would success look like in the first six months",
        "i'm forty one and still learning",
    ],
)
def test_a_quality_claimed_or_a_question_is_nothing_concrete(traits, text):
    """Nothing happened in it."""
    assert ReplyTrait.CONCRETE not in traits(text)


@pytest.mark.parametrize(
    "text",
    [
        "i'd dispute that",
        "you've clearly made your mind up then",
        "i really don't see what my age has to do with it",
        "but i told you that already in the first answer",
        "i'm sorry but that's not fair",
    ],
)
def test_a_worry_is_argued_with(traits, text):
    """Contradicted, or complained about; "I'm sorry, but" is no apology."""
    assert {ReplyTrait.ARGUED} == traits(text)


@pytest.mark.parametrize(
    "text",
    [
        "you're not wrong there",
        "no i haven't led a big team and that's a fair thing to raise",
        "i treat every customer with respect",
        "i handled every complaint on the desk",
    ],
)
def test_a_not_is_no_quarrel(traits, text):
    """Nor are complaints that were handled, or respect that was shown."""
    assert ReplyTrait.ARGUED not in traits(text)


def test_one_apologises_for_oneself(traits):
    """Sorry, or running oneself down."""
    assert {ReplyTrait.APOLOGISED, ReplyTrait.ACKNOWLEDGED} == traits(
        "sorry i know it's my weak spot"
    )
    assert ReplyTrait.APOLOGISED in traits("oh that's so embarrassing i've let myself down")


def test_sorry_to_hear_is_no_apology(traits):
    """Nor is asking them to say it again."""
    assert ReplyTrait.APOLOGISED not in traits("sorry to hear you've been let down before")
    assert ReplyTrait.APOLOGISED not in traits("sorry could you say that again")


def test_a_worry_may_be_taken_up_and_met_in_one_breath(replied):
    """And then back to the close."""
    reply = replied(
        "i see why you ask in my last job i ran a team of fourteen what are the next steps"
    )

    assert [ReplyTrait.ACKNOWLEDGED, ReplyTrait.CONCRETE] == [f.label for f in reply.findings]
    assert reply.came_back


def test_the_next_steps_may_be_asked_about_twice(replied):
    """Named before the worry, and again behind it."""
    reply = replied(
        "fair enough what are the next steps",
        first="how well do i fit and what are the next steps in the process",
    )

    assert reply.came_back


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("of course that's completely fine", Mood.EVASIVE),
        ("fair enough what happens next", Mood.EVASIVE),
        ("i won't ask for a straight answer it was lovely meeting you", Mood.EVASIVE),
        ("another time then do have a word with your colleagues", Mood.EVASIVE),
        ("no worries at all take your call", Mood.INTERRUPTION),
        ("go you'll miss your train", Mood.INTERRUPTION),
    ],
)
def test_a_refusal_or_a_hurry_is_taken_with_grace(replied, text, mood):
    """They let it be."""
    assert is_graceful(replied(text, mood))


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("go on you must have some idea", Mood.EVASIVE),
        ("just tell me yes or no", Mood.EVASIVE),
        ("so how well do i fit then", Mood.EVASIVE),
        ("i think that's rude", Mood.EVASIVE),
        ("wait did i get the job", Mood.INTERRUPTION),
        ("you can't cut me off like that", Mood.INTERRUPTION),
    ],
)
def test_pushing_or_arguing_spoils_the_grace(replied, text, mood):
    """The question is asked again, or the refusal resented."""
    assert not is_graceful(replied(text, mood))


def test_to_ask_how_one_fits_after_a_worry_is_not_to_push(traits):
    """It asks whether the worry is met."""
    text = "in my last job i ran a team of ten how well do i fit now"

    assert ReplyTrait.PUSHED not in traits(text, Mood.WORRY)
    assert ReplyTrait.PUSHED in traits(text, Mood.EVASIVE)


def test_six_things_are_heard_as_people_hear_them(replied):
    """In 260 written replies the coach agrees with their labels at least 85 times in 100."""
    agreed: dict[str, list[bool]] = {flag: [] for flag in FLAGS}
    for line in SECOND_TURNS.read_text("utf-8").splitlines():
        row = json.loads(line)
        plain = row["text"].lower().replace("\u2019", "'").replace("-", " ")
        reply = replied(re.sub(r"[^a-z0-9' ]+", " ", plain), row["reaction_kind"])
        heard = {flag: reply.has(flag) for flag in TRAIT_FLAGS}
        heard |= {"graceful": is_graceful(reply), "back_to_close": reply.came_back}
        for flag in FLAGS:
            if row[flag] is not None:
                agreed[flag].append(row[flag] == heard[flag])

    shares = {flag: sum(told) / len(told) for flag, told in agreed.items()}

    assert {} == {flag: share for flag, share in shares.items() if share < 0.85}
