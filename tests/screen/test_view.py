"""What there is to see, as events and actions change it."""

from collections.abc import Callable
from functools import reduce

import pytest

from voicecoach.screen.offers import COMMANDS_AT, KEY_NAMES, Moment
from voicecoach.screen.view import View, after, noticed, offered, without_notice
from voicecoach.session import actions, events
from voicecoach.session.actions import Action, Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.events import Event
from voicecoach.transcript import Utterance

Until = Callable[[str], list[Event | Action]]


def seen(things: list[Event | Action], view: View | None = None) -> View:
    """The view once all of them have happened."""
    return reduce(after, things, view or View())


@pytest.mark.parametrize(
    ("last", "moment"),
    [
        ("prompt", Moment.INTERVIEWER),
        ("go", Moment.SPEAK),
        ("words", Moment.HEARING),
        ("feedback", Moment.COACH),
        ("choice", Moment.CHOOSE),
        ("pause", Moment.PAUSED),
        ("end", Moment.OVER),
    ],
)
def test_whose_turn_it_is(until: Until, last: str, moment: Moment) -> None:
    """At each point of a round the learner can see who has the floor."""
    assert moment is seen(until(last)).moment


def test_the_go_signal_waits_for_the_ears(until: Until) -> None:
    """Nobody is told to speak before words are really taken."""
    things = [*until("prompt"), actions.Listen(floor=Floor.CLOSING)]

    assert Moment.OPENING is seen(things).moment
    assert Moment.SPEAK is seen([*things, events.FloorGiven(stream_seconds=0.1)]).moment


def test_a_move_can_light_up_and_go_out(until: Until) -> None:
    """Words change while they are heard, and the checklist with them."""
    view = seen([*until("words"), events.MoveHidden(label="thanks")])

    assert ("fit_question",) == view.heard
    assert view.heard == after(view, events.MoveShown(label="fit_question")).heard


def test_a_new_round_is_a_blank_sheet(until: Until) -> None:
    """The next prompt clears words, moves and findings, and counts on."""
    view = seen([*until("choice"), actions.Say(lines=("Anything else?",), part=Part.PROMPT)])

    assert View(moment=Moment.INTERVIEWER, prompt="Anything else?", round_count=1) == View(
        moment=view.moment,
        prompt=view.prompt,
        round_count=view.round_count,
        words=view.words,
        heard=view.heard,
        assessment=view.assessment,
        coach_lines=view.coach_lines,
    )


def test_what_was_erased_is_not_left_standing(until: Until) -> None:
    """ "Don't keep this" clears the words and what was found in them."""
    view = after(seen(until("choice")), actions.Forget())

    assert ("", (), None, None) == (view.words, view.heard, view.assessment, view.feedback)


def test_an_opening_ear_offers_what_can_be_chosen(until: Until) -> None:
    """While the ears open for a choice, the choices are offered, not those of a closing."""
    opening = after(seen(until("choice")), actions.Listen(floor=Floor.CHOICE))

    assert COMMANDS_AT[Moment.CHOOSE] == offered(opening)


def test_a_pause_lasts_until_it_is_ended(until: Until) -> None:
    """Silence and talk in the room give the floor anew, and it stays a pause; a prompt ends it."""
    paused = seen(until("pause"))
    again = after(paused, actions.Listen(floor=Floor.CHOICE))
    heard = after(again, events.UtteranceHeard(utterance=Utterance.typed("in the fridge")))
    prompted = after(paused, actions.Say(lines=("Any questions?",), part=Part.PROMPT))

    assert {Moment.PAUSED} == {paused.moment, again.moment, heard.moment}
    assert Command.GO_ON in offered(again)
    assert Moment.INTERVIEWER is prompted.moment


def test_an_answer_to_a_choice_is_not_the_closing(until: Until) -> None:
    """What is said in answer to a choice stands apart from the words of the closing."""
    closing = seen(until("feedback")).words
    view = seen([*until("choice"), events.PartialHeard(text="again")])

    assert (closing, "again") == (view.words, view.choice_words)


def test_a_closing_in_answer_to_a_choice_becomes_the_closing(until: Until) -> None:
    """Whoever simply says it all again is taken at their word."""
    turn = Utterance.typed("how well do i fit and what are the next steps here")
    view = seen(
        [
            *until("choice"),
            events.UtteranceHeard(utterance=turn),
            actions.Assess(turns=(turn,)),
        ]
    )

    assert (turn.text, "", Moment.THINKING) == (view.words, view.choice_words, view.moment)


