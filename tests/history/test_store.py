"""The journal in SQLite: what is kept, what is erased, and what is told when it cannot be."""

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.assessment import Attempt
from voicecoach.errors import StoreError
from voicecoach.history import store
from voicecoach.history.store import SqliteJournal

Build = Callable[..., Attempt]
Sealed = Callable[[Path], AbstractContextManager[None]]

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has neither modes nor kill -9")

CHILD = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from voicecoach.assessment import Assessment, Attempt, Feedback
from voicecoach.history.store import SqliteJournal
from voicecoach.transcript import Utterance

def attempt(text):
    found = Assessment(turns=(Utterance.typed(text),), moves=(), pitfalls=(), missing_core=(),
                       weak_ending=None, after_question=None, delivery=None)
    return Attempt(started_at=datetime.now(UTC), pack="job_interview", acoustic_model="m",
                   assessment=found, feedback=Feedback(sentences=(), model_closer=""))

journal = SqliteJournal(Path(sys.argv[1]))
"""


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process that has a journal open and an attempt to keep."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def texts(journal: SqliteJournal) -> list[str]:
    """What was said in each attempt."""
    return [attempt.assessment.turns[0].text for attempt in journal.attempts()]


def everything_in(folder: Path) -> bytes:
    """The bytes of every file."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_an_attempt_comes_back_as_it_was(tmp_path: Path, attempt_number: Build) -> None:
    """What is read equals what was saved, in another opening of the file."""
    with SqliteJournal(tmp_path) as journal:
        given_id = journal.remember(attempt_number(1))

    with SqliteJournal(tmp_path) as journal:
        (read,) = journal.attempts()

    assert given_id == read.id
    assert attempt_number(1) == replace(read, id=None)


def test_the_newest_attempts_come_newest_last(tmp_path: Path, attempt_number: Build) -> None:
    """A limit keeps the newest, whatever the order in which they were saved."""
    with SqliteJournal(tmp_path) as journal:
        for number in (3, 1, 4, 2):
            journal.remember(attempt_number(number))

        assert [attempt_number(n).started_at for n in (3, 4)] == [
            attempt.started_at for attempt in journal.attempts(limit=2)
        ]
        assert 4 == len(journal.attempts())
        assert () == journal.attempts(limit=0)


def test_the_columns_answer_questions_without_json(tmp_path: Path, attempt_number: Build) -> None:
    """Time, pack, model and labels can be asked for in plain SQL."""
    with SqliteJournal(tmp_path) as journal:
        journal.remember(attempt_number(0))

    rows = sqlite3.connect(tmp_path / store.FILE_NAME).execute(
        "SELECT started_at, pack, acoustic_model, kind, label, labels.probability_ratio"
        " FROM attempts JOIN labels ON attempt_id = id ORDER BY kind"
    )

    began = "2026-03-01T18:30:00.000000+00:00"
    assert [
        (began, "job_interview", "starter-en", "move", "fit_question", 0.9),
        (began, "job_interview", "starter-en", "pitfall", "asks_outright", 0.9),
    ] == rows.fetchall()


def test_what_is_forgotten_is_in_no_file(tmp_path: Path, attempt_number: Build) -> None:
    """Not a trace of an erased attempt's words is left, also where pages moved; others stay."""
    draw = random.Random(142)  # without the rewriting, this one leaves a time in the index
    kept: dict[str, int] = {}
    gone: list[str] = []
    with SqliteJournal(tmp_path) as journal:
        for number in range(90):
            token = f"token{number:03d}"
            words = f"{token} " * draw.choice([1, 2, 10, 40])
            kept[token] = journal.remember(attempt_number(number, words))
            if draw.random() < 0.4:
                gone.append(draw.choice(list(kept)))
                journal.forget(kept.pop(gone[-1]))

        assert len(kept) == len(journal.attempts())
    left = everything_in(tmp_path)
    times = [attempt_number(int(token[5:])).started_at for token in gone]
    assert [] == [token for token in gone if token.encode() in left]
    assert [] == [time for time in times if time.isoformat("T", "microseconds").encode() in left]
    assert [] == [token for token in kept if token.encode() not in left]


def test_the_labels_of_what_is_forgotten_go_too(tmp_path: Path, attempt_number: Build) -> None:
    """Nothing counts an erased attempt any more."""
    with SqliteJournal(tmp_path) as journal:
        journal.forget(journal.remember(attempt_number(1)))

    rows = sqlite3.connect(tmp_path / store.FILE_NAME).execute("SELECT * FROM labels")
    assert [] == rows.fetchall()


def test_erasing_all_leaves_nothing(tmp_path: Path, attempt_number: Build) -> None:
    """After erase_all no word is left, and the journal goes on with new ids."""
    with SqliteJournal(tmp_path) as journal:
        last_id = max(journal.remember(attempt_number(n, "platypus " * 50)) for n in range(9))
        journal.erase_all()

        assert () == journal.attempts()
        assert b"platypus" not in everything_in(tmp_path)
        assert last_id < journal.remember(attempt_number(1))


