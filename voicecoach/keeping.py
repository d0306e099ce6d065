"""The attempt that was made last: kept in writing, its sound at hand, and both erased on demand."""

from collections.abc import Callable
from functools import partial

from voicecoach.assessment import Attempt
from voicecoach.audio.frame import Sound
from voicecoach.errors import StoreError
from voicecoach.parts import Journal, Recordings


class LastAttemptKeeper:
    """Saves attempt after attempt; what fails for one is told, and costs no other."""

    def __init__(
        self,
        journal: Journal,
        fallback_journal: Journal,
        recordings: Recordings,
        tell: Callable[[str], None],
    ) -> None:
        """``fallback_journal`` takes over when the journal cannot save."""
        self._journal = journal
        self._fallback_journal = fallback_journal
        self._recordings = recordings
        self._tell = tell
        self._attempt_id: int | None = None
        self._sounds: tuple[Sound | None, ...] = ()
        """Its turns as they were heard; in memory alone."""

    @property
    def has_attempt(self) -> bool:
        """Something is saved that can be saved anew."""
        return self._attempt_id is not None

    @property
    def last_sound(self) -> Sound | None:
        """Its last turn as it was heard."""
        return self._sounds[-1] if self._sounds else None

    def note_sound(self, sound: Sound | None, *, turn: int) -> None:
        """The sound of a turn, counted from 0; one that was joined takes its beginning's place."""
        self._sounds = (*self._sounds[:turn], sound)

    def remember(self, attempt: Attempt, *, is_continued: bool) -> bool:
        """Save it, in place of what was saved of it before; whether it outlasts the program."""
        before = self._attempt_id if is_continued else None
        try:
            self._attempt_id = self._journal.remember(attempt)
        except StoreError as error:
            self._tell(str(error))
            self._journal = self._fallback_journal
            self._attempt_id = self._journal.remember(attempt)
        else:
            if before is not None:  # only now: until here it was all there was
                self._or_tell(partial(self._journal.forget, before))
        return self._journal.is_lasting

    def save_sound(self, sound: Sound) -> bool:
        """Keep a turn's sound on the disk, and tell where; False when that cannot be done."""
        try:
            place = self._recordings.save(sound)
        except StoreError as error:
            self._tell(str(error))
            return False
        self._tell(f"The sound of your last turn is in {place}.")
        return True

    def forget(self) -> None:
        """Erase the attempt, and whatever was saved of its sound."""
        erase = [partial(self._recordings.erase, one) for one in self._sounds if one]
        if self._attempt_id is not None:
            erase.append(partial(self._journal.forget, self._attempt_id))
        self._sounds, self._attempt_id = (), None
        for each in erase:
            self._or_tell(each)

    def _or_tell(self, erase: Callable[[], None]) -> None:
        try:
            erase()
        except StoreError as error:
            self._tell(str(error))
