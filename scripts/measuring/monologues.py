"""Which monologues are spoken: whole closings and unfinished ones, with silences put into them.

Half of them say the whole core, half still owe some of it; what a text says is what a person
labelled it with. A monologue with the whole core is mostly put together from several closings,
because few people say all of it at one go.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .closing_texts import STANDING, Closing, is_question, owed_after
from .pauses import Sentence, with_pauses
from .takes import Noise, TakePlan, Voice

NOISES: Final = (Noise.CLEAN, Noise.PINK, Noise.CLEAN, Noise.BABBLE)
MOST_WORDS: Final = 60
MOST_WORDS_ADDED: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Monologue:
    """A take to be, and what its closing owes at its end."""

    plan: TakePlan
    closing_ids: tuple[str, ...]
    is_core_whole: bool


class Texts:
    """Closings by what they are good for; each is used again only when all others were."""

    def __init__(self, closings: Iterable[Closing], chance: random.Random) -> None:
        order = sorted((one for one in closings if one.word_count <= MOST_WORDS), key=_by_id)
        chance.shuffle(order)
        self._chance = chance
        long = [one for one in order if len(one.sentences) > 1]
        self._whole = deque(one for one in long if not owed_after(one.moves))
        self._owing = deque(one for one in long if owed_after(one.moves))
        self._begun = deque(one for one in self._owing if _may_go_on(one))
        self._added = deque(
            one for one in order if _may_go_on(one) and one.word_count <= MOST_WORDS_ADDED
        )

    def whole(self) -> tuple[Closing, ...]:
        """A monologue that says the whole core."""
        if self._whole:
            return (self._whole.popleft(),)
        parts = [_next(self._begun, _any)]
        while owed := owed_after(_moves_of(parts)):
            parts.append(_next(self._added, lambda one: bool(owed[0] & one.moves)))
        self._chance.shuffle(parts)
        return tuple(parts)

    def owing(self) -> tuple[Closing, ...]:
        """A monologue that leaves some of the core owed."""
        return (_next(self._owing, _any),)

    def question(self) -> tuple[Closing, ...]:
        """A turn that ends with the question how one stands, for an interviewer who answers."""
        asked = _next(self._added, lambda one: bool(STANDING & one.moves) and _ends_asking(one))
        return (_next(self._begun, lambda one: not STANDING & one.moves), asked)


def plan_monologues(closings: Sequence[Closing], count: int, seed: int) -> list[Monologue]:
    """The takes of a closing: half whole, half owing; voices and noises in turn."""
    chance = random.Random(seed)
    texts = Texts(closings, chance)
    return [
        _planned(number, (texts.whole if number // 2 % 2 else texts.owing)(), chance)
        for number in range(count)
    ]


def plan_questions(closings: Sequence[Closing], count: int, seed: int) -> list[Monologue]:
    """The takes of a turn that an interviewer will answer: each ends with the question."""
    chance = random.Random(seed)
    texts = Texts(closings, chance)
    return [_planned(number, texts.question(), chance) for number in range(count)]


def _planned(number: int, parts: tuple[Closing, ...], chance: random.Random) -> Monologue:
    plan = TakePlan(
        id=f"take{number:04d}",
        voice=tuple(Voice)[number % 2],
        noise=NOISES[number // 4 % len(NOISES)],
        pieces=with_pauses(sentences_of(parts), chance),
    )
    return Monologue(
        plan=plan,
        closing_ids=tuple(part.id for part in parts),
        is_core_whole=not owed_after(_moves_of(parts)),
    )


def sentences_of(parts: Sequence[Closing]) -> list[Sentence]:
    """Every sentence, and whether the core is surely owed after it.

    In the closing that completes the core no label tells which sentence does, so there it counts
    as said from the beginning.
    """
    return [
        Sentence(text=text, is_core_owed=bool(owed_after(_moves_of(parts[: number + 1]))))
        for number, part in enumerate(parts)
        for text in part.sentences
    ]


def _moves_of(parts: Iterable[Closing]) -> frozenset[str]:
    return frozenset().union(*(part.moves for part in parts))


def _may_go_on(closing: Closing) -> bool:
    """A move may follow: no goodbye, and no pitfall that would make it strange."""
    return bool(closing.moves) and not closing.pitfalls and not closing.says_goodbye


def _ends_asking(closing: Closing) -> bool:
    return is_question(closing.sentences[-1])


def _next(waiting: deque[Closing], fits: Callable[[Closing], bool]) -> Closing:
    """The first that fits; it goes to the end of the row."""
    found = next(one for one in waiting if fits(one))
    waiting.remove(found)
    waiting.append(found)
    return found


def _any(_: Closing) -> bool:
    return True


def _by_id(closing: Closing) -> str:
    return closing.id
