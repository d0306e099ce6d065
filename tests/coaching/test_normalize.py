from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.normalize import FILLERS, tokens_from


def texts(*words: str) -> list[str]:
    """The tokens of some words."""
    return [token.text for token in tokens_from(words)]


def test_contractions_are_spoken_out():
    """Short and long forms are one."""
    assert texts("i", "would", "like") == texts("I'd", "like")
    assert ["what", "is", "next"] == texts("what's", "next")
    assert ["i", "will", "not"] == texts("I", "won't")


def test_a_possession_is_not_an_is():
    """The team's is not the team is."""
    assert ["the", "team", "need"] == texts("the", "team's", "needs")


def test_plurals_and_case_and_marks_make_no_difference():
    """As written and as heard are one."""
    assert texts("next", "step") == texts("Next", "steps?")


def test_every_token_knows_its_word():
    """Evidence is told in words, whatever was dropped or spoken out before it."""
    assert [1, 1, 2, 4] == [
        token.word for token in tokens_from(["um", "I'd", "love", "er", "this"])
    ]


def test_nothing_said_is_no_tokens():
    """An empty turn is fine."""
    assert () == tokens_from(["um", "...", ""])


WORDS = st.sampled_from("i i'd love what's the next steps do you fit um well not to".split())


@given(st.lists(WORDS, max_size=12), st.data())
def test_fillers_change_nothing(words: list[str], data: st.DataObject):
    """A filler anywhere leaves the tokens as they were."""
    place = data.draw(st.integers(0, len(words)))
    filler = data.draw(st.sampled_from(sorted(FILLERS)))

    assert texts(*words) == texts(*words[:place], filler, *words[place:])


@given(st.lists(WORDS, min_size=1, max_size=12), st.data())
def test_a_repeated_word_changes_nothing(words: list[str], data: st.DataObject):
    """A stutter is heard once."""
    place = data.draw(st.integers(0, len(words) - 1))

    assert texts(*words) == texts(*words[: place + 1], *words[place:])
