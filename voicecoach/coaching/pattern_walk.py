"""One walk through the tree of patterns, from one word of a closing onward."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.coaching.normalize import word_set
from voicecoach.coaching.pattern_tree import Place
from voicecoach.coaching.sound_alike import STRANGER_PRICE
from voicecoach.coaching.template import EDGES

SOFTENERS: Final = word_set(
    "really very just actually honestly so please sir madam maybe perhaps then like well",
    "truly quite also still even absolutely definitely certainly probably possibly simply",
    "basically kindly genuinely properly sincerely particularly especially ever right now",
    "too only all exactly personally obviously sort kind of though rather pretty terribly",
    "awfully dead super totally completely extremely incredibly",
)
"""Words that may stand inside a pattern without changing it. No negations."""

NEVER_SKIPPED: Final = word_set(
    "not no never nobody nothing nor neither without if he she they", *EDGES
)
"""Words that turn a pattern around; a pattern that does not name them is not there."""

NEVER_IN_GAPS: Final = frozenset(("not", "never", *EDGES))
"""A gap ends before them: behind a negation another clause has begun to matter."""

SKIP_PRICE: Final = 0.12
WORDS_BEFORE_A_SKIP: Final = 2
"""A pattern must have begun before a strange word is forgiven."""


Chain = tuple["Chain | None", tuple[str, ...]] | None
"""The expected words so far, last first: joined only when a match is told."""

State = tuple[Place, int, int, float, Chain]
"""Place in the tree, place in the text, words and lists matched, price so far, expected words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in the tokens."""

    pattern: int
    start: int
    end: int
    """Exclusive; both count tokens."""

    price: float
    """0 for word by word; grows with sound-alikes and strange words."""

    chain: Chain
    """What was expected, last part first."""


def expected_words(chain: Chain) -> tuple[str, ...]:
    """The pattern as it would have been said here: slots and gaps filled with what was said."""
    parts = []
    while chain is not None:
        chain, said = chain
        parts.append(said)
    return tuple(word for said in reversed(parts) for word in said if word not in EDGES)


@dataclass(frozen=True, slots=True)
class HeardText:
    """A text, looked up once for all ways through the tree; each list has an entry per place."""

    words: Sequence[str]
    sounds_like: Sequence[Sequence[str]]
    """Other words that a recogniser mistakes this one for."""

    sound_prices: Sequence[float]
    """What it costs to take one of them."""

    slots: Sequence[Sequence[tuple[str, int, float]]]
    """The lists with an entry that begins here, the entry's length, and what it costs to take it
    for said."""

    is_softener: Sequence[bool]

    def opens(self, tree: Place, place: int) -> bool:
        """The tree has a way on from this place: by word, by list or by a sound-alike."""
        if self.words[place] in tree.words:
            return True
        if tree.lists:
            for name, _, _ in self.slots[place]:
                if name in tree.lists:
                    return True
        for other in self.sounds_like[place]:  # noqa: SIM110 -- a generator costs more than the rest
            if other in tree.words:
                return True
        return False


Found = dict[tuple[int, int, int], tuple[float, Chain]]
"""By pattern, start and end: the best price, and the words expected at it."""


def walk(  # noqa: C901, PLR0912 -- most of the time goes here, so common steps are not calls
    stack: list[State], heard: HeardText, start: int, possible: int, found: Found
) -> None:
    """Follow every way through the tree that the words allow, from states on the stack.

    ``start`` is where all of them began; ``possible`` are the patterns whose words are near, as
    bits.
    """
    words, sounds_like, last = heard.words, heard.sounds_like, len(heard.words) - 1
    while stack:
        state = stack.pop()
        tree, place, matched, price, way = state
        if tree.ends:
            cost = price if price < STRANGER_PRICE else price / matched
            for number in tree.ends:
                key = (number, start, place)
                if key not in found or found[key][0] > cost:
                    found[key] = (cost, way)
        if tree.gaps:
            _through_gaps(state, heard, possible, stack)
        if place > last:
            continue
        children = tree.words.get(words[place])
        if children is not None:
            said = (way, (words[place],))
            for child in children:  # mostly one: a comprehension would cost more
                if child.below & possible:
                    stack.append((child, place + 1, matched + 1, price, said))  # noqa: PERF401
        if sounds_like[place] and not price:
            _through_sound_alikes(state, heard, possible, stack)
        if tree.lists and heard.slots[place]:
            _through_lists(state, heard, possible, stack)
        behind = tree.behind_missing
        if behind is not None and behind.below & possible:
            _past_another_word(state, behind, heard, stack)
        if matched and place < last and (tree.words or tree.lists):
            if heard.is_softener[place]:
                stack.append((tree.past_softener or tree, place + 1, matched, price, way))
            elif tree.forgives and not price and matched >= WORDS_BEFORE_A_SKIP:
                _past_a_stranger(state, heard, stack)


def _through_gaps(state: State, heard: HeardText, possible: int, stack: list[State]) -> None:
    """Over as many words as a gap may take, to where the pattern can go on."""
    tree, place, matched, price, way = state
    words = heard.words
    for most, after in tree.gaps:
        if not after.below & possible:
            continue
        goes_on_freely, openings = bool(after.gaps or after.ends), after.words
        last = len(words) if goes_on_freely else len(words) - 1
        for end in range(place, min(place + most, last) + 1):
            if end > place and words[end - 1] in NEVER_IN_GAPS:
                break
            if goes_on_freely or words[end] in openings or heard.opens(after, end):
                passed = (way, tuple(words[place:end])) if end > place else way
                stack.append((after, end, matched, price, passed))


def _through_sound_alikes(
    state: State, heard: HeardText, possible: int, stack: list[State]
) -> None:
    """On by a word that a recogniser mistakes this one for."""
    tree, place, matched, _, way = state
    price = heard.sound_prices[place]
    for other in heard.sounds_like[place]:
        heard_as = (way, (other,))
        stack += [
            (child, place + 1, matched + 1, price, heard_as)
            for child in tree.words.get(other, ())
            if child.below & possible
        ]


def _through_lists(state: State, heard: HeardText, possible: int, stack: list[State]) -> None:
    """On by an entry of a list."""
    tree, place, matched, price, way = state
    for name, length, more in heard.slots[place]:
        if price and more:
            continue
        for child in tree.lists.get(name, ()):
            if child.below & possible:
                said = tuple(heard.words[place : place + length])
                stack.append((child, place + length, matched + 1, price + more, (way, said)))


def _past_another_word(state: State, behind: Place, heard: HeardText, stack: list[State]) -> None:
    """Over the one word that stands where the pattern lacks its own."""
    _, place, matched, price, way = state
    if (
        place < len(heard.words) - 1
        and heard.words[place] not in NEVER_SKIPPED
        and heard.opens(behind, place + 1)
    ):
        stack.append((behind, place + 1, matched, price, way))


def _past_a_stranger(state: State, heard: HeardText, stack: list[State]) -> None:
    """At a price over one word that the pattern does not have."""
    tree, place, matched, _, way = state
    goes_on = tree.past_stranger or tree
    if heard.words[place] not in NEVER_SKIPPED and heard.opens(goes_on, place + 1):
        stack.append((goes_on, place + 1, matched, SKIP_PRICE, way))
