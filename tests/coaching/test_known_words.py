"""Sentences heard once are heard the same in every text that they stand in."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.heard_turn import hear_sentences, hear_turn
from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.pattern_index import PatternIndex
from voicecoach.packs.loader import load_pack

PACK = load_pack()
LISTENER = listener_for(PACK)
LABELS = frozenset(entry.id for entry in (*PACK.moves, *PACK.pitfalls))
SENTENCES = sorted(
    {text for entry in (*PACK.moves, *PACK.pitfalls) for text in entry.hears if "{" not in text}
)
WORDS = sorted({word for text in SENTENCES for word in text.split()})
INDEX = PatternIndex(
    ["what are the next steps", "when * call", "i want this {job}"],
    {"job": ["role", "line of work"]},
)


def known(sentence):
    """What the whole pack hears in a sentence alone."""
    return LISTENER.known(tokens_from(sentence.split()))


def told(turn):
    """All but the way through a pattern: of two that cost the same, either may be met first."""
    return sorted(
        (hit.label, hit.kind, hit.pattern, hit.start, hit.end, hit.likeness) for hit in turn.hits
    )


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_what_is_known_of_sentences_changes_nothing_that_is_heard(draw: random.Random, count):
    """Whole sentences, their halves and single words stand around and inside each other's ways."""
    pieces = []
    for _ in range(count):
        said = draw.choice(SENTENCES).split()
        cut = draw.randrange(len(said)) if draw.random() < 0.5 else 0
        pieces.append(" ".join(said[cut:] if draw.random() < 0.5 else said[: len(said) - cut]))
        if draw.random() < 0.3:
            pieces.append(draw.choice(WORDS))
    chosen = {piece: known(piece) for piece in pieces if draw.random() < 0.7}

    heard = hear_sentences(pieces, LISTENER, LABELS, chosen)

    plain = hear_turn(0, " ".join(pieces).split(), LISTENER)
    assert told(plain) == told(heard)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("what are the next", "steps", 1),
        ("so when will you please", "call", 1),
        ("i want this line", "of work", 1),
        ("what are the", "blue skies", 0),
    ],
)
def test_a_pattern_begun_in_known_words_is_ended_by_those_behind(before, after, count):
    """A word, a gap and an entry of a list may each be cut in two by the end."""
    tokens = tokens_from(f"{before} {after}".split())
    first = INDEX.known(tokens_from(before.split()))

    found = INDEX.matches(tokens, known={0: first})

    assert count == len(found)
    assert INDEX.matches(tokens) == found


def test_only_what_was_asked_for_is_heard():
    """A question of fit is no thanks."""
    heard = hear_sentences(("thank you for your time",), LISTENER, frozenset({"fit_question"}))

    assert not heard.hits
