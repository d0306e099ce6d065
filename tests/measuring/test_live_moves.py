"""When moves light up, counted from the words that they needed."""

import pytest
from measuring.live_moves import limits_of, live_take

from voicecoach.coaching.coach import hear_moves
from voicecoach.packs.loader import load_pack
from voicecoach.session import events
from voicecoach.transcript import Utterance, Word

SAID = "thank you for your time what are the next steps"
WORDS = tuple(
    Word(text=text, start_seconds=place / 2, end_seconds=place / 2 + 0.4)
    for place, text in enumerate(SAID.split())
)


def moves_in(text):
    """By the real pack."""
    return hear_moves(text, load_pack())


def take(*happenings):
    """A turn that ends with all words."""
    utterance = Utterance(words=WORDS, end_seconds=5.0)
    return live_take([*happenings, (6.0, [events.UtteranceHeard(utterance=utterance)])], moves_in)


def test_a_delay_counts_from_the_last_word_that_was_needed():
    """ "time" ends at 2.4 s; the light comes with the frame that ends at 3 s."""
    text = "thank you for your time what"
    heard = take((3.0, [events.PartialHeard(text=text), events.MoveShown(label="thanks")]))

    needed = moves_in(text)[0].end_word
    assert [3.0 - WORDS[needed - 1].end_seconds] == pytest.approx(list(heard.delays_seconds))


def test_words_that_were_heard_otherwise_in_the_end_have_no_delay():
    """Nobody knows when they were said."""
    wrong = "thanks for your time"
    heard = take((3.0, [events.PartialHeard(text=wrong), events.MoveShown(label="thanks")]))

    assert 1 == len(heard.shown)
    assert () == heard.delays_seconds


def test_a_move_that_goes_out_again_is_counted():
    """One of two, which is too many."""
    text = "thank you for your time"
    shown = [events.PartialHeard(text=text), events.MoveShown(label="thanks")]
    flicker = limits_of(
        [take((3.0, shown), (4.0, [events.MoveHidden(label="thanks")])), take((3.0, shown))]
    )[0]

    assert 50.0 == flicker.value
    assert not flicker.holds
