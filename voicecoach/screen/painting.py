"""A view to rows of styled text, as many as the terminal has. Part of the door to rich."""

from typing import Final

from rich.console import Console, OverflowMethod
from rich.text import Text

from voicecoach.screen.blocks import Block, fitted
from voicecoach.screen.checklist import Labels, checklist, faults
from voicecoach.screen.offers import KEY_NAMES, MICROPHONE_OPEN, Moment
from voicecoach.screen.printable import is_encodable, printable
from voicecoach.screen.view import View, offered
from voicecoach.session.actions import Part
from voicecoach.session.commands import Command

METER_CELLS: Final = 20
METER_FLOOR_DBFS: Final = -60.0
"""A quiet room; speech at a laptop is at -35 to -15 dBFS."""

NAME_CELLS: Final = 13
"""Room for "Interviewer" and a gap."""

NARROW_CELLS: Final = 50
"""Below this, names stand on the line of what was said."""

COMMAND_ROWS: Final = 2
HELP_COMMAND_ROWS: Final = 4
"""Room for every command at 80 columns."""

WORD_ROWS: Final = 5
"""The last rows of what is being said."""

SIGNALS: Final[dict[Moment, tuple[str, str]]] = {
    Moment.STARTING: ("○ Getting ready", "dim"),
    Moment.INTERVIEWER: ("○ The interviewer is speaking", "cyan"),
    Moment.COACH: ("○ The coach is speaking", "cyan"),
    Moment.REPLAY: ("○ This is you", "cyan"),
    Moment.OPENING: ("○ Opening the microphone", "dim"),
    Moment.SPEAK: ("● Speak now", "bold green"),
    Moment.HEARING: ("● I hear you", "bold green"),
    Moment.CHOOSE: ("● Your choice: say it, or press its key", "bold green"),
    Moment.PAUSED: ("○ Paused: say “go on”", "bold yellow"),
    Moment.THINKING: ("○ Looking at what you said", "cyan"),
    Moment.OVER: ("○ The rehearsal is over", "dim"),
}

COACH_NAMES: Final[dict[Part, str]] = {Part.STRONG_VERSION: "Strong", Part.WEAK_VERSION: "Weak"}


