"""Utterances and a pack become an Assessment. Pure: the same words always give the same answer."""

from collections.abc import Iterable, Sequence
from typing import Final

from voicecoach.assessment import Assessment, MoveFinding, Reaction
from voicecoach.coaching.delivery import measure_delivery
from voicecoach.coaching.ending import QUESTION_MOVES, find_after_question, find_weak_ending
from voicecoach.coaching.evidence import listener_for
from voicecoach.coaching.heard_turn import hear_turn, hear_utterance
from voicecoach.coaching.moves import find_moves, missing_core
from voicecoach.coaching.pitfalls import find_pitfalls, without_answered
from voicecoach.coaching.reply import find_reply
from voicecoach.packs.pack import Pack
from voicecoach.transcript import Utterance

RESTING_WORDS: Final = 4
"""The tail of a move beyond its evidence ("… the next steps from here, then")."""


ASKED_WORDS: Final = 12
"""So much may stand behind the evidence of a question and still belong to it: of 1,285 written
questions 15 went on for longer. With more behind it something else is being said."""


def assess(
    turns: tuple[Utterance, ...],
    pack: Pack,
    reaction: Reaction | None = None,
    *,
    withdrawn: frozenset[str] = frozenset(),
) -> Assessment:
    """All that the pack's patterns find in the turns of one attempt.

    ``reaction`` is what the interviewer said before the last of them. ``withdrawn`` are pitfalls
    that the learner denies: their words are free for moves again.
    """
    listener = listener_for(pack)
    heard = [hear_utterance(number, turn, listener) for number, turn in enumerate(turns)]
    pitfalls = find_pitfalls(heard, pack, withdrawn)
    moves = find_moves(heard, pitfalls, pack)
    made = frozenset(move.label for move in moves)
    pitfalls = without_answered(pitfalls, made, pack)
    last = heard[-1] if heard else None
    asking = heard[-2:] if reaction else heard[-1:]
    spoilt = (find_after_question(turn, moves, pack) for turn in asking)
    questions = [f for f in moves if f.label in QUESTION_MOVES and f.turn == len(heard) - 1]
    return Assessment(
        turns=turns,
        moves=moves,
        pitfalls=pitfalls,
        missing_core=missing_core(made, pack),
        weak_ending=find_weak_ending(last, pack) if last else None,
        after_question=next(filter(None, spoilt), None),
        delivery=measure_delivery(
            turns, last_question_word=max((f.end_word for f in questions), default=None)
        ),
        reply=find_reply(last, reaction, pack) if last and reaction else None,
    )


def hear_moves(text: str, pack: Pack) -> tuple[MoveFinding, ...]:
    """The moves in a text that may still grow: quick, and words to come never take one back.

    Only whole patterns count: with those that may lack something "if you held me up next to your
    ideal" has asked already, and of 120 turns that an interviewer answers 7 were cut, not 5.
    """
    turn = hear_turn(0, text.split(), listener_for(pack), is_growing=True)
    return find_moves([turn], (), pack)


def rests_on_whole_core(text: str, moves: Sequence[MoveFinding], pack: Pack) -> bool:
    """Nothing is owed any more, and no other clause has begun behind the last move."""
    if not has_whole_core((move.label for move in moves), pack):
        return False
    return _words_behind(moves, text) <= RESTING_WORDS


def asks_last(text: str, moves: Sequence[MoveFinding], pack: Pack) -> bool:
    """The words end in a question that the interviewer answers, or little has followed it."""
    asked = [move for move in moves if move.label in pack.answered_moves]
    return bool(asked) and _words_behind(asked, text) <= ASKED_WORDS


def has_whole_core(labels: Iterable[str], pack: Pack) -> bool:
    """True once every core part is filled by one of the labels."""
    return not missing_core(frozenset(labels), pack)


def _words_behind(moves: Sequence[MoveFinding], text: str) -> int:
    """How many words of the text follow the last of the moves."""
    return len(text.split()) - max(move.end_word for move in moves)
