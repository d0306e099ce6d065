"""An assessment becomes what the coach says: what was good, what to mend and why, and how.

Core before extras, a pitfall before a missing move, then at most one remark on delivery. It says
what was said and counted, never what the learner is.
"""

from collections.abc import Sequence
from typing import Final

from voicecoach.assessment import Assessment, Feedback, PitfallFinding
from voicecoach.coaching.closers import compose_closer
from voicecoach.coaching.delivery import words_behind
from voicecoach.coaching.ending import QUESTION_MOVES
from voicecoach.coaching.notes import (
    advice_text,
    after_question_sentences,
    notes_on,
    remark_sentence,
    remarks_on,
    weak_ending_sentences,
    words_at,
)
from voicecoach.coaching.reply_feedback import reply_mend, reply_praise
from voicecoach.coaching.wording import (
    MARKS,
    filled,
    is_question,
    joined,
    lowered,
    quoted,
    slot_values,
)
from voicecoach.learner import Learner
from voicecoach.packs.pack import CorePart, Gravity, Pack, Pitfall

TOLD_FLOOR_RATIO: Final = 0.88
"""Below, a pitfall is asked, not told: of those at 0.8 to 0.9 about one in four is wrong."""

FEWEST_WORDS: Final = 4
"""With fewer and nothing found, it was not an attempt."""

STOPPED_SECONDS: Final = 116.0
"""The ear ends a turn after 120 s; of those, up to 3 s may be a pause that no word ends."""

MOST_SENTENCES: Final = 3
MOST_MOVES_PRAISED: Final = 3


def compose_feedback(
    assessment: Assessment,
    pack: Pack,
    learner: Learner,
    *,
    told_floor_ratio: float = TOLD_FLOOR_RATIO,
) -> Feedback:
    """What to say about an attempt, and the strong version of it."""
    if _is_hollow(assessment):
        mend, tip = _hollow_sentences(assessment, pack)
    else:
        mend, tip = _mend(assessment, pack, told_floor_ratio)
    if not mend:
        mend, tip = _polish(assessment, pack)
    praise = _praise(assessment, pack, is_all=not mend)
    if not mend and _stopped_after_asking(assessment):
        mend = [advice_text("asked_and_stopped", pack)]
    stopped = advice_text("stopped", pack) if _was_stopped(assessment) else ""
    praise = praise if not (stopped and mend) else ""  # who was stopped is to be let speak soon
    sentences = [sentence for sentence in (stopped, praise, *mend) if sentence]
    values = slot_values(learner, pack)
    told = [filled(sentence, values) or sentence for sentence in sentences[:MOST_SENTENCES]]
    return Feedback(
        sentences=tuple(told),
        model_closer=compose_closer(assessment, pack, learner),
        notes=notes_on(assessment, pack, told=told, tip_label=tip, floor_ratio=told_floor_ratio),
        tip_label=tip,
    )


def _was_stopped(assessment: Assessment) -> bool:
    """The last turn was ended while it went on: then say so, before anything else."""
    words = assessment.turns[-1].words if assessment.turns else ()
    is_spoken = bool(words) and assessment.turns[-1].is_spoken
    return is_spoken and words[-1].end_seconds - words[0].start_seconds >= STOPPED_SECONDS


def _is_hollow(assessment: Assessment) -> bool:
    """Next to nothing was said, and nothing was found in it."""
    count = sum(len(turn.words) for turn in assessment.turns)
    return count < FEWEST_WORDS and not (assessment.moves or assessment.pitfalls)


def _hollow_sentences(assessment: Assessment, pack: Pack) -> tuple[list[str], str]:
    """What little was heard, and what a close is."""
    heard = " ".join(turn.text for turn in assessment.turns).strip(MARKS)
    only = f"I only heard “{heard}”." if heard else "I heard no words."
    again = f"Try the close again: {_titles(pack.core)}." if pack.core else "Try the close again."
    return [only, again], pack.core[0].labels[0] if pack.core else ""


