"""When a second ear is believed, and about what."""

import pytest

from voicecoach.recognition.rehearing import HeardPiece, better_words, raves
from voicecoach.transcript import SecondHearing, Word


def said(text: str, at_seconds: float = 0.0) -> list[Word]:
    """A word every half second."""
    return [
        Word(
            text=each,
            start_seconds=at_seconds + number / 2,
            end_seconds=at_seconds + number / 2 + 0.4,
        )
        for number, each in enumerate(text.split())
    ]


def piece(
    text: str, *, start: float = 0.0, end: float = 10.0, confidence_ratio: float = 0.9
) -> HeardPiece:
    """What the second ear heard from start to end."""
    hearing = SecondHearing(words=tuple(text.split()), confidence_ratio=confidence_ratio)
    return HeardPiece(start_seconds=start, end_seconds=end, hearing=hearing)


def text_of(words: tuple[Word, ...]) -> str:
    """What they say."""
    return " ".join(word.text for word in words)


def test_each_piece_betters_the_words_within_it() -> None:
    """What lies outside of every piece stays as it was."""
    words = [*said("um wool", 0.0), *said("thank youth", 5.0), *said("nest stops", 15.0)]
    found = better_words(
        words,
        [piece("thank you", start=4.0, end=8.0), piece("next steps", start=14.0, end=17.0)],
    )

    assert "um wool thank you next steps" == text_of(found)


def test_out_of_silence_comes_no_word() -> None:
    """Whisper makes something of nothing; where the first ear heard nothing, nothing was said."""
    invented = piece("thank you for watching", start=3.0, end=8.0)

    assert () == better_words([], [invented])
    assert "so yes" == text_of(better_words(said("so yes"), [invented]))


@pytest.mark.parametrize(
    "unbelievable",
    [
        piece(""),
        piece("so did i get the job", confidence_ratio=0.3),
        piece("so did i get the job " * 3, end=2.0),
        piece("the job the job the job the job"),
    ],
    ids=["no speech", "unsure", "too fast", "raving"],
)
def test_what_cannot_be_believed_leaves_the_first_words(unbelievable) -> None:
    """The first ear is worse, but it does not invent."""
    words = said("so did i get the chop")

    assert tuple(words) == better_words(words, [unbelievable])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("very very very good", False),
        ("no no no no", True),
        ("thank you thank you thank you", False),
        ("i want it i want it i want it i want it", True),
        ("", False),
    ],
)
def test_raving_is_saying_the_same_four_times(text, expected) -> None:
    """Three times is emphasis."""
    assert expected == raves(text.split())
