import json
from pathlib import Path

import pytest

from voicecoach.coaching.ending import signs_off

ENDINGS = Path(__file__).parents[1] / "closings" / "endings.jsonl"
"""Labelled by another hand: how each closing ends."""


@pytest.mark.parametrize(
    "text",
    [
        "i'd love to join you so yeah i guess that's it",
        "so i hope i hear from you or whatever",
        "anyway so yeah",
        "i'd love to join you so um yeah i guess that's really it",
        "right well i'll leave it there i suppose",
        "i'd love to join the crew and um i don't know what else to say really",
        "i'm keen on the role so or",
        "i could do the early shift well whatever you think yeah",
        "i've enjoyed today but it is what it is i guess so aye",
    ],
)
def test_a_shrug_at_the_end_is_a_weak_ending(text: str, heard):
    """The last words are what stays."""
    span = heard(text).weak_ending

    assert span is not None
    assert len(text.split()) == span.end_word
    assert " ".join(text.split()[span.start_word : span.end_word]) == span.quote


def test_a_shrug_in_the_middle_is_none(heard):
    """Only the ending counts."""
    assert heard("so yeah i guess that's it but how well do i fit the role").weak_ending is None


@pytest.mark.parametrize(
    "text",
    [
        "yeah i'd love to join you and i could start in may",
        "i guess what i bring is calm and i'd bring it to this ward",
        "so yeah i'd really love to work here",
        "i don't know a place i'd rather work than here",
        "there's nothing else i'd rather do for work",
        "i'd like it even more so now that i've met the team thank you",
    ],
)
def test_a_shrugging_word_inside_a_strong_last_line_is_none(text: str, heard):
    """It is the line that counts, not the word."""
    assert heard(text).weak_ending is None


@pytest.mark.parametrize(
    "text",
    [
        "how well do i fit what you need sorry if that's too forward",
        "how well do i fit what you need you don't have to answer that",
        "how close am i to the person you have in mind i think i'd be a good match",
        "is there anything about my background you'd like me to clear up probably not",
        "what are the next steps from here no worries if you can't say",
        "do you have any concerns about me i can't see why you would thank you very much",
        "how close am i to what you need i'd give myself a nine i'd love to join you",
        "when will you decide i shouldn't ask that forgive me",
        "thank you for the tour how do i fit what you want scratch that it's rude to ask",
    ],
)
def test_an_answer_a_hedge_an_apology_after_the_question_is_told(text: str, heard):
    """Ask, then stop."""
    assert heard(text).after_question is not None


@pytest.mark.parametrize(
    "text",
    [
        "how well do i fit what you need",
        "how well do i fit what you need thank you for your time",
        "how well do i fit what you need and what are the next steps i'd love to join",
        "i think i'd suit the team but how well do i fit what you need",
        "how well do i fit what you need thank you that's clear i think i'd be happy here",
        "what are the next steps brilliant i guess i'll watch out for the email",
        "sorry could you say that again and how well do i fit what you need",
        "how do i fit what you need i mean how close am i to the person you have in mind",
    ],
)
def test_a_thank_you_or_another_move_after_it_is_none(text: str, heard):
    """They do not spoil the question."""
    assert heard(text).after_question is None


@pytest.mark.parametrize(
    ("text", "is_over"),
    [
        ("thank you so much for your time goodbye", True),
        ("i look forward to hearing from you", True),
        ("have a great day", True),
        ("thank you so much for your time", False),
        ("have a great day and", False),
        ("what are the next steps", False),
        ("", False),
    ],
)
def test_a_goodbye_is_heard_and_a_thank_you_is_none(text: str, pack, *, is_over: bool):
    """Much may follow a thank-you; nothing follows a goodbye."""
    assert is_over is signs_off(text, pack)


@pytest.mark.parametrize("flag", ["weak_ending", "after_question"])
def test_endings_labelled_by_another_hand_are_told_as_labelled(flag: str, heard):
    """At least 85 in 100, as bare text."""
    rows = [json.loads(line) for line in ENDINGS.read_text("utf-8").splitlines()]
    told = [getattr(heard(row["text"].lower()), flag) is not None for row in rows]
    right = sum(row[flag] == one for row, one in zip(rows, told, strict=True))

    assert len(rows) >= 100
    assert right / len(rows) >= 0.85
