import pytest

from voicecoach.coaching.ending import signs_off


@pytest.mark.parametrize(
    "text",
    [
        "i'd love to join you so yeah i guess that's it",
        "so i hope i hear from you or whatever",
        "anyway so yeah",
        "i'd love to join you so um yeah i guess that's really it",
        "right well i'll leave it there i suppose",
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
        "how well do i fit what you need sorry if that's too forward",
        "how well do i fit what you need you don't have to answer that",
        "how close am i to the person you have in mind i think i'd be a good match",
        "is there anything about my background you'd like me to clear up probably not",
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
