import pytest

from voicecoach.coaching.coach import assess
from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.pattern_index import PatternIndex
from voicecoach.coaching.sound_alike import ENOUGH_WORDS, STRANGER_PRICE, SoundAlikes
from voicecoach.packs.loader import load_pack
from voicecoach.transcript import Utterance

MANY_WORDS = frozenset((*(f"filler{number}" for number in range(ENOUGH_WORDS)), "fit", "profile"))


def test_a_word_that_no_pattern_knows_may_be_one_that_sounds_alike():
    """Nobody fats a profile."""
    assert (("fit",), STRANGER_PRICE) == SoundAlikes(MANY_WORDS).of("fat")


def test_a_word_that_some_pattern_knows_is_taken_as_heard():
    """Known words are not explained away."""
    assert () == SoundAlikes(MANY_WORDS | {"fat"}).of("fat")[0]


def test_a_small_pack_takes_no_word_for_strange():
    """It knows too few words to be surprised by one."""
    assert () == SoundAlikes(frozenset(("fit", "profile"))).of("fat")[0]


def test_pairs_that_every_recogniser_confuses_need_no_large_pack():
    """A roll is a role anywhere."""
    assert ("role",) == SoundAlikes(frozenset()).of("roll")[0]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("what is the nixed step", "next_steps"),
        ("i am very intrusted in the role", "interest"),
    ],
)
def test_a_pattern_is_heard_through_one_strange_word(said, label):
    """Its other words carry it, and what was expected is told."""
    found = {move.label: move for move in assess((Utterance.typed(said),), load_pack()).moves}

    assert label in found
    assert found[label].similarity_ratio < 1.0


def test_a_short_pattern_does_not_rest_on_a_strange_word():
    """Its price is shared by all words matched: the fewer they are, the less likely it is."""
    index = PatternIndex(["(a b c fit|fit in)", *MANY_WORDS - {"fit"}], {})
    prices = {
        text: index.matches(tokens_from(text.split()))[0].price for text in ("a b c fat", "fat in")
    }

    assert {"a b c fat": STRANGER_PRICE / 4, "fat in": STRANGER_PRICE / 2} == prices
