"""The table holds whatever comes: properties over all sequences of events."""

from copy import copy
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.assessment import (
    Assessment,
    Feedback,
    Keepsake,
    MoveFinding,
    PitfallFinding,
    Reaction,
)
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.session import actions, events
from voicecoach.session.commands import SHORT, Command
from voicecoach.session.events import CommandSource, Event
from voicecoach.session.script import Script
from voicecoach.session.session import Session
from voicecoach.session.states import HEARING, SPEAKING, State
from voicecoach.session.table import IGNORED, OBSERVED, STEPS
from voicecoach.transcript import Utterance

ASKED = MoveFinding(
    label="fit_question",
    turn=0,
    start_word=0,
    end_word=1,
    quote="how",
    pattern="how",
    similarity_ratio=1.0,
    probability_ratio=1.0,
)
SCRIPT = Script(prompts=("Questions?", "Anything?"), example="Strong.", weak_example="Weak.")
ANSWERING = replace(
    SCRIPT,
    reactions=(Reaction(text="We wonder."), Reaction(text="Not today.", mood="evasive")),
    answered_moves=frozenset({"fit_question"}),
)
WARMING_UP = replace(
    SCRIPT,
    shadowing=Exercise(kind=ExerciseKind.SHADOWING, cue="Say it after me.", strong="How do I fit?"),
)
SCRIPTS = st.sampled_from([SCRIPT, ANSWERING, WARMING_UP])
MINUTES = st.sampled_from([None, 1.0, 3.0, 30.0])
EMPTY = Assessment(
    turns=(),
    moves=(ASKED,),
    pitfalls=(),
    missing_core=(),
    weak_ending=None,
    after_question=None,
    delivery=None,
)
FEEDBACK = Feedback(sentences=("Good.",), model_closer="Strong.")
PITFALL = PitfallFinding(
    label="asks_outright",
    turn=0,
    start_word=0,
    end_word=1,
    quote="how",
    pattern="how",
    similarity_ratio=1.0,
    probability_ratio=1.0,
)
ASSESSED = events.Assessed(
    assessment=replace(EMPTY, pitfalls=(PITFALL,)),
    feedback=replace(FEEDBACK, tip_label=PITFALL.label),
    keepsake=Keepsake(version="Strong.", lines=("Strong.",)),
    drill=Exercise(kind=ExerciseKind.DRILL, cue="Only that.", strong="What next?"),
)
CORRECTED = events.Assessed(assessment=EMPTY, feedback=FEEDBACK)
CHECKED = events.LineChecked(sentences=("Not heard.",), is_well_said=False)
TEXTS = ["thank you for your time today it was good to meet you", "hm", *map(str, Command)]


SPOKEN_ON = "the learner went on before it was looked at"
RESUMED = events.SpeechResumed(stream_seconds=9.0)


def utterances() -> st.SearchStrategy[Event]:
    """A closing, a mumble, or any command; and perhaps the learner goes on at once."""
    return st.builds(
        lambda text, reason: events.UtteranceHeard(utterance=Utterance.typed(text), reason=reason),
        st.sampled_from(TEXTS),
        st.sampled_from(["", SPOKEN_ON]),
    )


def happenings() -> st.SearchStrategy[Event]:
    """Anything that can happen while a rehearsal is under way."""
    return st.one_of(
        utterances(),
        st.sampled_from(Command).map(
            lambda command: events.CommandHeard(command=command, source=CommandSource.KEY)
        ),
        st.sampled_from(sorted(SHORT)).map(
            lambda command: events.CommandHeard(command=command, source=CommandSource.VOICE)
        ),
        st.just(events.VoiceFinished()),
        st.just(events.NothingHeard()),
        st.just(events.AudioEnded()),
        st.sampled_from([events.NoSound(), events.SoundSaved(), events.SoundNotSaved()]),
        st.just(events.EarsFailed(problem="unplugged")),
        st.just(events.TimeIsUp()),
        st.just(events.Kept()),
        st.just(events.Interrupted()),
        st.just(events.PartialHeard(text="thank")),
        st.just(RESUMED),
    )


