"""Rows that belong together, and how they share a screen that is too small for all of them."""

from dataclasses import dataclass

from rich.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows that belong together."""

    rows: list[Text]
    rank: int
    """The lower, the longer it is kept when room is short."""

    keeps_end: bool = False
    """When cut, the newest rows stay, not the first."""

    def cut(self, count: int) -> list[Text]:
        """At most so many rows."""
        return self.rows[-count:] if self.keeps_end and count else self.rows[:count]


def fitted(blocks: list[Block], room: int) -> list[Text]:
    """The blocks cut to the room, the least important first, with gaps where there are any."""

    def by_rank(place: int) -> int:
        return blocks[place].rank

    counts: dict[int, int] = {}
    left = room
    for place in sorted(range(len(blocks)), key=by_rank):
        counts[place] = min(left, len(blocks[place].rows))
        left -= counts[place]
    shown = sorted((place for place in counts if counts[place]), key=by_rank)
    spaced = set(shown[:left])
    return [
        row
        for place in sorted(shown)
        for row in [*([Text()] if place in spaced else []), *blocks[place].cut(counts[place])]
    ]
