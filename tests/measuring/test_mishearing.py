"""Text as a recogniser might have heard it."""

from pathlib import Path

from measuring.mishearing import Mishearing

TEXT = "so what do i hear about the role and when is the next step " * 40


def vocabulary(folder: Path) -> Path:
    """As in a Vosk graph: a word and its number."""
    file = folder / "words.txt"
    file.write_text("hear 1\nhere 2\nrole 3\nroll 4\n", "utf-8")
    return file


def test_a_share_of_the_words_is_dropped_or_becomes_one_that_sounds_alike(tmp_path: Path):
    """Half and half; a word that nothing sounds like is dropped."""
    said = Mishearing(0.2, vocabulary(tmp_path)).of(TEXT).split()
    there = len(TEXT.split())

    assert 0.70 * there < len(said) < 0.95 * there
    assert {"here", "roll"} <= set(said)
    assert set(said) <= {*TEXT.split(), "here", "roll"}


def test_the_same_take_is_misheard_the_same_way(tmp_path: Path):
    """Another take in other places; nothing at no rate."""
    mishearing = Mishearing(0.2, vocabulary(tmp_path))

    assert mishearing.of(TEXT) == mishearing.of(TEXT)
    assert mishearing.of(TEXT) != mishearing.of(TEXT, take="other")
    assert " ".join(TEXT.split()) == Mishearing(0.0, vocabulary(tmp_path)).of(TEXT)
