"""Patterns of which something was not heard."""

from types import MappingProxyType

import pytest

from voicecoach.coaching.coach import assess
from voicecoach.coaching.incomplete import NEVER_LOST, Incomplete, Loss, losses_of
from voicecoach.coaching.template import Choice, Gap, parse, words_in
from voicecoach.packs.loader import pack_from
from voicecoach.packs.pack import LabelWeights, Pack
from voicecoach.transcript import Utterance

PATTERN = "how (close|near|far off) (am|are) i"


def pack_with(*losses: str, pattern: str = PATTERN) -> Pack:
    """One move with one pattern, each of these losses learned to leave it whole."""
    move = {"id": "asked", "name": "asked", "patterns": [pattern]}
    weights = LabelWeights(
        bias=-3.0,
        by_pattern=MappingProxyType({pattern: 5.0}),
        incomplete=MappingProxyType({pattern: dict.fromkeys(losses, 5.0)}),
    )
    return pack_from({"pack": {"id": "small"}, "move": [move]}, {"asked": weights})


def found(text: str, pack: Pack):
    """The moves held in one typed turn."""
    return assess((Utterance.typed(text),), pack).moves


@pytest.mark.parametrize("said", ["well how close i to it", "how close and i to it"])
def test_a_word_dropped_or_replaced_leaves_a_learned_pattern_heard(said):
    """Nothing in its place, or one other word."""
    assert not found(said, pack_with())
    assert [PATTERN] == [move.pattern for move in found(said, pack_with("without 2"))]


@pytest.mark.parametrize("said", ["how close you and i", "how close not i", "how close"])
def test_more_than_was_learned_may_not_be_missing(said):
    """Two words in the place of one, a negation, or another part as well."""
    assert not found(said, pack_with("without 2"))


def test_a_longer_alternative_may_be_short_of_a_word():
    """ "How far am I"; without the loss learned it is another question."""
    assert not found("how far am i", pack_with())
    assert found("how far am i", pack_with("short of a word in 1"))


def test_what_is_missing_shows_in_the_likeness():
    """The words that were expected are put back before rapidfuzz compares."""
    pack = pack_with("without 2", "short of a word in 1")
    (whole,), (without,), (short,) = (
        found(text, pack) for text in ("how close am i", "how close i", "how far am i")
    )

    assert 1.0 == whole.similarity_ratio
    assert 0.8 < without.similarity_ratio < 1.0
    assert 0.8 < short.similarity_ratio < 1.0


def test_a_whole_pattern_counts_once():
    """What may be missing adds nothing where it is not."""
    plain, (more,) = pack_with(), found("how close am i", pack_with("without 2", "without 0"))

    assert [more.probability_ratio] == [
        move.probability_ratio for move in found("how close am i", plain)
    ]


@pytest.mark.parametrize("lost", ["without", "without x", "without 9", "with 1", "without 0 1 2 3"])
def test_a_loss_that_cannot_be_read_is_refused(lost):
    """Weights that were edited by hand, or a pattern that is not the one they were learned for."""
    with pytest.raises(ValueError, match=r".+"):
        Incomplete.told(PATTERN, lost)


def test_a_part_without_longer_alternatives_is_not_short_of_a_word():
    """There is nothing to lose."""
    with pytest.raises(ValueError, match="longer"):
        Incomplete.told(PATTERN, "short of a word in 0")


def test_every_loss_says_what_it_is(pack: Pack):
    """Told in words and read again it is the same one."""
    for entry in (*pack.moves, *pack.pitfalls):
        for pattern in entry.patterns:
            for loss in losses_of(pattern):
                assert loss == Incomplete.told(pattern, loss.lost)


def test_no_negation_is_ever_lost(pack: Pack):
    """ "I do not have any questions" without its "not" says the opposite."""
    for entry in (*pack.moves, *pack.pitfalls):
        for pattern in entry.patterns:
            needed = [p for p in parse(pattern) if not (isinstance(p, Choice) and () in p.options)]
            kept = NEVER_LOST & set(words_in(needed))
            for loss in losses_of(pattern):
                assert loss.loss is Loss.A_WORD or kept <= set(words_in(loss.parts))

    (short,) = losses_of("i (do not have|lack) questions")[-1].parts[1:2]
    assert short == Choice((("not", "have"), ("do", "not")))


def test_what_is_left_begins_and_ends_with_something_heard(pack: Pack):
    """A gap at an end would be walked from every word, and would stretch the evidence."""
    for entry in (*pack.moves, *pack.pitfalls):
        for pattern in entry.patterns:
            for loss in losses_of(pattern):
                assert isinstance(loss.parts[0], Gap) is isinstance(loss.parts[-1], Gap) is False


def test_all_that_was_learned_fits_the_pack(pack: Pack):
    """Every loss in the weights is one that its pattern can have."""
    lost = 0
    for entry in (*pack.moves, *pack.pitfalls):
        for pattern, losses in pack.weights[entry.id].incomplete.items():
            assert pattern in entry.patterns
            assert losses.keys() <= {loss.lost for loss in losses_of(pattern)}
            lost += len(losses)
    assert lost > 1000


@pytest.mark.parametrize(
    ("misheard", "label"),
    [
        ("what happen after this stage", "next_steps"),
        ("how well do i the profile", "fit_question"),
        ("are there any concerns you about me", "concerns_question"),
        ("i really like to join your team", "interest"),
    ],
)
def test_a_closing_that_lost_a_word_is_still_heard(labels, misheard, label):
    """With what was learned for the job interview."""
    assert label in labels(misheard)
