"""Every command with its options. What a command does is only imported when it is called."""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from voicecoach import __version__
from voicecoach.composition.own_command import own_command

Command = Callable[[argparse.Namespace], int]


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(
        prog="voicecoach",
        description="Practise the close of a job interview aloud, hands-free and offline.",
        epilog=f"Begin with: {own_command()} practice",
    )
    parser.add_argument("--version", action="version", version=f"voicecoach {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_practice(commands)
    _add_warm_up(commands)
    _add_assess(commands)
    _add_transcribe(commands)
    _add_models(commands)
    _add_doctor(commands)
    _add_me(commands)
    _add_history(commands)
    _add_packs(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _late(place: str) -> Command:
    """The function at that place in ``commands``, "module.function"; imported when called."""
    module_name, _, function_name = place.partition(".")

    def call(given: argparse.Namespace) -> int:
        module = importlib.import_module(f"voicecoach.commands.{module_name}")
        function: Command = getattr(module, function_name)
        return function(given)

    return call


def _add_practice(commands: Commands) -> None:
    practice = commands.add_parser(
        "practice",
        help="rehearse a closing by voice",
        description="The interviewer asks, you close, the coach answers. Say stop to end.",
    )
    _add_model(practice)
    _add_pack(practice)
    _add_hearing(practice)
    practice.add_argument(
        "--interviewer",
        choices=("warm", "reserved", "tough", "hurried", "random"),
        help="one who answers when asked how you stand; without it you close alone",
    )
    _add_answering(practice)
    length = practice.add_argument_group("how long")
    length.add_argument("--rounds", type=_count, metavar="N", help="end after N closings")
    length.add_argument("--minutes", type=_minutes, metavar="M", help="fitted to M minutes")
    _add_trace(practice)
    practice.set_defaults(command=_late("practising.practice"))


def _add_warm_up(commands: Commands) -> None:
    warm_up = commands.add_parser(
        "warmup",
        help="the two minutes before the call",
        description="Say a strong version after the coach, close once, take two lines along.",
    )
    _add_model(warm_up)
    _add_pack(warm_up)
    _add_hearing(warm_up)
    _add_answering(warm_up)
    length = warm_up.add_argument_group("how long")
    length.add_argument(
        "--minutes", type=_minutes, default=2.0, metavar="M", help="until the call; default 2"
    )
    _add_trace(warm_up)
    warm_up.set_defaults(command=_late("practising.warm_up"))


def _add_assess(commands: Commands) -> None:
    assess = commands.add_parser("assess", help="what a closing contains, and what to say to it")
    what = assess.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", help="the closing, as text")
    what.add_argument("--audio", type=Path, metavar="FILE", help="the closing, as a recording")
    what.add_argument("--jsonl", type=Path, metavar="FILE", help="many closings, one object a line")
    _add_model(assess)
    _add_second_ear(assess)
    _add_pack(assess)
    _add_json(assess)
    assess.set_defaults(command=_late("assessing.assess"))


def _add_transcribe(commands: Commands) -> None:
    transcribe = commands.add_parser("transcribe", help="a recording to words with times")
    transcribe.add_argument("audio", type=Path, metavar="FILE")
    _add_model(transcribe)
    _add_second_ear(transcribe)
    _add_json(transcribe)
    transcribe.set_defaults(command=_late("hearing.transcribe"))


def _add_models(commands: Commands) -> None:
    models = commands.add_parser("models", help="the ears: list, fetch, check and use")
    actions = models.add_subparsers(metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="which there are, and which one is in use and why")
    _add_json(listed)
    listed.set_defaults(command=_late("models.list_models"))
    fetch = actions.add_parser("fetch", help="download one; the only thing that uses the network")
    fetch.add_argument("name", nargs="?", help="without it, the recommended one")
    fetch.set_defaults(command=_late("models.fetch_model"))
    check = actions.add_parser("check", help="tell a good model folder from a broken one")
    check.add_argument("path", type=Path)
    check.set_defaults(command=_late("models.check_model"))
    use = actions.add_parser("use", help="choose one for good")
    use.add_argument("name", help="a name from 'models list', or a folder")
    use.set_defaults(command=_late("models.use_model"))


def _add_doctor(commands: Commands) -> None:
    doctor = commands.add_parser("doctor", help="is everything ready? else what to do")
    _add_model(doctor)
    _add_json(doctor)
    doctor.set_defaults(command=_late("examining.doctor"))


def _add_me(commands: Commands) -> None:
    me = commands.add_parser("me", help="your own facts, for strong versions and the goodbye")
    me.add_argument("--role", help='the job, as you would say it: "the ward sister post"')
    me.add_argument("--company", help="who you would work for")
    me.add_argument("--interviewer", help="whom you will talk to")
    me.add_argument("--strength", action="append", metavar="TEXT", help="up to three times")
    me.add_argument(
        "--call-time", metavar="WHEN", help='when the call is: "2026-11-26 10:30"; "" forgets it'
    )
    me.add_argument("--clear", action="store_true", help="forget them all")
    _add_json(me)
    me.set_defaults(command=_late("records.me"))


def _add_history(commands: Commands) -> None:
    history = commands.add_parser("history", help="what you have practised")
    shown = history.add_mutually_exclusive_group()
    shown.add_argument("--last", type=_count, default=10, metavar="N", help="default 10")
    shown.add_argument("--id", type=_count, metavar="N", help="one attempt, in full")
    _add_json(history)
    history.set_defaults(command=_late("attempts.history"))
    forget = commands.add_parser("forget", help="erase what was kept")
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", type=_count, metavar="N", help="one attempt")
    which.add_argument("--all", action="store_true", help="every attempt and recording")
    forget.set_defaults(command=_late("attempts.forget"))


def _add_packs(commands: Commands) -> None:
    packs = commands.add_parser("packs", help="closings of other kinds: list, show, check")
    actions = packs.add_subparsers(metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="which there are")
    _add_json(listed)
    listed.set_defaults(command=_late("packs.list_packs"))
    show = actions.add_parser("show", help="what one listens for")
    show.add_argument("name")
    _add_json(show)
    show.set_defaults(command=_late("packs.show_pack"))
    check = actions.add_parser("check", help="does it hear what it promises to hear?")
    check.add_argument("name", help="a name from 'packs list', or a file")
    check.set_defaults(command=_late("packs.check_pack"))


def _add_hearing(parser: argparse.ArgumentParser) -> None:
    heard = parser.add_argument_group("how you are heard")
    heard.add_argument("--audio", type=Path, metavar="FILE", help="your turns from a recording")
    heard.add_argument("--realtime", action="store_true", help="with --audio: at the pace of sound")
    heard.add_argument("--typed", action="store_true", help="type instead of speak")
    heard.add_argument(
        "--headphones",
        action="store_true",
        help="you wear some: stop, pause, go on, again and skip work over the voice",
    )
    heard.add_argument("--input", metavar="DEVICE", help="microphone, by a part of its name")
    second = heard.add_mutually_exclusive_group()
    second.add_argument("--second-ear", type=_folder, metavar="PATH", help="its model's folder")
    second.add_argument("--no-second-ear", action="store_true", help="do not hear turns again")


def _add_answering(parser: argparse.ArgumentParser) -> None:
    spoken = parser.add_argument_group("how the coach answers")
    spoken.add_argument("--quiet", action="store_true", help="print instead of speak")
    spoken.add_argument("--out", type=Path, metavar="FILE.wav", help="the voice into a file")
    spoken.add_argument("--output", metavar="DEVICE", help="loudspeaker, by a part of its name")
    spoken.add_argument("--natural", action="store_true", help="a natural voice (extra: natural)")
    spoken.add_argument("--plain", action="store_true", help="plain lines, for a screen reader")


def _add_trace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trace", type=Path, metavar="FILE", help="log every event; holds words")


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, metavar="PATH", help="an acoustic model's folder")


def _add_second_ear(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--second-ear",
        type=_folder,
        nargs="?",
        const=True,
        metavar="PATH",
        help="hear it again, better (extra: second-ear); PATH is its model's folder",
    )


def _add_pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", default="job_interview", metavar="NAME", help="kind of closing")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


def _folder(text: str) -> Path:
    if Path(text).is_file():  # transcribe --second-ear FILE: the recording was meant
        raise argparse.ArgumentTypeError(f"{text} is no folder; a recording comes before it")
    return Path(text)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _minutes(text: str) -> float:
    number = float(text)
    if not 0 < number <= 24 * 60:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number
