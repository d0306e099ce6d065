"""A strong version said after the coach."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.coaching.matching import aligned
from voicecoach.coaching.shadowing import shadow
from voicecoach.transcript import Utterance

MODEL = (
    "Thank you for taking the time today, I enjoyed hearing about the work. Based on what we "
    "discussed, how well do I fit the person you are looking for? And what are the next steps in "
    "the process? I would love to join your team."
)
SPOKEN = MODEL.lower().translate(str.maketrans("", "", ",.?"))
VOCABULARY = "thank you for your time what are the next steps i'd love it how well do fit".split()
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=20).map(" ".join)


def typed(text: str) -> Utterance:
    """Typed words."""
    return Utterance.typed(text)


def test_what_was_left_out_is_told_in_one_sentence() -> None:
    """The count, and the words that carry the content."""
    found = shadow(MODEL, typed(SPOKEN.replace("next steps", "").replace("the process", "")))

    said = "You had 41 of 45 words; you left out “next steps” and “process”."
    assert (said,) == found.sentences
    assert ("next", "steps", "process?", "the") == found.dropped


def test_a_single_gap_is_quoted_whole() -> None:
    """Small words at its ends are not quoted, those inside are."""
    found = shadow(MODEL, typed(SPOKEN.replace("and what are the next steps in the process", "")))

    assert "you left out “next steps in the process”." in found.sentences[0]


def test_a_gap_ends_with_its_sentence() -> None:
    """What was left out of two sentences is two gaps; a small word at the end of one stays."""
    said = SPOKEN.replace("the person you are looking for and what", "")
    found = shadow("Am I who you are looking for? What next?", typed("am i next"))

    assert "“person you are looking for”" in shadow(MODEL, typed(said)).sentences[0]
    assert "left out “looking for”." in found.sentences[0]


def test_contractions_plurals_and_ums_are_no_gaps() -> None:
    """What the patterns hear as the same is the same here."""
    found = shadow(
        "I would like to know the next steps.", typed("um i'd like to know the next step")
    )

    assert 1.0 == found.kept_ratio
    assert ("You had every word of it.",) == found.sentences


def test_a_word_heard_a_little_differently_came_back() -> None:
    """A slip of the recogniser is not told as a word left out."""
    assert 1.0 == shadow("what we discussed", typed("what we discuss")).kept_ratio
    assert ("discussed",) == shadow("what we discussed", typed("what we banana")).dropped


def test_a_word_more_is_shown_and_costs_nothing() -> None:
    """Who adds something has still said all of it."""
    found = shadow("thank you for today", typed("thank you so much for today"))

    assert 1.0 == found.kept_ratio
    assert ["so", "much"] == [word.said for word in found.words if not word.model]


@pytest.mark.parametrize(
    ("word_seconds", "told"),
    [
        (0.27, "Faster than the model."),
        (0.32, "A little faster than the model."),
        (0.37, "Your pace was the model's."),
        (0.43, "A little slower than the model."),
        (0.6, "Slower than the model."),
    ],
)
def test_the_pace_is_told_beside_the_models(spoken, word_seconds: float, told: str) -> None:
    """The model speaks 165 words a minute, one in 0.36 s."""
    found = shadow(MODEL, spoken(SPOKEN, word_seconds=word_seconds), model_wpm=165.0)

    assert told == found.sentences[-1]


def test_typed_words_have_no_pace(spoken) -> None:
    """Neither have a few spoken ones, nor a model that is only printed."""
    assert shadow(MODEL, typed(SPOKEN), model_wpm=165.0).pace_ratio is None
    assert shadow(MODEL, spoken("thank you"), model_wpm=165.0).pace_ratio is None
    assert shadow(MODEL, spoken(SPOKEN)).pace_ratio is None


@settings(deadline=None)
@given(TEXTS)
def test_word_for_word_keeps_everything(text: str) -> None:
    """Whatever the model is."""
    found = shadow(text, typed(text))

    assert 1.0 == found.kept_ratio
    assert () == found.dropped


@settings(deadline=None)
@given(TEXTS.filter(bool))
def test_saying_nothing_drops_everything(text: str) -> None:
    """Every word of it, and no pace is made up."""
    found = shadow(text, typed(""), model_wpm=165.0)

    assert 0.0 == found.kept_ratio
    assert len(found.words) == len(found.dropped)
    assert found.pace_ratio is None


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_ratios_stay_in_bounds_and_every_word_is_told(model: str, said: str) -> None:
    """Kept and dropped words are the model's, each once; it takes two sentences at most."""
    found = shadow(model, typed(said))
    ours = [word for word in found.words if word.model]

    assert len(ours) <= len(model.split())
    assert 0.0 <= found.kept_ratio <= 1.0
    assert len(ours) == len(found.dropped) + sum(word.is_kept for word in ours)
    assert len(found.sentences) <= 2


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_an_alignment_holds_every_word_once_and_in_order(expected, heard) -> None:
    """Nothing is lost on either side."""
    pairs = aligned(expected, heard)

    assert [*range(len(expected))] == [place for place, _ in pairs if place is not None]
    assert [*range(len(heard))] == [place for _, place in pairs if place is not None]
