"""Which commands are spoken, how they are wrapped, and which closings must not be taken for one."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from voicecoach.session.actions import Floor
from voicecoach.session.commands import WORDINGS, Command

from .closing_texts import Closing
from .takes import Piece, TakePlan, Voice

WITH_COMMAND_WORDS: Final = Path(__file__).parent / "texts" / "closings_with_command_words.txt"
LEAD_SECONDS: Final = (0.3, 1.0)
AFTER_SECONDS: Final = {Floor.CHOICE: 2.0, Floor.CLOSING: 5.0}
"""On the floor for a closing the ear is more patient, so more silence must follow."""

WRAPPINGS: Final = (
    "Um, {}.",
    "{}, please.",
    "Okay, {}.",
    "So, {}.",
    "Uh, {}, please.",
    "Coach, {}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTake:
    """A take, the floor it is heard on, and the command that it is, if it is one."""

    plan: TakePlan
    floor: Floor
    expected: Command | None
    is_wrapped: bool = False
    has_command_word: bool = False


def plan_commands(count: int, seed: int) -> list[CommandTake]:
    """Every wording by both voices as it is, and then wrapped, as often as there is room."""
    chance = random.Random(seed)
    plain = [(f"{wording.capitalize()}.", wording) for wording in WORDINGS]
    wrapped = [
        (_capital(WRAPPINGS[(number + turn) % len(WRAPPINGS)].format(wording)), wording)
        for turn in range(len(WRAPPINGS))
        for number, wording in enumerate(chance.sample(list(WORDINGS), len(WORDINGS)))
    ]
    texts = [(text, wording, voice) for text, wording in plain for voice in Voice]
    texts += [
        (text, wording, tuple(Voice)[number // len(WRAPPINGS) % 2])
        for number, (text, wording) in enumerate(dict(wrapped).items())
    ]
    return [
        CommandTake(
            plan=_plan(f"command{number:03d}", text, voice, chance, Floor.CHOICE),
            floor=Floor.CHOICE,
            expected=WORDINGS[wording],
            is_wrapped=number >= len(plain) * len(Voice),
        )
        for number, (text, wording, voice) in enumerate(texts[:count])
    ]


def plan_closings(closings: Sequence[Closing], count: int, seed: int) -> list[CommandTake]:
    """Single sentences: half with a word of a command in them, half without."""
    chance = random.Random(seed)
    without = sorted(
        one.text for one in closings if len(one.sentences) == 1 and not holds_wording(one.text)
    )
    half = count // 2
    texts = [*_cycled(lines_with_command_words(), half), *chance.sample(without, count - half)]
    return [
        CommandTake(
            plan=_plan(
                f"closing{number:03d}", text, tuple(Voice)[number % 2], chance, Floor.CLOSING
            ),
            floor=Floor.CLOSING,
            expected=None,
            has_command_word=number < half,
        )
        for number, text in enumerate(texts)
    ]


def on_floor(floor: Floor, takes: Sequence[CommandTake]) -> list[CommandTake]:
    """The same takes on another floor, with as much silence after them as that needs."""
    return [
        replace(
            take,
            floor=floor,
            plan=replace(take.plan, id=f"{take.plan.id} too", after_seconds=AFTER_SECONDS[floor]),
        )
        for take in takes
    ]


def lines_with_command_words() -> list[str]:
    """Sentences that hold the wording of a command, and are none."""
    lines = WITH_COMMAND_WORDS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def holds_wording(text: str) -> bool:
    """The wording of a command stands somewhere in the text."""
    words = " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())
    return any(re.search(rf"\b{re.escape(wording)}\b", words) for wording in WORDINGS)


def _plan(name: str, text: str, voice: Voice, chance: random.Random, floor: Floor) -> TakePlan:
    return TakePlan(
        id=name,
        voice=voice,
        pieces=(Piece(text=text),),
        lead_seconds=round(chance.uniform(*LEAD_SECONDS), 2),
        after_seconds=AFTER_SECONDS[floor],
    )


def _cycled(lines: Sequence[str], count: int) -> list[str]:
    return [lines[number % len(lines)] for number in range(count)]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
