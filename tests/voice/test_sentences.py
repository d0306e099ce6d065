"""Lines to sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.voice.sentences import Sentence, sentences_in, sentences_of


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("One thing. Another thing.", ("One thing.", "Another thing.")),
        ("Really? Yes! Good", ("Really?", "Yes!", "Good")),
        ('You asked "did I get it?" That is a no.', ('You asked "did I get it?"', "That is a no.")),
        ("Thank Mr. Baker and Dr. Hu.", ("Thank Mr. Baker and Dr. Hu.",)),
        ("It took 3.5 years.", ("It took 3.5 years.",)),
        ("Say again, e.g. now.", ("Say again, e.g. now.",)),
        ("So... and then? 5 more.", ("So... and then?", "5 more.")),
        ("  two\n words\t", ("two words",)),
        ("... !", ()),
        ("", ()),
    ],
)
def test_a_line_is_split_where_a_speaker_would_pause(line: str, sentences: tuple[str, ...]) -> None:
    """Full stops end sentences, those of abbreviations and numbers do not."""
    assert sentences == sentences_in(line)


@given(st.text(alphabet="ab .!?\"'A1\n,", max_size=60))
def test_no_word_is_lost(line: str) -> None:
    """All letters and digits of a line are in its sentences, in order."""
    said = "".join(filter(str.isalnum, "".join(sentences_in(line))))

    assert "".join(filter(str.isalnum, line)) == said


def test_each_line_begins_in_its_first_sentence() -> None:
    """Lines are told from sentences, wordless lines kept, and pauses stand between."""
    assert (
        Sentence(text="One.", begins_line="One. Two.", pause_seconds=0.3),
        Sentence(text="Two.", begins_line=None, pause_seconds=0.45),
        Sentence(text="", begins_line="…", pause_seconds=0.0),
    ) == sentences_of(("One. Two.", "…"))
