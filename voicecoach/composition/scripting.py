"""What will be said in a rehearsal: the pack's lines, and what the interviewer answers."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING, Final

from voicecoach.assessment import Mood
from voicecoach.composition.exercising import version_to_shadow
from voicecoach.session.script import Script
from voicecoach.settings import Interviewer

if TYPE_CHECKING:
    from voicecoach.assessment import Reaction
    from voicecoach.learner import Learner
    from voicecoach.packs.pack import Pack
    from voicecoach.parts import Journal
    from voicecoach.settings import PracticeSettings

MOODS: Final[dict[Interviewer, tuple[Mood, ...]]] = {
    Interviewer.WARM: (Mood.WARM,),
    Interviewer.RESERVED: (Mood.RESERVED, Mood.EVASIVE),
    Interviewer.TOUGH: (Mood.WORRY,),
    Interviewer.HURRIED: (Mood.INTERRUPTION,),
    Interviewer.RANDOM: tuple(Mood),
}


def make_script(
    pack: Pack, settings: PracticeSettings, learner: Learner, journal: Journal, *, is_first: bool
) -> Script:
    """The lines of a rehearsal with this pack; the first one explains itself."""
    call_words = learner.call_words(datetime.now())
    welcome: tuple[str, ...] = ()
    if settings.is_warm_up:
        welcome = (f"Let's warm up for the call {call_words}".strip() + ".",)
    elif is_first and pack.opening and not settings.audio:
        welcome = (pack.opening, "Say example to hear one first.")
    return Script(
        prompts=tuple(prompt.text for prompt in pack.prompts),
        example=pack.strong_version,
        weak_example=pack.weak_version,
        reactions=_reactions(pack, settings.interviewer),
        answered_moves=pack.answered_moves,
        core_count=len(pack.core),
        shadowing=version_to_shadow(pack, journal) if settings.is_warm_up else None,
        welcome=welcome,
        call_words=call_words,
    )


def _reactions(pack: Pack, interviewer: Interviewer | None) -> tuple[Reaction, ...]:
    """What this interviewer may answer, in any order: nobody should learn it by heart."""
    moods = MOODS[interviewer] if interviewer else ()
    reactions = [reaction for reaction in pack.reactions if reaction.mood in moods]
    random.shuffle(reactions)
    return tuple(reactions)
