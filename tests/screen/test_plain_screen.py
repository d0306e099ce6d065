"""The rehearsal as plain lines."""

import io
import os
from collections.abc import Callable

import pytest

from voicecoach.assessment import Keepsake
from voicecoach.screen.checklist import Labels
from voicecoach.screen.plain_screen import PlainScreen
from voicecoach.session import actions, events
from voicecoach.session.actions import Action, Floor
from voicecoach.session.commands import Command
from voicecoach.session.events import CommandSource, Event
from voicecoach.transcript import Utterance

Until = Callable[[str], list[Event | Action]]

KEEPSAKE = Keepsake(version="How do I fit? What next?", lines=("How do I fit?", "What next?"))
SAID = (
    "thank you for your time so how well do i fit the person you have in mind "
    "and what time on friday will you call me so yeah i guess that's it"
)

WHOLE_ROUND = f"""\
Interviewer: Before we finish, do you have any questions for me?
Speak now.
Heard: you thanked them
Heard: you asked how well you fit
You: {SAID}
Coach: You asked how well you fit, and that is the heart of a close.
Coach: You asked what time on Friday they will call: pressing for the hour puts them on the spot.
Coach: Ask instead what the next steps are, then say that you want it.
You asked how well you fit: “how well do i fit the person you have in mind”
Not heard: ask about the next steps
Not heard: say that you want it
You thanked them: “thank you for your time”
Watch out: you pressed for the hour: “what time on friday will you call me”
Watch out: you ended weakly: “so yeah i guess that's it”
Note: Your last line shrugs: end on the thank-you.
Note: 31 words in 14 seconds.
Strong version: How well do I fit? What are the next steps? I would love to do this work.
Coach: Say again, or hear it. Say stop when you are done.
Commands: again (a), next (n), hear it (h), weak version (w), example (e), say that again (r), \
go on (g), don't keep this (d), play me back (b), help (?), stop (q).
Your choice?
You: stop
Coach: Good luck with the call.
"""


def written(labels: Labels, things: list[Event | Action], **choices: bool) -> str:
    """All that a plain screen writes."""
    stream = io.StringIO()
    screen = PlainScreen(stream, labels, **choices)
    for thing in things:
        screen.show(thing)
    screen.close()
    return stream.getvalue()


def test_a_whole_round_reads_like_a_script(labels: Labels, until: Until) -> None:
    """Each thing is written once, when it is settled: no partials, no colour, no cursor."""
    assert WHOLE_ROUND == written(labels, until("end"))


def test_a_move_that_flickers_is_written_once_a_turn(labels: Labels, until: Until) -> None:
    """A move that goes out and lights up again in the same turn is no news."""
    flicker = [events.MoveHidden(label="thanks"), events.MoveShown(label="thanks")]
    twice = written(labels, [*until("words"), *flicker, *until("words")])

    assert 2 == twice.count("Heard: you thanked them")


def test_without_keys_commands_are_words(labels: Labels, until: Until) -> None:
    """Where no key can be pressed, none is offered."""
    lines = written(labels, until("choice"), has_keys=False)

    assert "Commands: again, next, hear it," in lines


def test_a_pause_says_that_it_is_one_and_how_to_go_on(labels: Labels, until: Until) -> None:
    """Once, and again after talk in the room; silence is no news."""
    floor = [actions.Listen(floor=Floor.CHOICE), events.FloorGiven(stream_seconds=50.0)]
    talk = events.UtteranceHeard(utterance=Utterance.typed("it's in the fridge"))
    told = written(labels, [*until("pause"), events.NothingHeard(), *floor, *floor])
    talked = written(labels, [*until("pause"), talk, *floor])

    assert told.endswith("when you are ready.\nPaused: say “go on”, or press g.\n")
    assert talked.endswith("fridge\nPaused: say “go on”, or press g.\n")
    assert "Paused: type “go on”.\n" in written(
        labels, until("pause"), is_typed=True, has_keys=False
    )


def test_typing_is_asked_for_when_typing(labels: Labels, until: Until) -> None:
    """The go signal says what to do; what was typed into a pipe is written out."""
    lines = written(labels, until("end"), is_typed=True)

    assert "Your turn: type it, then Enter.\n" in lines
    assert "Type your choice.\n" in lines
    assert f"You: {SAID}\n" in lines


