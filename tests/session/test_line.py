"""One line said alone: the drill after a closing, and shadowing before the first."""

from dataclasses import replace

import pytest

from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.session import actions, events
from voicecoach.session.actions import Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.session import Session
from voicecoach.session.states import State

DRILL = Exercise(
    kind=ExerciseKind.DRILL,
    cue="Only that: ask about the next steps.",
    strong="What are the next steps?",
    labels=("next_steps",),
)
MODEL = Exercise(kind=ExerciseKind.SHADOWING, cue="Say it after me.", strong="How do I fit?")
SPOKEN = events.VoiceFinished()


def checked(*, is_well_said: bool = True) -> events.LineChecked:
    """What was made of a line."""
    return events.LineChecked(sentences=("I heard it.",), is_well_said=is_well_said)


def weak(say) -> events.Assessed:
    """A closing after which a line is worth a drill."""
    return replace(say.assessed(), drill=DRILL)


@pytest.fixture
def choosing(scene, say):
    """A closing lacked its next steps; the learner is asked what next."""
    scene.listening().play(say.heard("thank you for your time"), weak(say), *[SPOKEN] * 3)
    return scene


@pytest.fixture
def drilling(choosing, say):
    """The learner has the floor for the line."""
    choosing.play(say.heard("next"), SPOKEN)
    return choosing


@pytest.fixture
def shadowing(scene, say):
    """The learner has the floor for a strong version that the coach has said."""
    scene.session.script = replace(say.script, shadowing=MODEL)
    scene.play(events.Started(), SPOKEN)
    return scene


@pytest.fixture
def timed(scene, say):
    """A rehearsal of so many minutes, with the floor given for its first closing."""

    def with_minutes(minutes: float):
        scene.session = Session(say.script, minutes=minutes)
        return scene.listening()

    return with_minutes


def test_the_choice_offers_the_line_alone(choosing, say) -> None:
    """Where there is one worth it, and only there."""
    assert say.script.choice_of_drill == choosing.play(say.key(Command.REPEAT), SPOKEN)[-1].lines[0]


@pytest.mark.parametrize("words", ["next", "go on"])
def test_next_leads_into_the_drill(choosing, say, words: str) -> None:
    """The cue for that one move, and the floor for one line."""
    to_do = choosing.play(say.heard(words))
    floor = choosing.play(SPOKEN)

    assert actions.Say(lines=(DRILL.cue,), part=Part.DRILL) == to_do[-1]
    assert [actions.Listen(floor=Floor.LINE)] == floor


def test_again_is_still_the_whole_closing(choosing, say) -> None:
    """Nobody has to drill."""
    assert Part.PROMPT is choosing.play(say.heard("again"))[-1].part


def test_a_line_that_was_heard_leads_back_to_the_whole(drilling, say) -> None:
    """The line is checked, told, and then the interviewer asks again."""
    check = drilling.play(say.heard("what are the next steps"))
    told = drilling.play(checked())
    prompt = drilling.play(SPOKEN)

    assert DRILL == check[-1].exercise
    assert (("I heard it.",), Part.DRILL) == (told[0].lines, told[0].part)
    assert (say.script.prompts[0],) == prompt[-1].lines


def test_a_line_that_was_not_heard_is_said_once_more_and_no_more(drilling, say) -> None:
    """After the second time the whole closing comes, whatever was heard."""
    once_more = drilling.play(say.heard("hm well"), checked(is_well_said=False), SPOKEN)
    drilling.play(SPOKEN, say.heard("hm well"), checked(is_well_said=False), SPOKEN)

    assert (say.script.once_more,) == once_more[-1].lines
    assert State.CUEING is drilling.session.state


def test_the_line_is_no_attempt(drilling, say) -> None:
    """Nothing is saved, and the rounds do not count it."""
    rounds = drilling.session.round_count
    to_do = drilling.play(say.heard("what are the next steps"), checked())

    assert not any(isinstance(action, actions.Remember) for action in to_do)
    assert rounds == drilling.session.round_count


def test_the_drill_is_offered_once_for_each_closing(drilling, say) -> None:
    """A clean closing after it brings the ordinary choice."""
    drilling.play(say.heard("what are the next steps"), checked(), SPOKEN, SPOKEN)
    choice = drilling.play(say.heard("thank you for your time"), say.assessed(), SPOKEN)

    assert (say.script.choice_after_choice,) == choice[-1].lines


def test_what_was_erased_is_not_drilled(choosing, say) -> None:
    """Next is the next prompt again."""
    choosing.play(say.heard("don't keep this"), SPOKEN)

    assert Part.PROMPT is choosing.play(say.heard("next"))[-1].part


