"""Builders for session scenes."""

from dataclasses import replace

import pytest

from voicecoach.assessment import Assessment, Feedback, MoveFinding, Reaction
from voicecoach.session import events
from voicecoach.session.commands import Command
from voicecoach.session.events import CommandSource, Event
from voicecoach.session.script import Script
from voicecoach.session.session import Session
from voicecoach.transcript import Utterance

SCRIPT = Script(
    prompts=("Any questions for me?", "Anything else?"),
    example="A strong closing.",
    weak_example="A weak closing.",
)


class Scene:
    """A session, and short ways to tell it what happened."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def play(self, *happenings: Event) -> list[object]:
        """The actions that the last event leads to."""
        to_do: list[object] = []
        for event in happenings:
            to_do = list(self.session.receive(event))
        return to_do

    def listening(self) -> "Scene":
        """The prompt was spoken and the learner has the floor."""
        self.play(events.Started(), events.VoiceFinished())
        return self

    def choosing(self) -> "Scene":
        """One closing was assessed, coached and modelled; the learner is asked what next."""
        self.listening().play(
            heard("thank you what are the next steps"), assessed(), *[events.VoiceFinished()] * 3
        )
        return self


def heard(text: str) -> events.UtteranceHeard:
    """An utterance of these words."""
    return events.UtteranceHeard(utterance=Utterance.typed(text))


def assessed(sentence: str = "You asked about next steps.") -> events.Assessed:
    """An assessment with nothing in it, and one sentence of feedback."""
    assessment = Assessment(
        turns=(),
        moves=(),
        pitfalls=(),
        missing_core=(),
        weak_ending=None,
        after_question=None,
        delivery=None,
    )
    return events.Assessed(
        assessment=assessment,
        feedback=Feedback(sentences=(sentence,), model_closer="The strong version."),
    )


def asked() -> events.Assessed:
    """An assessment that found the question how one stands."""
    move = MoveFinding(
        label="fit_question",
        turn=0,
        start_word=0,
        end_word=5,
        quote="how well do i fit",
        pattern="how well do i fit",
        similarity_ratio=1.0,
        probability_ratio=1.0,
    )
    found = assessed()
    return replace(found, assessment=replace(found.assessment, moves=(move,)))


def key(command: Command) -> events.CommandHeard:
    """A key was pressed."""
    return events.CommandHeard(command=command, source=CommandSource.KEY)


@pytest.fixture
def scene() -> Scene:
    """A rehearsal that has not begun."""
    return Scene(Session(SCRIPT))


@pytest.fixture
def with_interviewer() -> Scene:
    """A rehearsal that has not begun, with an interviewer who answers."""
    return Scene(
        Session(
            replace(
                SCRIPT,
                reactions=(Reaction(text="We do wonder about larger teams.", mood="worry"),),
                answered_moves=frozenset({"fit_question"}),
            )
        )
    )


@pytest.fixture
def answered(with_interviewer) -> Scene:
    """The learner has asked how they stand, and the interviewer has answered."""
    with_interviewer.listening().play(heard("how well do i fit"), asked(), events.VoiceFinished())
    return with_interviewer


@pytest.fixture
def say():
    """Builders by name: heard, assessed, asked, key."""
    return type(
        "Say",
        (),
        {
            "heard": staticmethod(heard),
            "assessed": staticmethod(assessed),
            "asked": staticmethod(asked),
            "key": staticmethod(key),
            "script": SCRIPT,
        },
    )
