"""Scenes and laws of words that had lit up a move, and that the final ones would lose."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.recognition.lit_words import LitWords
from voicecoach.transcript import Word

VOCABULARY = ("thank", "you", "both", "temp", "boats", "next", "steps", "for", "now")
MOVES = {"thanks": ("thank", "you"), "next_steps": ("next", "steps")}


def said(text: str) -> list[Word]:
    """Words of 0.3 s each, the first at 0 s."""
    return [
        Word(
            text=each,
            start_seconds=0.3 * number,
            end_seconds=0.3 * (number + 1),
            confidence_ratio=0.4 + 0.01 * number,
        )
        for number, each in enumerate(text.split())
    ]


def spans_in(texts: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Each move whose two words stand side by side."""
    pairs = list(pairwise(texts))
    return {
        label: (pairs.index(pair), pairs.index(pair) + 2)
        for label, pair in MOVES.items()
        if pair in pairs
    }


def moves_in(words: Sequence[Word]) -> set[str]:
    """The moves in words with times."""
    return set(spans_in([word.text for word in words]))


def text_of(words: Sequence[Word]) -> str:
    """What they say."""
    return " ".join(word.text for word in words)


def lit(reading: str, *, heard_seconds: float = 60.0, before: str = "") -> LitWords:
    """The moves of the words of a segment are lit; some words were final before it."""
    words = [*before.split(), *reading.split()]
    found = LitWords()
    for label, span in spans_in(words).items():
        found.note(label, span, words, len(before.split()), heard_seconds)
    return found


def test_what_was_heard_at_the_moment_stays_heard() -> None:
    """At the place and in the time of the words that took it away, no surer than they were."""
    words = lit("well thank you both").settle(said("well temp you boats"), moves_in)

    assert "well thank you boats" == text_of(words)
    assert (0.3, 0.6, 0.4) == (
        words[1].start_seconds,
        words[1].end_seconds,
        words[1].confidence_ratio,
    )


def test_final_words_with_the_same_moves_are_left_alone() -> None:
    """However the rest of them has changed."""
    final = said("thank you boats")

    assert tuple(final) == lit("thank you both").settle(final, moves_in)


def test_a_move_is_not_kept_at_the_price_of_another() -> None:
    """The final words hold the next steps where thanks had been heard."""
    final = said("next steps")

    assert tuple(final) == lit("thank you").settle(final, moves_in)


def test_a_whole_clause_does_not_give_way_to_two_words() -> None:
    """Then something else was said there."""
    final = said("thank boats for now you")

    assert tuple(final) == lit("thank you").settle(final, moves_in)


def test_what_was_said_later_is_not_in_the_reading() -> None:
    """The words are put back where they were heard, not over the end of the sentence."""
    words = lit("thank you", heard_seconds=0.6).settle(said("tank yews for now you"), moves_in)

    assert "thank you for now you" == text_of(words)


def test_words_of_an_earlier_segment_are_not_touched() -> None:
    """Its part of a move is final already."""
    found = lit("you both", before="thank")

    def moves(words: Sequence[Word]) -> set[str]:
        return set(spans_in(["thank", *(word.text for word in words)]))

    assert "you boats" == text_of(found.settle(said("temp boats"), moves))


def test_a_segment_without_words_keeps_none() -> None:
    """There is no time to put them in."""
    assert () == lit("thank you").settle([], moves_in)


def test_a_new_segment_begins_with_nothing_lit() -> None:
    """What was noted counts once."""
    found = lit("thank you")
    found.settle(said("thank you"), moves_in)

    assert "temp you" == text_of(found.settle(said("temp you"), moves_in))


TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=7).map(" ".join)


@given(TEXTS, TEXTS, st.floats(0.0, 3.0))
def test_no_move_is_lost_and_time_goes_on(reading: str, final: str, heard_seconds: float) -> None:
    """Whatever was heard on the way; and what comes out is final words or ones that were lit."""
    heard = said(final)

    words = lit(reading, heard_seconds=heard_seconds).settle(heard, moves_in)

    assert moves_in(words) >= moves_in(heard)
    assert {word.text for word in words} <= {*reading.split(), *final.split()}
    edges = [edge for word in words for edge in (word.start_seconds, word.end_seconds)]
    assert edges == sorted(edges)
    if not moves_in(words) - moves_in(heard):
        assert tuple(heard) == words
