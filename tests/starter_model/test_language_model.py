"""The trigram is a probability: after whatever was said, something follows."""

import pytest

pytest.importorskip("numpy")

from starter_model import language_model
from starter_model.mixture import END, KneserNey, Mixture, tune

SENTENCES = [tuple(line.split()) for line in ("a b c", "a b", "c a b c", "b b a")]
WORDS = frozenset("abc")
HISTORIES = [(), ("a",), ("a", "b"), ("c", "c"), ("<s>",), ("<s>", "a")]


@pytest.fixture
def mixture():
    """Two models of few words, mixed."""
    components = {"all": KneserNey(SENTENCES, WORDS), "some": KneserNey(SENTENCES[:2], WORDS)}
    return Mixture(components, {"all": 0.6, "some": 0.4})


@pytest.mark.parametrize("history", HISTORIES)
def test_a_kneser_ney_model_sums_to_one(history):
    """All words and the end of the sentence share the whole."""
    model = KneserNey(SENTENCES, WORDS)

    assert 1 == pytest.approx(sum(model.probability(word, history) for word in (*WORDS, END)))


@pytest.mark.parametrize("history", HISTORIES)
def test_a_pruned_model_sums_to_one(mixture, history):
    """What pruning takes away, the back-off gives to shorter phrases."""
    bigrams = [("a", "b"), ("b", "c"), ("<s>", "a"), ("c", "a")]
    trigrams = [("a", "b", "c"), ("<s>", "a", "b")]

    model = language_model.prune(mixture, WORDS, bigrams, trigrams, bigram_limit=3, trigram_limit=1)

    assert 1 == pytest.approx(sum(model.probability(word, history) for word in (*WORDS, END)))


def test_weights_go_to_the_model_that_foresees(mixture):
    """Tuning trusts the component that knows the unseen sentences."""
    components = {"right": KneserNey(SENTENCES, WORDS), "wrong": KneserNey([("c",) * 9], WORDS)}

    tuned = tune(components, {}, [("a", "b", "c")], WORDS)

    assert tuned.weights["right"] > tuned.weights["wrong"]
    assert 1 == pytest.approx(sum(tuned.weights.values()))


def test_a_model_is_read_as_it_was_written(mixture, tmp_path):
    """Saved and loaded, it says the same."""
    model = language_model.prune(mixture, WORDS, [("a", "b")], [], bigram_limit=5, trigram_limit=5)
    model.save(tmp_path / "model.json")

    assert model == language_model.load_model(tmp_path / "model.json")


def test_the_words_so_far_tell_whose_sentence_it_is():
    """After "a", the component that knows sentences with "a" weighs more for the next word."""
    components = {"a": KneserNey([("a", "b")], WORDS), "c": KneserNey([("c", "b")], WORDS)}
    mixed = Mixture(components, {"a": 0.5, "c": 0.5})

    assert {"a": 0.5, "c": 0.5} == mixed.shares(())
    assert {"a": 0.5, "c": 0.5} == mixed.shares(("<s>",))
    assert mixed.shares(("<s>", "a"))["a"] > 0.6
    assert 1 == pytest.approx(sum(mixed.shares(("a", "b")).values()))
