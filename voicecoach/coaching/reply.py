"""How the learner takes what the interviewer answers: a worry, no answer, no time."""

from collections.abc import Iterator, Sequence
from typing import Final

from voicecoach.assessment import (
    Finding,
    Mood,
    MoveFinding,
    PitfallFinding,
    Reaction,
    Reply,
    ReplyFinding,
)
from voicecoach.coaching.evidence import reply_listener_for
from voicecoach.coaching.heard_turn import HeardTurn, best_cases, finding_fields, hear_turn
from voicecoach.packs.pack import Pack, ReplyTrait

TRAIT_FLOOR_RATIO: Final = 0.8
"""One clean pattern is enough."""

SHOWN_BY: Final = {
    "value_summary": ReplyTrait.CONCRETE,
    "self_deprecation": ReplyTrait.APOLOGISED,
    "asks_outright": ReplyTrait.PUSHED,
    "presses_time": ReplyTrait.PUSHED,
    "pressure": ReplyTrait.PUSHED,
}
"""Moves and pitfalls that show a trait when they are made in the reply."""

WITHOUT_ANSWER: Final = (Mood.EVASIVE, Mood.INTERRUPTION)
"""Here it is grace that counts: there is no worry to meet."""


def find_reply(
    last: HeardTurn,
    reaction: Reaction,
    moves: Sequence[MoveFinding],
    pitfalls: Sequence[PitfallFinding],
    pack: Pack,
) -> Reply:
    """What the last turn does with the reaction before it."""
    turn = hear_turn(last.number, last.words, reply_listener_for(pack))
    labels = tuple(trait.id for trait in pack.reply_traits)
    cases = best_cases([turn], labels, pack, TRAIT_FLOOR_RATIO)
    found = {case.label: ReplyFinding(**finding_fields(turn, case)) for turn, case in cases}
    for trait in _shown((*moves, *pitfalls), last.number):
        found.setdefault(trait.label, trait)
    asked = set(pack.core[0].labels) if pack.core else set()
    core = {label for part in pack.core for label in part.labels} - asked
    return Reply(
        reaction=reaction,
        turn=last.number,
        findings=tuple(sorted(found.values(), key=lambda one: (one.start_word, one.label))),
        came_back=any(move.turn == last.number and move.label in core for move in moves),
    )


def is_graceful(reply: Reply) -> bool:
    """The refusal, or the hurry, was taken without pushing or arguing."""
    return not (reply.has(ReplyTrait.PUSHED) or reply.has(ReplyTrait.ARGUED))


def _shown(findings: Sequence[Finding], turn: int) -> Iterator[ReplyFinding]:
    for finding in findings:
        if finding.turn == turn and finding.label in SHOWN_BY:
            yield ReplyFinding(
                label=SHOWN_BY[finding.label],
                turn=finding.turn,
                start_word=finding.start_word,
                end_word=finding.end_word,
                quote=finding.quote,
                pattern=finding.pattern,
                similarity_ratio=finding.similarity_ratio,
                probability_ratio=finding.probability_ratio,
            )
