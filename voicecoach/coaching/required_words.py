"""Which words a pattern cannot do without, so that most patterns need not be looked for at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from voicecoach.coaching.template import Choice, Gap, Slot
from voicecoach.coaching.template import Sequence as Parts

NEEDS_ASKED: Final = 3
"""Of all that a pattern needs, only its rarest needs are asked for."""

_Need = frozenset[str]
"""One of these words must be there."""


class RequiredWords:
    """For any text the patterns that may be in it, as the bits of a number."""

    def __init__(self, patterns: Sequence[Parts], first_of_list: Mapping[str, _Need]) -> None:
        """``first_of_list`` has the words with which the entries of a list begin."""
        needs = [_needs(parts, first_of_list) for parts in patterns]
        spread = Counter(word for each in needs for word in frozenset().union(*each))
        self._undemanding = [0] * NEEDS_ASKED
        fills: dict[str, list[int]] = {word: [0] * NEEDS_ASKED for word in spread}
        for number, each in enumerate(needs):
            rarest = sorted(each, key=lambda need: (sum(spread[w] for w in need), sorted(need)))
            for rank in range(NEEDS_ASKED):
                if rank >= len(rarest):
                    self._undemanding[rank] |= 1 << number
                    continue
                for word in rarest[rank]:
                    fills[word][rank] |= 1 << number
        self._fills = {word: tuple(masks) for word, masks in fills.items() if any(masks)}

    def possible(self, words: Iterable[str]) -> int:
        """The patterns whose rarest needs these words fill."""
        first, second, third = self._undemanding
        fills = self._fills
        for word in set(words):
            if word in fills:
                one, two, three = fills[word]
                first |= one
                second |= two
                third |= three
        return first & second & third


def _needs(parts: Parts, first_of_list: Mapping[str, _Need]) -> list[_Need]:
    """What must be there for the parts to be heard, part by part."""
    needs = []
    for part in parts:
        if isinstance(part, Gap):
            continue
        if isinstance(part, Slot):
            needs.append(first_of_list.get(part.name, frozenset()))
        elif isinstance(part, Choice):
            options = [_needs(option, first_of_list) for option in part.options]
            if all(options):  # otherwise one of them asks for nothing
                needs.append(frozenset().union(*(min(option, key=len) for option in options)))
        else:
            needs.append(frozenset((part,)))
    return needs
