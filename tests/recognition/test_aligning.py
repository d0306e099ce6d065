"""Scenes and laws of two transcripts that become one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.coaching.normalize import FILLERS
from voicecoach.recognition.aligning import aligned
from voicecoach.transcript import SecondHearing, Word

WORD_SECONDS = 0.3
VOCABULARY = ("so", "did", "i", "get", "the", "job", "steps", "um", "uh", "well")


def said(text: str, *, pauses: dict[int, float] | None = None) -> list[Word]:
    """Words of 0.3 s each, the first at 1 s; pauses come before the words of those numbers."""
    words, now_seconds = [], 1.0
    for number, each in enumerate(text.split()):
        now_seconds += (pauses or {}).get(number, 0.0)
        end_seconds = now_seconds + WORD_SECONDS
        words.append(
            Word(
                text=each,
                start_seconds=now_seconds,
                end_seconds=end_seconds,
                confidence_ratio=0.5,
            )
        )
        now_seconds = end_seconds
    return words


def better(first: list[Word], text: str, *, end_seconds: float = 60.0) -> tuple[Word, ...]:
    """The first ear's words and the second one's text."""
    hearing = SecondHearing(words=tuple(text.split()), confidence_ratio=0.9)
    return aligned(first, hearing, start_seconds=0.0, end_seconds=end_seconds)


def text_of(words: tuple[Word, ...]) -> str:
    """What they say."""
    return " ".join(word.text for word in words)


def test_a_word_that_was_misheard_is_replaced_at_its_place() -> None:
    """Its time stays; how sure it is comes from who heard it."""
    first = said("so did i get the chop")
    words = better(first, "so did i get the job")

    assert tuple(first[:5]) == words[:5]
    assert Word(text="job", start_seconds=2.5, end_seconds=2.8, confidence_ratio=0.9) == words[5]


def test_words_that_replace_fewer_share_their_time_by_letters() -> None:
    """Three words for one: each as long as it is written."""
    words = better(said("thank youth"), "thank you so much")

    assert "thank you so much" == text_of(words)
    assert 1.3 == words[1].start_seconds
    assert [1.4, 1.4667] == pytest.approx([words[2].start_seconds, words[2].end_seconds], abs=0.001)
    assert 1.6 == words[3].end_seconds


def test_fillers_of_the_first_ear_stay_where_they_are() -> None:
    """Whisper leaves them out; they count for the delivery."""
    first = said("so um did i uh get the chop")
    words = better(first, "so did i get the job")

    assert "so um did i uh get the job" == text_of(words)
    assert first[1] in words
    assert first[4] in words


def test_a_filler_between_misheard_words_parts_what_replaces_them() -> None:
    """The new words are shared out before and after it, by time."""
    first = said("the so um bag grant")

    assert "based on um my background" == text_of(better(first, "based on my background"))


def test_a_filler_whose_time_the_words_need_was_none() -> None:
    """The first ear heard "back erm" in "background", and "er" in "are"."""
    assert "my background is" == text_of(better(said("my back erm is"), "my background is"))
    assert "the risks are" == text_of(better(said("the risks er"), "the risks are"))


def test_a_filler_that_both_heard_is_there_once() -> None:
    """Whatever each of them calls it."""
    assert "so um did i" == text_of(better(said("so um did i"), "so uh did i"))
    assert "thing um then we" == text_of(better(said("think um than we"), "thing uh then we"))


def test_a_word_that_only_the_second_ear_heard_fills_the_gap() -> None:
    """Between its neighbours, when it fits there."""
    words = better(said("did get the job", pauses={1: 0.1}), "did i get the job")

    assert "did i get the job" == text_of(words)
    assert (1.3, 1.4) == pytest.approx((words[1].start_seconds, words[1].end_seconds))


def test_a_word_beside_a_pause_leaves_the_pause_a_pause() -> None:
    """Two seconds of silence are not the word "job"."""
    words = better(said("get the thank you", pauses={2: 2.0}), "get the job thank you")

    assert "get the job thank you" == text_of(words)
    assert 1.6 == words[2].start_seconds
    assert words[2].end_seconds < 1.9


def test_a_word_before_the_first_one_is_right_before_it() -> None:
    """Not at the beginning of the recording."""
    words = better(said("did i get the job"), "so did i get the job")

    assert "so" == words[0].text
    assert 0.8 < words[0].start_seconds < words[0].end_seconds == 1.0


def test_equal_texts_change_nothing() -> None:
    """Not even by a rounding."""
    first = said("so um did i get the job")

    assert tuple(first) == better(first, "so um did i get the job")


TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=14)
PAUSES = st.dictionaries(st.integers(0, 13), st.floats(0.0, 2.0), max_size=6)


@given(TEXTS, TEXTS, PAUSES)
def test_laws_of_two_ears(heard, again, pauses) -> None:
    """Time runs forward, and no word of the second ear is lost."""
    words = better(said(" ".join(heard), pauses=pauses), " ".join(again))
    edges = [edge for word in words for edge in (word.start_seconds, word.end_seconds)]
    content = [word.text for word in words if word.text not in FILLERS]

    assert sorted(edges) == pytest.approx(edges)
    assert [word for word in again if word not in FILLERS] == content
    assert sum(word in FILLERS for word in again) <= len(words) - len(content)


@given(TEXTS, PAUSES)
@example(["so", "um", "so", "so"], {})
def test_law_of_fillers(heard, pauses) -> None:
    """A second ear that leaves out all fillers, and hears all else alike, takes none away."""
    first = said(" ".join(heard), pauses=pauses)

    assert tuple(first) == better(first, " ".join(set_apart(heard)))


def set_apart(texts: list[str]) -> list[str]:
    """The words that are no fillers."""
    return [text for text in texts if text not in FILLERS]
