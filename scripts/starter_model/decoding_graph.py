"""The decoding graph: lexicon o trigram, determinised, then every phone becomes two transitions.

A phone arc into a state becomes one arc that enters the phone, and a loop on the state reached
that stays in it. Neither costs anything: how long a phone lasts is the network's business.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pynini

from . import kaldi_files, words
from .kaldi_files import PHONE_IDS, transition_id
from .language_model import BEGIN, END, BackoffModel, History
from .words import SILENCE

SILENCE_CHANCE: Final = 0.35
"""How often a silence stands between two words."""

Graph = Any
"""pynini.Fst; the package has no types."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """Numbers for words, and after them one for the trigram's back-off."""

    word_ids: dict[str, int]

    @property
    def backoff(self) -> int:
        return len(self.word_ids) + 1


def symbols_of(model: BackoffModel) -> Symbols:
    return Symbols({word: number for number, word in enumerate(model.vocabulary, start=1)})


def build(model: BackoffModel, symbols: Symbols) -> Graph:
    """HCLG."""
    grammar = grammar_graph(model, symbols)
    lexicon, disambiguation = lexicon_graph(model.vocabulary, symbols)
    return expanded(determinised(lexicon, grammar, disambiguation))


def grammar_graph(model: BackoffModel, symbols: Symbols) -> Graph:
    """G: a state for each history, and an arc labelled with the back-off to each shorter one."""
    graph = pynini.Fst()
    histories = {gram[:-1] for gram in model.probabilities} | {(BEGIN,), ()}
    states = {history: graph.add_state() for history in sorted(histories)}
    graph.set_start(states[(BEGIN,)])
    for gram, probability in model.probabilities.items():
        state, word = states[gram[:-1]], gram[-1]
        if word == END:
            graph.set_final(state, cost(probability))
        else:
            number = symbols.word_ids[word]
            target = states[_longest(gram[-2:], histories)]
            graph.add_arc(state, pynini.Arc(number, number, cost(probability), target))
    for history, state in states.items():
        if history:
            backoff, shorter = model.backoffs.get(history, 1.0), history[1:]
            while shorter not in histories:
                backoff *= model.backoffs.get(shorter, 1.0)
                shorter = shorter[1:]
            arc = pynini.Arc(symbols.backoff, 0, cost(backoff), states[shorter])
            graph.add_arc(state, arc)
    return graph.arcsort("ilabel")


def _longest(history: History, histories: set[History]) -> History:
    while history not in histories:
        history = history[1:]
    return history


def cost(probability: float) -> float:
    return -math.log(max(probability, 1e-12))


def lexicon_graph(vocabulary: Sequence[str], symbols: Symbols) -> tuple[Graph, list[int]]:
    """L, with an optional silence after each word, and its disambiguation symbols."""
    graph = pynini.Fst()
    start, loop, silence, quiet = (graph.add_state() for _ in range(4))
    graph.set_start(start).set_final(loop, 0)
    speak, rest = cost(1 - SILENCE_CHANCE), cost(SILENCE_CHANCE)
    graph.add_arc(start, pynini.Arc(0, 0, speak, loop))
    graph.add_arc(start, pynini.Arc(0, 0, rest, silence))
    first_free = len(PHONE_IDS) + 1
    entries = list(lexicon_entries(vocabulary, first_free + 1))
    highest = first_free
    for word, phones in entries:
        highest = max(highest, phones[-1])
        state, output = loop, symbols.word_ids[word]
        for phone in phones[:-1]:
            following = graph.add_state()
            graph.add_arc(state, pynini.Arc(phone, output, 0, following))
            state, output = following, 0
        graph.add_arc(state, pynini.Arc(phones[-1], output, speak, loop))
        graph.add_arc(state, pynini.Arc(phones[-1], output, rest, silence))
    graph.add_arc(loop, pynini.Arc(first_free, symbols.backoff, 0, loop))
    graph.add_arc(silence, pynini.Arc(PHONE_IDS[SILENCE], 0, 0, quiet))
    graph.add_arc(quiet, pynini.Arc(highest + 1, 0, 0, loop))
    return graph.arcsort("olabel"), list(range(first_free, highest + 2))