def test_forgetting_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    """An attempt that is not there is already erased."""
    with SqliteJournal(tmp_path) as journal:
        journal.forget(12)

        assert () == journal.attempts()


@POSIX
def test_only_the_owner_can_read(tmp_path: Path, attempt_number: Build) -> None:
    """Folder and file are private, whatever the umask says."""
    former = os.umask(0)
    try:
        with SqliteJournal(tmp_path / "new" / "voicecoach") as journal:
            journal.remember(attempt_number(1))
    finally:
        os.umask(former)

    folder = tmp_path / "new" / "voicecoach"
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert [0o600] == [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()]


@POSIX
def test_a_folder_with_other_things_in_it_keeps_its_mode(tmp_path: Path) -> None:
    """VOICECOACH_HOME may be a folder that others use: the file is private, the folder theirs."""
    (tmp_path / "notes.txt").write_text("mine")
    tmp_path.chmod(0o755)

    SqliteJournal(tmp_path).close()

    assert 0o755 == stat.S_IMODE(tmp_path.stat().st_mode)
    assert 0o600 == stat.S_IMODE((tmp_path / store.FILE_NAME).stat().st_mode)


@POSIX
def test_a_file_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    """A database that was copied with a wide mode is narrowed when it is opened."""
    SqliteJournal(tmp_path).close()
    (tmp_path / store.FILE_NAME).chmod(0o644)

    SqliteJournal(tmp_path).close()

    assert 0o600 == stat.S_IMODE((tmp_path / store.FILE_NAME).stat().st_mode)


@POSIX
def test_a_killed_program_has_lost_nothing(tmp_path: Path) -> None:
    """Killed with -9 in the moment after remember, the attempt is there."""
    killed = child(
        "journal.remember(attempt('kept through a kill'))\nos.kill(os.getpid(), 9)\n", str(tmp_path)
    )
    killed.communicate(timeout=60)

    with SqliteJournal(tmp_path) as journal:
        kept = texts(journal)

    assert -signal.SIGKILL == killed.returncode
    assert ["kept through a kill"] == kept


@POSIX
def test_killed_while_saving_there_is_all_or_nothing(tmp_path: Path) -> None:
    """Killed at any moment of a save, every attempt told as saved is whole, and the file works."""
    code = (
        "import sys\nfor n in range(10_000):\n"
        "    journal.remember(attempt(f'{n} ' + 'long ' * 3000))\n    print(n, flush=True)\n"
    )
    saving = child(code, str(tmp_path))
    assert saving.stdout is not None
    for _ in range(5):
        saving.stdout.readline()
    saving.kill()
    told = 5 + len(saving.communicate(timeout=60)[0].splitlines())

    with SqliteJournal(tmp_path) as journal:
        numbers = [int(text.split()[0]) for text in texts(journal)]
        journal.forget(1)

    assert list(range(len(numbers))) == numbers
    assert told <= len(numbers)


def test_two_programs_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three processes, opening a new file and saving at the same time, save everything."""
    code = "for n in range(25): journal.remember(attempt(f'{sys.argv[2]} {n}'))\n"
    writers = [child(code, str(tmp_path), name) for name in ("ann", "ben", "cat")]
    errors = [writer.communicate(timeout=100)[1] for writer in writers]

    with SqliteJournal(tmp_path) as journal:
        kept = texts(journal)

    assert ["", "", ""] == errors
    assert sorted(f"{name} {n}" for name in ("ann", "ben", "cat") for n in range(25)) == sorted(
        kept
    )


def test_a_writer_that_does_not_let_go_is_told(
    tmp_path: Path, attempt_number: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock held for too long is a told error, and the journal works again after it."""
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    journal = SqliteJournal(tmp_path)
    other = sqlite3.connect(tmp_path / store.FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="another program is holding the file"):
        journal.remember(attempt_number(1))
    other.execute("ROLLBACK")
    assert 1 == journal.remember(attempt_number(1))


def test_a_journal_may_be_used_from_another_thread(tmp_path: Path, attempt_number: Build) -> None:
    """Opened by one thread, it can be used by the one that runs the loop."""
    with ThreadPoolExecutor(1) as pool:
        journal = pool.submit(SqliteJournal, tmp_path).result()

    assert 1 == journal.remember(attempt_number(1))


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    """The error names the file and says to move it away; the file stays as it was."""
    path = tmp_path / store.FILE_NAME
    path.write_text("My diary. " * 100)

    with pytest.raises(StoreError) as told:
        SqliteJournal(tmp_path)

    assert f"{path} is not a database" in str(told.value)
    assert "Move the file away" in str(told.value)
    assert "My diary. " * 100 == path.read_text()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_told_and_left_alone(
    tmp_path: Path, attempt_number: Build, share: float
) -> None:
    """A half copied database is a told error, on opening or on use, and is not written to."""
    with SqliteJournal(tmp_path) as journal:
        for number in range(40):
            journal.remember(attempt_number(number))
    path = tmp_path / store.FILE_NAME
    cut = path.read_bytes()[: int(path.stat().st_size * share)]
    path.write_bytes(cut)

    with pytest.raises(StoreError, match=r"is damaged.*Move the file away"):
        SqliteJournal(tmp_path).attempts()

    assert cut == path.read_bytes()


