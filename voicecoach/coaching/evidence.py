"""What in a closing speaks for which label: patterns and hints that count where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, reduce
from operator import or_

from voicecoach.coaching.context import Context, contexts_before
from voicecoach.coaching.incomplete import Incomplete
from voicecoach.coaching.known_words import KnownWords
from voicecoach.coaching.near_phrase import NearPhrases
from voicecoach.coaching.normalize import Token
from voicecoach.coaching.pattern_index import ALL_PATTERNS, NOTHING_KNOWN, PatternIndex
from voicecoach.coaching.pattern_walk import Chain, Match, expected_words
from voicecoach.packs.pack import LabelPatterns, Pack


class Kind(StrEnum):
    """What a pattern is good for."""

    PATTERN = "pattern"
    INCOMPLETE = "incomplete"
    """A pattern with something missing; counts where the whole was not heard."""

    HINT = "hint"
    GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom one pattern of the index speaks for."""

    label: str
    kind: Kind
    pattern: str
    lost: str = ""
    """What of it is missing, in the words of ``Incomplete``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern of one label, heard at one place."""

    owner: Owner
    start: int
    end: int
    """Exclusive; both count tokens."""

    likeness: float
    """How well it was matched, 0 to 1: strange words and sound-alikes take away."""

    chain: Chain
    """What was expected, last part first."""

    @property
    def label(self) -> str:
        """What it speaks for."""
        return self.owner.label

    @property
    def kind(self) -> Kind:
        """What it is good for."""
        return self.owner.kind

    @property
    def pattern(self) -> str:
        """The pack's pattern, whole."""
        return self.owner.pattern

    @property
    def may_hold(self) -> bool:
        """A finding can rest on it."""
        return self.kind in (Kind.PATTERN, Kind.INCOMPLETE)

    def expected(self, heard: Sequence[str]) -> tuple[str, ...]:
        """The pattern as it would have been said for these words."""
        rest, lost = expected_words(self.chain), self.owner.lost
        return Incomplete.told(self.pattern, lost).expected(rest, heard) if lost else rest


class Listener:
    """A pack made ready to hear with. Immutable once built."""

    def __init__(self, pack: Pack, entries: Sequence[LabelPatterns] | None = None) -> None:
        """Hears the pack's moves and pitfalls, or only the entries given."""
        self.pack = pack
        entries = (*pack.moves, *pack.pitfalls) if entries is None else entries
        self._turned_by = {
            entry.id: frozenset(Context(name) for name in entry.turned_by) for entry in entries
        }
        self.owners: list[Owner] = []
        for entry in entries:
            self.owners += [Owner(entry.id, Kind.PATTERN, one) for one in entry.patterns]
            self.owners += [Owner(entry.id, Kind.HINT, one) for one in entry.hints]
            self.owners += [Owner(entry.id, Kind.GUARD, one) for one in entry.guards]
        templates = [owner.pattern for owner in self.owners]
        self._whole = (1 << len(templates)) - 1
        lacking = list(_incomplete(pack, entries))
        self.owners += lacking
        rests = [Incomplete.told(one.pattern, one.lost).parts for one in lacking]
        self._by_label = dict.fromkeys((entry.id for entry in entries), 0)
        for number, owner in enumerate(self.owners):
            self._by_label[owner.label] |= 1 << number
        self._index = PatternIndex(templates, pack.lists, rests)
        self._near = NearPhrases(
            [
                (number, owner.pattern)
                for number, owner in enumerate(self.owners)
                if owner.kind is Kind.PATTERN
            ]
        )

    def hits(
        self,
        tokens: Sequence[Token],
        *,
        labels: frozenset[str] | None = None,
        known: Mapping[int, KnownWords] = NOTHING_KNOWN,
        are_growing: bool = False,
    ) -> tuple[Hit, ...]:
        """Everything heard that counts: not guarded, not negated, not someone else's.

        For all labels, or only those asked for; ``known`` tells by token what begins there. Of
        words that are still growing nothing is taken for missing: it may come yet.
        """
        among = ALL_PATTERNS if labels is None else self._patterns_of(labels)
        if are_growing:
            among &= self._whole
        exact = self._index.matches(tokens, among=among, known=known)
        near = self._near.matches(tokens, frozenset(match.pattern for match in exact), among=among)
        guards: dict[str, list[Match]] = {}
        heard: list[Match] = []
        whole: set[tuple[str, str]] = set()
        for match in (*exact, *near):
            owner = self.owners[match.pattern]
            if owner.kind is Kind.GUARD:
                guards.setdefault(owner.label, []).append(match)
                continue
            heard.append(match)
            if owner.kind is Kind.PATTERN:
                whole.add((owner.label, owner.pattern))
        wanted = [
            match
            for match in heard
            if (owner := self.owners[match.pattern]).kind is not Kind.INCOMPLETE
            or (owner.label, owner.pattern) not in whole
        ]
        return tuple(self._own_acts(wanted, guards, [token.text for token in tokens]))

    def known(self, tokens: Sequence[Token]) -> KnownWords:
        """What these words tell wherever they stand, for ``hits`` in texts that hold them."""
        return self._index.known(tokens)

    def _patterns_of(self, labels: frozenset[str]) -> int:
        """All that speaks for or against the labels, as bits."""
        return reduce(or_, (self._by_label[label] for label in labels), 0)

    def _own_acts(
        self, heard: Sequence[Match], guards: dict[str, list[Match]], words: Sequence[str]
    ) -> Iterator[Hit]:
        turned: dict[tuple[int, frozenset[Context]], bool] = {}
        """By where a match begins and what turns its label: mostly the same for many of them."""
        for match in heard:
            owner = self.owners[match.pattern]
            if any(_covers(guard, match) for guard in guards.get(owner.label, ())):
                continue
            case = (match.start, self._turned_by[owner.label])
            if case not in turned:
                turned[case] = bool(contexts_before(words, *case))
            if not turned[case]:
                yield Hit(owner, match.start, match.end, 1.0 - match.price, match.chain)


def _incomplete(pack: Pack, entries: Sequence[LabelPatterns]) -> Iterator[Owner]:
    """What training found to speak for a label though something of its pattern is missing."""
    for entry in entries:
        if (learned := pack.weights.get(entry.id)) is not None:
            for pattern in dict.fromkeys(entry.patterns):
                for lost in learned.incomplete.get(pattern, ()):
                    yield Owner(entry.id, Kind.INCOMPLETE, pattern, lost)


def _covers(guard: Match, match: Match) -> bool:
    """The guard explains the match: it holds half of its words, or leads into them."""
    shared = min(guard.end, match.end) - max(guard.start, match.start)
    return shared > 0 and (shared * 2 >= match.end - match.start or guard.start <= match.start)


@lru_cache(maxsize=4)
def listener_for(pack: Pack) -> Listener:
    """The pack's listener, built at first use."""
    return Listener(pack)


@lru_cache(maxsize=4)
def reply_listener_for(pack: Pack) -> Listener:
    """What hears the traits of a reply, built at first use."""
    return Listener(pack, pack.reply_traits)
