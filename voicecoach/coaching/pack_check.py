"""Does a pack hear what it promises, ignore what it promises, and keep its labels apart?"""

from collections import defaultdict

from voicecoach.coaching.coach import assess
from voicecoach.coaching.drills import check_drill, drill_for
from voicecoach.coaching.evidence import Kind, listener_for, reply_listener_for
from voicecoach.coaching.normalize import tokens_from
from voicecoach.learner import Learner
from voicecoach.packs.pack import LabelPatterns, Pack
from voicecoach.transcript import Utterance


def check_pack(pack: Pack) -> list[str]:
    """Every broken promise, one line each, with the pattern to look at."""
    problems: list[str] = []
    for entry in (*pack.moves, *pack.pitfalls):
        if not entry.hears:
            problems.append(f"{entry.id}: it has no hears, so nothing proves its patterns")
        problems.extend(_missed(entry, pack))
        problems.extend(_hit(entry, pack))
    for trait in pack.reply_traits:
        problems.extend(_broken_promises_of_trait(trait, pack))
    problems.extend(_unproven_drills(pack))
    problems.extend(_collisions(pack))
    return problems


def _unproven_drills(pack: Pack) -> list[str]:
    """A strong line has to be one: its own move, heard by our own ears, and no pitfall."""
    problems = []
    for part in pack.core:
        drill = drill_for(part, pack, Learner())
        if drill is None:
            problems += [f"[[drill]] {part.id}: there is none"] if pack.drills else []
        elif not check_drill(drill, Utterance.typed(drill.strong), pack).is_well_said:
            problems.append(f"[[drill]] {part.id}: {drill.strong!r} is not heard as a clean move")
    return problems


def _broken_promises_of_trait(trait: LabelPatterns, pack: Pack) -> list[str]:
    """The trait's own patterns alone: a move may show it too."""
    listener = reply_listener_for(pack)

    def heard(text: str) -> bool:
        hits = listener.hits(tokens_from(text.split()))
        return any(hit.label == trait.id and hit.kind is Kind.PATTERN for hit in hits)

    missed = [text for text in trait.hears if not heard(text)]
    wrong = [text for text in trait.ignores if heard(text)]
    return [
        *([] if trait.hears else [f"{trait.id}: it has no hears, so nothing proves its patterns"]),
        *(f"{trait.id}: {text!r} should be heard, and is not" for text in missed),
        *(f"{trait.id}: {text!r} should be ignored, and is heard" for text in wrong),
    ]


def _held(text: str, pack: Pack) -> dict[str, str]:
    """The labels held in a text, with the pattern that each rests on."""
    found = assess((Utterance.typed(text),), pack)
    return {finding.label: finding.pattern for finding in (*found.moves, *found.pitfalls)}


def _missed(entry: LabelPatterns, pack: Pack) -> list[str]:
    return [
        f"{entry.id}: {text!r} should be heard, and is not"
        for text in entry.hears
        if entry.id not in _held(text, pack)
    ]


def _hit(entry: LabelPatterns, pack: Pack) -> list[str]:
    problems = []
    for text in entry.ignores:
        pattern = _held(text, pack).get(entry.id)
        if pattern is not None:
            problems.append(f"{entry.id}: {text!r} should be ignored, but {pattern!r} hears it")
    return problems


def _collisions(pack: Pack) -> list[str]:
    """Patterns that hear the examples of a label they do not belong to, and are believed."""
    heard_by: dict[tuple[str, str], list[str]] = defaultdict(list)
    listener = listener_for(pack)
    for entry in (*pack.moves, *pack.pitfalls):
        for text in entry.hears:
            held = _held(text, pack)
            for hit in listener.hits(tokens_from(text.split())):
                if hit.kind is Kind.PATTERN and hit.label != entry.id and hit.label in held:
                    heard_by[hit.label, hit.pattern].append(f"{text!r} of {entry.id}")
    labelled = _allowed_together(pack)
    return [
        f"{label}: {pattern!r} also hears {', '.join(dict.fromkeys(examples))}"
        for (label, pattern), examples in sorted(heard_by.items())
        if not all((label, example) in labelled for example in examples)
    ]


def _allowed_together(pack: Pack) -> set[tuple[str, str]]:
    """Examples that stand under several labels on purpose."""
    owners: dict[str, set[str]] = defaultdict(set)
    entries = (*pack.moves, *pack.pitfalls)
    for entry in entries:
        for text in entry.hears:
            owners[text].add(entry.id)
    return {
        (label, f"{text!r} of {entry.id}")
        for entry in entries
        for text in entry.hears
        for label in owners[text]
    }
