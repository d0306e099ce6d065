"""A pack's labels, a first round as the screens see it, and terminals to show it in."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from voicecoach.assessment import Assessment, Feedback, MoveFinding, PitfallFinding, Span
from voicecoach.packs.pack import CorePart
from voicecoach.screen.checklist import Labels
from voicecoach.session import actions, events
from voicecoach.session.actions import Action, Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.events import Event
from voicecoach.transcript import Utterance

if os.name == "posix":
    import fcntl
    import pty
    import struct
    import termios

SAID = (
    "thank you for your time so how well do i fit the person you have in mind "
    "and what time on friday will you call me so yeah i guess that's it"
)


def found(kind: type, label: str, quote: str) -> MoveFinding | PitfallFinding:
    """A finding; only its label and its words are shown."""
    return kind(
        label=label,
        turn=0,
        start_word=0,
        end_word=len(quote.split()),
        quote=quote,
        pattern=quote,
        similarity_ratio=1.0,
        probability_ratio=0.9,
    )


ASSESSED = events.Assessed(
    assessment=Assessment(
        turns=(Utterance.typed(SAID),),
        moves=(
            found(MoveFinding, "thanks", "thank you for your time"),
            found(MoveFinding, "fit_question", "how well do i fit the person you have in mind"),
        ),
        pitfalls=(found(PitfallFinding, "presses_time", "what time on friday will you call me"),),
        missing_core=("next_steps", "interest"),
        weak_ending=Span(turn=0, start_word=25, end_word=31, quote="so yeah i guess that's it"),
        after_question=None,
        delivery=None,
    ),
    feedback=Feedback(
        sentences=(
            "You asked how well you fit, and that is the heart of a close.",
            "You asked what time on Friday they will call: pressing for the hour puts them on the "
            "spot.",
            "Ask instead what the next steps are, then say that you want it.",
        ),
        model_closer="How well do I fit? What are the next steps? I would love to do this work.",
        notes=("Your last line shrugs: end on the thank-you.", "31 words in 14 seconds."),
        tip_label="presses_time",
    ),
)


@pytest.fixture
def labels() -> Labels:
    """Some of the job interview's labels."""
    return Labels(
        titles={
            "fit_question": "asked how well you fit",
            "concerns_question": "asked what worries them",
            "next_steps": "asked about the next steps",
            "interest": "said that you want it",
            "thanks": "thanked them",
            "presses_time": "pressed for the hour",
        },
        core=(
            CorePart(
                id="standing",
                title="ask how you stand",
                labels=("fit_question", "concerns_question"),
            ),
            CorePart(id="next_steps", title="ask about the next steps", labels=("next_steps",)),
            CorePart(id="interest", title="say that you want it", labels=("interest",)),
        ),
    )


@pytest.fixture
def assessed() -> events.Assessed:
    """What was found in the closing of the first round."""
    return ASSESSED


def say(part: Part, *lines: str) -> Action:
    """The voice speaks."""
    return actions.Say(lines=lines, part=part)


FIRST_ROUND: dict[str, tuple[Event | Action, ...]] = {
    "prompt": (
        events.Started(),
        say(Part.PROMPT, "Before we finish, do you have any questions for me?"),
    ),
    "go": (
        events.VoiceFinished(),
        actions.Listen(floor=Floor.CLOSING),
        events.FloorGiven(stream_seconds=0.4),
    ),
    "words": (
        events.SpeechStarted(stream_seconds=1.2),
        events.PartialHeard(text="thank you for your time"),
        events.MoveShown(label="thanks"),
        events.PartialHeard(text="thank you for your time so how well do i fit the person"),
        events.MoveShown(label="fit_question"),
        events.PartialHeard(text=SAID),
    ),
    "feedback": (
        events.UtteranceHeard(utterance=Utterance.typed(SAID)),
        actions.Assess(turns=(Utterance.typed(SAID),)),
        ASSESSED,
        actions.Remember(assessment=ASSESSED.assessment, feedback=ASSESSED.feedback),
        say(Part.FEEDBACK, *ASSESSED.feedback.sentences),
    ),
    "strong": (
        events.VoiceFinished(),
        say(Part.STRONG_VERSION, ASSESSED.feedback.model_closer),
    ),
    "choice": (
        events.VoiceFinished(),
        say(Part.CHOICE, "Say again, or hear it. Say stop when you are done."),
        events.VoiceFinished(),
        actions.Listen(floor=Floor.CHOICE),
        events.FloorGiven(stream_seconds=22.0),
    ),
    "pause": (
        events.CommandHeard(command=Command.PAUSE, source=events.CommandSource.KEY),
        actions.StopListening(),
        say(Part.PAUSE, "I'm waiting. Say go on when you are ready."),
        events.VoiceFinished(),
        actions.Listen(floor=Floor.CHOICE),
        events.FloorGiven(stream_seconds=30.0),
    ),
    "end": (
        events.UtteranceHeard(utterance=Utterance.typed("stop")),
        actions.StopListening(),
        say(Part.GOODBYE, "Good luck with the call."),
        events.VoiceFinished(),
        actions.End(),
    ),
}


@pytest.fixture
def until() -> Callable[[str], list[Event | Action]]:
    """Everything that happens in the first round, up to and with the named part.

    "pause" takes the place of "end".
    """

    def things(last: str) -> list[Event | Action]:
        names = [name for name in FIRST_ROUND if name == last or name != "pause"]
        return [thing for name in names[: names.index(last) + 1] for thing in FIRST_ROUND[name]]

    return things


class Terminal:
    """A child process whose terminal, 80 by 24, is in our hands."""

    def __init__(self, code: str, **environment: str) -> None:
        self.ours, theirs = pty.openpty()
        self.former = termios.tcgetattr(theirs)
        """The terminal's settings before the child began."""

        self.resize(80, 24)
        self.seen = b""
        former = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        settings = {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(sys.path)}
        self.child = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=former | settings | environment,
            start_new_session=True,
            # Its own terminal, so that Ctrl-C and the foreground mean something.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)

    def resize(self, columns: int, rows: int) -> None:
        """The learner drags the window's corner."""
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settings(self) -> list:
        """The terminal's settings now."""
        return termios.tcgetattr(self.ours)

    def read_until(self, words: bytes, since: int = 0) -> None:
        """Read what is written until the words come."""
        while words not in self.seen[since:]:
            self.seen += os.read(self.ours, 65536)

    def press(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.ours, keys)

    def end(self) -> int:
        """Read the rest, and give the exit code."""
        try:
            while chunk := os.read(self.ours, 65536):
                self.seen += chunk
        except OSError:  # Linux tells the end of a pseudo terminal as an error
            pass
        return self.child.wait(timeout=30)

    def close(self) -> None:
        """The window is closed."""
        if self.ours >= 0:
            os.close(self.ours)
        self.ours = -1


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts children in terminals of their own."""
    opened: list[Terminal] = []

    def start(code: str, **environment: str) -> Terminal:
        opened.append(Terminal(code, **environment))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
        each.child.kill()
        each.child.wait()
