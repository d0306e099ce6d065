# ruff: noqa: E402 -- imports come after the check that torch and pynini are there
"""The heavy parts: the network, its losses, and the graph, each in miniature."""

import pytest

pytestmark = pytest.mark.long

torch = pytest.importorskip("torch")
pynini = pytest.importorskip("pynini")

import numpy as np
from starter_model import decoding_graph, language_model, sequence_loss, training
from starter_model.batches import output_targets
from starter_model.dataset import Dataset
from starter_model.kaldi_files import PHONE_IDS, transition_id
from starter_model.language_model import END, KneserNey, Mixture
from starter_model.network import OUTPUTS, Network, Shape
from starter_model.words import PHONES


@pytest.fixture
def said():
    """Half a minute of random phones, three frames and more each."""
    random = np.random.default_rng(5)
    lengths = random.integers(3, 12, 400)
    phones = np.repeat(random.integers(0, len(PHONES), 400), lengths).astype(np.uint8)
    instances = np.repeat(np.arange(400), lengths).astype(np.uint16)
    frames = random.normal(size=(len(phones), 40)).astype(np.float16)
    return Dataset(frames, phones, instances, np.array([0, len(phones)]))


def test_one_output_for_every_thirty_milliseconds():
    """A network with its context on both sides gives an output for each three frames."""
    shape = Shape(first=8, width=16, bottleneck=4, offsets=(1, 2))
    network = Network(shape).eval()

    scores = network(torch.zeros(30 + 2 * shape.context_frames, 2, 40))

    assert (10, 2, OUTPUTS) == tuple(scores[:10].shape)


def test_a_phone_is_entered_once(said):
    """Its first output is even, the others are odd."""
    targets = output_targets(said, 0, len(said.phones), 0, len(said.phones))

    entries = targets[targets % 2 == 0]
    assert 0 < len(entries) <= 400
    assert targets[0] % 2 == 0


def test_the_right_string_is_never_likelier_than_all_strings(said):
    """The sequence loss cannot fall below zero, and falls when the right outputs are favoured."""
    model = sequence_loss.phone_model_of(said)
    targets = torch.from_numpy(output_targets(said, 0, len(said.phones), 0, 240))[:, None]
    flat = torch.zeros(80, 1, OUTPUTS)
    right = torch.nn.functional.one_hot(targets, OUTPUTS) * 8.0

    unsure = sequence_loss.sequence_loss(flat, targets, model)
    sure = sequence_loss.sequence_loss(right, targets, model)

    assert 0 <= sure < unsure


def test_the_learning_rate_rises_and_falls():
    """Training begins and ends gently."""
    rates = [training.rate_share(progress, 0.1) for progress in (0, 0.1, 0.5, 1)]

    assert rates[1] == max(rates) == 1
    assert rates[0] == rates[3] == training.LOWEST_RATE_SHARE


def test_the_graph_accepts_a_sentence_and_names_its_words():
    """Entering and staying in the phones of "no" and "yes" leads through; the words come out."""
    known = frozenset(("no", "yes"))
    component = KneserNey([("no",), ("yes",), ("no", "yes")], known)
    model = language_model.prune(
        Mixture({"all": component}, {"all": 1.0}),
        known,
        [("no", "yes"), ("<s>", "no"), ("yes", END)],
        [],
        bigram_limit=9,
        trigram_limit=9,
    )
    symbols = decoding_graph.symbols_of(model)
    graph = decoding_graph.build(model, symbols)
    row = []
    for phone in ("N_B", "OW_E", "Y_B", "EH_I", "S_E"):
        number = PHONE_IDS[phone]
        row += [transition_id(number, is_entry=True)] + 2 * [transition_id(number, is_entry=False)]

    found = pynini.shortestpath(pynini.compose(_line(row), graph))

    outputs = [arc.olabel for state in found.states() for arc in found.arcs(state) if arc.olabel]
    assert [symbols.word_ids["no"], symbols.word_ids["yes"]] == sorted(outputs)


def _line(labels):
    """An acceptor of one row of labels."""
    line = pynini.Fst()
    state = line.add_state()
    line.set_start(state)
    for label in labels:
        following = line.add_state()
        line.add_arc(state, pynini.Arc(label, label, 0, following))
        state = following
    line.set_final(state, 0)
    return line.arcsort("olabel")
