"""A journal for when nothing can be saved: it lasts as long as the rehearsal."""

from dataclasses import replace

from voicecoach.assessment import Attempt


class MemoryJournal:
    """Keeps attempts in memory. Takes over when the real journal cannot save."""

    def __init__(self) -> None:
        self._attempts: dict[int, Attempt] = {}
        self._next_id = -1
        """Ids count down from -1, so that none is taken for the id of a saved attempt."""

    @property
    def is_lasting(self) -> bool:
        """It goes with the program."""
        return False

    def remember(self, attempt: Attempt) -> int:
        """Keep it until the program ends, and give its id."""
        attempt_id = self._next_id
        self._next_id -= 1
        self._attempts[attempt_id] = replace(attempt, id=attempt_id)
        return attempt_id

    def forget(self, attempt_id: int) -> None:
        """Drop one attempt; one that is not here is forgotten already."""
        self._attempts.pop(attempt_id, None)

    def attempts(self, *, limit: int | None = None) -> tuple[Attempt, ...]:
        """The newest attempts (all, without a limit), newest last."""
        kept = sorted(self._attempts.values(), key=lambda attempt: attempt.started_at)
        return tuple(kept if limit is None else kept[max(0, len(kept) - limit) :])
