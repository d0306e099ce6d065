"""Scenes of a rehearsal, told as events and actions."""

from dataclasses import replace

import pytest

from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.session import actions, events
from voicecoach.session.actions import Floor, Part
from voicecoach.session.commands import Command
from voicecoach.session.session import Session, UnexpectedEvent
from voicecoach.session.states import State


def test_a_rehearsal_begins_with_the_interviewers_line(scene, say) -> None:
    """Without a welcome the first thing said is the prompt."""
    to_do = scene.play(events.Started())

    assert [actions.Say(lines=(say.script.prompts[0],), part=Part.PROMPT)] == to_do


def test_the_first_rehearsal_explains_itself_once(scene, say) -> None:
    """A welcome comes before the first prompt and never again."""
    scene.session.script = type(say.script)(
        prompts=("Questions?",), example="E", weak_example="W", welcome=("A close is…",)
    )

    welcome = scene.play(events.Started())
    prompt = scene.play(events.VoiceFinished())

    assert [actions.Say(lines=("A close is…",), part=Part.WELCOME)] == welcome
    assert [actions.Say(lines=("Questions?",), part=Part.PROMPT)] == prompt


def test_the_learner_has_the_floor_only_when_the_prompt_has_sounded(scene) -> None:
    """Ears open when the voice has finished."""
    scene.play(events.Started())

    assert [actions.Listen(floor=Floor.CLOSING)] == scene.play(events.VoiceFinished())


def test_an_attempt_is_saved_before_it_is_spoken_about(scene, say) -> None:
    """Whatever happens during feedback, the attempt is kept."""
    to_do = scene.listening().play(say.heard("thank you for your time"), say.assessed())

    assert [actions.Remember, actions.Say] == [type(action) for action in to_do]
    assert State.COACHING is scene.session.state


def test_the_strong_version_follows_the_first_take_only(scene, say) -> None:
    """After the first take it is spoken unasked, after the second on request."""
    first = scene.listening().play(say.heard("hello there"), say.assessed(), events.VoiceFinished())
    scene.play(events.VoiceFinished(), events.VoiceFinished(), say.heard("again"))
    second = scene.play(
        events.VoiceFinished(), say.heard("hello again"), say.assessed(), events.VoiceFinished()
    )

    assert Part.STRONG_VERSION is first[0].part
    assert Part.CHOICE is second[0].part


@pytest.mark.parametrize(
    ("spoken", "state"),
    [
        ("again", State.CUEING),
        ("next", State.CUEING),
        ("hear it", State.MODELLING),
        ("weak version", State.MODELLING),
        ("example", State.MODELLING),
        ("say that again", State.COACHING),
        ("pause", State.PAUSING),
        ("help", State.HELPING),
        ("don't keep this", State.HELPING),
        ("stop", State.ENDING),
    ],
)
def test_a_choice_by_voice_is_done(scene, say, spoken: str, state: State) -> None:
    """Each command leads where it says."""
    scene.choosing().play(say.heard(spoken))

    assert state is scene.session.state


def test_next_brings_another_prompt_and_again_the_same(scene, say) -> None:
    """Again keeps the interviewer's line, next changes it."""
    again = scene.choosing().play(say.heard("again"))
    scene.play(key_stop := say.key(Command.NEXT))

    assert (say.script.prompts[0],) == again[-1].lines
    assert say.script.prompts[1] == scene.session.prompt
    assert key_stop.command is Command.NEXT


def test_a_closing_in_answer_to_the_choice_is_taken_as_one(scene, say) -> None:
    """Who simply begins again need not ask for it."""
    to_do = scene.choosing().play(say.heard("thank you for today how well do i fit the role"))

    assert [actions.Assess] == [type(action) for action in to_do]


def test_something_not_understood_brings_help_not_an_assessment(scene, say) -> None:
    """Three odd words are no closing."""
    scene.choosing().play(say.heard("the purple one"))

    assert State.HELPING is scene.session.state


def test_dont_keep_this_erases_the_last_attempt(scene, say) -> None:
    """Erased once; a second time there is nothing left."""
    first = scene.choosing().play(say.heard("don't keep this"))
    second = scene.play(events.VoiceFinished(), say.heard("don't keep this"))

    assert actions.Forget() in first
    assert actions.Forget() not in second


def test_silence_is_met_with_two_nudges_and_then_a_kind_end(scene) -> None:
    """Nobody is left in front of a machine that waits for ever."""
    scene.listening()
    for _ in range(2):
        scene.play(events.NothingHeard())
        assert State.NUDGING is scene.session.state
        scene.play(events.VoiceFinished())

    scene.play(events.NothingHeard())

    assert State.ENDING is scene.session.state


def test_a_choice_that_nobody_makes_ends_with_the_reason_and_what_is_saved(scene, say) -> None:
    """Asked twice, no answer: the coach says why it ends before it does."""
    scene.choosing().play(events.Kept(), events.NothingHeard(), events.VoiceFinished())
    to_do = scene.play(events.NothingHeard())

    assert (say.script.nothing_chosen, "Your closing is saved.", say.script.goodbye) == (
        to_do[-1].lines
    )
    assert State.ENDING is scene.session.state


