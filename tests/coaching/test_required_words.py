"""Scenes of which patterns are possible at all, by the words that are there."""

from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.pattern_index import PatternIndex
from voicecoach.coaching.required_words import RequiredWords
from voicecoach.coaching.template import parse


def possible(template: str, text: str) -> bool:
    """Whether one pattern may be in the text."""
    lists = {"job": frozenset(("role", "line"))}
    words = [token.text for token in tokens_from(text.split())]
    required = RequiredWords([parse(template)], lists)
    return bool(required.possible([required.filled(words)]) & 1)


def test_a_pattern_needs_its_words():
    """Without one of them it cannot be there."""
    assert possible("what happens next", "so what then happens next week")
    assert not possible("what happens next", "so what then happens now")


def test_of_alternatives_one_is_enough():
    """Either word, or the longer phrase."""
    assert possible("(next step|what follows) now", "tell me what follows now")
    assert not possible("(next step|what follows) now", "tell me now")


def test_what_may_be_left_out_is_not_needed():
    """Optional parts and gaps ask for nothing."""
    assert possible("thank you [so much] * time", "thank you for your time")


def test_a_list_needs_the_beginning_of_an_entry():
    """Entries of several words begin with one."""
    assert possible("this {job}", "this line of work")
    assert not possible("this {job}", "this week")


def test_nothing_that_is_there_is_passed_over(pack, monkeypatch):
    """With and without asking first, the same matches are found in every promised line."""
    lines = [line for entry in (*pack.moves, *pack.pitfalls) for line in entry.hears]
    texts = [tokens_from(" ".join(lines[at : at + 12]).split()) for at in range(0, len(lines), 12)]
    templates = [one for entry in (*pack.moves, *pack.pitfalls) for one in entry.patterns]
    index = PatternIndex(templates, pack.lists)

    asked = [index.matches(text) for text in texts]
    monkeypatch.setattr(RequiredWords, "possible", lambda *_: -1)

    assert any(asked)
    assert asked == [index.matches(text) for text in texts]
