"""Scenes of how long to wait, and why."""

import pytest

from voicecoach.recognition.closing_silence import (
    LONGEST_SECONDS,
    SilenceReason,
    Turn,
    closing_silence,
    hangs,
)
from voicecoach.session.actions import Floor


def turn(text: str, **facts: object) -> Turn:
    """A closing that still owes something, by a learner with ordinary pauses."""
    ordinary = {
        "floor": Floor.CLOSING,
        "has_whole_core": False,
        "has_signed_off": False,
        "usual_pause_seconds": 0.6,
    }
    return Turn(text=text, **(ordinary | facts))


@pytest.mark.parametrize(
    ("given", "seconds", "reason"),
    [
        (turn("again", floor=Floor.CHOICE), 0.6, SilenceReason.COMMAND),
        (turn("i would like to ask about the"), 2.7, SilenceReason.HANGING),
        (turn("and um", has_whole_core=True), 2.7, SilenceReason.HANGING),
        (turn("so what happens next", has_whole_core=True), 1.8, SilenceReason.CORE_SAID),
        (
            turn("have a great day", has_whole_core=True, has_signed_off=True),
            1.0,
            SilenceReason.SIGNED_OFF,
        ),
        (
            turn("how well do i fit the role", floor=Floor.QUESTION, has_asked=True),
            0.8,
            SilenceReason.ASKED,
        ),
        (turn("how well do i fit the role", has_asked=True), 2.6, SilenceReason.THINKING),
        (turn("what are the next steps", floor=Floor.LINE), 1.4, SilenceReason.LINE),
        (turn("what are the", floor=Floor.LINE), 2.7, SilenceReason.HANGING),
        (turn("have a great day bye", has_signed_off=True), 1.0, SilenceReason.SIGNED_OFF),
        (turn("thank you for your time"), 2.6, SilenceReason.THINKING),
        (turn("how well do i fit the profile"), 2.6, SilenceReason.THINKING),
    ],
)
def test_each_silence_has_its_reason(given, seconds, reason):
    """The first row of the table that holds gives the length and the reason."""
    silence = closing_silence(given)

    assert (seconds, reason) == (silence.seconds, silence.reason)


def test_a_slow_learner_is_given_more_time():
    """Long pauses of one's own add patience where more is owed, and little where nothing is."""
    slow = {"usual_pause_seconds": 1.6}

    assert 2.8 == pytest.approx(closing_silence(turn("i see", **slow)).seconds)
    assert 2.8 == pytest.approx(closing_silence(turn("because", **slow)).seconds)
    assert 1.8 == pytest.approx(closing_silence(turn("i see", has_whole_core=True, **slow)).seconds)
    assert 0.6 == closing_silence(turn("stop", floor=Floor.CHOICE, **slow)).seconds
    assert 2.8 == pytest.approx(LONGEST_SECONDS)


@pytest.mark.parametrize(
    "text",
    [
        "thank you and",
        "i was wondering if",
        "i'm very interested in the",
        "i'm interested in",
        "um",
        "what are the next steps because",
        "how well do i fit the profile of",
        "what is still unclear to you about me before",
        "did anything i told you leave you",
        "is there more that i can",
        "thank",
        "am i what you're",
        "thank you all which bit of my past",
        "which part of my work experience",
    ],
)
def test_an_open_end_hangs(text):
    """Joints, fillers and articles want another word."""
    assert hangs(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thank you",
        "the candidate you are looking for",
        "is there anything you are worried about",
        "when will i hear from you",
        "what are the next steps",
        "that's it",
        "i hope so",
        "i have done this before",
        "which part of my work are you least certain about",
        "am i the kind of person you're after",
        "which bit of my past worries you most",
        "they all have doubts don't they",
    ],
)
def test_a_closed_end_rests(text):
    """Questions may end with a preposition."""
    assert not hangs(text)