class Painter:
    """Lays a view out for a terminal of any size."""

    def __init__(
        self, console: Console, labels: Labels, *, heading: str, has_keys: bool, encoding: str
    ) -> None:
        self._console = console
        self._labels = labels
        self._heading = heading
        self._has_keys = has_keys
        self._encoding = encoding or "utf-8"
        has_symbols = is_encodable("●○✓█░─·…", self._encoding)
        self._marks = ("✓", "○", "!") if has_symbols else ("[x]", "[ ]", "[!]")
        self._overflow: OverflowMethod = "ellipsis" if has_symbols else "crop"

    def rows(
        self, view: View, *, level_dbfs: float, seconds: int, width: int, height: int
    ) -> list[Text]:
        """Exactly ``height`` rows, each at most ``width`` cells wide."""
        width = max(width, 1)
        head = [self._title(view, seconds, width), self._line(width)]
        head.append(self._signal(view, level_dbfs, width))
        foot = [self._line(width), *self._commands(view, width)] if height >= 8 else []
        room = max(0, height - len(head) - len(foot))
        body = fitted(self._blocks(view, width), room)
        rows = [*head, *body, *(Text() for _ in range(room - len(body))), *foot]
        for row in rows:
            row.truncate(width)
            row.no_wrap = True
        return rows[:height]

    # The parts of the picture, from the top

    def _title(self, view: View, seconds: int, width: int) -> Text:
        clock = f"{seconds // 60}:{seconds % 60:02d}"
        number = view.round_count + (view.assessment is None)
        right = f"round {number}   {clock}"
        left = self._text("voicecoach", "bold")
        if self._heading:
            left.append_text(self._text(f" · {self._heading}", "dim"))
        return _spread(left, self._text(right, "dim"), width)

    def _signal(self, view: View, level_dbfs: float, width: int) -> Text:
        words, style = SIGNALS[view.moment]
        if view.moment is Moment.PAUSED and self._has_keys:
            words += f", or press {KEY_NAMES[Command.GO_ON]}"
        left = self._text(words, style)
        return _spread(left, self._meter(view, level_dbfs, width), width)

    def _meter(self, view: View, level_dbfs: float, width: int) -> Text:
        if view.moment not in MICROPHONE_OPEN:
            return self._text("microphone resting", "dim")
        cells = METER_CELLS if width >= 60 else METER_CELLS // 2
        share = 1 - level_dbfs / METER_FLOOR_DBFS
        lit = max(0, min(cells, round(cells * share)))
        meter = self._text("mic ", "dim")
        meter.append_text(self._text("█" * lit, "green" if lit < cells - 1 else "red"))
        return meter.append_text(self._text("░" * (cells - lit), "dim"))

    def _commands(self, view: View, width: int) -> list[Text]:
        rows = [Text()]
        for command in offered(view):
            offer = Text("   " if rows[-1] else "")
            if self._has_keys:
                offer.append_text(self._text(f"{KEY_NAMES[command]} ", "bold"))
            offer.append_text(self._text(str(command)))
            if rows[-1].cell_len + offer.cell_len > width:
                rows.append(offer[3:])  # an offer is not broken over two rows
            else:
                rows[-1].append_text(offer)
        most_rows = HELP_COMMAND_ROWS if view.part is Part.HELP else COMMAND_ROWS
        return [*rows[:most_rows], *(Text() for _ in range(COMMAND_ROWS - len(rows)))]

    def _blocks(self, view: View, width: int) -> list[Block]:
        """Everything between signal and commands, from the top."""
        was_assessed = view.assessment is not None
        blocks = [
            Block(
                rows=self._said("Interviewer", view.prompt, width), rank=6 if was_assessed else 3
            ),
            Block(
                rows=self._said("You", view.words, width, "bold")[-WORD_ROWS:],
                rank=5 if was_assessed else 1,
                keeps_end=True,
            ),
            Block(rows=self._checks(view, width), rank=2),
            Block(rows=self._coach(view, width), rank=1 if was_assessed else 4),
            Block(rows=self._said("You", view.choice_words, width, "bold"), rank=3, keeps_end=True),
            Block(rows=self._keepsake(view, width), rank=1),
            Block(rows=self._notes(view, width), rank=7),
            Block(rows=self._noted(view.notices[:-1], width), rank=6, keeps_end=True),
            Block(
                rows=self._noted(view.notices[-1:], width),
                rank=2 if view.words and not was_assessed else 0,  # who is speaking, reads no news
            ),
        ]
        return [block for block in blocks if block.rows]

    def _checks(self, view: View, width: int) -> list[Text]:
        made, open_, fault = self._marks
        lines = [
            self._check(made if row.is_made else open_, row.title, row.quote, is_good=row.is_made)
            for row in checklist(self._labels, heard=view.heard, assessment=view.assessment)
        ]
        if view.assessment is not None:
            for title, quote in faults(self._labels, view.assessment):
                lines.append(self._check(fault, title, quote, is_good=False))
        for line in lines:
            line.truncate(width, overflow=self._overflow)
        return lines

    def _check(self, mark: str, title: str, quote: str, *, is_good: bool) -> Text:
        style = "green" if is_good else "bold red" if mark == self._marks[2] else ""
        line = self._text(f" {mark} {title}", style)
        if quote:
            line.append_text(self._text(f"  “{quote}”", "dim"))
        return line

    def _coach(self, view: View, width: int) -> list[Text]:
        name = COACH_NAMES.get(view.part, "Coach") if view.part else "Coach"
        rows: list[Text] = []
        for line in view.coach_lines:
            rows += self._said("" if rows else name, line, width)
        return rows

    def _keepsake(self, view: View, width: int) -> list[Text]:
        """What to take along: the lines to remember first, should the room be short."""
        if view.keepsake is None:
            return []
        rows: list[Text] = []
        for line in view.keepsake.lines:
            rows += self._said("" if rows else "Remember", line, width, "bold green")
        return [*rows, *self._said("Your best", view.keepsake.version, width)]

    def _notes(self, view: View, width: int) -> list[Text]:
        notes = view.feedback.notes if view.feedback else ()
        rows: list[Text] = []
        for note in notes:
            rows += self._said("" if rows else "Also", f"· {note}", width, "dim")
        return rows

    def _noted(self, notices: tuple[str, ...], width: int) -> list[Text]:
        return [row for text in notices for row in self._said("Note", text, width, "yellow")]

    def _said(self, name: str, words: str, width: int, style: str = "") -> list[Text]:
        """Who says it, and beside it what is said, wrapped."""
        if not words:
            return []
        if width < NARROW_CELLS:
            text = self._text(f"{name}: " if name else "", "dim")
            return list(text.append_text(self._text(words, style)).wrap(self._console, width))
        rows = self._text(words, style).wrap(self._console, width - NAME_CELLS)
        names = [self._text(f"{name:<{NAME_CELLS}}", "dim")]
        names += [Text(" " * NAME_CELLS) for _ in rows[1:]]
        return [name.append_text(row) for name, row in zip(names, rows, strict=True)]

    def _line(self, width: int) -> Text:
        return self._text("─" * width, "dim")

    def _text(self, words: str, style: str = "") -> Text:
        return Text().append(printable(words, self._encoding), style)


def _spread(left: Text, right: Text, width: int) -> Text:
    """One at each end of the row; the right one only where it fits."""
    gap = width - left.cell_len - right.cell_len
    if gap < 2:
        return left
    return left.append(" " * gap).append_text(right)
