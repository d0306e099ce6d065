"""What coaching can say of a turn while it is heard. The ear knows only these questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was made of the words so far."""

    text: str = ""
    has_whole_core: bool = False
    has_signed_off: bool = False
    has_asked: bool = False
    is_command: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Each is asked once for a change of the words, on the thread that hears."""

    has_whole_core: Callable[[str], bool] = lambda _: False
    """They owe the closing nothing more."""

    signs_off: Callable[[str], bool] = lambda _: False
    """They end in a goodbye."""

    has_asked: Callable[[str], bool] = lambda _: False
    """They end in asking how the learner stands."""

    hear_moves: Callable[[str], Mapping[str, tuple[int, int]]] = lambda _: {}
    """Which moves are in them, each with its words: from which one to behind which one."""

    def judged(self, text: str, closing: str) -> Judged:
        """The words of a turn, and of its closing so far."""
        if not text:
            return Judged()
        return Judged(
            text=text,
            has_whole_core=self.has_whole_core(closing),
            has_signed_off=self.signs_off(text),
            has_asked=self.has_asked(text),
        )
