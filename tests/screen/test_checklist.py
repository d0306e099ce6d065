"""The checklist: the core first, extras only when they were made."""

from voicecoach.screen.checklist import Labels, Row, checklist, faults, findings_lines
from voicecoach.session.events import Assessed


def test_at_first_only_the_core_is_owed(labels: Labels) -> None:
    """Before a word was said there are the core parts, as things to do, and nothing else."""
    expected = ("ask how you stand", "ask about the next steps", "say that you want it")

    assert expected == tuple(row.title for row in checklist(labels))
    assert {(True, False)} == {(row.is_core, row.is_made) for row in checklist(labels)}


def test_a_part_is_made_by_any_of_its_moves(labels: Labels) -> None:
    """The part that was filled is called by what filled it; an extra comes below the core."""
    rows = checklist(labels, heard=("thanks", "concerns_question"))

    assert Row(title="asked what worries them", is_core=True, is_made=True) == rows[0]
    assert Row(title="thanked them", is_core=False, is_made=True) == rows[-1]


def test_the_assessment_has_the_last_word(labels: Labels, assessed: Assessed) -> None:
    """What lit up and was not found after all is not shown as made."""
    rows = checklist(labels, heard=("interest",), assessment=assessed.assessment)

    assert "how well do i fit the person you have in mind" == rows[0].quote
    assert [True, False, False, True] == [row.is_made for row in rows]


def test_faults_come_with_the_words_that_show_them(labels: Labels, assessed: Assessed) -> None:
    """Pitfalls first, then how it ended."""
    expected = [
        ("pressed for the hour", "what time on friday will you call me"),
        ("ended weakly", "so yeah i guess that's it"),
    ]

    assert expected == list(faults(labels, assessed.assessment))


def test_findings_read_as_sentences(labels: Labels, assessed: Assessed) -> None:
    """Each line can be read aloud by a screen reader."""
    lines = list(findings_lines(labels, assessed.assessment, assessed.feedback))

    assert lines[:2] == [
        "You asked how well you fit: “how well do i fit the person you have in mind”",
        "Not heard: ask about the next steps",
    ]
    assert "Watch out: you ended weakly: “so yeah i guess that's it”" in lines
    assert "Note: 31 words in 14 seconds." == lines[-1]


def test_a_label_without_a_title_is_its_own() -> None:
    """A pack that lacks a title still shows something to read."""
    assert "next steps" == Labels(titles={}, core=()).title("next_steps")
