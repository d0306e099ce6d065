"""The weakest line of a closing, said alone."""

import pytest

from voicecoach.coaching.drills import check_drill, drill_after, drill_for, weakest_part
from voicecoach.exercise import ExerciseKind
from voicecoach.learner import Learner
from voicecoach.packs.loader import pack_from
from voicecoach.transcript import Utterance

WHOLE = "how well do i fit this role. what are the next steps. i want this job."
NOBODY = Learner()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("thank you", "standing"),
        ("how well do i fit this role", "next_steps"),
        ("i want this job. what are the next steps", "standing"),
        ("how well do i fit this role. what are the next steps", "interest"),
    ],
)
def test_a_missing_part_is_the_weakest_the_first_of_them_first(pack, heard, text, part) -> None:
    """In the pack's order."""
    assert part == weakest_part(heard(text), pack).id


def test_with_the_whole_core_the_least_sure_part_is_the_weakest(pack, heard) -> None:
    """The one that was heard with the lowest probability."""
    found = heard(WHOLE)
    least = min(
        (move for move in found.moves if move.label != "thanks"),
        key=lambda move: move.probability_ratio,
    )

    assert least.label in weakest_part(found, pack).labels


def test_a_whole_and_clean_closing_needs_no_drill(pack, heard) -> None:
    """A pitfall does."""
    assert drill_after(heard(WHOLE), pack, NOBODY) is None
    assert drill_after(heard(f"{WHOLE} did i get the job"), pack, NOBODY) is not None


def test_a_drill_asks_for_its_move_and_knows_the_learners_facts(pack) -> None:
    """The strong line is filled with them."""
    drill = drill_for(pack.core[2], pack, Learner(company="Brook House"))

    assert ExerciseKind.DRILL is drill.kind
    assert "Only that: say that you want it." == drill.cue
    assert "Brook House" in drill.strong


def test_every_part_has_a_drill_whose_strong_line_is_heard(pack) -> None:
    """By our own matcher, as its own move and as no pitfall."""
    for part in pack.core:
        drill = drill_for(part, pack, NOBODY)
        found = check_drill(drill, Utterance.typed(drill.strong), pack)

        assert found.is_well_said
        assert "{" not in drill.strong


def test_the_line_is_heard_or_not_for_its_own_move_alone(pack) -> None:
    """Another move is not the one that was asked for."""
    drill = drill_for(pack.core[1], pack, NOBODY)
    well = check_drill(drill, Utterance.typed("so what happens next then"), pack)
    other = check_drill(drill, Utterance.typed("how well do i fit this role"), pack)

    assert well.is_well_said
    assert "Yes: you asked about the next steps." == well.sentences[0]
    assert not other.is_well_said
    assert drill.strong in other.sentences[1]


def test_who_says_the_strong_line_does_not_hear_it_again(pack) -> None:
    """Whoever says exactly that has nothing to compare it with."""
    drill = drill_for(pack.core[1], pack, NOBODY)
    found = check_drill(drill, Utterance.typed("um what are the next steps in the process"), pack)

    assert "Yes: you asked about the next steps." == found.sentences[0]
    assert drill.strong not in found.sentences[1]


def test_a_pitfall_spoils_the_line(pack) -> None:
    """It is quoted, with the reason."""
    drill = drill_for(pack.core[1], pack, NOBODY)
    said = "what are the next steps. what time on friday will you call me"
    found = check_drill(drill, Utterance.typed(said), pack)

    assert not found.is_well_said
    assert "what time on friday will you call" in found.sentences[0]


def test_a_pack_without_drills_has_none(heard) -> None:
    """A pack of one's own need not have them."""
    small = pack_from(
        {
            "pack": {"id": "leaving"},
            "core": [{"id": "bye", "title": "say goodbye", "labels": ["goodbye"]}],
            "move": [{"id": "goodbye", "name": "said goodbye", "patterns": ["goodbye"]}],
        },
        {},
    )

    assert drill_for(small.core[0], small, NOBODY) is None
