"""How the learner takes what the interviewer answers: a worry, no answer, no time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voicecoach.assessment import Finding, Mood, Reaction, Reply, ReplyFinding
from voicecoach.coaching.evidence import reply_listener_for
from voicecoach.coaching.heard_turn import HeardTurn, best_cases, finding_fields, hear_turn
from voicecoach.coaching.moves import find_moves
from voicecoach.coaching.pitfalls import find_pitfalls, without_answered
from voicecoach.packs.pack import Pack, ReplyTrait

TRAIT_FLOOR_RATIO: Final = 0.8
"""One clean pattern is enough."""

SHOWN_BY: Final = {
    "self_deprecation": ReplyTrait.APOLOGISED,
    "asks_outright": ReplyTrait.PUSHED,
    "presses_time": ReplyTrait.PUSHED,
    "pressure": ReplyTrait.PUSHED,
}
"""Moves and pitfalls that show a trait when they are made in the reply.

value_summary does not show "concrete": "I'm a fast learner" sums up what one brings, and answers a
worry with nothing that happened.
"""

WITHOUT_ANSWER: Final = (Mood.EVASIVE, Mood.INTERRUPTION)
"""Here it is grace that counts: there is no worry to meet."""

SHOWN_WITHOUT_ANSWER: Final = {**SHOWN_BY, "fit_question": ReplyTrait.PUSHED}
"""After a refusal, to ask once more how one fits is to push; after a worry it asks if it is met."""


def find_reply(last: HeardTurn, reaction: Reaction, pack: Pack) -> Reply:
    """What the last turn does with the reaction before it.

    Its moves and pitfalls are looked for in that turn alone: over the whole attempt each is told
    once, where it is clearest, and who asks about the next steps twice would not have come back.
    """
    turn = hear_turn(last.number, last.words, reply_listener_for(pack))
    labels = tuple(trait.id for trait in pack.reply_traits)
    cases = best_cases([turn], labels, pack, TRAIT_FLOOR_RATIO)
    found = {case.label: ReplyFinding(**finding_fields(turn, case)) for turn, case in cases}
    pitfalls = find_pitfalls([last], pack)
    moves = find_moves([last], pitfalls, pack)
    made = frozenset(move.label for move in moves)
    pitfalls = without_answered(pitfalls, made, pack)
    shown_by = SHOWN_WITHOUT_ANSWER if reaction.mood in WITHOUT_ANSWER else SHOWN_BY
    for trait in _shown((*moves, *pitfalls), shown_by):
        found.setdefault(trait.label, trait)
    core = {label for part in pack.core for label in part.labels} - pack.answered_moves
    return Reply(
        reaction=reaction,
        turn=last.number,
        findings=tuple(sorted(found.values(), key=lambda one: (one.start_word, one.label))),
        came_back=not core.isdisjoint(made),
    )


def is_graceful(reply: Reply) -> bool:
    """The refusal, or the hurry, was taken without pushing or arguing."""
    return not (reply.has(ReplyTrait.PUSHED) or reply.has(ReplyTrait.ARGUED))


def _shown(
    findings: Sequence[Finding], shown_by: Mapping[str, ReplyTrait]
) -> Iterator[ReplyFinding]:
    for finding in findings:
        if finding.label in shown_by:
            yield ReplyFinding(
                label=shown_by[finding.label],
                turn=finding.turn,
                start_word=finding.start_word,
                end_word=finding.end_word,
                quote=finding.quote,
                pattern=finding.pattern,
                similarity_ratio=finding.similarity_ratio,
                probability_ratio=finding.probability_ratio,
            )
