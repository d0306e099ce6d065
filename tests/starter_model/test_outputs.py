"""What the network tells apart."""

from collections import Counter

import pytest
from starter_model.outputs import LEFT_CLASS, LEFT_CLASSES, OUTPUTS, PHONE_OUTPUTS
from starter_model.words import PHONES


def test_every_phone_is_in_one_left_class():
    """None is forgotten, none is in two."""
    listed = Counter(phone for sounds in LEFT_CLASSES for phone in sounds)

    assert Counter(PHONES) == listed


@pytest.mark.parametrize(("diphthong", "glide"), [("AY", "IY"), ("OY", "IY"), ("OW", "UW")])
def test_a_diphthong_goes_with_the_vowel_it_glides_to(diphthong, glide):
    """What follows hears only its end."""
    assert LEFT_CLASS[PHONES.index(glide)] == LEFT_CLASS[PHONES.index(diphthong)]


def test_silence_is_the_first_class_and_alone():
    """An utterance begins after silence."""
    assert 0 == LEFT_CLASS[0]
    assert (PHONES[0],) == LEFT_CLASSES[0]


def test_each_class_has_outputs_of_its_own():
    """Two for every phone."""
    assert len(LEFT_CLASSES) * len(PHONES) * 2 == OUTPUTS
    assert OUTPUTS == len(LEFT_CLASSES) * PHONE_OUTPUTS
