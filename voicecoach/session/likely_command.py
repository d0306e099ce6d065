"""The command that was probably meant, where one is awaited and none was heard word by word."""

from collections.abc import Sequence
from typing import Final

from voicecoach.coaching.matching import likeness_ratio
from voicecoach.session.commands import WORDINGS, Command

LIKELY_RATIO: Final = 0.8
CLEAR_RATIO: Final = 0.12
"""So much likelier than any other command. With 0.75 "score", which was "slower", became the wish
to hear one's score; of what was misheard otherwise the ear itself finds more (ChoiceEar)."""

MOST_WORDS: Final = 6
"""With more it is a sentence, not a command misheard."""

MOST_WORDS_BEHIND: Final = 2
"""What other people say goes on behind a command: "stop the others" was "stop", in a crowd."""


def likely_command(text: str) -> Command | None:
    """The one command that the words are like; None when there is none, or more than one."""
    words = text.lower().split()
    if not 0 < len(words) <= MOST_WORDS:
        return None
    return _begun_with(words) or _most_alike(words)


def _begun_with(words: Sequence[str]) -> Command | None:
    """The command whose wording the first words are, whatever little stands behind it."""
    for behind in range(1, min(MOST_WORDS_BEHIND, len(words) - 1) + 1):
        if command := WORDINGS.get(" ".join(words[: len(words) - behind])):
            return command
    return None


def _most_alike(words: Sequence[str]) -> Command | None:
    alike = dict.fromkeys(Command, 0.0)
    for wording, command in WORDINGS.items():
        alike[command] = max(alike[command], likeness_ratio(words, wording.split()))
    first, second = sorted(alike, key=alike.__getitem__, reverse=True)[:2]
    is_clear = alike[first] - alike[second] >= CLEAR_RATIO
    return first if alike[first] >= LIKELY_RATIO and is_clear else None