def play(session: Session, event: Event) -> list[actions.Action]:
    """One event, and the assessment that the loop gives whenever it is asked for one."""
    to_do = session.receive(event)
    for action in to_do:
        if getattr(event, "reason", "") == SPOKEN_ON and isinstance(
            action, (actions.Assess, actions.CheckLine)
        ):
            to_do = [*to_do, *session.receive(RESUMED)]
        if isinstance(action, actions.Assess):
            found = CORRECTED if action.withdrawn else ASSESSED
            to_do = [*to_do, *session.receive(found)]
        if isinstance(action, actions.CheckLine):
            to_do = [*to_do, *session.receive(CHECKED)]
    return to_do


@settings(max_examples=300, deadline=None)
@given(st.lists(happenings(), max_size=40), SCRIPTS, st.sampled_from([None, 1, 3]), MINUTES)
def test_every_event_in_every_state_is_listed(
    script_of_events: list[Event], script: Script, rounds, minutes
) -> None:
    """Whatever comes in whatever order, the table knows what it means."""
    session = Session(script, rounds=rounds, minutes=minutes)
    session.receive(events.Started())

    for event in script_of_events:
        play(session, event)

    assert session.state in State


@settings(max_examples=100, deadline=None)
@given(st.lists(happenings(), max_size=30), SCRIPTS)
def test_every_command_may_come_at_any_moment(
    script_of_events: list[Event], script: Script
) -> None:
    """By key or in words: wherever the rehearsal has got to, each is listed."""
    session = Session(script)
    session.receive(events.Started())
    for event in script_of_events:
        play(session, event)

    for command in Command:
        by_key = events.CommandHeard(command=command, source=CommandSource.KEY)
        in_words = events.UtteranceHeard(utterance=Utterance.typed(command))
        for event in (by_key, in_words):
            there = copy(session)  # its values are frozen, so this is enough
            play(there, event)

            assert there.state in State


@settings(max_examples=300)
@given(st.lists(happenings(), max_size=40), SCRIPTS)
def test_no_words_are_taken_while_the_voice_sounds(
    script_of_events: list[Event], script: Script
) -> None:
    """In a speaking state an utterance leads to nothing: the ears are shut."""
    session = Session(script)
    session.receive(events.Started())

    for event in script_of_events:
        was_speaking = session.state in SPEAKING
        to_do = play(session, event)

        assert not (was_speaking and isinstance(event, events.UtteranceHeard) and to_do)


@settings(max_examples=300, deadline=None)
@given(st.lists(happenings(), max_size=40), SCRIPTS)
def test_a_closing_that_was_listened_for_is_always_assessed(
    script_of_events: list[Event], script: Script
) -> None:
    """No utterance is lost: one that is heard while listening, and is no command, is assessed."""
    session = Session(script)
    session.receive(events.Started())
    closing = events.UtteranceHeard(utterance=Utterance.typed(TEXTS[0]))

    for event in script_of_events:
        play(session, event)
    was_listening = session.state is State.LISTENING
    to_do = session.receive(closing)

    assert was_listening == any(isinstance(a, actions.Assess) for a in to_do) or (
        session.state in {State.ASSESSING, State.LEAVING}
    )


@settings(max_examples=300)
@given(st.lists(happenings(), max_size=40), SCRIPTS)
def test_every_assessed_closing_is_saved(script_of_events: list[Event], script: Script) -> None:
    """Each Assess is followed by exactly one Remember, before anything is said of it."""
    session = Session(script)
    session.receive(events.Started())
    to_do: list[actions.Action] = []

    for event in script_of_events:
        to_do += play(session, event)
    asked = sum(isinstance(action, actions.Assess) for action in to_do)
    saved = sum(isinstance(action, actions.Remember) for action in to_do)

    assert asked == saved


@settings(max_examples=200)
@given(st.lists(happenings(), max_size=30), SCRIPTS)
def test_every_rehearsal_can_end(script_of_events: list[Event], script: Script) -> None:
    """From wherever it has got to, Ctrl-C and then an empty turn end it."""
    session = Session(script)
    session.receive(events.Started())
    for event in script_of_events:
        play(session, event)

    session.receive(events.Interrupted())
    session.receive(events.NothingHeard())

    assert State.ENDED is session.state


