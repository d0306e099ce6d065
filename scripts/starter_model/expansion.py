"""The lexicon's phones as transitions, each after the class of the phone before it.

A phone arc into a state becomes one arc that enters the phone, and a loop on the state reached
that stays in it. Neither costs anything: how long a phone lasts is the network's business. How a
phone sounds depends on the one before, so a state of the lexicon is there once for each class of
phones that leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pynini

from .kaldi_files import PHONE_IDS, left_class_of, transition_id
from .words import SILENCE

Graph = Any
"""pynini.Fst; the package has no types."""

Place = tuple[int, int]
"""A state of the lexicon, and the left class of the phone that led there."""

Entrance = tuple[int, int]
"""A phone (0 for none), and the left class that it follows."""


def expanded(graph: Graph) -> Graph:
    """Phones to transitions. A place entered in several ways gets a waiting room for each."""
    entrances = _entrances(graph)
    out = pynini.Fst()
    states = {place: out.add_state() for place in entrances}
    rooms: dict[tuple[Place, Entrance], int] = {}
    for place, source in states.items():
        out.set_final(source, graph.final(place[0]))
        for arc, target, entrance in _steps(graph, place):
            phone, left = entrance
            if not phone:
                out.add_arc(source, pynini.Arc(0, arc.olabel, arc.weight, states[target]))
                continue
            if (target, entrance) not in rooms:
                is_alone = len(entrances[target]) == 1
                rooms[target, entrance] = _room(out, entrance, states[target], is_alone=is_alone)
            enter = transition_id(phone, left, is_entry=True)
            room = rooms[target, entrance]
            out.add_arc(source, pynini.Arc(enter, arc.olabel, arc.weight, room))
    out.set_start(states[_beginning(graph)])
    return out.connect()


def _beginning(graph: Graph) -> Place:
    """Silence goes before everything."""
    return graph.start(), left_class_of(PHONE_IDS[SILENCE])


def _steps(graph: Graph, place: Place) -> Iterator[tuple[Any, Place, Entrance]]:
    """The arcs out of a place, where each leads, and by which door."""
    state, left = place
    for arc in graph.arcs(state):
        following = left_class_of(arc.ilabel) if arc.ilabel else left
        yield arc, (arc.nextstate, following), (arc.ilabel, left)


def _entrances(graph: Graph) -> dict[Place, set[Entrance]]:
    """Every place that can be reached, and the ways into it."""
    start = _beginning(graph)
    found: dict[Place, set[Entrance]] = {start: {(0, start[1])}}
    waiting = [start]
    while waiting:
        for _, target, entrance in _steps(graph, waiting.pop()):
            if target not in found:
                found[target] = set()
                waiting.append(target)
            found[target].add(entrance)
    return found


def _room(out: Graph, entrance: Entrance, target: int, *, is_alone: bool) -> int:
    """The state with the phone's loop: the target itself if nothing else leads there."""
    room = target if is_alone else out.add_state()
    stay = transition_id(*entrance, is_entry=False)
    out.add_arc(room, pynini.Arc(stay, 0, 0, room))
    if not is_alone:
        out.add_arc(room, pynini.Arc(0, 0, 0, target))
    return room
