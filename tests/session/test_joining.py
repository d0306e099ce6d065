"""Scenes of a learner who goes on after the coach had taken the turn for whole."""

from dataclasses import replace

import pytest

from voicecoach.assessment import Reaction
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.session import actions, events
from voicecoach.session.actions import Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.session import Session
from voicecoach.session.states import State
from voicecoach.transcript import Utterance, Word

ON = events.SpeechResumed(stream_seconds=7.0)
FIRST = "thank you for your time"
WHOLE = f"{FIRST} what are the next steps"
ANSWERING = {
    "reactions": (Reaction(text="We wonder."),),
    "answered_moves": frozenset({"fit_question"}),
}


def test_the_voice_is_hushed_and_the_turn_goes_on(scene, say) -> None:
    """The answer has begun: silence at once, and the floor back with all that was heard."""
    to_do = scene.listening().play(say.heard(FIRST), say.assessed(), ON)

    assert [actions.Hush(), actions.HearOn(floor=Floor.CLOSING)] == to_do
    assert State.LISTENING is scene.session.state


def test_the_joined_turn_takes_the_place_of_its_beginning(scene, say) -> None:
    """One utterance is assessed, saved in place of the first part, and counted once."""
    scene.listening().play(say.heard(FIRST), say.assessed(), events.Kept(), ON)
    (assess,) = scene.play(say.heard(WHOLE))
    remember, tell = scene.play(say.assessed(), events.Kept(), ON, say.heard(WHOLE), say.assessed())

    assert (WHOLE,) == tuple(turn.text for turn in assess.turns)
    assert remember.is_continued
    assert Part.FEEDBACK is tell.part
    assert (1, 1, 1) == (
        scene.session.round_count,
        scene.session.kept_count,
        len(scene.session.facts),
    )


def test_who_goes_on_before_the_answer_is_found_is_saved_and_not_answered(scene, say) -> None:
    """The words so far are being looked at: they are saved first, and nothing is said."""
    scene.listening().play(say.heard(FIRST))
    at_once = scene.play(ON)
    remember, hear_on = scene.play(say.assessed())

    assert [] == at_once
    assert not remember.is_continued
    assert actions.HearOn(floor=Floor.CLOSING) == hear_on
    assert State.LISTENING is scene.session.state


def test_the_strong_version_still_follows_the_first_take(scene, say) -> None:
    """The cut has not used it up."""
    scene.listening().play(say.heard(FIRST), say.assessed(), ON, say.heard(WHOLE), say.assessed())
    (model,) = scene.play(events.VoiceFinished())

    assert Part.STRONG_VERSION is model.part


def test_a_cut_does_not_use_up_the_last_round(say) -> None:
    """With one round, an interviewer who is asked in the second half still answers."""
    session = Session(replace(say.script, **ANSWERING), rounds=1)
    for event in (events.Started(), events.VoiceFinished(), say.heard(FIRST), say.assessed(), ON):
        session.receive(event)
    session.receive(say.heard(f"{FIRST} how well do i fit"))
    _, react = session.receive(say.asked())

    assert Part.REACTION is react.part


def test_a_reply_that_was_cut_keeps_the_question_it_answers(answered, say) -> None:
    """The floor comes back with the closing's words; both turns are assessed, not three."""
    scene = answered
    hear_on = scene.play(say.heard("i led a team"), say.assessed(), ON)[-1]
    (assess,) = scene.play(say.heard("i led a team of nine"))

    assert actions.HearOn(floor=Floor.CLOSING, said_before="how well do i fit") == hear_on
    assert ["how well do i fit", "i led a team of nine"] == [turn.text for turn in assess.turns]
    assert "worry" == assess.reaction.mood


def test_who_goes_on_over_the_interviewer_is_answered_the_same(with_interviewer, say) -> None:
    """The reaction that was cut short comes again, to the whole question."""
    scene = with_interviewer.listening()
    cut = scene.play(say.heard("how well do i fit"), say.asked())[-1]
    hear_on = scene.play(ON)[-1]
    again = scene.play(say.heard("how well do i fit the role"), say.asked())[-1]

    assert actions.HearOn(floor=Floor.QUESTION) == hear_on
    assert cut == again


def test_a_line_that_was_cut_is_not_counted_as_a_try(say) -> None:
    """Shadowing goes on, and is checked as a whole."""
    line = Exercise(kind=ExerciseKind.DRILL, cue="Only that.", strong="What next?")
    session = Session(replace(say.script, shadowing=line), minutes=5.0)
    checked = events.LineChecked(sentences=("Not heard.",), is_well_said=False)
    for event in (events.Started(), events.VoiceFinished(), say.heard("what"), checked):
        session.receive(event)
    to_do = session.receive(ON)
    (check,) = session.receive(say.heard("what comes next"))

    assert [actions.Hush(), actions.HearOn(floor=Floor.LINE)] == to_do
    assert "what comes next" == check.said.text
    assert 1 == session.line.tries


def test_a_command_said_into_the_answer_is_obeyed(scene, say) -> None:
    """ "Stop" stood alone: it is no part of the closing, which was whole and is saved."""
    scene.listening().play(say.heard(FIRST), say.assessed(), ON)
    to_do = scene.play(say.heard(f"{FIRST} stop"))

    assert State.ENDING is scene.session.state
    assert not any(isinstance(action, actions.Assess) for action in to_do)
    assert 1 == scene.session.round_count