def test_what_the_terminal_has_echoed_is_not_written_again(labels: Labels) -> None:
    """Typed at a terminal, the line stands there already."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    heard = events.UtteranceHeard(utterance=Utterance.typed("thank you"))
    PlainScreen(stream, labels, is_typed=True).show(heard)

    assert "" == stream.getvalue()


def test_on_a_terminal_lines_break_at_words(
    labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long sentence is not cut in the middle of a word; in a pipe it stays one line."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    PlainScreen(stream, labels).notice("The microphone gives silence.")

    assert "Note: The microphone\ngives silence.\n" == stream.getvalue()


def test_findings_are_shown_even_when_the_coach_is_cut_off(labels: Labels, until: Until) -> None:
    """Ctrl-C while the closing was being looked at: what was found is still told."""
    without_say = until("feedback")[:-1]

    assert "You thanked them: “thank you for your time”\n" in written(labels, without_say)


def test_trouble_and_keys_are_told(labels: Labels) -> None:
    """A key that was pressed, failed ears, a time that is over, Ctrl-C: a line each."""
    things = [
        events.CommandHeard(command=Command.AGAIN, source=CommandSource.KEY),
        events.EarsFailed(problem="The microphone stopped."),
        events.TimeIsUp(),
        events.Interrupted(),
    ]

    assert (
        "Key: again\nNote: The microphone stopped.\nNote: Your time is up.\n"
        "Note: Stopping. What you practised is kept.\n"
    ) == written(labels, things)


def test_a_command_that_was_said_is_not_written_twice(labels: Labels) -> None:
    """A command by voice is written as the words that were said, not as a key."""
    thing = events.CommandHeard(command=Command.AGAIN, source=CommandSource.VOICE)

    assert "" == written(labels, [thing])


def test_a_condition_that_is_over_is_told(labels: Labels) -> None:
    """What was written stays written: the news comes after it."""
    stream = io.StringIO()
    screen = PlainScreen(stream, labels)
    screen.notice("The microphone is muted.")
    screen.withdraw("The microphone is muted.", "The microphone gives sound.")

    assert (
        "Note: The microphone is muted.\nNote: The microphone gives sound.\n"
    ) == stream.getvalue()


def test_levels_write_nothing(labels: Labels) -> None:
    """A meter is no line."""
    stream = io.StringIO()
    PlainScreen(stream, labels).level(-20.0)

    assert "" == stream.getvalue()


def test_an_ascii_stream_gets_plain_quotes(labels: Labels, until: Until) -> None:
    """Where the terminal has no curly quotes, straight ones do."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    screen = PlainScreen(stream, labels)
    for thing in until("end"):
        screen.show(thing)

    assert b'You thanked them: "thank you for your time"\n' in raw.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed otherwise on Windows")
def test_a_reader_that_goes_away_ends_only_the_writing(labels: Labels, until: Until) -> None:
    """`voicecoach practice | head -1`: the rehearsal goes on without its reader."""
    out, into = os.pipe()
    os.close(out)
    stream = os.fdopen(into, "w")
    screen = PlainScreen(stream, labels)

    for thing in until("end"):
        screen.show(thing)
    screen.close()

    with pytest.raises(BrokenPipeError):  # what was not written is still there
        stream.close()


def test_help_lists_every_command(labels: Labels) -> None:
    """More than can be said in a breath."""
    lines = written(labels, [actions.Say(lines=("You can say…",), part=actions.Part.HELP)])

    assert [] == [each for each in Command if f"{each} (" not in lines]


def test_what_to_take_along_is_the_last_thing_written(until: Until, labels: Labels) -> None:
    """After the goodbye and the findings; once, however often the screen is closed."""
    things = [*until("end"), actions.End()]
    things.insert(-1, actions.TakeAlong(keepsake=KEEPSAKE))
    shown = written(labels, things).splitlines()

    assert [
        "Your best version: How do I fit? What next?",
        "Remember: How do I fit?",
        "Remember: What next?",
    ] == shown[-3:]
    assert 1 == sum(line.startswith("Your best version") for line in shown)


def test_who_was_cut_is_told_to_go_on(labels: Labels, until: Until) -> None:
    """What was found in half a closing is not shown, and the floor has not changed hands."""
    things = [thing for thing in until("feedback") if not isinstance(thing, actions.Say)]
    lines = written(labels, [*things, actions.HearOn(floor=Floor.CLOSING)]).splitlines()

    assert "Go on." == lines[-1]