def test_who_says_nothing_is_asked_once_more_and_then_closes(drilling) -> None:
    """The line is no trap."""
    first = drilling.play(events.NothingHeard())
    second = drilling.play(SPOKEN, events.NothingHeard())

    assert (DRILL.cue,) == first[-1].lines
    assert Part.PROMPT is second[-1].part


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("again", State.LINE_CUEING),
        ("say that again", State.LINE_CUEING),
        ("next", State.CUEING),
        ("hear it", State.MODELLING),
        ("help", State.HELPING),
        ("stop", State.ENDING),
    ],
)
def test_a_command_in_a_drill_means_the_line(drilling, say, words: str, state: State) -> None:
    """Again is the line again, next is the whole closing."""
    drilling.play(say.heard(words))

    assert state is drilling.session.state


@pytest.mark.parametrize("words", ["hear it", "help", "example"])
def test_what_is_asked_in_a_drill_comes_back_to_it(drilling, say, words: str) -> None:
    """The learner has the floor for the line again."""
    drilling.play(say.heard(words), SPOKEN)

    assert State.LINE_LISTENING is drilling.session.state


def test_hear_it_in_a_drill_is_the_strong_line(drilling, say) -> None:
    """Not the whole of it."""
    assert (DRILL.strong,) == drilling.play(say.heard("hear it"))[-1].lines


def test_after_a_pause_the_line_is_asked_for_again(drilling, say) -> None:
    """Go on goes on with the drill."""
    to_do = drilling.play(say.heard("pause"), SPOKEN, say.heard("go on"))

    assert (DRILL.cue,) == to_do[-1].lines


def test_a_key_says_that_the_line_is_finished(drilling, say) -> None:
    """As with a closing."""
    assert [actions.HandIn()] == drilling.play(say.key(Command.SKIP))


def test_a_strong_version_is_heard_and_said_before_the_first_closing(scene, say) -> None:
    """With the patience that a whole closing takes."""
    scene.session.script = replace(say.script, shadowing=MODEL, welcome=("Let's warm up.",))
    scene.play(events.Started())
    model = scene.play(SPOKEN)
    floor = scene.play(SPOKEN)

    assert actions.Say(lines=(MODEL.cue, MODEL.strong), part=Part.SHADOWING) == model[-1]
    assert [actions.Listen(floor=Floor.CLOSING)] == floor


def test_it_is_said_once_however_much_was_dropped(shadowing, say) -> None:
    """A warm-up, no examination."""
    to_do = shadowing.play(say.heard("how"), checked(is_well_said=False), SPOKEN)

    assert Part.PROMPT is to_do[-1].part


def test_next_passes_the_shadowing_over(shadowing, say) -> None:
    """Straight to the closing."""
    assert Part.PROMPT is shadowing.play(say.heard("next"))[-1].part


def test_with_little_time_there_is_no_shadowing(scene, say) -> None:
    """The closing comes first."""
    scene.session = Session(replace(say.script, shadowing=MODEL), minutes=1.0)

    assert Part.PROMPT is scene.play(events.Started())[-1].part


def test_in_three_minutes_it_is_whole_part_whole_and_the_end_unasked(timed, say) -> None:
    """No choice is asked for."""
    scene = timed(3.0)
    model = scene.play(say.heard("thank you for your time"), weak(say), SPOKEN)
    cue = scene.play(SPOKEN)
    whole = scene.play(SPOKEN, say.heard("what are the next steps"), checked(), SPOKEN)
    end = scene.play(SPOKEN, say.heard("thank you for your time"), weak(say), SPOKEN)

    parts = [to_do[-1].part for to_do in (model, cue, whole, end)]
    assert [Part.STRONG_VERSION, Part.DRILL, Part.PROMPT, Part.GOODBYE] == parts


def test_in_a_minute_it_is_one_closing_and_the_end(timed, say) -> None:
    """The feedback, and nothing after it."""
    to_do = timed(1.0).play(say.heard("thank you for your time"), weak(say), SPOKEN)

    assert Part.GOODBYE is to_do[-1].part


def test_the_time_that_was_used_counts(timed, say) -> None:
    """Three minutes were planned, and the first closing took two and a half."""
    scene = timed(3.0)
    scene.play(say.heard("thank you for your time"))
    scene.session.receive(weak(say), 0.0)
    to_do = scene.session.receive(SPOKEN, 150.0)

    assert Part.STRONG_VERSION is to_do[-1].part  # it was due before the time had gone
    assert Part.GOODBYE is scene.session.receive(SPOKEN, 170.0)[-1].part


def test_when_time_is_up_in_a_drill_the_line_is_finished_first(drilling, say) -> None:
    """And then it ends: nothing new is begun."""
    drilling.play(events.TimeIsUp(), say.heard("what are the next steps"), checked())

    assert Part.GOODBYE is drilling.play(SPOKEN)[-1].part
