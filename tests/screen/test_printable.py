"""Text that cannot hurt the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.screen.printable import printable


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["utf-8", "ascii", "cp1252"]))
def test_no_text_moves_the_cursor_or_cannot_be_written(text: str, encoding: str) -> None:
    """Whatever comes in, what goes out is one line that can be encoded and shown."""
    shown = printable(text, encoding)

    assert shown.isprintable() or shown == ""
    assert shown == shown.encode(encoding).decode(encoding)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"))))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Letters and signs of any language go through."""
    assert text == printable(text)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("red \x1b[31malert\x1b[0m", "utf-8", "red [31malert[0m"),
        ("one\ntwo\tthree", "utf-8", "one two three"),
        ("“so… did I?”", "ascii", '"so... did I?"'),
        ("Zoë ● ✓", "ascii", "Zo? * x"),
    ],
)
def test_what_cannot_be_shown_becomes_plainer(text: str, encoding: str, shown: str) -> None:
    """Escapes lose their power, quotes their curls."""
    assert shown == printable(text, encoding)
