"""Moves light up soon, and stay lit while their words may still change back."""

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.recognition.lit_moves import HELD_SECONDS, LitMoves

LABELS = ("thanks", "interest", "next_steps")


def test_a_move_with_a_word_behind_it_lights_up_at_once():
    """The words that it needs are not the last ones any more."""
    assert (["thanks"], []) == LitMoves().look({"thanks": 2}, 3, 1.0, are_final=False)


def test_a_move_at_the_end_of_the_words_waits_a_moment():
    """The last word is the one that changes."""
    moves = LitMoves()

    assert ([], []) == moves.look({"thanks": 2}, 2, 1.0, are_final=False)
    assert (["thanks"], []) == moves.look({"thanks": 2}, 2, 1.0 + HELD_SECONDS, are_final=False)


def test_a_move_that_was_a_slip_of_the_ear_never_lights_up():
    """Gone before its moment was over: it starts anew."""
    moves = LitMoves()
    moves.look({"thanks": 2}, 2, 1.0, are_final=False)
    moves.look({}, 2, 1.1, are_final=False)

    assert ([], []) == moves.look({"thanks": 2}, 2, 1.0 + HELD_SECONDS, are_final=False)


def test_a_lit_move_goes_out_only_when_its_words_are_final():
    """And then only if it is not in them."""
    moves = LitMoves()
    moves.look({"thanks": 2, "interest": 1}, 3, 1.0, are_final=False)

    assert ([], []) == moves.look({"interest": 1}, 3, 1.5, are_final=False)
    assert ([], ["thanks"]) == moves.look({"interest": 1}, 3, 2.0, are_final=True)


@given(
    st.lists(
        st.tuples(st.dictionaries(st.sampled_from(LABELS), st.integers(1, 5)), st.booleans()),
        max_size=30,
    )
)
def test_what_final_words_hold_is_lit_and_nothing_else(looks):
    """However the words changed on the way there."""
    moves = LitMoves()
    for number, (last_words, are_final) in enumerate(looks):
        came, went = moves.look(last_words, 5, number / 10, are_final=are_final)

        assert not set(came) & set(went)
        assert moves.lit == last_words.keys() or not are_final
