"""Which words a pattern cannot do without, so that most patterns need not be looked for at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from voicecoach.coaching.template import Choice, Gap, Missing, Slot
from voicecoach.coaching.template import Sequence as Parts

NEEDS_ASKED: Final = 6
"""Of all that a pattern needs, only its rarest needs are asked for. Their bits lie side by side in
one number, so that a word is one addition."""

_Need = frozenset[str]
"""One of these words must be there."""


class RequiredWords:
    """For any text the patterns that may be in it, as the bits of a number."""

    def __init__(self, patterns: Sequence[Parts], first_of_list: Mapping[str, _Need]) -> None:
        """``first_of_list`` has the words with which the entries of a list begin."""
        needs = [_needs(parts, first_of_list) for parts in patterns]
        spread = Counter(word for each in needs for word in frozenset().union(*each))
        self._count = len(patterns)
        self._undemanding = 0
        self._fills: dict[str, int] = {}
        for number, each in enumerate(needs):
            rarest = sorted(each, key=lambda need: (sum(spread[w] for w in need), sorted(need)))
            for rank in range(NEEDS_ASKED):
                bit = 1 << rank * self._count + number
                if rank >= len(rarest):
                    self._undemanding |= bit
                    continue
                for word in rarest[rank]:
                    self._fills[word] = self._fills.get(word, 0) | bit

    def filled(self, words: Iterable[str]) -> int:
        """The needs, of any rank, that these words fill."""
        filled, fills = 0, self._fills
        for word in words:
            if word in fills:
                filled |= fills[word]
        return filled

    def possible(self, stretches: Iterable[int]) -> int:
        """The patterns whose rarest needs are filled by stretches of text taken together."""
        filled = self._undemanding
        for stretch in stretches:
            filled |= stretch
        possible = (1 << self._count) - 1
        for rank in range(NEEDS_ASKED):
            possible &= filled >> rank * self._count
        return possible


def _needs(parts: Parts, first_of_list: Mapping[str, _Need]) -> list[_Need]:
    """What must be there for the parts to be heard, part by part."""
    needs = []
    for part in parts:
        if isinstance(part, Gap | Missing):
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
