"""What was heard wrongly, and whether a filled pause was heard at all."""

import pytest

pytest.importorskip("jiwer")

from starter_model import error_rates


def test_a_filled_pause_is_kept_if_it_was_heard_as_any():
    """ "Um" for "uh" is kept, "on" for "um" is not, nor is one that went missing."""
    said = "um thank you uh for er your time"

    assert (2, 3) == error_rates.filled_pauses_kept(said, "uh thank you um for your time")
    assert (0, 3) == error_rates.filled_pauses_kept(said, "on thank you for your time")


def test_where_none_was_said_or_nothing_heard_none_is_kept():
    """Nothing is counted that was not said."""
    assert (0, 0) == error_rates.filled_pauses_kept("thank you", "um thank you")
    assert (0, 1) == error_rates.filled_pauses_kept("um", "")