def test_skip_said_into_the_answer_goes_where_its_end_would_lead(scene, say) -> None:
    """As the key would have done."""
    scene.listening().play(say.heard(FIRST), say.assessed(), ON, say.heard(f"{FIRST} skip"))

    assert State.MODELLING is scene.session.state


@pytest.mark.parametrize("word", ["stop", "skip"])
def test_a_command_word_within_the_rest_is_no_command(scene, say, word) -> None:
    """What goes on in a sentence is the closing's."""
    scene.listening().play(say.heard(FIRST), say.assessed(), ON)
    (assess,) = scene.play(say.heard(f"{FIRST} i never {word}"))

    assert isinstance(assess, actions.Assess)


def test_after_a_command_by_key_nothing_is_joined(scene, say) -> None:
    """Skipped to the strong version, and asked for the feedback again: that is another answer."""
    scene.listening().play(say.heard(FIRST), say.assessed(), say.key(Command.REPEAT))

    assert [] == scene.play(ON)
    assert State.COACHING is scene.session.state


def test_a_command_over_a_voice_that_has_ended_meanwhile_does_nothing(scene) -> None:
    """ "Skip", in the prompt's last word: the learner has the floor already."""
    skip = events.CommandHeard(command=Command.SKIP, source=events.CommandSource.VOICE)

    assert [] == scene.listening().play(skip)


def test_a_command_over_the_voice_hushes_it(scene) -> None:
    """As the key does: who wears headphones may say it."""
    skip = events.CommandHeard(command=Command.SKIP, source=events.CommandSource.VOICE)
    hush, listen = scene.play(events.Started(), skip)

    assert actions.Hush() == hush
    assert actions.Listen(floor=Floor.CLOSING) == listen


def test_an_ordinary_pause_means_nothing(scene) -> None:
    """While the learner has the floor, speech that goes on is just speech."""
    assert [] == scene.listening().play(ON)
    assert State.LISTENING is scene.session.state


def test_ctrl_c_in_a_joined_turn_keeps_all_of_it_once(scene, say) -> None:
    """What was said after the cut is saved too, in place of the first part."""
    scene.listening().play(say.heard(FIRST), say.assessed(), ON, events.Interrupted())
    scene.play(say.heard(WHOLE))
    remember = scene.play(say.assessed())[0]

    assert remember.is_continued
    assert 1 == len(scene.session.facts)


def test_who_begins_just_as_they_are_told_to_is_let_begin(scene) -> None:
    """The nudge falls silent, and what was said into it belongs to the turn."""
    scene.listening().play(events.NothingHeard())
    to_do = scene.play(ON)

    assert [actions.Hush(), actions.HearOn(floor=Floor.CLOSING)] == to_do
    assert State.LISTENING is scene.session.state


def spoken(text: str, *, begins_seconds: float) -> events.UtteranceHeard:
    """Half a second a word, taken for whole after two more seconds."""
    words = tuple(
        Word(
            text=word,
            start_seconds=begins_seconds + 0.5 * place,
            end_seconds=begins_seconds + 0.5 * place + 0.4,
        )
        for place, word in enumerate(text.split())
    )
    heard = Utterance(words=words, end_seconds=words[-1].end_seconds)
    return events.UtteranceHeard(utterance=heard, closing_silence_seconds=2.0)


@pytest.fixture
def read_at_once(scene, say):
    """Of a voice that is only read: the choice is reached at the moment the turn was taken."""
    turn = spoken(FIRST, begins_seconds=1.0)  # to 3.4 s, taken for whole at 5.4
    scene.listening().play(turn, say.assessed(), *[events.VoiceFinished()] * 3)
    assert State.CHOOSING is scene.session.state
    return scene


@pytest.mark.parametrize("rest", ["what are the next steps", "oh and thanks"])
def test_who_goes_on_when_the_answer_was_only_read_is_joined_too(read_at_once, say, rest) -> None:
    """Two seconds later it would be another closing."""
    (assess,) = read_at_once.play(spoken(rest, begins_seconds=7.3))
    remember, *_ = read_at_once.play(say.assessed())

    assert (f"{FIRST} {rest}",) == tuple(turn.text for turn in assess.turns)
    assert remember.is_continued
    assert 1 == read_at_once.session.round_count


def test_who_speaks_later_than_that_begins_another_closing(read_at_once, say) -> None:
    """The turn before was whole."""
    (assess,) = read_at_once.play(
        spoken("so what are the next steps from here", begins_seconds=7.5)
    )
    remember, *_ = read_at_once.play(say.assessed())

    assert ("so what are the next steps from here",) == tuple(turn.text for turn in assess.turns)
    assert not remember.is_continued
    assert 2 == read_at_once.session.round_count


def test_a_command_right_after_the_turn_is_obeyed(read_at_once) -> None:
    """And the turn stays as it was."""
    read_at_once.play(spoken("again", begins_seconds=6.0))

    assert State.CUEING is read_at_once.session.state
    assert 1 == read_at_once.session.round_count
