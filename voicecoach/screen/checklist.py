"""What a closing owes and what of it was heard: the rows that both screens show. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from voicecoach.assessment import Assessment, Feedback, Keepsake
from voicecoach.packs.pack import CorePart, ReplyTrait


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the screens know of a pack."""

    titles: Mapping[str, str]
    """What each label is called, moves and pitfalls alike, as what "you" did: "thanked them"."""

    core: tuple[CorePart, ...]

    def title(self, label: str) -> str:
        """What the label is called; a label without a title is its own."""
        return self.titles.get(label) or label.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the checklist."""

    title: str
    is_core: bool
    is_made: bool
    quote: str = ""
    """The words that made it, once the closing was assessed."""


def checklist(
    labels: Labels, *, heard: tuple[str, ...] = (), assessment: Assessment | None = None
) -> tuple[Row, ...]:
    """The core first, made or not; then the extras that were made: no other extra is owed.

    While the learner speaks, ``heard`` holds the labels that lit up; afterwards the assessment
    says it better.
    """
    quotes = dict.fromkeys(heard, "")
    if assessment is not None:
        quotes = {move.label: move.quote for move in assessment.moves}
    core_labels = {label for part in labels.core for label in part.labels}
    rows = [_core_row(labels, part, quotes) for part in labels.core]
    rows += [
        Row(title=labels.title(label), is_core=False, is_made=True, quote=quote)
        for label, quote in quotes.items()
        if label not in core_labels
    ]
    return tuple(rows)


def _core_row(labels: Labels, part: CorePart, quotes: Mapping[str, str]) -> Row:
    """A part that was made is called by what made it first, one that was not by what to do."""
    for label, quote in quotes.items():
        if label in part.labels:
            return Row(title=labels.title(label), is_core=True, is_made=True, quote=quote)
    return Row(title=part.title, is_core=True, is_made=False)


def faults(labels: Labels, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """What spoiled the closing, each as what "you" did and the words that show it."""
    for pitfall in assessment.pitfalls:
        yield labels.title(pitfall.label), pitfall.quote
    for finding in assessment.reply.findings if assessment.reply else ():
        if ReplyTrait(finding.label).is_fault:
            yield labels.title(finding.label), finding.quote
    if assessment.after_question is not None:
        yield "went on after your question", assessment.after_question.quote
    if assessment.weak_ending is not None:
        yield "ended weakly", assessment.weak_ending.quote


def findings_lines(labels: Labels, assessment: Assessment, feedback: Feedback) -> Iterator[str]:
    """All that was found, as lines that need no layout."""
    for row in checklist(labels, assessment=assessment):
        if row.is_made:
            yield f"You {row.title}: “{row.quote}”"
        else:
            yield f"Not heard: {row.title}"
    for finding in assessment.reply.findings if assessment.reply else ():
        if not ReplyTrait(finding.label).is_fault:
            yield f"You {labels.title(finding.label)}: “{finding.quote}”"
    for title, quote in faults(labels, assessment):
        yield f"Watch out: you {title}: “{quote}”"
    for note in feedback.notes:
        yield f"Note: {note}"


def keepsake_lines(keepsake: Keepsake) -> Iterator[str]:
    """What to take along, as lines that need no layout."""
    yield f"Your best version: {keepsake.version}"
    for line in keepsake.lines:
        yield f"Remember: {line}"
