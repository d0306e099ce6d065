"""The picture, as rows of text for terminals of any size."""

import io
from collections.abc import Callable
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from voicecoach.assessment import Keepsake
from voicecoach.packs.pack import CorePart
from voicecoach.screen.checklist import Labels
from voicecoach.screen.offers import Moment
from voicecoach.screen.painting import Painter
from voicecoach.screen.view import View, after, noticed, offered
from voicecoach.session import actions
from voicecoach.session.actions import Action, Part
from voicecoach.session.events import Event

Until = Callable[[str], list[Event | Action]]
Picture = Callable[..., list[str]]

LISTENING = """\
voicecoach · The close of a job interview                         round 1   1:05
────────────────────────────────────────────────────────────────────────────────
● I hear you                                            mic █████████████░░░░░░░

Interviewer  Before we finish, do you have any questions for me?

You          thank you for your time so how well do i fit the person you have in
             mind and what time on friday will you call me so yeah i guess
             that's it

 ✓ asked how well you fit
 ○ ask about the next steps
 ○ say that you want it
 ✓ thanked them







────────────────────────────────────────────────────────────────────────────────
a again   n next   e example   p pause   ? help   q stop
"""

CHOOSING = """\
voicecoach · The close of a job interview                         round 1   1:05
────────────────────────────────────────────────────────────────────────────────
● Your choice: say it, or press its key                 mic █████████████░░░░░░░

Interviewer  Before we finish, do you have any questions for me?

You          thank you for your time so how well do i fit the person you have in
             mind and what time on friday will you call me so yeah i guess
             that's it

 ✓ asked how well you fit  “how well do i fit the person you have in mind”
 ○ ask about the next steps
 ○ say that you want it
 ✓ thanked them  “thank you for your time”
 ! pressed for the hour  “what time on friday will you call me”
 ! ended weakly  “so yeah i guess that's it”

Coach        Say again, or hear it. Say stop when you are done.

Also         · Your last line shrugs: end on the thank-you.
             · 31 words in 14 seconds.
────────────────────────────────────────────────────────────────────────────────
a again   n next   h hear it   w weak version   e example   r say that again
g go on   d don't keep this   b play me back   ? help   q stop
"""


def console(width: int = 80) -> Console:
    """Somewhere to lay text out for."""
    return Console(file=io.StringIO(), width=width)


@pytest.fixture
def picture(labels: Labels) -> Picture:
    """Paints a view as the lines one would see."""

    def paint(
        view: View,
        *,
        width: int = 80,
        height: int = 24,
        level_dbfs: float = -20.0,
        encoding: str = "utf-8",
    ) -> list[str]:
        painter = Painter(
            console(width),
            labels,
            heading="The close of a job interview",
            has_keys=True,
            encoding=encoding,
        )
        rows = painter.rows(view, level_dbfs=level_dbfs, seconds=65, width=width, height=height)
        return [row.plain.rstrip() for row in rows]

    return paint


def seen(things: list[Event | Action]) -> View:
    """The view once all of them have happened."""
    return reduce(after, things, View())


@pytest.mark.parametrize(("last", "expected"), [("words", LISTENING), ("choice", CHOOSING)])
def test_what_one_sees_in_an_ordinary_terminal(
    picture: Picture, until: Until, last: str, expected: str
) -> None:
    """In 80 columns and 24 rows everything has its place."""
    assert expected.split("\n")[:24] == picture(seen(until(last)))


def test_the_feedback_fits_an_ordinary_terminal(picture: Picture, until: Until) -> None:
    """All findings and all that the coach says are on the screen at once."""
    text = "\n".join(picture(seen(until("feedback"))))

    for words in ("how well do i fit the", "call me”", "Ask instead what the next", "14 seconds."):
        assert words in text


def test_what_to_take_along_stands_beside_the_goodbye(picture: Picture, until: Until) -> None:
    """The two lines, and the version they are from."""
    keepsake = Keepsake(version="How do I fit? What next?", lines=("How do I fit?", "What next?"))
    text = picture(seen([actions.TakeAlong(keepsake=keepsake), *until("end")]))

    assert "Remember     How do I fit?" in text
    assert "             What next?" in text
    assert "Your best    How do I fit? What next?" in text


