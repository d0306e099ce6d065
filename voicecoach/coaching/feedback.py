"""An assessment becomes what the coach says: what was good, what to mend and why, and how.

Core before extras, a pitfall before a missing move, then at most one remark on delivery. It says
what was said and counted, never what the learner is.
"""

from collections.abc import Sequence
from typing import Final

from voicecoach.assessment import Assessment, Feedback, PitfallFinding
from voicecoach.coaching.closers import compose_closer
from voicecoach.coaching.delivery import Remark, find_remarks
from voicecoach.coaching.ending import QUESTION_MOVES
from voicecoach.coaching.wording import filled, joined, quoted, slot_values
from voicecoach.learner import Learner
from voicecoach.packs.pack import CorePart, Pack, Pitfall

TOLD_FLOOR_RATIO: Final = 0.8
"""Below, a pitfall is asked, not told: of those at 0.8 to 0.9 about one in four is wrong."""

MOST_SENTENCES: Final = 3
MOST_MOVES_PRAISED: Final = 3


def compose_feedback(
    assessment: Assessment,
    pack: Pack,
    learner: Learner,
    *,
    told_floor_ratio: float = TOLD_FLOOR_RATIO,
    is_answered: bool = False,
) -> Feedback:
    """What to say about an attempt, and the strong version of it.

    ``is_answered`` when an interviewer is to reply: then stopping after the question is praised.
    """
    praise = _praise(assessment, pack)
    mend, tip = _mend(assessment, pack, told_floor_ratio)
    if not mend:
        mend, tip = _polish(assessment, pack)
    if not mend and is_answered and _stopped_after_asking(assessment):
        mend = [_advice("asked_and_stopped", pack)]
    sentences = [sentence for sentence in (praise, *mend) if sentence]
    values = slot_values(learner, pack)
    told = [filled(sentence, values) or sentence for sentence in sentences[:MOST_SENTENCES]]
    return Feedback(
        sentences=tuple(told),
        model_closer=compose_closer(assessment, pack, learner),
        notes=tuple(note for note in _notes(assessment, pack, told) if note),
        tip_label=tip,
    )


def _praise(assessment: Assessment, pack: Pack) -> str:
    """Names the moves, the core first; empty when there was none."""
    made = [move.label for move in assessment.moves]
    in_core = [label for part in pack.core for label in part.labels if label in made]
    extras = [label for label in made if label not in in_core]
    named = (in_core or extras)[:MOST_MOVES_PRAISED]
    if not named:
        return ""
    said = f"You {joined([pack.entry(label).name for label in named])}."
    if pack.core and assessment.has_whole_core and not assessment.pitfalls:
        return f"{said[:-1]}: {_lower(_advice('whole', pack) or 'That is the whole close.')}"
    return said


def _mend(assessment: Assessment, pack: Pack, told_floor_ratio: float) -> tuple[list[str], str]:
    """The pitfall that is surest, else what the core lacks; with the label it is about."""
    if assessment.pitfalls:
        worst = max(
            assessment.pitfalls, key=lambda one: (one.probability_ratio, -one.turn, -one.start_word)
        )
        return _pitfall_sentences(worst, assessment, pack, told_floor_ratio), worst.label
    if assessment.missing_core:
        return _missing_sentences(assessment, pack)
    return [], ""


def _pitfall_sentences(
    finding: PitfallFinding, assessment: Assessment, pack: Pack, told_floor_ratio: float
) -> list[str]:
    pitfall = pack.entry(finding.label)
    assert isinstance(pitfall, Pitfall)
    words = assessment.turns[finding.turn].words[finding.start_word : finding.end_word]
    quote = quoted([word.text for word in words])
    if finding.probability_ratio < told_floor_ratio:
        return [f"I heard {quote}; is that right?", pitfall.why]
    return [f"You {pitfall.name}, with {quote}: {_lower(pitfall.why)}", pitfall.instead]


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
    elif entry.contested:
        sentences.append(entry.contested)
    return sentences, label


def _titles(parts: Sequence[CorePart]) -> str:
    return joined([part.title for part in parts])


def _polish(assessment: Assessment, pack: Pack) -> tuple[list[str], str]:
    """For a whole and clean close: how it ended, else one thing about delivery."""
    if assessment.after_question is not None:
        quote = quoted(assessment.after_question.quote.split())
        return [f"After your question you added {quote}.", _advice("after_question", pack)], ""
    if assessment.weak_ending is not None:
        quote = quoted(assessment.weak_ending.quote.split())
        return [f"You ended on {quote}.", _advice("weak_ending", pack)], ""
    remark = next(iter(_remarks(assessment)), None)
    return ([_remark_sentence(remark, pack)] if remark else []), ""


def _remarks(assessment: Assessment) -> tuple[Remark, ...]:
    return find_remarks(assessment.delivery) if assessment.delivery else ()


def _remark_sentence(remark: Remark, pack: Pack) -> str:
    return _advice(remark.trait, pack).replace("{value}", f"{remark.value:.0f}")


def _stopped_after_asking(assessment: Assessment) -> bool:
    """The attempt's last turn ends with its question."""
    last_turn = len(assessment.turns) - 1
    asked = [m for m in assessment.moves if m.turn == last_turn and m.label in QUESTION_MOVES]
    behind = assessment.delivery.words_after_last_question if assessment.delivery else 1
    return bool(asked) and behind == 0


def _notes(assessment: Assessment, pack: Pack, told: Sequence[str]) -> list[str]:
    """What there was no breath for: shown, never spoken."""
    notes = []
    spoken = " ".join(told)
    for finding in assessment.pitfalls:
        entry = pack.entry(finding.label)
        if isinstance(entry, Pitfall) and entry.why and entry.instead not in told:
            words = assessment.turns[finding.turn].words[finding.start_word : finding.end_word]
            notes.append(f"{quoted([w.text for w in words])}: {_lower(entry.why)} {entry.instead}")
    titles = {part.id: part.title for part in pack.core}
    if assessment.pitfalls and assessment.missing_core:
        notes.append(f"Still to come: {joined([titles[i] for i in assessment.missing_core])}.")
    for label in [one.label for one in (*assessment.moves, *assessment.pitfalls)]:
        contested = pack.entry(label).contested
        if contested and contested not in spoken:
            notes.append(contested)
    if assessment.weak_ending is not None and "You ended on" not in spoken:
        quote = quoted(assessment.weak_ending.quote.split())
        notes.append(f"You ended on {quote}. {_advice('weak_ending', pack)}")
    if assessment.after_question is not None and "you added" not in spoken:
        quote = quoted(assessment.after_question.quote.split())
        notes.append(f"After your question you added {quote}. {_advice('after_question', pack)}")
    remarks = (_remark_sentence(remark, pack) for remark in _remarks(assessment))
    notes.extend(sentence for sentence in remarks if sentence not in spoken)
    return list(dict.fromkeys(notes))


def _advice(id_: str, pack: Pack) -> str:
    return next((one.text for one in pack.advice if one.id == id_), "")


def _lower(sentence: str) -> str:
    """To go on after a colon; "I" stays."""
    keeps = sentence[:2] in ("I ", "I'")
    return sentence if keeps else sentence[:1].lower() + sentence[1:]
