"""The schema as small named steps; each runs once, in one transaction with its own record."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

APPLICATION_ID: Final = 0x766F6963
"""In the file's header ("voic"): another program's database is not taken for ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationStep:
    """One change of the schema. Once released it stays as it is: a later change is a new step."""

    name: str
    statements: tuple[str, ...]


STEPS: Final[tuple[MigrationStep, ...]] = (
    MigrationStep(
        name="keep attempts",
        statements=(
            # AUTOINCREMENT: the id of an attempt that was erased is never given again.
            """CREATE TABLE attempts (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started_at TEXT NOT NULL,       -- UTC, ISO 8601, always with microseconds
                pack TEXT NOT NULL,
                acoustic_model TEXT NOT NULL,
                attempt TEXT NOT NULL           -- JSON: all of it; the columns are for queries
            )""",
            "CREATE INDEX attempts_by_time ON attempts (started_at)",
        ),
    ),
    MigrationStep(
        name="list the labels that were found",
        statements=(
            """CREATE TABLE labels (
                attempt_id INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('move', 'pitfall')),
                label TEXT NOT NULL,
                probability_ratio REAL NOT NULL,
                PRIMARY KEY (attempt_id, kind, label)
            ) WITHOUT ROWID""",
            "CREATE INDEX labels_by_name ON labels (label)",
        ),
    ),
)


class UnknownSteps(Exception):
    """The database has had steps that this version does not know: it comes from a newer one."""


class ForeignDatabase(Exception):
    """A whole database, but another program's."""


def migrate(
    connection: sqlite3.Connection, steps: tuple[MigrationStep, ...] = STEPS
) -> tuple[str, ...]:
    """Run the steps that have not run here yet, and name them.

    The connection must be in autocommit mode (isolation_level None). Two processes may migrate
    at once: each step is looked up again under the write lock. Raises UnknownSteps,
    ForeignDatabase, sqlite3.Error; then the database is as it was after the last whole step.
    """
    _check_owner(connection)
    names = {step.name for step in steps}
    done = _names_done(connection)
    if done - names:
        raise UnknownSteps(", ".join(sorted(done - names)))
    return tuple(step.name for step in steps if step.name not in done and _run(connection, step))


def _check_owner(connection: sqlite3.Connection) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (table_count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and table_count:
        raise ForeignDatabase("another program's database")


def _names_done(connection: sqlite3.Connection) -> set[str]:
    is_begun = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_steps'"
    if connection.execute(is_begun).fetchone() is None:
        return set()
    return {name for (name,) in connection.execute("SELECT name FROM schema_steps")}


def _run(connection: sqlite3.Connection, step: MigrationStep) -> bool:
    """Run one step, unless another process was faster."""
    with write_transaction(connection):
        if step.name in _names_done(connection):
            return False
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY, ran_at TEXT NOT NULL)"
        )
        for statement in step.statements:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO schema_steps VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
            (step.name,),
        )
    return True


@contextmanager
def write_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Takes the write lock at once: a lock taken late cannot be waited for."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Some failures (a full disk) have rolled back by themselves.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
