"""Nothing that is tested with is learnt from, and words are counted as people say them."""

import json
import random
from pathlib import Path

import pytest

pytest.importorskip("pocketsphinx")

from starter_model import held_out, sentences, words

CLOSINGS = Path(__file__).resolve().parents[1] / "closings"


@pytest.fixture
def guard(tmp_path):
    """A held-out text of one closing."""
    path = tmp_path / "held_out.jsonl"
    text = "Well, I'd love to know what the purple elephants think of me!"
    path.write_text(json.dumps({"id": "x", "text": text}) + "\n")
    return held_out.held_out_text([path])


def test_a_planted_sentence_is_caught(guard):
    """Six words in a row from a test text give a sentence away, whatever stands around them."""
    planted = "so um i'd love to know what the purple ones are".split()

    assert guard.has_run_of(planted)
    with pytest.raises(held_out.HeldOutLeak):
        guard.require_none_of([["fine"], planted])


def test_five_words_in_a_row_are_anyones(guard):
    """Common phrases may be shared."""
    assert not guard.has_run_of("i'd love to know what you think".split())


def test_no_family_of_the_grammar_gives_a_test_text_away():
    """What the grammar makes of its families is dropped if it shares six words with a test."""
    guard = held_out.held_out_text([CLOSINGS / "dev.jsonl", CLOSINGS / "phrases.jsonl"])

    texts = sentences.collect([], [], guard, per_family=5, seed=3, with_general=False)

    assert 0 < guard.require_none_of(texts.training())


def test_written_closings_set_aside_are_never_read(tmp_path):
    """A file whose name begins with "aside" is for other tests."""
    entry = json.dumps({"id": "a1", "text": "Thank you for the banana."}) + "\n"
    (tmp_path / "aside_a.jsonl").write_text(entry)
    (tmp_path / "hand_a.jsonl").write_text(entry.replace("banana", "orange"))

    found = [text for _, text in sentences.written_closings(tmp_path.glob("*.jsonl"))]

    assert ["Thank you for the orange."] == found


def test_a_family_makes_one_sentence_of_its_choices():
    """Every choice is made, nested ones too, and no spaces are left over."""
    family = "{thank you|thanks} {so {very|} much|} for coming"

    made = {sentences.expand(family, random.Random(seed)) for seed in range(50)}

    assert {
        f"{thanks}{rest} for coming"
        for thanks in ("thank you", "thanks")
        for rest in ("", " so much", " so very much")
    } == made


def test_words_are_as_spoken():
    """Numbers are said, contractions stay whole, punctuation goes."""
    assert "i'm ready at twenty five past ten okay".split() == words.words_of(
        "I\N{RIGHT SINGLE QUOTATION MARK}m ready, at 25 past 10. Okay?"
    )


def test_british_words_and_possessives_are_sayable():
    """CMUdict is American; a possessive is its word and a hiss."""
    assert words.sounds_of("organised") == words.sounds_of("organized")
    assert ("B", "AO", "S", "IH", "Z") in words.sounds_of("boss's")
    assert [] == words.sounds_of("qwrtz")
