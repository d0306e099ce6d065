# ruff: noqa: E402 -- imports come after the check that pynini is there
"""The two graphs that Vosk joins: pronunciations and trigram."""

import math

import pytest

pynini = pytest.importorskip("pynini")

from starter_model import decoding_graph
from starter_model.kaldi_files import PHONE_IDS, left_class_of, transition_id
from starter_model.language_model import BEGIN, END, BackoffModel

NEXT_STEPS = BackoffModel(
    ["next", "steps"],
    {
        ("next",): 0.3,
        ("steps",): 0.4,
        (END,): 0.3,
        (BEGIN, "next"): 0.8,
        (BEGIN, "next", "steps"): 0.9,
    },
    {(BEGIN,): 0.2, (BEGIN, "next"): 0.5},
)
IDS = {"next": 1, "steps": 2}


def cost_of(graph, words):
    """The least cost of saying those words; infinite when they cannot be said."""
    line = pynini.Fst()
    line.add_states(len(words) + 1)
    line.set_start(0).set_final(len(words), 0)
    for place, word in enumerate(words):
        line.add_arc(place, pynini.Arc(IDS[word], IDS[word], 0, place + 1))
    joined = pynini.compose(line, graph)
    if not joined.num_states():
        return math.inf
    return float(pynini.shortestdistance(joined, reverse=True)[joined.start()])


def test_a_phrase_costs_what_the_trigram_says():
    """Three words known together are taken together."""
    graph = decoding_graph.grammar(NEXT_STEPS, IDS)

    assert -math.log(0.8 * 0.9 * 0.3) == pytest.approx(cost_of(graph, ["next", "steps"]), abs=1e-4)


def test_a_phrase_that_was_never_seen_backs_off():
    """The history is given up, at its price, word by word."""
    graph = decoding_graph.grammar(NEXT_STEPS, IDS)

    assert -math.log(0.2 * 0.4 * 0.3) == pytest.approx(cost_of(graph, ["steps"]), abs=1e-4)


def test_every_history_has_somewhere_to_back_off_to():
    """A history of two words whose second is nowhere a history still backs off."""
    graph = decoding_graph.grammar(NEXT_STEPS, IDS)

    backing_off = [sum(not arc.ilabel for arc in graph.arcs(state)) for state in graph.states()]
    assert [0, 1, 1, 1] == sorted(backing_off)


def test_words_can_be_heard_from_their_sounds():
    """A row of phones, each entered and stayed in, comes out as its word."""
    graph = decoding_graph.pronunciations(IDS)

    assert [IDS["next"]] == _heard(graph, NEXT)


def test_a_phone_follows_the_one_before_across_words_and_silence():
    """The first sound of a word stands after the last of the word before, or after silence."""
    graph = decoding_graph.pronunciations(IDS)
    steps = ("S_B", "T_I", "EH_I", "P_I", "S_E")

    assert [IDS["next"], IDS["steps"]] == _heard(graph, (*NEXT, *steps))
    assert [IDS["next"], IDS["steps"]] == _heard(graph, (*NEXT, "SIL", *steps))


def test_a_phone_is_not_heard_after_another_class_than_it_follows():
    """Every transition has one left class, that of the phone before it."""
    graph = decoding_graph.pronunciations(IDS)

    assert [] == _heard(graph, NEXT, first_left=1)


NEXT = ("N_B", "EH_I", "K_I", "S_I", "T_E")


def _heard(graph, names, *, first_left=0):
    """The words of a row of phones."""
    line = _stayed_in([PHONE_IDS[name] for name in names], first_left)
    path = pynini.shortestpath(pynini.compose(line, graph))
    words, state = [], path.start()
    while state >= 0 and path.num_arcs(state):
        (arc,) = path.arcs(state)
        words += [arc.olabel] if arc.olabel else []
        state = arc.nextstate
    return words


def _stayed_in(phones, left):
    """Transitions of phones that each last two frames."""
    line = pynini.Fst()
    state = line.add_state()
    line.set_start(state)
    for phone in phones:
        for is_entry in (True, False):
            following = line.add_state()
            label = transition_id(phone, left, is_entry=is_entry)
            line.add_arc(state, pynini.Arc(label, label, 0, following))
            state = following
        left = left_class_of(phone)
    return line.set_final(state, 0).arcsort("olabel")
