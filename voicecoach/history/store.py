"""Attempts in SQLite: the only door to the database."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from voicecoach.assessment import Attempt
from voicecoach.errors import StoreError
from voicecoach.history.attempt_json import UnreadableAttempt, attempt_from, json_from
from voicecoach.history.migrations import ForeignDatabase, UnknownSteps, migrate, write_transaction
from voicecoach.settings import make_private_folder

FILE_NAME: Final = "voicecoach.db"

BUSY_SECONDS: Final = 5.0
"""How long to wait for another process that is writing; a save itself takes milliseconds."""

_PRAGMAS: Final = (
    # The rollback journal, not a write-ahead log: one file, and no second copy of what was said.
    "PRAGMA journal_mode = DELETE",
    # Also survives a power cut: the folder is synced after the journal is removed.
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    # VACUUM must not leave what was said in a temporary file.
    "PRAGMA temp_store = MEMORY",
)


class SqliteJournal:
    """Keeps attempts in ``voicecoach.db``, readable by its owner only.

    Keeps parts.Journal. Opening makes folder and file where they are missing, and brings the schema
    up to date. Every method may raise StoreError; then nothing is half done, and the journal can
    be used again. One thread at a time; any number of processes.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._folder = folder
        with self._told():
            _make_private(self.path)
            self._connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            with self._told():
                for pragma in _PRAGMAS:
                    self._connection.execute(pragma).fetchall()
                migrate(self._connection)
        except BaseException:
            self._connection.close()
            raise

    @property
    def is_lasting(self) -> bool:
        """It is on the disk."""
        return True

    def remember(self, attempt: Attempt) -> int:
        """Save the attempt and give its id. Once this returns, no crash can lose it."""
        with self._told(), write_transaction(self._connection):
            cursor = self._connection.execute(
                "INSERT INTO attempts (started_at, pack, acoustic_model, attempt)"
                " VALUES (?, ?, ?, ?)",
                (
                    _utc(attempt.started_at),
                    _storable(attempt.pack),
                    _storable(attempt.acoustic_model),
                    json_from(attempt),
                ),
            )
            attempt_id = cursor.lastrowid
            assert attempt_id is not None  # an INSERT always has one
            self._connection.executemany(
                "INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?)",
                _label_rows(attempt_id, attempt),
            )
        return attempt_id

    def forget(self, attempt_id: int) -> None:
        """Erase one attempt, also from the file's free space. One that is not there is erased."""
        with self._told():
            with write_transaction(self._connection):
                self._connection.execute("DELETE FROM attempts WHERE id = ?", (attempt_id,))
            self._rewrite()

    def erase_all(self) -> None:
        """Erase every attempt, also from the file's free space."""
        with self._told():
            with write_transaction(self._connection):
                self._connection.execute("DELETE FROM attempts")
            self._rewrite()

    def attempts(self, *, limit: int | None = None) -> tuple[Attempt, ...]:
        """The newest attempts (all, without a limit), newest last."""
        with self._told():
            rows = self._connection.execute(
                "SELECT id, attempt FROM attempts ORDER BY started_at DESC, id DESC LIMIT ?",
                (-1 if limit is None else max(0, limit),),
            ).fetchall()
            return tuple(attempt_from(text, attempt_id=row_id) for row_id, text in reversed(rows))

    def close(self) -> None:
        """Let the file go. Safe twice."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _rewrite(self) -> None:
        """Write the file anew: where pages were moved, copies escape secure_delete.

        Measured: of 240 small rows erased at random, one on average was still in the file.
        """
        self._connection.execute("VACUUM")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever goes wrong with the file becomes a StoreError that says what to do."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise self._error_from(error) from error
        except UnknownSteps as error:
            raise StoreError(
                self._folder,
                f"{FILE_NAME} was written by a newer voicecoach",
                mend="Update voicecoach, or set VOICECOACH_HOME to another folder.",
            ) from error
        except ForeignDatabase as error:
            raise self._damaged("belongs to another program") from error
        except UnreadableAttempt as error:
            raise self._damaged(f"holds an attempt that cannot be read ({error})") from error

    def _error_from(self, error: OSError | sqlite3.Error) -> StoreError:
        if isinstance(error, OSError):
            return StoreError(self._folder, (error.strerror or str(error)).lower())
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of it is detail
        if code == sqlite3.SQLITE_NOTADB:
            return self._damaged("is not a database")
        if code == sqlite3.SQLITE_CORRUPT:
            return self._damaged("is damaged")
        if code == sqlite3.SQLITE_FULL:
            return StoreError(self._folder, "the disk is full", mend="Make room, then try again.")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreError(
                self._folder,
                "another program is holding the file",
                mend="Close the other voicecoach, then try again.",
            )
        return StoreError(self._folder, str(error))

    def _damaged(self, problem: str) -> StoreError:
        return StoreError(
            self._folder,
            f"{self.path} {problem}",
            mend="Nothing in it was touched. Move the file away, and a new one is begun.",
        )


def _make_private(path: Path) -> None:
    """Folder and file, readable by their owner only, whatever the umask. Raises OSError."""
    folder = path.parent
    make_private_folder(folder)
    if not any(folder.iterdir()):
        # An empty folder was given to us; in any other, others may have work to do.
        with suppress(PermissionError):  # someone else's, and lent
            folder.chmod(0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if not path.is_file():
        raise OSError(errno.EISDIR, f"{path} is not a file")
    # An existing file is not opened here: closing it again would drop the locks that SQLite
    # holds on it for this process.
    as_effective_user = os.access in os.supports_effective_ids
    for place in (path, folder):  # SQLite makes its journal beside the file
        if not os.access(place, os.W_OK, effective_ids=as_effective_user):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _utc(moment: datetime) -> str:
    """ISO 8601 that sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _storable(text: str) -> str:
    """For a column: half a character, as odd file names have, is spelt out."""
    return text.encode(errors="backslashreplace").decode()


def _label_rows(attempt_id: int, attempt: Attempt) -> list[tuple[int, str, str, float]]:
    found = attempt.assessment
    rows = [(attempt_id, "move", move.label, move.probability_ratio) for move in found.moves]
    rows += [
        (attempt_id, "pitfall", pitfall.label, pitfall.probability_ratio)
        for pitfall in found.pitfalls
    ]
    return rows
