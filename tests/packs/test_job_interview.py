import pytest

from voicecoach.assessment import Mood
from voicecoach.coaching.coach import assess
from voicecoach.coaching.pack_check import check_pack
from voicecoach.packs.loader import load_pack
from voicecoach.transcript import Utterance

PACK = load_pack()
ENTRIES = (*PACK.moves, *PACK.pitfalls)


def held(text: str) -> set[str]:
    """The labels held in one typed turn."""
    found = assess((Utterance.typed(text),), PACK)
    return {finding.label for finding in (*found.moves, *found.pitfalls)}


def test_it_has_the_seven_moves_and_the_eight_pitfalls():
    """As the labels are defined."""
    assert 7 == len(PACK.moves)
    assert 8 == len(PACK.pitfalls)
    assert ["standing", "next_steps", "interest"] == [part.id for part in PACK.core]


@pytest.mark.parametrize(("label", "text"), [(e.id, t) for e in ENTRIES for t in e.hears])
def test_what_it_promises_to_hear_it_hears(label: str, text: str):
    """Every hears line has its label."""
    assert label in held(text)


@pytest.mark.parametrize(("label", "text"), [(e.id, t) for e in ENTRIES for t in e.ignores])
def test_what_it_promises_to_ignore_it_ignores(label: str, text: str):
    """No ignores line has its label."""
    assert label not in held(text)


def test_the_check_finds_nothing():
    """What `voicecoach packs check` would print."""
    assert [] == check_pack(PACK)


def test_every_entry_says_where_it_comes_from():
    """No advice from nowhere."""
    assert [] == [entry.id for entry in ENTRIES if not entry.source]


def test_the_interviewer_has_something_to_say():
    """Cues, and reactions of every mood."""
    assert 24 == len(PACK.prompts)
    assert len(PACK.reactions) >= 12
    assert set(Mood) == {reaction.mood for reaction in PACK.reactions}
    assert len({prompt.text for prompt in PACK.prompts}) == len(PACK.prompts)


def test_the_weak_version_is_weak():
    """It has pitfalls, a weak ending, and nothing of the core."""
    found = assess((Utterance.typed(PACK.weak_version),), PACK)

    assert {"asks_outright", "desperation", "presses_time"} <= {p.label for p in found.pitfalls}
    assert found.weak_ending is not None
    assert 3 == len(found.missing_core)
