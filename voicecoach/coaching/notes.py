"""What there is no breath for after an attempt: notes, shown and never spoken."""

from collections.abc import Iterator, Sequence

from voicecoach.assessment import Assessment, Finding, PitfallFinding, Span
from voicecoach.coaching.delivery import Remark, find_remarks
from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.wording import joined, lowered, quoted
from voicecoach.packs.pack import Pack, Pitfall


def notes_on(
    assessment: Assessment, pack: Pack, *, told: Sequence[str], tip_label: str, floor_ratio: float
) -> tuple[str, ...]:
    """Everything found that the sentences told do not say, each once.

    ``tip_label`` is the label they are about; a pitfall below ``floor_ratio`` is only asked.
    """
    notes = _notes(assessment, pack, tip_label, floor_ratio)
    return tuple(dict.fromkeys(note for note in notes if note and note not in told))


def _notes(assessment: Assessment, pack: Pack, tip_label: str, floor_ratio: float) -> Iterator[str]:
    for finding in assessment.pitfalls:
        if finding.label != tip_label:
            yield _pitfall_note(finding, assessment, pack, floor_ratio)
    titles = {part.id: part.title for part in pack.core}
    if assessment.pitfalls and assessment.missing_core:
        yield f"Still to come: {joined([titles[id_] for id_ in assessment.missing_core])}."
    for one in (*assessment.moves, *assessment.pitfalls):
        yield _contested_note(one, pack)
    # A whole, clean close is told its ending aloud: the weak one before the added one.
    is_clean = assessment.has_whole_core and not assessment.pitfalls
    if assessment.weak_ending is not None and not is_clean:
        yield " ".join(weak_ending_sentences(assessment.weak_ending, pack))
    is_told = is_clean and assessment.weak_ending is None
    if assessment.after_question is not None and not is_told:
        yield " ".join(after_question_sentences(assessment.after_question, pack))
    for remark in remarks_on(assessment):
        yield remark_sentence(remark, pack)


def _pitfall_note(
    finding: PitfallFinding, assessment: Assessment, pack: Pack, floor_ratio: float
) -> str:
    entry = pack.entry(finding.label)
    if not isinstance(entry, Pitfall) or not entry.why:
        return ""
    quote = quoted(words_at(finding, assessment))
    if finding.probability_ratio < floor_ratio:
        return f"I may have heard {quote}. If so: {lowered(entry.instead)}"
    return f"{quote}: {lowered(entry.why)} {entry.instead}"


def _contested_note(finding: Finding, pack: Pack) -> str:
    """Who sees it otherwise, where that is about this form of it."""
    entry = pack.entry(finding.label)
    first = next((token.text for token in tokens_from(finding.quote.split())), "")
    is_meant = not entry.contested_openers or first in entry.contested_openers
    return entry.contested if is_meant else ""


def words_at(finding: Finding, assessment: Assessment) -> list[str]:
    """The words that show it, as said."""
    words = assessment.turns[finding.turn].words[finding.start_word : finding.end_word]
    return [word.text for word in words]


def weak_ending_sentences(ending: Span, pack: Pack) -> list[str]:
    """What was ended on, and how to end."""
    return [f"You ended on {quoted(ending.quote.split())}.", advice_text("weak_ending", pack)]


def after_question_sentences(added: Span, pack: Pack) -> list[str]:
    """What was put behind the question, and why not to."""
    quote = quoted(added.quote.split())
    return [f"After your question you added {quote}.", advice_text("after_question", pack)]


def remarks_on(assessment: Assessment) -> tuple[Remark, ...]:
    """What is worth saying about delivery; nothing when it was typed."""
    return find_remarks(assessment.delivery) if assessment.delivery else ()


def remark_sentence(remark: Remark, pack: Pack) -> str:
    """The pack's advice on a trait, with its number."""
    return advice_text(remark.trait, pack).replace("{value}", f"{remark.value:.0f}")


def advice_text(id_: str, pack: Pack) -> str:
    """The pack's text of that id; empty when it has none."""
    return next((one.text for one in pack.advice if one.id == id_), "")
