from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.assessment import Assessment
from voicecoach.coaching.coach import assess
from voicecoach.coaching.feedback import compose_feedback
from voicecoach.learner import Learner
from voicecoach.packs.loader import load_pack
from voicecoach.transcript import Utterance

PACK = load_pack()
NOBODY = Learner()
WHOLE = "how well do i fit what you need what are the next steps i would love to join your team"


def feedback_on(found: Assessment, **how: float):
    """For a learner who has told nothing."""
    return compose_feedback(found, PACK, NOBODY, **how)


def test_a_whole_close_is_told_so(heard):
    """Core and no pitfall: praise, and nothing to mend."""
    said = feedback_on(heard(WHOLE))

    assert 1 == len(said.sentences)
    assert "asked how well you fit" in said.sentences[0]
    assert "the whole close" in said.sentences[0]
    assert "" == said.tip_label


def test_missing_extras_are_never_a_fault(heard):
    """No thanks, no summary: still whole."""
    assert "thank" not in " ".join(feedback_on(heard(WHOLE)).sentences).lower()


def test_a_pitfall_comes_before_a_missing_move(heard):
    """And it is quoted in the learner's own words, with the reason and what to do instead."""
    said = feedback_on(heard("did i get the job thank you for your time"))

    assert "asks_outright" == said.tip_label
    assert "Good: you thanked them." == said.sentences[0]
    assert (
        "You asked “did I get the job”: that puts the interviewer on the spot, and the only safe "
        "answer is no answer."
    ) == said.sentences[1]
    assert PACK.entry("asks_outright").instead == said.sentences[2]
    assert any("Still to come" in note for note in said.notes)


def test_an_unsure_pitfall_is_asked_not_told(heard):
    """Below what is calibrated for the model in use."""
    found = heard("so when do i start")
    unsure = tuple(replace(one, probability_ratio=0.6) for one in found.pitfalls)
    said = feedback_on(replace(found, pitfalls=unsure), told_floor_ratio=0.8)

    assert "I heard “when do I start”; is that right?" == said.sentences[0]
    assert "If so: say you would love to, and ask what happens next." == said.sentences[1]


def test_a_missing_core_move_is_mended(heard):
    """It names what was good and says how to add the rest."""
    said = feedback_on(heard("how well do i fit what you need i would love to join your team"))

    assert "next_steps" == said.tip_label
    assert "Good: you asked how well you fit and said that you want it." == said.sentences[0]
    assert "next steps" in said.sentences[1]


def test_contested_advice_is_a_note_on_the_form_it_is_about(heard):
    """Some interviewers find a yes-or-no fit question forward; nobody minds how well."""
    contested = PACK.entry("fit_question").contested
    verdict = feedback_on(heard("am i the right person for the job what are the next steps"))
    open_question = feedback_on(heard(WHOLE))
    missing = feedback_on(heard("what are the next steps i would love to join your team"))

    assert contested in verdict.notes
    assert contested not in " ".join((*verdict.sentences, *open_question.notes))
    assert contested not in " ".join((*missing.sentences, *missing.notes))


@pytest.mark.parametrize(
    ("text", "gravest"),
    [
        ("what time on friday will you call me so did i get the job", "asks_outright"),
        ("i'm terrible at interviews what's the salary so when do i start", "presumes_offer"),
        ("what's the salary what time on friday will you call me", "presses_time"),
    ],
)
def test_of_several_pitfalls_the_gravest_is_told(text: str, gravest: str, heard):
    """The others are shown."""
    found = heard(text)
    said = feedback_on(found)

    assert gravest == said.tip_label
    assert len(found.pitfalls) - 1 == sum("“" in note for note in said.notes)


def test_a_quote_does_not_run_over_a_full_stop(heard):
    """Nor is anything quoted that was not part of it."""
    said = feedback_on(heard("What time on Friday will you call me? I have a train."))

    assert "“What time on Friday will you call me”" in said.sentences[0]


@pytest.mark.parametrize("text", ["um", "hello", "hello there"])
def test_next_to_nothing_is_no_attempt(text: str, heard):
    """What was heard, and what a close is."""
    said = feedback_on(heard(text))

    assert f"I only heard “{text}”." == said.sentences[0]
    assert said.sentences[1].startswith("Try the close again: ask how you stand")


def test_a_hedge_after_the_question_is_told(heard):
    """In the learner's words, when nothing weightier is there."""
    text = "i'd love to join you what are the next steps how well do i fit the role"
    said = feedback_on(heard(f"{text} i think i'd be a good match"))

    assert "After your question you added" in said.sentences[1]


def test_a_weak_ending_is_told(heard):
    """Aloud once the core is there; before that it is shown."""
    shrug = " so yeah i guess that's it"
    whole = feedback_on(heard(WHOLE + shrug))
    partial = feedback_on(heard("what are the next steps i would love to join your team" + shrug))

    assert "You ended on" in " ".join(whole.sentences)
    assert "You ended on" in " ".join(partial.notes)


def test_only_one_remark_on_delivery(spoken):
    """Too long and with ums: the weightier is said, the other shown."""
    filler = "um and the next thing on my list is another thing "
    turn = spoken(WHOLE + " | " + filler * 20, word_seconds=0.45)
    said = feedback_on(assess((turn,), PACK))

    assert len(said.sentences) <= 2 + 1
    assert 1 == sum("seconds" in s or "ums" in s for s in said.sentences)


def test_who_was_stopped_after_two_minutes_is_told_so_first(spoken):
    """The coach began to speak while they still did: it says why, then what to mend."""
    words = "thank you for telling me about the work in the team " * 20
    long = assess((spoken(words, word_seconds=0.53),), PACK)
    shorter = assess((spoken(words, word_seconds=0.45),), PACK)
    told, told_shorter = feedback_on(long).sentences, feedback_on(shorter).sentences

    assert told[0].startswith("Let me stop you there")
    assert "still to come" in told[1].lower()
    assert "stop you" not in " ".join(told_shorter)


def test_nothing_said_is_met_with_what_a_close_is(heard):
    """No praise, no blame."""
    said = feedback_on(heard(""))

    assert "I heard no words." == said.sentences[0]
    assert said.sentences[1].startswith("Try the close again: ask how you stand")


PIECES = [
    "how well do i fit what you need",
    "what are the next steps",
    "i would love to join your team",
    "thank you so much",
    "did i get the job",
    "i really need this job please",
    "sorry i rambled i'm terrible at interviews",
    "so yeah i guess that's it",
    "what's the salary",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_feedback_keeps_to_its_measure(pieces: list[str]):
    """At most three sentences, no slots left, nobody told that they lack confidence."""
    said = feedback_on(assess((Utterance.typed(" ".join(pieces)),), PACK))
    everything = " ".join((*said.sentences, *said.notes, said.model_closer))

    assert len(said.sentences) <= 3
    assert "{" not in everything
    assert "confiden" not in everything
    assert all(sentence.endswith((".", "?", "!")) for sentence in said.sentences)


@pytest.mark.parametrize("pitfall", [one.id for one in PACK.pitfalls])
def test_every_pitfall_has_its_words(pitfall: str):
    """A rule, a reason, something to do instead, a source."""
    entry = PACK.entry(pitfall)

    assert entry.why.endswith(".")
    assert entry.instead.endswith((".", "?"))
    assert entry.source
