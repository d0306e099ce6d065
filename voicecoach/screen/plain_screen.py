"""The rehearsal as plain lines: for pipes, for --plain, for screen readers."""

import shutil
import textwrap
from typing import Final, TextIO

from voicecoach.assessment import Keepsake
from voicecoach.screen.checklist import Labels, findings_lines, keepsake_lines
from voicecoach.screen.offers import COMMANDS_AT, KEY_NAMES, Moment
from voicecoach.screen.printable import printable
from voicecoach.session import actions, events
from voicecoach.session.actions import Action, Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.events import CommandSource, Event

SPEAKERS: Final[dict[Part, str]] = {
    Part.PROMPT: "Interviewer",
    Part.REACTION: "Interviewer",
    Part.STRONG_VERSION: "Strong version",
    Part.WEAK_VERSION: "Weak version",
}
"""Who says a part, or what it is; everything else is the coach."""


class PlainScreen:
    """Writes each thing once, when it is settled. No colour, no cursor movement, no partials.

    Keeps parts.Screen. A reader that goes away (a closed pipe) ends the writing, not the rehearsal.
    """

    def __init__(
        self, stream: TextIO, labels: Labels, *, is_typed: bool = False, has_keys: bool = True
    ) -> None:
        self._stream = stream
        self._labels = labels
        self._is_typed = is_typed
        self._has_keys = has_keys
        self._floor = Floor.CLOSING
        self._part: Part | None = None
        """What was said last."""

        self._has_told_pause = False
        self._lit: set[str] = set()
        self._findings: events.Assessed | None = None
        """Found and not shown yet: the coach speaks first."""

        self._keepsake: Keepsake | None = None
        """What to take along: the last thing that is written."""

        self._has_reader = True

    def show(self, thing: Event | Action) -> None:
        """Write what is worth a line."""
        match thing:
            case actions.Say():
                self._say(thing)
            case actions.Listen():
                self._floor = thing.floor
                self._lit.clear()
            case events.FloorGiven():
                self._give_floor()
            case events.MoveShown():
                self._light(thing.label)
            case events.UtteranceHeard():
                self._write_turn(thing)
            case events.CommandHeard(source=CommandSource.KEY):
                self._write(f"Key: {thing.command}")
            case events.Assessed():
                self._findings = thing
            case actions.TakeAlong():
                self._keepsake = thing.keepsake
            case actions.End():
                self.close()
            case _:
                self._note(thing)

    def notice(self, text: str) -> None:
        """A sentence that is not part of the conversation."""
        self._write(f"Note: {text}")

    def withdraw(self, text: str, now: str) -> None:
        """How it is now: a line that was written stays."""
        self.notice(now)

    def level(self, dbfs: float) -> None:
        """Nothing: a meter is no line."""

    def close(self) -> None:
        """Write what is still to be said, and what to take along. Safe twice."""
        self._write_findings()
        keepsake, self._keepsake = self._keepsake, None
        for line in keepsake_lines(keepsake) if keepsake else ():
            self._write(line)

    def _note(self, thing: Event | Action) -> None:
        match thing:
            case actions.HearOn():
                self._floor, self._findings = thing.floor, None
                self._write("Go on.")
            case events.EarsFailed():
                self.notice(thing.problem)
            case events.TimeIsUp():
                self.notice("Your time is up.")
            case events.Interrupted():
                self.notice("Stopping. What you practised is kept.")
            case _:
                pass

    def _light(self, label: str) -> None:
        if label not in self._lit:
            self._lit.add(label)
            self._write(f"Heard: you {self._labels.title(label)}")

    def _say(self, say: actions.Say) -> None:
        self._part, self._has_told_pause = say.part, False
        speaker = SPEAKERS.get(say.part, "Coach")
        for line in say.lines:
            self._write(f"{speaker}: {line}")
        if say.part is Part.FEEDBACK:
            self._write_findings()
        if say.part is Part.CHOICE:
            self._write_offers(COMMANDS_AT[Moment.CHOOSE])
        if say.part is Part.HELP:
            self._write_offers(tuple(Command))

    def _write_offers(self, commands: tuple[Command, ...]) -> None:
        self._write(f"Commands: {', '.join(map(self._offer, commands))}.")

    def _offer(self, command: Command) -> str:
        return f"{command} ({KEY_NAMES[command]})" if self._has_keys else str(command)

    def _give_floor(self) -> None:
        is_closing = self._floor is not Floor.CHOICE
        if self._part is Part.PAUSE and not is_closing:
            self._tell_pause()
        elif self._is_typed:
            self._write("Your turn: type it, then Enter." if is_closing else "Type your choice.")
        else:
            self._write("Speak now." if is_closing else "Your choice?")

    def _tell_pause(self) -> None:
        if self._has_told_pause:  # the floor is given anew when nothing was heard for a while
            return
        self._has_told_pause = True
        how = "type" if self._is_typed else "say"
        key = f", or press {KEY_NAMES[Command.GO_ON]}" if self._has_keys else ""
        self._write(f"Paused: {how} “{Command.GO_ON}”{key}.")

    def _write_turn(self, heard: events.UtteranceHeard) -> None:
        self._has_told_pause = False
        was_seen = self._is_typed and self._stream.isatty()  # the terminal has echoed it
        if not was_seen:
            self._write(f"You: {heard.utterance.text}")

    def _write_findings(self) -> None:
        found, self._findings = self._findings, None
        if found is not None:
            for line in findings_lines(self._labels, found.assessment, found.feedback):
                self._write(line)

    def _write(self, line: str) -> None:
        if not self._has_reader:
            return
        try:
            shown = printable(line, self._stream.encoding or "utf-8")
            self._stream.write(self._wrapped(shown) + "\n")
            self._stream.flush()
        except (OSError, ValueError):  # a closed pipe, a closed stream
            self._has_reader = False

    def _wrapped(self, line: str) -> str:
        """On a terminal, broken at words; into a pipe, one line each."""
        if not self._stream.isatty():
            return line
        return textwrap.fill(
            line, shutil.get_terminal_size().columns, break_long_words=False, break_on_hyphens=False
        )
