"""Long speech is cut where it is quiet."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame
from voicecoach.recognition.pieces import LONGEST_SECONDS, SHORTEST_SECONDS, pieces_of


def frames(levels: list[int]) -> list[Frame]:
    """A frame for each level."""
    return [
        Frame(pcm=level.to_bytes(2, "little") * FRAME_SAMPLES, start_seconds=number * FRAME_SECONDS)
        for number, level in enumerate(levels)
    ]


def test_a_turn_of_usual_length_is_one_piece() -> None:
    """Nothing is cut that can be heard at once."""
    whole = frames([1000] * 280)

    assert [whole] == pieces_of(whole)
    assert [] == pieces_of([])


def test_a_long_turn_is_cut_in_its_quietest_moment() -> None:
    """Of the latter half of what can be heard at once."""
    levels = [1000] * 600
    levels[50:60] = [1] * 10
    levels[200:203] = [10] * 3
    levels[400:404] = [10] * 4
    pieces = pieces_of(frames(levels))

    assert [201, 200, 199] == [len(piece) for piece in pieces]


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(281, 900))
def test_laws_of_cutting(seed, count) -> None:
    """Nothing is lost, no piece is too long, and a longer turn is cut in the same places."""
    whole = frames(random.Random(seed).choices(range(2000), k=count))
    pieces = pieces_of(whole)
    shorter = pieces_of(whole[:-7])

    assert whole == [frame for piece in pieces for frame in piece]
    assert all(len(piece) * FRAME_SECONDS <= LONGEST_SECONDS + 0.01 for piece in pieces)
    assert all(len(piece) * FRAME_SECONDS >= SHORTEST_SECONDS for piece in pieces[:-1])
    assert shorter[:-1] == pieces[: len(shorter) - 1]
