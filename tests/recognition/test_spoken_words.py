"""What is written, as it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.recognition.spoken_words import spoken_words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (" So, did I get the job?", "so did i get the job"),
        ("I\u2019d love to \u2014 really!", "i'd love to really"),
        ("Well-known,isn't it?", "well known isn't it"),
        ("Um... uhh, OK.", "um uh okay"),
        ("Mr. Smith has my C.V. already", "mister smith has my c v already"),
        ("[Music] thank you (coughs) *sighs* bye", "thank you bye"),
        ("My résumé says it", "my resume says it"),
        ("'Cause I'm goin'", "cause i'm goin"),
        ("...", ""),
    ],
)
def test_written_text_becomes_words_as_said(written, spoken) -> None:
    """Lower case, no marks, one spelling."""
    assert tuple(spoken.split()) == spoken_words(written)


@given(st.text(max_size=200))
def test_whatever_is_written_becomes_bare_words(written) -> None:
    """Nothing but letters, digits and inner apostrophes; and words stay what they are."""
    words = spoken_words(written)

    assert all(set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789'") for word in words)
    assert words == spoken_words(" ".join(words))
