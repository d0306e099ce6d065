"""The strong version: the learner's good words kept, what was missing put in, nothing spoilt."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from voicecoach.assessment import Assessment
from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.heard_turn import hear_sentences
from voicecoach.coaching.known_words import KnownWords
from voicecoach.coaching.matching import most_like
from voicecoach.coaching.moves import find_moves, missing_core
from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.own_words import clauses_said, good_words
from voicecoach.coaching.pitfalls import find_pitfalls
from voicecoach.coaching.template import slots_in
from voicecoach.coaching.wording import MARKS, filled, slot_values, without_fillers
from voicecoach.learner import Learner
from voicecoach.packs.pack import CorePart, Pack

FEWEST_WORDS: Final = 30
MOST_WORDS: Final = 90
"""About fifteen to forty seconds aloud."""

OPENING_MOVES: Final = ("thanks", "value_summary", "interest")
"""Statements come before questions: what is asked last is left standing."""

LAST_MOVES: Final = ("next_steps",)

NEAR_RATIO: Final = 0.6
"""A sentence of the pack so much like what was said reads as the learner's own, mended: heard with
slips, "the profile the candidate for which are looking" is 0.65 like the sentence that was said;
other wordings of a move are 0.5 and below."""

_SLOTS: Final = re.compile(r"\{([a-z_]+)\}")


def compose_closer(assessment: Assessment, pack: Pack, learner: Learner) -> str:
    """A closing with the whole core and no pitfall, as near to the learner's own as can be.

    It is heard by our own matcher before it is given out; what does not pass is replaced by the
    pack's own sentences. A typed closing that is strong already is given back as it is.
    """
    already = _strong_already(assessment, pack)
    if already:
        return already
    own = good_words(assessment, pack)
    made = clauses_said(assessment)
    unlike = dict.fromkeys(made, "")
    for keep, said in ((own, made), (_without_longest(own), made), ({}, made), ({}, unlike)):
        closer = _composed(keep, said, learner, pack)
        if _is_strong(closer, frozenset(keep.values()), pack):
            return " ".join(closer)
    # What the learner told of themselves may be a pitfall: then without it.
    return " ".join(_composed({}, {}, Learner(), pack))


def _strong_already(assessment: Assessment, pack: Pack) -> str:
    """The learner's own text without "um", when it was typed and nothing is to be mended."""
    is_spoken = any(turn.is_spoken for turn in assessment.turns)
    is_spoiled = (
        assessment.pitfalls
        or assessment.weak_ending
        or assessment.after_question
        or assessment.reply  # said to an answer, which a closer has none of
    )
    if is_spoken or is_spoiled or not assessment.has_whole_core:
        return ""
    words = without_fillers([word.text for turn in assessment.turns for word in turn.words])
    text = " ".join(words)
    text = text[:1].upper() + text[1:]
    return text if _is_strong((text,), frozenset((text,)), pack) else ""


def _composed(
    own: Mapping[str, str], made: Mapping[str, str], learner: Learner, pack: Pack
) -> tuple[str, ...]:
    """Own sentences and the pack's, in speaking order, of a length to be said.

    ``made`` is the clause of each move that was made.
    """
    wanted = _wanted(frozenset(made), own, pack)
    sentences = _sentences(wanted, own, made, learner, pack)
    core = {label for part in pack.core for label in part.labels}
    for label in ("follow_up", "value_summary", "thanks"):
        if _length(sentences) > MOST_WORDS and label not in core:
            sentences.pop(label, None)
    if _length(sentences) < FEWEST_WORDS and "follow_up" in pack.closers:
        wanted = _wanted(frozenset(made) | {"follow_up"}, own, pack)
        sentences = _sentences(wanted, own, made, learner, pack)
    return tuple(dict.fromkeys(sentences[label] for label in wanted if label in sentences))


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
    order = (*opening, *middle, *(label for label in LAST_MOVES if label in known))
    # A sentence that makes two moves stands where its last move belongs.
    return tuple(
        label
        for place, label in enumerate(order)
        if label not in own or own[label] not in [own.get(later) for later in order[place + 1 :]]
    )


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
    made: Mapping[str, str],
    learner: Learner,
    pack: Pack,
) -> dict[str, str]:
    """A sentence for every wanted move: the learner's own, else one of the pack's.

    The one that is near to what was said; else those that use what the learner told of themselves
    come first. A move that was missed gets another wording than one that was made unclearly, so
    closings that miss different moves get different closers. A move whose sentences all lack a fact
    is left out.
    """
    values = slot_values(learner, pack)
    found: dict[str, str] = {}
    for label in wanted:
        if label in own:
            found[label] = own[label]
            continue
        near = _nearest(made.get(label, ""), label, values, pack)
        if near:
            found[label] = near
            continue
        templates = pack.closers.get(label) or (_polished(label, pack),)
        usable = [one for one in templates if one and filled(one, values) is not None]
        usable.sort(key=lambda one: -sum(n not in pack.slot_defaults for n in _SLOTS.findall(one)))
        if usable:
            template = usable[1 % len(usable) if label in made else 0]
            found[label] = filled(template, values) or template
    return found


def _nearest(said: str, label: str, values: Mapping[str, str], pack: Pack) -> str:
    """The pack's sentence that is most like what was said; empty when none is near."""
    if not said:
        return ""
    templates = pack.closers.get(label, ())
    known = (
        *((text, _bare(text)) for one in templates if (text := filled(one, values))),
        *_examples(label, pack),
    )
    place = most_like(said, [bare for _, bare in known], NEAR_RATIO)
    return "" if place is None else known[place][0]


@lru_cache(maxsize=256)
def _examples(label: str, pack: Pack) -> tuple[tuple[str, str], ...]:
    """The promised examples of a move that need no slot filled, as written and without marks."""
    return tuple((text, _bare(text)) for text in pack.entry(label).hears if not slots_in(text))


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    """The words alone, as they would be heard."""
    return " ".join(word.strip(MARKS) for word in text.lower().split())


def _polished(label: str, pack: Pack) -> str:
    entry = pack.entry(label)
    polished: str = getattr(entry, "polished", "")
    return polished or (entry.hears[0] if entry.hears else "")


def _length(sentences: Mapping[str, str]) -> int:
    return sum(len(text.split()) for text in dict.fromkeys(sentences.values()))


@lru_cache(maxsize=256)  # where nothing is kept of the learner's own, the same is composed again
def _is_strong(closer: tuple[str, ...], own: frozenset[str], pack: Pack) -> bool:
    """Heard by our own ears: the whole core, no pitfall, and no longer than it should be.

    ``closer`` has its sentences, of which ``own`` are the learner's: no other closer has those.
    """
    if sum(len(sentence.split()) for sentence in closer) > MOST_WORDS:
        return False
    listener = listener_for(pack)
    known = {one: _known_words(one, pack) for one in closer if one not in own}
    turn = hear_sentences(closer, listener, _deciding(pack), known)
    pitfalls = find_pitfalls([turn], pack)
    moves = find_moves([turn], pitfalls, pack)
    return not pitfalls and not missing_core(frozenset(move.label for move in moves), pack)


@lru_cache(maxsize=4)
def _deciding(pack: Pack) -> frozenset[str]:
    """The labels by which a closing is strong or not."""
    pitfalls = (pitfall.id for pitfall in pack.pitfalls)
    return frozenset(chain(pitfalls, *(part.labels for part in pack.core)))


@lru_cache(maxsize=256)
def _known_words(sentence: str, pack: Pack) -> KnownWords:
    """What is heard in a sentence of the pack, in whatever closer it stands."""
    return listener_for(pack).known(tokens_from(sentence.split()))