@settings(max_examples=200)
@given(st.lists(happenings(), max_size=30), SCRIPTS)
def test_ears_are_open_exactly_when_the_learner_has_the_floor(
    script_of_events: list[Event], script: Script
) -> None:
    """Listen, HearOn and StopListening keep step with the states."""
    session = Session(script)
    is_open = False
    for event in (events.Started(), *script_of_events):
        if isinstance(event, (events.UtteranceHeard, events.NothingHeard)):
            if not is_open and session.state is not State.LEAVING:
                continue  # the ears hear nothing
            is_open = False  # the ears close a turn themselves
        for action in play(session, event):
            if isinstance(action, (actions.Listen, actions.HearOn)):
                is_open = True
            if isinstance(action, (actions.StopListening, actions.End)):
                is_open = False

        assert not (session.state in HEARING and not is_open)
        assert not (session.state in SPEAKING and is_open)


def test_no_pair_is_listed_twice() -> None:
    """A pair either does something or is passed over."""
    observed = {(state, kind) for state in State for kind in OBSERVED}

    assert set() == set(STEPS) & (IGNORED | observed)
    assert set() == IGNORED & observed


def test_every_state_is_reached_and_but_one_is_left() -> None:
    """The table has no dead ends except the end, and no rooms without a door."""
    reached = {state for step in STEPS.values() for state in step.targets} | {State.NEW}
    left = {state for (state, _), step in STEPS.items() if step.targets != {state}}

    assert set(State) == reached
    assert set(State) - {State.ENDED} == left


@settings(max_examples=300)
@given(st.lists(happenings(), max_size=40))
def test_a_reply_takes_the_place_of_its_closing(script_of_events: list[Event]) -> None:
    """What is saved as continued was saved before, and holds the turns of that and one more.

    What is saved once more because a pitfall was taken back, or because the learner went on after
    a cut, holds as many turns as that.
    """
    session = Session(ANSWERING)
    session.receive(events.Started())
    saved_turns = 0
    for event in script_of_events:
        asked_for: tuple[Utterance, ...] = ()
        is_withdrawn = False
        is_joined = session.cut is not None and session.cut.has_gone_on
        for action in play(session, event):
            if isinstance(action, actions.Assess):
                asked_for, is_withdrawn = action.turns, bool(action.withdrawn)
                assert (action.reaction is None) == (1 == len(action.turns))
            if isinstance(action, actions.Remember):
                is_anew = is_withdrawn or is_joined
                assert action.is_continued == (is_anew or 2 == len(asked_for))
                before = len(asked_for) if is_anew else 1
                assert not action.is_continued or before == saved_turns
                saved_turns = len(asked_for)


@settings(max_examples=200)
@given(st.lists(happenings(), max_size=40), SCRIPTS)
def test_what_is_told_of_the_rehearsal_is_what_was_kept(
    script_of_events: list[Event], script: Script
) -> None:
    """One closing's facts for each that was saved anew, less those that were erased."""
    session = Session(script)
    session.receive(events.Started())
    count = 0
    for event in script_of_events:
        to_do = play(session, event)
        count += sum(isinstance(a, actions.Remember) and not a.is_continued for a in to_do)
        count -= sum(isinstance(a, actions.Forget) for a in to_do)
        if session.state is State.ENDED:  # saved on leaving, and nobody is left to ask
            break

        assert count == len(session.facts)
        assert session.last_attempt is None or session.has_attempt_to_forget


@settings(max_examples=300, deadline=None)
@given(st.lists(happenings(), max_size=40), SCRIPTS, MINUTES)
def test_a_line_that_was_listened_for_is_always_checked(
    script_of_events: list[Event], script: Script, minutes
) -> None:
    """While one line is practised, what is said is checked as that line, and never saved."""
    session = Session(script, minutes=minutes)
    session.receive(events.Started())
    for event in script_of_events:
        play(session, event)
    was_listening = session.state is State.LINE_LISTENING
    to_do = session.receive(events.UtteranceHeard(utterance=Utterance.typed(TEXTS[0])))

    assert was_listening == any(isinstance(action, actions.CheckLine) for action in to_do)
    assert not was_listening or session.line is not None


@settings(max_examples=200, deadline=None)
@given(MINUTES.filter(bool), SCRIPTS)
def test_a_rehearsal_with_minutes_ends_by_itself(minutes, script: Script) -> None:
    """Who closes whenever asked, and always weakly, is through in the end."""
    session = Session(script, minutes=minutes)
    session.receive(events.Started())
    closing = events.UtteranceHeard(utterance=Utterance.typed(TEXTS[0]))
    for _ in range(2000):
        play(session, closing if session.state in HEARING else events.VoiceFinished())

    assert State.ENDED is session.state
