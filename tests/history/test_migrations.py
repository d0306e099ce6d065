"""The schema's steps: each once, whole or not at all."""

import sqlite3
from pathlib import Path

import pytest

from voicecoach.history import migrations
from voicecoach.history.migrations import (
    STEPS,
    ForeignDatabase,
    MigrationStep,
    UnknownSteps,
    migrate,
    write_transaction,
)

FIRST = MigrationStep(name="first", statements=("CREATE TABLE one (x)",))
SECOND = MigrationStep(name="second", statements=("ALTER TABLE one ADD COLUMN y",))
BROKEN = MigrationStep(name="broken", statements=("CREATE TABLE two (x)", "CREATE NONSENSE"))


@pytest.fixture
def database(tmp_path: Path) -> sqlite3.Connection:
    """A new file, in autocommit mode."""
    return sqlite3.connect(tmp_path / "test.db", isolation_level=None)


def tables(database: sqlite3.Connection) -> set[str]:
    """The names of all tables."""
    return {name for (name,) in database.execute("SELECT name FROM sqlite_master")}


def test_a_new_database_gets_every_step_once(database: sqlite3.Connection) -> None:
    """The first time all steps run, in order; the second time none."""
    expected = tuple(step.name for step in STEPS)

    assert expected == migrate(database)
    assert () == migrate(database)


def test_an_older_database_gets_the_steps_that_it_lacks(database: sqlite3.Connection) -> None:
    """Only what is new runs, and what was kept stays."""
    migrate(database, (FIRST,))
    database.execute("INSERT INTO one VALUES ('kept')")

    assert ("second",) == migrate(database, (FIRST, SECOND))
    assert [("kept", None)] == database.execute("SELECT x, y FROM one").fetchall()


def test_a_step_that_fails_leaves_nothing_of_itself(database: sqlite3.Connection) -> None:
    """The steps before it stay, its own tables and its record do not."""
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, (FIRST, BROKEN))

    assert {"one", "schema_steps"} <= tables(database)
    assert "two" not in tables(database)
    assert [("first",)] == database.execute("SELECT name FROM schema_steps").fetchall()


def test_a_database_that_knows_more_steps_is_refused(database: sqlite3.Connection) -> None:
    """Steps that this version does not know mean that a newer one was here."""
    migrate(database, (FIRST, SECOND))

    with pytest.raises(UnknownSteps, match="second"):
        migrate(database, (FIRST,))


def test_a_database_of_another_program_is_refused(database: sqlite3.Connection) -> None:
    """Tables without our mark in the header are someone else's."""
    database.execute("CREATE TABLE theirs (x)")

    with pytest.raises(ForeignDatabase):
        migrate(database)
    assert {"theirs"} == tables(database)


def test_a_faster_process_is_not_repeated(
    database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that another process ran between our look and our lock is left out."""
    migrate(database, (FIRST,))
    looks = iter((set(), {"first"}))
    monkeypatch.setattr(migrations, "_names_done", lambda _: next(looks))

    assert () == migrate(database, (FIRST,))


def test_the_names_of_steps_are_one_each() -> None:
    """A name stands for one step: the record goes by names."""
    names = [step.name for step in STEPS]

    assert sorted(set(names)) == sorted(names)


def test_a_transaction_has_the_write_lock_from_the_start(
    database: sqlite3.Connection, tmp_path: Path
) -> None:
    """Two that look first and lock later would each wait for the other."""
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None, timeout=0)

    with (
        write_transaction(database),
        pytest.raises(sqlite3.OperationalError, match="locked"),
        write_transaction(other),
    ):
        pass
    with write_transaction(other):  # and it is free again
        other.execute("CREATE TABLE free (x)")