def lexicon_entries(
    vocabulary: Sequence[str], first_symbol: int
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Words as phone numbers; homophones, and words that begin others, end in an extra symbol."""
    entries = [
        (word, position_ids(sound)) for word in vocabulary for sound in words.sounds_of(word)
    ]
    shared = Counter(phones for _, phones in entries)
    beginnings = {phones[:end] for _, phones in entries for end in range(1, len(phones))}
    used: Counter[tuple[int, ...]] = Counter()
    for word, phones in dict.fromkeys(entries):
        if shared[phones] > 1 or phones in beginnings:
            yield word, (*phones, first_symbol + used[phones])
            used[phones] += 1
        else:
            yield word, phones


def position_ids(sound: Sequence[str]) -> tuple[int, ...]:
    """Kaldi's phone numbers of a word, each with its place in the word."""
    if len(sound) == 1:
        return (PHONE_IDS[f"{sound[0]}_S"],)
    places = ["B", *["I"] * (len(sound) - 2), "E"]
    return tuple(PHONE_IDS[f"{phone}_{place}"] for phone, place in zip(sound, places, strict=True))


def determinised(lexicon: Graph, grammar: Graph, disambiguation: list[int]) -> Graph:
    """min(det(L o G)) without its disambiguation symbols."""
    graph = pynini.determinize(pynini.compose(lexicon, grammar))
    encoder = pynini.EncodeMapper("standard", encode_labels=True)
    graph.encode(encoder).minimize().decode(encoder)
    graph.relabel_pairs(ipairs=[(symbol, 0) for symbol in disambiguation])
    return graph


def expanded(graph: Graph) -> Graph:
    """Phones to transitions. A state entered by several phones gets a waiting room for each."""
    entering: dict[int, set[int]] = defaultdict(set)
    for state in graph.states():
        for arc in graph.arcs(state):
            entering[arc.nextstate].add(arc.ilabel)
    out = pynini.Fst()
    out.add_states(graph.num_states())
    out.set_start(graph.start())
    rooms: dict[tuple[int, int], int] = {}
    for state in graph.states():
        if graph.final(state) != pynini.Weight.zero("tropical"):
            out.set_final(state, graph.final(state))
        for arc in graph.arcs(state):
            phone, target = arc.ilabel, arc.nextstate
            if not phone:
                out.add_arc(state, pynini.Arc(0, arc.olabel, arc.weight, target))
                continue
            if (phone, target) not in rooms:
                rooms[phone, target] = _room(
                    out, phone, target, is_alone=len(entering[target]) == 1
                )
            enter = transition_id(phone, is_entry=True)
            room = rooms[phone, target]
            out.add_arc(state, pynini.Arc(enter, arc.olabel, arc.weight, room))
    return out.connect().arcsort("ilabel")


def _room(out: Graph, phone: int, target: int, *, is_alone: bool) -> int:
    """The state with the phone's loop: the target itself if no other phone leads there."""
    room = target if is_alone else out.add_state()
    out.add_arc(room, pynini.Arc(transition_id(phone, is_entry=False), 0, 0, room))
    if not is_alone:
        out.add_arc(room, pynini.Arc(0, 0, 0, target))
    return room


def write(graph: Graph, model: BackoffModel, symbols: Symbols, folder: Path) -> None:
    """The graph folder of a Vosk model."""
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    graph.write(str(folder / "HCLG.fst"))
    words_text = kaldi_files.words_text(symbols.word_ids, symbols.backoff)
    (folder / "words.txt").write_text(words_text)
    (folder / "phones.txt").write_text(kaldi_files.phones_text())
    (folder / "phones" / "word_boundary.int").write_text(kaldi_files.word_boundary_text())
