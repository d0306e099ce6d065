"""Text that cannot hurt the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.screen.printable import elided, printable


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


@pytest.mark.parametrize(
    ("line", "cells", "shown"),
    [
        ("thank you", 9, "thank you"),
        ("thank you", 8, "thank y…"),
        ("thank you", 7, "thank…"),
        ("谢谢你们", 6, "谢谢…"),
        ("thank you", 0, ""),
    ],
)
def test_a_line_is_cut_to_the_cells_there_are(line: str, cells: int, shown: str) -> None:
    """With an ellipsis for what is not shown; a wide character takes two cells."""
    assert shown == elided(line, cells)


def test_a_terminal_without_an_ellipsis_gets_dots() -> None:
    """Three of them, and room is left for all three."""
    assert "thank..." == elided("thank you so much", 9, "ascii")