def test_notices_stay_until_the_next_turn_is_over(until: Until) -> None:
    """The newest notices are kept, and cleared when something was said."""
    view = reduce(noticed, "abcde", seen(until("go")))
    later = after(view, events.UtteranceHeard(utterance=Utterance.typed("thank you")))

    assert (("b", "c", "d", "e"), ()) == (view.notices, later.notices)


def test_a_notice_goes_when_its_condition_is_over(until: Until) -> None:
    """Only that one; one that has gone already is gone."""
    view = reduce(noticed, "ab", seen(until("go")))

    assert ("b",) == without_notice(view, "a").notices
    assert ("a", "b") == without_notice(view, "c").notices


def test_trouble_becomes_a_notice() -> None:
    """Failed ears and a time that is over are said in words."""
    view = seen([events.EarsFailed(problem="The microphone stopped."), events.TimeIsUp()])

    assert ("The microphone stopped.", "Your time is up.") == view.notices


def test_what_has_no_view_changes_nothing(until: Until) -> None:
    """Things behind the scenes are passed over."""
    view = seen(until("words"))

    assert view == after(view, actions.Hush())
    assert view == after(view, events.SpeechEnded(stream_seconds=3.0))


def test_every_moment_offers_commands_that_have_keys() -> None:
    """Each command that is offered has a key to show, and stopping is offered to the end."""
    offered = {command for commands in COMMANDS_AT.values() for command in commands}

    assert set(Moment) == set(COMMANDS_AT)
    assert offered <= set(KEY_NAMES)
    assert {Moment.OVER} == {
        m for m, commands in COMMANDS_AT.items() if Command.STOP not in commands
    }


def test_who_asks_for_help_sees_every_command(until: Until) -> None:
    """As long as the choice is open; the spoken line names only the most useful ones."""
    asked = after(seen(until("choice")), actions.Say(lines=("You can say…",), part=Part.HELP))
    choosing = after(asked, actions.Listen(floor=Floor.CHOICE))
    closing = after(asked, actions.Listen(floor=Floor.CLOSING))

    assert tuple(Command) == offered(asked) == offered(choosing)
    assert COMMANDS_AT[Moment.SPEAK] != tuple(Command)
    assert tuple(Command) != offered(closing)


def test_what_is_looked_at_once_more_is_no_round_more(until: Until) -> None:
    """Its words come back, and the rounds are counted as they were."""
    before = seen(until("choice"))
    assess = actions.Assess(
        turns=(Utterance.typed("did i get it"),), withdrawn=frozenset({"presses_time"})
    )
    found = next(one for one in until("choice") if isinstance(one, events.Assessed))
    view = seen([assess, found], before)

    assert before.round_count == view.round_count
    assert "did i get it" == view.words


def test_who_hears_themself_is_not_told_that_the_coach_speaks(until: Until) -> None:
    """And when there is nothing to hear, the coach does."""
    replayed = after(seen(until("choice")), actions.PlayBack())
    told = after(replayed, actions.Say(lines=("There is nothing to play.",), part=Part.ANSWER))

    assert (Moment.REPLAY, ()) == (replayed.moment, replayed.coach_lines)
    assert Moment.COACH is told.moment


def test_who_shadows_a_version_can_read_along(until: Until) -> None:
    """What the coach said stays while it is said again, and goes with the next prompt."""
    cue = actions.Say(lines=("Say it after me.", "How do I fit?"), part=Part.SHADOWING)
    floor = [actions.Listen(floor=Floor.CLOSING), events.FloorGiven(stream_seconds=0.1)]
    view = seen([*until("feedback"), cue, *floor])

    assert ("Say it after me.", "How do I fit?") == view.coach_lines
    assert Moment.SPEAK is view.moment
    assert view.assessment is None
    assert () == seen(until("prompt"), view).coach_lines


def test_one_line_has_the_floor_as_a_closing_has() -> None:
    """The learner is told to speak, and the words are theirs to see."""
    things = [
        actions.Say(lines=("Only that: ask about the next steps.",), part=Part.DRILL),
        actions.Listen(floor=Floor.LINE),
        events.FloorGiven(stream_seconds=0.1),
        events.PartialHeard(text="what are the next steps"),
    ]

    assert Moment.SPEAK is seen(things).moment
    assert "what are the next steps" == seen(things).words


def test_a_turn_that_was_not_over_goes_on_where_it_was(until: Until) -> None:
    """Words and moves stand; what was found in half a closing does not, and is no round."""
    cut = seen(until("feedback"))
    view = after(cut, actions.HearOn(floor=Floor.CLOSING))

    assert Moment.HEARING is view.moment
    assert (cut.words, cut.heard, cut.round_count - 1) == (view.words, view.heard, view.round_count)
    assert (None, None, ()) == (view.assessment, view.feedback, view.coach_lines)
