"""The words of one turn, as they come from the recogniser."""

from dataclasses import dataclass, field
from typing import Final

from voicecoach.recognition.lit_moves import LitMoves
from voicecoach.recognition.lit_words import LitWords
from voicecoach.session.actions import Floor
from voicecoach.session.commands import SHORT, command_in
from voicecoach.transcript import Hypothesis, Word

GUESSED_BEFORE_SECONDS: Final = 1.0
"""Words that ended so long before the first voice were guessed from noise: clicks, a kettle."""


@dataclass(slots=True)
class TurnWords:
    """What was heard since the floor was given."""

    floor: Floor
    said_before: str = ""
    """In the closing's earlier turns."""

    opened_seconds: float | None = None
    """None until the first frame."""

    finals: list[Word] = field(default_factory=list)
    partial: str = ""
    are_final: bool = True
    """None of the words will change; a partial that is empty may still become words."""

    shown: str = ""
    """The words that were last reported."""

    moves: LitMoves = field(default_factory=LitMoves)
    lit_words: LitWords = field(default_factory=LitWords)

    taken_count: int = 0
    """So many words had been taken for the whole turn, when it went on."""

    @property
    def text(self) -> str:
        """The words so far."""
        return " ".join(filter(None, (*(word.text for word in self.finals), self.partial)))

    @property
    def is_command(self) -> bool:
        """All that was said is a command, so far; into an answer of the coach, a short one."""
        command = command_in(" ".join(self.text.split()[self.taken_count :]))
        return command in SHORT if self.taken_count else command is not None

    def closing(self, text: str) -> str:
        """The turn's words behind those of the turns before."""
        return f"{self.said_before} {text}" if self.said_before else text

    def take(self, hypothesis: Hypothesis) -> None:
        """Join what the recogniser changed."""
        self.are_final = hypothesis.is_final
        if hypothesis.is_final:
            self.finals += hypothesis.words
            self.partial = ""
        else:
            self.partial = hypothesis.text

    def go_on(self, floor: Floor, said_before: str) -> None:
        """It was not whole: more follows."""
        self.floor, self.said_before = floor, said_before
        self.taken_count = len(self.finals)

    def forget_guesses(self, began_seconds: float) -> None:
        """A voice began: what was heard well before it was none."""
        earliest_seconds = began_seconds - GUESSED_BEFORE_SECONDS
        self.finals = [word for word in self.finals if word.end_seconds >= earliest_seconds]
