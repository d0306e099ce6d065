"""What must hold for every closing that can be put together from these parts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.coaching.coach import assess
from voicecoach.packs.loader import load_pack
from voicecoach.transcript import Utterance

ASKED = [
    ("did i get the job", "asks_outright"),
    ("have i got it", "asks_outright"),
    ("are you going to hire me", "asks_outright"),
    ("will you give me the job", "asks_outright"),
    ("if you are going to hire me", "asks_outright"),
    ("you to hire me", "asks_outright"),
    ("what time exactly you will ring on tuesday", "presses_time"),
    ("what time on friday will you call me", "presses_time"),
    ("for an answer by five o'clock today", "presses_time"),
    ("you to decide today", "presses_time"),
    ("how much the job pays", "compensation"),
    ("what the salary is", "compensation"),
    ("what's the salary", "compensation"),
    ("how many days off i get", "compensation"),
    ("how many days off do i get", "compensation"),
    ("about the holidays or the pension", "compensation"),
    ("whether there's a bonus at christmas", "compensation"),
    ("is there a bonus", "compensation"),
    ("when do i start", "presumes_offer"),
    ("which desk is mine", "presumes_offer"),
]
"""What may stand behind "I won't ask", and the pitfall that it would be."""

INDIRECTLY = ["whether i got the job", "if i got the job", "when i start", "whether it's me"]
"""What only stands behind another clause."""

AROUND = [
    "",
    "thank you for your time",
    "did i get the job",
    "what's the salary",
    "i need an answer by noon today",
    "please i really need this job i've rent to pay",
    "i've another offer so you need to decide by friday",
    "i'm terrible at interviews",
    "so when do i start",
]
"""What else is said, before and after it."""


def pitfalls_in(*clauses: str) -> set[str]:
    """The pitfalls of the clauses, said in one breath."""
    text = " ".join(clause for clause in clauses if clause)
    return {finding.label for finding in assess((Utterance.typed(text),), load_pack()).pitfalls}


@pytest.mark.parametrize(("asked", "label"), ASKED)
def test_what_is_not_asked_would_have_been_held(asked, label):
    """The property below is about something: asked, each of these counts."""
    assert label in pitfalls_in("can i ask", asked) | pitfalls_in(asked)


@settings(max_examples=150, deadline=None)
@given(
    asked=st.sampled_from([*(clause for clause, _ in ASKED), *INDIRECTLY]),
    denial=st.sampled_from(["i won't ask", "i will not ask", "i'm not going to ask"]),
    before=st.sampled_from(AROUND),
    after=st.sampled_from(AROUND),
)
def test_what_is_not_asked_takes_away_that_pitfall_and_no_other(asked, denial, before, after):
    """ "I won't ask" before a question removes that question's pitfall; the rest stands."""
    heard = pitfalls_in(before, f"{denial} {asked}", after)
    assert heard == pitfalls_in(before) | pitfalls_in(after)
