"""The decoding graph, in two parts that Vosk joins while it hears.

HCL is the pronunciations: the lexicon, determinised, in which every phone becomes two transitions.
G is the trigram. Joined beforehand they take some hundred bytes for each phrase of the trigram;
apart, with a lookahead from the one into the other, a fifth of that, at twice the computing.
"""

from __future__ import annotations

import math
import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pynini

from . import kaldi_files, words
from .expansion import expanded
from .kaldi_files import PHONE_IDS
from .language_model import BackoffModel
from .mixture import BEGIN, END, History
from .sources import SourceMissing
from .words import SILENCE

SILENCE_CHANCE: Final = 0.35
"""How often a silence stands between two words."""

LIBRARIES: Final = Path("/usr/lib")
LOOKAHEAD: Final = "olabel_lookahead"
"""OpenFst's form of HCL: it knows which words can still be reached from a state."""
CONSTANT: Final = "const"
"""OpenFst's form of G. Its form "ngram" takes half the bytes, and a fifth more computing."""

Graph = Any
"""pynini.Fst; the package has no types."""


def write(model: BackoffModel, folder: Path) -> Graph:
    """The graph folder of a Vosk model; gives HCL back.

    Raises SourceMissing when OpenFst's tools are not installed.
    """
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    numbers = {word: number for number, word in enumerate(model.vocabulary, start=1)}
    pronounced = pronunciations(numbers)
    word_ids = _write_lookahead(pronounced, numbers, folder / "HCLr.fst")
    _convert(grammar(model, word_ids), CONSTANT, folder / "Gr.fst")
    # What is left of disambiguation by now: nothing. Vosk wants the file all the same.
    (folder / "disambig_tid.int").write_text("\n")
    (folder / "words.txt").write_text(kaldi_files.words_text(word_ids))
    (folder / "phones.txt").write_text(kaldi_files.phones_text())
    (folder / "phones" / "word_boundary.int").write_text(kaldi_files.word_boundary_text())
    return pronounced


def pronunciations(word_ids: dict[str, int]) -> Graph:
    """HCL: transitions in, words out."""
    lexicon, disambiguation = lexicon_graph(word_ids)
    return expanded(determinised(lexicon, disambiguation)).arcsort("olabel")


def _write_lookahead(pronounced: Graph, numbers: dict[str, int], out: Path) -> dict[str, int]:
    """Writes HCL and tells the words' new numbers: lookahead wants reachable ones side by side."""
    pairs = out.with_suffix(".pairs")
    _convert(pronounced, LOOKAHEAD, out, f"--save_relabel_opairs={pairs}")
    renumbered = dict(tuple(map(int, line.split())) for line in pairs.read_text().splitlines())
    pairs.unlink()
    return {word: renumbered[number] for word, number in numbers.items()}


def _convert(graph: Graph, form: str, out: Path, *options: str) -> None:
    """Writes a graph in a form that pynini does not know but Debian's fstconvert does."""
    plain = out.with_suffix(".plain")
    graph.write(str(plain))
    command = ["fstconvert", f"--fst_type={form}", *options, str(plain), str(out)]
    # fstconvert looks for a plugin named after the form; Debian packs it under a library's name.
    environment = {**os.environ, "LD_PRELOAD": _plugin("libfstlookahead")}
    subprocess.run(command, check=True, env=environment)
    plain.unlink()


def _plugin(name: str) -> str:
    found = sorted(LIBRARIES.glob(f"*/{name}.so.*"))
    if not found:
        raise SourceMissing(f"No {name} below {LIBRARIES}. Install Debian's libfst-tools.")
    return str(found[-1])


def grammar(model: BackoffModel, word_ids: dict[str, int]) -> Graph:
    """G: a state for each history, and an arc that costs the back-off to each shorter one."""
    graph = pynini.Fst()
    histories = _histories(model)
    states = {history: graph.add_state() for history in sorted(histories)}
    graph.set_start(states[(BEGIN,)])
    for gram, probability in model.probabilities.items():
        state, word = states[gram[:-1]], gram[-1]
        if word == END:
            graph.set_final(state, cost(probability))
        else:
            number, target = word_ids[word], states[_longest(gram[-2:], histories)]
            graph.add_arc(state, pynini.Arc(number, number, cost(probability), target))
    for history, state in states.items():
        if history:
            backoff = model.backoffs.get(history, 1.0)
            graph.add_arc(state, pynini.Arc(0, 0, cost(backoff), states[history[1:]]))
    return graph.arcsort("ilabel")


def _histories(model: BackoffModel) -> set[History]:
    """Every history that is asked for, and the end of each: what it backs off to."""
    asked = {gram[:-1] for gram in model.probabilities} | {(BEGIN,)}
    return {history[start:] for history in asked for start in range(len(history) + 1)}


def _longest(history: History, histories: set[History]) -> History:
    while history not in histories:
        history = history[1:]
    return history


def cost(probability: float) -> float:
    return -math.log(max(probability, 1e-12))


def lexicon_graph(word_ids: dict[str, int]) -> tuple[Graph, list[int]]:
    """L, with an optional silence after each word, and its disambiguation symbols."""
    graph = pynini.Fst()
    start, loop, silence, quiet = (graph.add_state() for _ in range(4))
    graph.set_start(start).set_final(loop, 0)
    speak, rest = cost(1 - SILENCE_CHANCE), cost(SILENCE_CHANCE)
    graph.add_arc(start, pynini.Arc(0, 0, speak, loop))
    graph.add_arc(start, pynini.Arc(0, 0, rest, silence))
    first_free = len(PHONE_IDS) + 1
    entries = list(lexicon_entries(list(word_ids), first_free))
    last_used = max(first_free, *(phones[-1] for _, phones in entries))
    for word, phones in entries:
        state, output = loop, word_ids[word]
        for phone in phones[:-1]:
            following = graph.add_state()
            graph.add_arc(state, pynini.Arc(phone, output, 0, following))
            state, output = following, 0
        graph.add_arc(state, pynini.Arc(phones[-1], output, speak, loop))
        graph.add_arc(state, pynini.Arc(phones[-1], output, rest, silence))
    graph.add_arc(silence, pynini.Arc(PHONE_IDS[SILENCE], 0, 0, quiet))
    graph.add_arc(quiet, pynini.Arc(last_used + 1, 0, 0, loop))
    return graph, list(range(first_free, last_used + 2))


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


def determinised(lexicon: Graph, disambiguation: list[int]) -> Graph:
    """min(det(L)) without its disambiguation symbols."""
    graph = pynini.determinize(lexicon)
    encoder = pynini.EncodeMapper("standard", encode_labels=True)
    graph.encode(encoder).minimize().decode(encoder)
    return graph.relabel_pairs(ipairs=[(symbol, 0) for symbol in disambiguation])
