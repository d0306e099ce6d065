"""What to say of a reply to the interviewer: what was good in it, and the one thing to mend."""

from typing import Final

from voicecoach.assessment import Assessment, Mood, Reply
from voicecoach.coaching.notes import advice_text, words_at
from voicecoach.coaching.reply import WITHOUT_ANSWER, is_graceful
from voicecoach.coaching.wording import quoted
from voicecoach.packs.pack import Pack, ReplyPatterns, ReplyTrait

GOOD: Final = (ReplyTrait.ACKNOWLEDGED, ReplyTrait.CONCRETE)
FAULTS: Final = (ReplyTrait.PUSHED, ReplyTrait.ARGUED, ReplyTrait.APOLOGISED)
"""The gravest first: who pushes gets no answer, who argues makes the doubt a quarrel."""

MEETS_A_WORRY: Final = (Mood.RESERVED, Mood.WORRY)
"""Here a good reply takes the point up and meets it."""


def reply_praise(reply: Reply, pack: Pack) -> list[str]:
    """What was good, each as what "you" did."""
    praised = [_patterns(trait, pack).name for trait in GOOD if reply.has(trait)]
    if reply.reaction.mood in WITHOUT_ANSWER and is_graceful(reply):
        praised.append("took it with grace")
    return praised


def reply_mend(assessment: Assessment, reply: Reply, pack: Pack) -> list[str]:
    """The gravest fault with its words, else what the reply lacked; nothing when it was good."""
    for trait in FAULTS:
        for finding in reply.findings:
            if finding.label == trait:
                said = quoted(words_at(finding, assessment))
                return [f"To their answer you said {said}.", _patterns(trait, pack).advice]
    if reply.reaction.mood in MEETS_A_WORRY:
        for trait in GOOD:
            if not reply.has(trait):
                return [_patterns(trait, pack).advice]
    return [] if reply.came_back else [advice_text("come_back", pack)]


def _patterns(trait: ReplyTrait, pack: Pack) -> ReplyPatterns:
    """A pack may leave a trait out; then nothing is said of it."""
    traits = (one for one in pack.reply_traits if one.id == trait)
    return next(traits, ReplyPatterns(id=trait, name="", patterns=()))