def test_a_record_that_is_no_attempt_is_told(tmp_path: Path, attempt_number: Build) -> None:
    """JSON that was edited by hand into nonsense is told, not skipped and not deleted."""
    with SqliteJournal(tmp_path) as journal:
        journal.remember(attempt_number(1))
    with sqlite3.connect(tmp_path / store.FILE_NAME) as editor:
        editor.execute("UPDATE attempts SET attempt = '{\"pack\": 3}'")

    with (
        SqliteJournal(tmp_path) as journal,
        pytest.raises(StoreError, match="holds an attempt that cannot be read"),
    ):
        journal.attempts()


def test_another_programs_database_is_told(tmp_path: Path) -> None:
    """A database with other tables is not ours to write to."""
    with sqlite3.connect(tmp_path / store.FILE_NAME) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")

    with pytest.raises(StoreError, match="belongs to another program"):
        SqliteJournal(tmp_path)


def test_a_database_from_a_newer_version_is_told(tmp_path: Path, attempt_number: Build) -> None:
    """What a newer version wrote is left alone, and updating is advised."""
    with SqliteJournal(tmp_path) as journal:
        journal.remember(attempt_number(1))
    with sqlite3.connect(tmp_path / store.FILE_NAME) as newer:
        newer.execute("INSERT INTO schema_steps VALUES ('keep dreams', '2031-01-01T00:00:00Z')")
    before = (tmp_path / store.FILE_NAME).read_bytes()

    with pytest.raises(StoreError, match=r"written by a newer voicecoach\. Update voicecoach"):
        SqliteJournal(tmp_path)

    assert before == (tmp_path / store.FILE_NAME).read_bytes()


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    """A file in the folder's place is a told error that names it."""
    (tmp_path / "voicecoach").write_text("")

    with pytest.raises(StoreError, match=r"voicecoach: file exists.*VOICECOACH_HOME"):
        SqliteJournal(tmp_path / "voicecoach")


def test_a_folder_where_the_file_should_be_is_told(tmp_path: Path) -> None:
    """A folder in the file's place is a told error that names it."""
    (tmp_path / store.FILE_NAME).mkdir()

    with pytest.raises(StoreError, match="is not a file"):
        SqliteJournal(tmp_path)


@POSIX
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, sealed: Sealed) -> None:
    """No folder can be made in a folder that is closed to writing."""
    with sealed(tmp_path), pytest.raises(StoreError, match=r"permission denied.*VOICECOACH_HOME"):
        SqliteJournal(tmp_path / "voicecoach")


@POSIX
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, sealed: Sealed) -> None:
    """No file can be made there: told on opening, before anything was practised."""
    with sealed(tmp_path), pytest.raises(StoreError, match=r"permission denied.*VOICECOACH_HOME"):
        SqliteJournal(tmp_path)


@POSIX
def test_a_database_that_became_read_only_is_told(tmp_path: Path, sealed: Sealed) -> None:
    """A file that is there and cannot be written is told on opening, too."""
    SqliteJournal(tmp_path).close()

    with sealed(tmp_path), pytest.raises(StoreError, match="permission denied"):
        SqliteJournal(tmp_path)


@POSIX
def test_a_full_disk_is_told_and_nothing_is_half_saved(tmp_path: Path) -> None:
    """When the file cannot grow, the save is told as failed, and what was saved before is whole."""
    code = """
import resource
from voicecoach.errors import StoreError

journal.remember(attempt("before"))
room = (Path(sys.argv[1]) / "voicecoach.db").stat().st_size + 8192
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
try:
    journal.remember(attempt("too long " * 20_000))
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.remember(attempt("after"))
"""
    said, errors = child(code, str(tmp_path)).communicate(timeout=60)

    with SqliteJournal(tmp_path) as journal:
        kept = texts(journal)

    assert "" == errors
    assert said.startswith(f"Nothing can be saved in {tmp_path}: ")
    assert ["before", "after"] == kept


def test_a_full_database_is_told_as_a_full_disk(tmp_path: Path, attempt_number: Build) -> None:
    """SQLite's own word for a full disk becomes ours, with what to do."""
    journal = SqliteJournal(tmp_path)
    journal._connection.execute("PRAGMA max_page_count = 8")  # the nearest thing to a small disk

    with pytest.raises(StoreError, match=r"the disk is full\. Make room"):
        journal.remember(attempt_number(1, "long " * 20_000))
    assert () == journal.attempts()
