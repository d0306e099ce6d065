# ruff: noqa: E402 -- imports come after the check that torch is there
"""The heavy parts: the network and its losses, each in miniature."""

import pytest

pytestmark = pytest.mark.long

torch = pytest.importorskip("torch")

from dataclasses import replace

import numpy as np
from starter_model import sequence_loss, training
from starter_model.batches import NO_TARGET, Targets, left_phones, output_targets
from starter_model.dataset import Dataset
from starter_model.network import Network, Shape
from starter_model.outputs import LEFT_CLASS, LEFT_CLASSES, OUTPUTS, PHONE_OUTPUTS
from starter_model.words import PHONES

SHAPE = Shape(first=8, width=16, bottleneck=4, offsets=(1, 2))


@pytest.fixture
def said():
    """Half a minute of random phones, three frames and more each."""
    random = np.random.default_rng(5)
    lengths = random.integers(3, 12, 400)
    phones = np.repeat(random.integers(0, len(PHONES), 400), lengths).astype(np.uint8)
    instances = np.repeat(np.arange(400), lengths).astype(np.uint16)
    frames = random.normal(size=(len(phones), 40)).astype(np.float16)
    return Dataset(frames, phones, instances, np.array([0, len(phones)]))


def targets_of(said, count):
    """The first outputs of it, as a batch of one."""
    outputs = output_targets(said, 0, len(said.phones), 0, 3 * count)
    lefts = left_phones(said)[: 3 * count : 3]
    return Targets(torch.from_numpy(outputs)[:, None], torch.from_numpy(lefts)[:, None].long())


def test_one_output_for_every_thirty_milliseconds():
    """A network with its context on both sides gives an output for each three frames."""
    network = Network(SHAPE).eval()

    scores = network(torch.zeros(30 + 2 * SHAPE.context_frames, 2, 40))

    assert (10, 2, PHONE_OUTPUTS) == tuple(scores[:10].shape)


def test_a_network_begins_to_hear_left_by_scoring_as_before():
    """All the outputs of a phone start as copies of the one it had."""
    network = Network(SHAPE).eval()
    frames = torch.randn(60, 2, 40)

    alike = network.hearing_left().eval()(frames)

    assert OUTPUTS == alike.shape[2]
    assert torch.allclose(network(frames).repeat(1, 1, len(LEFT_CLASSES)), alike, atol=1e-5)


def test_the_phone_before_is_known_in_every_frame():
    """Silence goes before an utterance, also before one that is not the first."""
    dataset = Dataset(
        frames=np.zeros((8, 40), np.float16),
        phones=np.array([5, 5, 7, 7, 7, 3, 3, 4], np.uint8),
        instances=np.array([0, 0, 1, 1, 1, 0, 0, 1], np.uint16),
        starts=np.array([0, 5, 8]),
    )

    assert [0, 0, 5, 5, 5, 0, 0, 3] == list(left_phones(dataset))


def test_the_frame_loss_asks_for_the_scores_after_what_was_said():
    """The phone's scores are those of its left class, where there is a target and where not."""
    outputs, lefts = torch.tensor([[4], [NO_TARGET]]), torch.tensor([[7], [0]])
    scores = torch.arange(float(OUTPUTS)).repeat(2, 1, 1).transpose(0, 1)[:1].repeat(2, 1, 1)

    heard = Targets(outputs, lefts).after_their_lefts(scores[:, :1])

    assert [LEFT_CLASS[7] * PHONE_OUTPUTS, 0] == heard[:, 0, 0].tolist()


def test_a_phone_is_entered_once(said):
    """Its first output is even, the others are odd."""
    targets = output_targets(said, 0, len(said.phones), 0, len(said.phones))

    entries = targets[targets % 2 == 0]
    assert 0 < len(entries) <= 400
    assert targets[0] % 2 == 0


def test_the_right_string_is_never_likelier_than_all_strings(said):
    """The sequence loss cannot fall below zero, and falls when the right outputs are favoured."""
    model, targets = sequence_loss.phone_model_of(said), targets_of(said, 80)
    flat = torch.zeros(80, 1, OUTPUTS)
    outputs = targets.outputs + torch.tensor(LEFT_CLASS)[targets.lefts] * PHONE_OUTPUTS
    right = torch.nn.functional.one_hot(outputs, OUTPUTS) * 8.0

    unsure = sequence_loss.sequence_loss(flat, targets, model)
    sure = sequence_loss.sequence_loss(right, targets, model)

    assert 0 <= sure < unsure


def test_the_loss_is_that_of_phones_alone_while_all_classes_score_alike(said):
    """Outputs for each left class change nothing until they differ."""
    model, targets = sequence_loss.phone_model_of(said), targets_of(said, 80)
    alone = replace(model, classes=torch.zeros(len(PHONES), dtype=torch.long))
    scores = torch.randn(80, 1, PHONE_OUTPUTS, generator=torch.Generator().manual_seed(3))

    expected = sequence_loss.sequence_loss(scores, targets, alone)
    actual = sequence_loss.sequence_loss(scores.repeat(1, 1, len(LEFT_CLASSES)), targets, model)

    assert float(expected) == pytest.approx(float(actual), abs=1e-4)


def test_a_chunk_begins_after_what_was_said_before_it(said):
    """The loss moves the scores of the first phone after its true left neighbour."""
    model, targets = sequence_loss.phone_model_of(said), targets_of(said, 20)
    before = PHONES.index("HH")
    later = Targets(targets.outputs, torch.full_like(targets.lefts, before))
    scores = torch.zeros(20, 1, OUTPUTS, requires_grad=True)

    sequence_loss.sequence_loss(scores, later, model).backward()

    first = LEFT_CLASS[before] * PHONE_OUTPUTS + int(targets.outputs[0, 0])
    assert int(scores.grad[0, 0].argmin()) in (first, first + 1)


def test_the_learning_rate_rises_and_falls():
    """Training begins and ends gently."""
    rates = [training.rate_share(progress, 0.1) for progress in (0, 0.1, 0.5, 1)]

    assert rates[1] == max(rates) == 1
    assert rates[0] == rates[3] == training.LOWEST_RATE_SHARE
