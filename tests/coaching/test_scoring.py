"""A pack written in a minute, with no learned weights."""

from dataclasses import replace

import pytest

from voicecoach.coaching.coach import assess
from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.normalize import tokens_from
from voicecoach.packs.loader import pack_from
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Utterance


def small_pack(**changed: list[str]) -> Pack:
    """Two labels, as somebody would type them."""
    goodbye = {"id": "goodbye", "name": "said goodbye", "patterns": ["(bye|goodbye) [for now]"]}
    insult = {"id": "insult", "name": "insulted them", "patterns": ["you are a fool"]}
    return pack_from(
        {"pack": {"id": "leaving"}, "move": [goodbye | changed], "pitfall": [insult]}, {}
    )


def labels(text: str, pack: Pack) -> list[str]:
    """The labels held in one typed turn."""
    found = assess((Utterance.typed(text),), pack)
    return [finding.label for finding in (*found.moves, *found.pitfalls)]


def test_two_labels_without_training_work():
    """One pattern is enough by itself."""
    assert ["goodbye", "insult"] == labels("well you are a fool and goodbye", small_pack())
    assert [] == labels("well that was nice", small_pack())


def test_hints_alone_hold_nothing():
    """They strengthen a pattern; without one there is no label."""
    pack = small_pack(hints=["see you", "take care", "must go", "so long"])

    assert [] == labels("must go take care see you so long", pack)
    assert ["goodbye"] == labels("must go take care goodbye", pack)


def test_without_its_pattern_a_finding_is_gone():
    """No label without a pattern."""
    assert [] == labels("goodbye", small_pack(patterns=["farewell"]))


def test_a_split_word_is_still_heard():
    """Plain wordings are found by likeness when the words are not in place."""
    pack = small_pack(patterns=["i will be seeing you tomorrow"])

    assert ["goodbye"] == labels("i will bee seeing you to morrow", pack)


def without_patterns(pack: Pack, label: str, patterns: set[str]) -> Pack:
    """The pack with some of a label's patterns taken out."""

    def poorer(entries: tuple) -> tuple:
        return tuple(
            replace(entry, patterns=tuple(p for p in entry.patterns if p not in patterns))
            if entry.id == label
            else entry
            for entry in entries
        )

    return replace(pack, moves=poorer(pack.moves), pitfalls=poorer(pack.pitfalls))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("how well does my background fit what you are looking for", "fit_question"),
        ("what are the next steps", "next_steps"),
        ("i would love to join your team", "interest"),
        ("so did i get the job", "asks_outright"),
        ("what is the salary", "compensation"),
        ("how well does background fit what you are looking", "fit_question"),
        ("i would to join your team", "interest"),
    ],
)
def test_taking_away_what_a_finding_rests_on_takes_it_away(text: str, label: str, pack: Pack):
    """Whatever was learnt: without the patterns heard in these words the label is not held."""
    assert label in labels(text, pack)

    heard = {
        hit.pattern
        for hit in listener_for(pack).hits(tokens_from(text.split()))
        if hit.label == label and hit.may_hold
    }

    assert label not in labels(text, without_patterns(pack, label, heard))
