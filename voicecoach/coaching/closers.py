"""The strong version: the learner's good words kept, what was missing put in, nothing spoilt."""

from collections.abc import Mapping, Sequence
from typing import Final

from voicecoach.assessment import Assessment
from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.heard_turn import hear_turn
from voicecoach.coaching.moves import find_moves, missing_core
from voicecoach.coaching.own_words import good_words
from voicecoach.coaching.pitfalls import find_pitfalls
from voicecoach.coaching.wording import filled, slot_values
from voicecoach.learner import Learner
from voicecoach.packs.pack import CorePart, Pack

FEWEST_WORDS: Final = 40
MOST_WORDS: Final = 90
"""About twenty to forty seconds aloud."""

OPENING_MOVES: Final = ("thanks", "value_summary", "interest")
"""Statements come before questions: what is asked last is left standing."""

LAST_MOVES: Final = ("next_steps",)


def compose_closer(assessment: Assessment, pack: Pack, learner: Learner) -> str:
    """A closing with the whole core and no pitfall, as near to the learner's own as can be.

    It is heard by our own matcher before it is given out; what does not pass is replaced by the
    pack's own sentences.
    """
    values = slot_values(learner, pack)
    own = good_words(assessment, pack)
    made = frozenset(move.label for move in assessment.moves)
    wanted = _wanted(made, own, pack)
    for keep in (own, _without_longest(own), {}):
        sentences = _sentences(wanted, keep, made, values, pack)
        closer = _fitted(sentences, wanted, pack)
        if _is_strong(closer, pack):
            return closer
    return " ".join(
        _sentences(_wanted(frozenset(), {}, pack), {}, frozenset(), values, pack).values()
    )


def _wanted(made: frozenset[str], own: Mapping[str, str], pack: Pack) -> tuple[str, ...]:
    """The moves of the closer in speaking order: the core, what was made, and a thank-you."""
    core = {_choice_of(part, made, own, pack) for part in pack.core}
    labels = {label for label in made if label in pack.closers or label in own} | core
    labels |= {label for label in OPENING_MOVES if label in pack.closers}
    known = [move.id for move in pack.moves if move.id in labels]
    opening = [label for label in OPENING_MOVES if label in known]
    middle = [label for label in known if label not in (*OPENING_MOVES, *LAST_MOVES)]
    # An offer is a statement: it belongs before the questions.
    middle.sort(key=lambda label: label != "follow_up")
    return (*opening, *middle, *(label for label in LAST_MOVES if label in known))


def _choice_of(part: CorePart, made: frozenset[str], own: Mapping[str, str], pack: Pack) -> str:
    """The label that pays a core part: one said well, one said, or the first that has words."""
    for labels in (own, made, pack.closers):
        for label in part.labels:
            if label in labels:
                return label
    return part.labels[0]


def _without_longest(own: Mapping[str, str]) -> Mapping[str, str]:
    """The own words that are easiest to trust: the longest is most often two sentences in one."""
    longest = max(own, key=lambda label: len(own[label]), default=None)
    return {label: text for label, text in own.items() if label != longest}


def _sentences(
    wanted: Sequence[str],
    own: Mapping[str, str],
    made: frozenset[str],
    values: Mapping[str, str],
    pack: Pack,
) -> dict[str, str]:
    """A sentence for every wanted move: the learner's own, else one of the pack's.

    A move that was missed gets another wording than one that was made unclearly, so closings that
    miss different moves get different closers.
    """
    found: dict[str, str] = {}
    for label in wanted:
        if label in own:
            found[label] = own[label]
            continue
        offered = [text for one in pack.closers.get(label, ()) if (text := filled(one, values))]
        if not offered and label in {move.id for move in pack.moves}:
            offered = [t for t in (filled(_polished(label, pack), values),) if t]
        if offered:
            found[label] = offered[1 % len(offered) if label in made else 0]
    return found


def _polished(label: str, pack: Pack) -> str:
    entry = pack.entry(label)
    polished: str = getattr(entry, "polished", "")
    return polished or (entry.hears[0] if entry.hears else "")


def _fitted(sentences: Mapping[str, str], wanted: Sequence[str], pack: Pack) -> str:
    """All sentences in order; extras are left out while it is too long."""
    core = {label for part in pack.core for label in part.labels}
    chosen = dict(sentences)
    for label in ("follow_up", "value_summary", "thanks"):
        if _length(chosen) > MOST_WORDS and label not in core:
            chosen.pop(label, None)
    return " ".join(chosen[label] for label in wanted if label in chosen)


def _length(sentences: Mapping[str, str]) -> int:
    return sum(len(text.split()) for text in sentences.values())


def _is_strong(closer: str, pack: Pack) -> bool:
    """Heard by our own ears: the whole core, no pitfall, and no longer than it should be."""
    if len(closer.split()) > MOST_WORDS:
        return False
    turn = hear_turn(0, closer.split(), listener_for(pack))
    pitfalls = find_pitfalls([turn], pack)
    moves = find_moves([turn], pitfalls, pack)
    return not pitfalls and not missing_core(frozenset(move.label for move in moves), pack)