def test_only_what_is_saved_is_called_saved(scene, say) -> None:
    """Not what could not be kept, and not what was erased."""
    scene.choosing().play(events.NothingHeard(), events.VoiceFinished())
    not_kept = scene.play(events.NothingHeard())

    assert (say.script.nothing_chosen, say.script.goodbye) == not_kept[-1].lines


def test_what_was_erased_is_not_called_saved(scene, say) -> None:
    """Two closings are saved, then the second is erased; and its news may come late."""
    scene.choosing().play(events.Kept(), say.heard("again"), events.VoiceFinished())
    scene.play(say.heard("thank you and the next steps"), say.assessed(), events.Kept())
    both = scene.session.kept_count
    scene.play(say.key(Command.FORGET), events.Kept())
    silence = (events.VoiceFinished(), events.NothingHeard())
    to_do = scene.play(*silence, *silence)

    assert 2 == both
    assert "Your closing is saved." in to_do[-1].lines


def test_silence_after_some_rounds_says_what_is_saved(scene, say) -> None:
    """Nothing is heard for the third prompt: two closings are safe."""
    scene.choosing().play(events.Kept(), say.heard("again"), events.VoiceFinished())
    scene.play(say.heard("thank you and the next steps"), say.assessed(), events.Kept())
    scene.play(say.key(Command.AGAIN), events.VoiceFinished())
    silence = (events.NothingHeard(), events.VoiceFinished())
    to_do = scene.play(*silence, *silence, events.NothingHeard())

    assert (say.script.nothing_heard, "Your 2 closings are saved.", say.script.goodbye) == (
        to_do[-1].lines
    )


def test_the_goodbye_knows_when_the_call_is(scene, say) -> None:
    """Good luck for the very call."""
    scene.session.script = replace(say.script, call_words="tomorrow at 10:30")
    to_do = scene.choosing().play(say.heard("stop"))

    assert ("Good luck with the call tomorrow at 10:30.",) == to_do[-1].lines
    assert say.script.goodbye in scene.session.script.fixed_lines()


def test_when_the_call_is_is_not_kept_as_sound(say) -> None:
    """A greeting that tells it is made anew; one that does not is a fixed line."""
    greeting = ("Let's warm up for the call today at 10:30.",)
    told = replace(say.script, welcome=greeting, call_words="today at 10:30")
    untold = replace(say.script, welcome=("Let's warm up for the call.",))

    assert not set(greeting) & set(told.fixed_lines())
    assert "Let's warm up for the call." in untold.fixed_lines()


def test_what_a_warm_up_says_first_is_made_first(say) -> None:
    """The cue to say a version after the coach follows the greeting at once."""
    version = Exercise(kind=ExerciseKind.SHADOWING, cue="Listen, then say it.", strong="Thanks.")
    script = replace(say.script, shadowing=version)

    assert "Listen, then say it." == script.fixed_lines()[0]
    assert "Thanks." not in script.fixed_lines()


def test_a_late_partial_is_ignored(scene, say) -> None:
    """A partial that arrives after the endpoint changes nothing."""
    scene.listening().play(say.heard("thank you"))

    assert [] == scene.play(events.PartialHeard(text="thank"))
    assert State.ASSESSING is scene.session.state


def test_words_that_arrive_while_the_voice_sounds_are_not_taken(scene, say) -> None:
    """The coach never answers itself."""
    scene.listening().play(say.heard("thank you"), say.assessed())

    assert [] == scene.play(say.heard("what are the next steps"))
    assert State.COACHING is scene.session.state


def test_a_key_cuts_the_voice_short(scene, say) -> None:
    """Skip hushes the voice and goes where its end would have led."""
    to_do = scene.listening().play(say.heard("thank you"), say.assessed(), say.key(Command.SKIP))

    assert actions.Hush() == to_do[0]
    assert State.MODELLING is scene.session.state


def test_a_key_says_that_the_closing_is_finished(scene, say) -> None:
    """Space while listening hands in the words so far: nobody has to wait for the silence."""
    to_do = scene.listening().play(say.key(Command.SKIP))
    assess = scene.play(say.heard("thank you for your time"))

    assert [actions.HandIn()] == to_do
    assert [actions.Assess] == [type(action) for action in assess]


def test_ctrl_c_in_mid_sentence_keeps_what_was_said(scene, say) -> None:
    """The words so far are handed in, assessed and saved, silently."""
    hand_in = scene.listening().play(events.Interrupted())
    assess = scene.play(say.heard("thank you and how well do i"))
    leave = scene.play(say.assessed())

    assert [actions.HandIn()] == hand_in
    assert [actions.Assess] == [type(action) for action in assess]
    assert [actions.Remember, actions.StopListening, actions.End] == [type(a) for a in leave]
    assert State.ENDED is scene.session.state