def _praise(assessment: Assessment, pack: Pack, *, is_all: bool) -> str:
    """Names the moves, the core first; empty when there was none.

    ``is_all`` when nothing is to be mended after it.
    """
    made = [move.label for move in assessment.moves]
    in_core = [label for part in pack.core for label in part.labels if label in made]
    extras = [label for label in made if label not in in_core]
    replied = reply_praise(assessment.reply, pack) if assessment.reply else []
    named = [*(pack.entry(label).name for label in in_core or extras), *replied]
    if not named:
        return ""
    said = f"ou {joined(named[-MOST_MOVES_PRAISED:] if replied else named[:MOST_MOVES_PRAISED])}"
    is_whole = pack.core and assessment.has_whole_core and not assessment.pitfalls
    whole = advice_text("whole", pack) or "That is the whole close."
    if is_all:
        return f"Y{said}: {lowered(whole)}" if is_whole else f"Y{said}."
    return f"Good: y{said}. {whole}" if is_whole else f"Good: y{said}."


def _mend(assessment: Assessment, pack: Pack, told_floor_ratio: float) -> tuple[list[str], str]:
    """The gravest of the sure pitfalls, else what the core lacks; with the label it is about."""
    if assessment.pitfalls:
        worst = max(
            assessment.pitfalls,
            key=lambda one: (
                one.probability_ratio >= told_floor_ratio,
                _gravity(one, pack) if one.probability_ratio >= told_floor_ratio else 0,
                # Between equals, what was said first: it is the one they remember saying.
                round(one.probability_ratio, 1),
                -one.turn,
                -one.start_word,
            ),
        )
        return _pitfall_sentences(worst, assessment, pack, told_floor_ratio), worst.label
    mended = reply_mend(assessment, assessment.reply, pack) if assessment.reply else []
    if any(mended):
        return mended, ""
    if assessment.missing_core:
        return _missing_sentences(assessment, pack)
    return [], ""


def _gravity(finding: PitfallFinding, pack: Pack) -> int:
    """Its place among the gravities, the lightest first."""
    pitfall = pack.entry(finding.label)
    return list(Gravity).index(Gravity(pitfall.gravity)) if isinstance(pitfall, Pitfall) else 0


def _pitfall_sentences(
    finding: PitfallFinding, assessment: Assessment, pack: Pack, told_floor_ratio: float
) -> list[str]:
    pitfall = pack.entry(finding.label)
    assert isinstance(pitfall, Pitfall)
    words = words_at(finding, assessment)
    if finding.probability_ratio < told_floor_ratio:
        asked = f"I heard {quoted(words)}; is that right?"
        return [asked, f"If so: {lowered(pitfall.instead)}"] if pitfall.instead else [asked]
    verb = "asked" if is_question(words) else "said"
    why = lowered(pitfall.why) or "that spoils a close."
    return [f"You {verb} {quoted(words)}: {why}", pitfall.instead]


def _missing_sentences(assessment: Assessment, pack: Pack) -> tuple[list[str], str]:
    """What to add to the close; the first missing part in full."""
    parts = {part.id: part for part in pack.core}
    missing = [parts[id_] for id_ in assessment.missing_core]
    first = missing[0]
    label = first.labels[0]
    entry = pack.entry(label)
    how = str(getattr(entry, "missing", "")) or f"Next time, {first.title}."
    sentences = [how]
    if len(missing) > 1:
        rest = joined([part.title for part in missing[1:]])
        sentences = (
            [f"Still to come: {_titles(missing)}.", how]
            if len(missing) == len(pack.core)
            else [
                how,
                f"Then {rest}.",
            ]
        )
    return sentences, label


def _titles(parts: Sequence[CorePart]) -> str:
    return joined([part.title for part in parts])


def _polish(assessment: Assessment, pack: Pack) -> tuple[list[str], str]:
    """For a whole and clean close: how it ended, else one thing about delivery."""
    if assessment.weak_ending is not None:
        return weak_ending_sentences(assessment.weak_ending, pack), ""
    if assessment.after_question is not None:
        return after_question_sentences(assessment.after_question, pack), ""
    remark = next(iter(remarks_on(assessment)), None)
    return ([remark_sentence(remark, pack)] if remark else []), ""


def _stopped_after_asking(assessment: Assessment) -> bool:
    """The interviewer was asked, and the learner was silent until they answered."""
    if assessment.reply is None or len(assessment.turns) < 2:
        return False
    number = len(assessment.turns) - 2
    asked = [m.end_word for m in assessment.moves if m.turn == number and m.label in QUESTION_MOVES]
    return bool(asked) and words_behind(assessment.turns[number].words, max(asked)) == 0