def test_the_go_signal_is_plain_to_see(picture: Picture, until: Until) -> None:
    """When the floor is given it says so, and that the microphone is open."""
    before, now = picture(seen(until("prompt")))[2], picture(seen(until("go")))[2]

    assert before.startswith("○ The interviewer is speaking")
    assert before.endswith("microphone resting")
    assert now.startswith("● Speak now")
    assert "mic █" in now


def test_a_pause_says_that_it_is_one_and_how_to_go_on(picture: Picture, until: Until) -> None:
    """Nobody who comes back to the laptop is asked for a choice."""
    rows = picture(seen(until("pause")))

    assert rows[2].startswith("○ Paused: say “go on”, or press g")
    assert "mic █" in rows[2]
    assert "g go on" in rows[22]


@pytest.mark.parametrize(
    ("level_dbfs", "cells"), [(-120, 0), (-60, 0), (-30, 10), (0, 20), (6, 20)]
)
def test_the_meter_follows_the_microphone(
    picture: Picture, until: Until, level_dbfs: float, cells: int
) -> None:
    """A quiet room is an empty bar, full scale a full one."""
    signal = picture(seen(until("go")), level_dbfs=level_dbfs)[2]

    assert cells == signal.count("█")
    assert 20 - cells == signal.count("░")


def test_in_a_small_terminal_what_matters_stays(picture: Picture, until: Until) -> None:
    """In 40 columns and 12 rows there is still the signal, the newest words and the checklist."""
    text = "\n".join(picture(seen(until("words")), width=40, height=12))

    for words in ("● I hear you", "that's it", "✓ asked how well you fit", "q stop"):
        assert words in text


def test_a_notice_is_never_crowded_out(picture: Picture, until: Until) -> None:
    """What is told only once is seen, however much else there is to show."""
    view = noticed(seen(until("feedback")), "Nothing can be saved.")

    assert "Nothing can be saved." in "\n".join(picture(view, width=44, height=12))


def test_a_terminal_without_symbols_gets_letters(picture: Picture, until: Until) -> None:
    """In ASCII every row can be written, and the checklist can still be read."""
    rows = picture(seen(until("feedback")), encoding="ascii", width=50)

    assert all(row.isascii() for row in rows)
    assert any(row.startswith(" [x] asked how well you fit") for row in rows)


def test_words_cannot_paint(picture: Picture) -> None:
    """Markup and escape sequences in what was said are shown, not obeyed."""
    view = View(moment=Moment.HEARING, words="[bold red]hello[/] \x1b[2Jthere")

    assert any("[bold red]hello[/] [2Jthere" in row for row in picture(view))


views = st.builds(
    View,
    moment=st.sampled_from(Moment),
    prompt=st.text(max_size=300),
    part=st.none() | st.sampled_from(Part),
    coach_lines=st.lists(st.text(max_size=200), max_size=4).map(tuple),
    words=st.text(max_size=600),
    choice_words=st.text(max_size=60),
    heard=st.lists(st.text(max_size=20), max_size=8, unique=True).map(tuple),
    assessment=st.none(),
    feedback=st.none(),
    notices=st.lists(st.text(max_size=200), max_size=2).map(tuple),
)


@given(
    view=views,
    width=st.integers(1, 200),
    height=st.integers(1, 70),
    level_dbfs=st.floats(-200, 20),
)
def test_the_picture_fits_any_terminal(
    view: View, width: int, height: int, level_dbfs: float
) -> None:
    """Whatever there is to show, in whatever room: as many rows as there are, none too wide."""
    labels = Labels(titles={}, core=(CorePart(id="a", title="ask how you stand", labels=("x",)),))
    painter = Painter(console(width), labels, heading="h", has_keys=True, encoding="utf-8")
    rows = painter.rows(view, level_dbfs=level_dbfs, seconds=7, width=width, height=height)

    assert height == len(rows)
    assert all(row.cell_len <= width for row in rows)


def test_every_offer_fits_on_a_common_terminal(picture: Picture, until: Until) -> None:
    """At 80 by 24 no command that is offered is cut off, at any moment, in help either."""
    views = [View(moment=moment) for moment in Moment]
    for view in [*views, View(moment=Moment.COACH, part=Part.HELP)]:
        foot = "\n".join(picture(view)[-5:])

        assert [] == [each for each in offered(view) if str(each) not in foot]