def test_a_recording_that_ends_is_answered_and_then_the_rehearsal_ends(scene, say) -> None:
    """Its last turn is assessed, coached and modelled; no choice is asked."""
    scene.listening().play(say.heard("thank you"), events.AudioEnded(), say.assessed())
    model = scene.play(events.VoiceFinished())
    goodbye = scene.play(events.VoiceFinished())
    end = scene.play(events.VoiceFinished())

    assert Part.STRONG_VERSION is model[0].part
    assert Part.GOODBYE is goodbye[-1].part
    assert actions.End() in end


def test_a_recording_without_words_ends_with_a_reason(scene, say) -> None:
    """Silence in a file is told, not coached."""
    to_do = scene.listening().play(events.AudioEnded())

    assert (say.script.nothing_heard,) == to_do[-1].lines


def test_a_recording_that_ends_during_a_nudge_ends_the_rehearsal(scene) -> None:
    """Nobody waits for a file that has no more sound."""
    scene.listening().play(events.NothingHeard(), events.AudioEnded(), events.VoiceFinished())

    assert State.ENDING is scene.session.state


def test_the_rounds_asked_for_are_the_rounds_given(say) -> None:
    """After the last round there is a goodbye, not a choice."""
    session = Session(say.script, rounds=1)
    for event in (
        events.Started(),
        events.VoiceFinished(),
        say.heard("thank you"),
        say.assessed(),
        events.VoiceFinished(),
        events.VoiceFinished(),
    ):
        session.receive(event)

    assert State.ENDING is session.state


def test_when_time_is_up_the_present_closing_is_finished_first(scene, say) -> None:
    """Nobody is cut off by a clock."""
    assert [] == scene.listening().play(events.TimeIsUp())
    scene.play(say.heard("thank you"), say.assessed(), *[events.VoiceFinished()] * 2)

    assert State.ENDING is scene.session.state


def test_a_pause_is_ended_by_a_command_only(scene, say) -> None:
    """Whatever is said to somebody else in the room is not for the coach."""
    scene.choosing().play(say.heard("pause"), events.VoiceFinished())
    stay = scene.play(say.heard("no darling it's in the fridge"))
    scene.play(say.heard("go on"))

    assert [actions.Listen(floor=Floor.CHOICE)] == stay
    assert State.CUEING is scene.session.state


def test_what_the_table_does_not_list_raises_and_changes_nothing(scene, say) -> None:
    """A wrong event is a bug, and the state stays as it was."""
    with pytest.raises(UnexpectedEvent, match="Assessed while new"):
        scene.play(say.assessed())

    assert State.NEW is scene.session.state


def test_who_asks_how_they_stand_is_answered(with_interviewer, say) -> None:
    """The closing is saved, then the interviewer speaks; the coach waits."""
    to_do = with_interviewer.listening().play(say.heard("how well do i fit"), say.asked())

    assert [actions.Remember, actions.Say] == [type(action) for action in to_do]
    assert Part.REACTION is to_do[1].part


def test_who_asks_something_else_is_coached_at_once(with_interviewer, say) -> None:
    """Only the question how one stands is answered."""
    to_do = with_interviewer.listening().play(say.heard("what are the next steps"), say.assessed())

    assert Part.FEEDBACK is to_do[1].part


def test_a_reply_is_heard_with_what_was_said_before(answered, say) -> None:
    """The floor for the reply knows the closing's words, and the assessment gets both turns."""
    scene = answered

    assert "how well do i fit" == scene.session.said_before
    to_do = scene.play(say.heard("i led a team of nine"))
    assert 2 == len(to_do[0].turns)
    assert "worry" == to_do[0].reaction.mood


def test_no_reply_is_nudged_once_and_then_coached(answered, say) -> None:
    """The closing without its reply is talked about."""
    scene = answered

    first = scene.play(events.NothingHeard())
    second = scene.play(events.VoiceFinished(), events.NothingHeard())
    too_late = scene.play(events.SpeechResumed(stream_seconds=40.0))

    assert Part.NUDGE is first[-1].part
    assert Part.FEEDBACK is second[-1].part
    assert [] == too_late


def test_say_that_again_repeats_the_interviewer(answered, say) -> None:
    """In the middle of a dialogue it is the interviewer who was not understood."""
    to_do = answered.play(say.heard("say that again"))

    assert Part.REACTION is to_do[-1].part


def test_help_comes_back_to_the_reply(answered, say) -> None:
    """Help does not end the dialogue."""
    to_do = answered.play(say.heard("help"), events.VoiceFinished())

    assert "how well do i fit" == to_do[0].said_before


def test_when_time_is_up_nobody_answers_any_more(with_interviewer, say) -> None:
    """What is under way is finished: the coach speaks instead."""
    to_do = with_interviewer.listening().play(
        events.TimeIsUp(), say.heard("how well do i fit"), say.asked()
    )

    assert Part.FEEDBACK is to_do[1].part


def test_erased_in_the_middle_the_dialogue_is_over(answered, say) -> None:
    """What is not to be kept is not gone on with."""
    scene = answered
    scene.play(say.heard("don't keep this"))

    assert () == scene.session.turns
