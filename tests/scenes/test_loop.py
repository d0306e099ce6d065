"""The real loop and the real session, with parts that keep their promises without hardware."""

from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from voicecoach.assessment import (
    Assessment,
    Attempt,
    Feedback,
    MoveFinding,
    PitfallFinding,
    Reaction,
)
from voicecoach.audio.frame import Sound
from voicecoach.errors import StoreError
from voicecoach.exercise import Exercise, ExerciseKind
from voicecoach.history.memory_journal import MemoryJournal
from voicecoach.inbox import Inbox
from voicecoach.parts import Report
from voicecoach.rehearsal import Company, Rehearsal
from voicecoach.session import actions, events
from voicecoach.session.actions import Action, Floor
from voicecoach.session.commands import Command
from voicecoach.session.events import Event
from voicecoach.session.script import Script
from voicecoach.session.session import Session
from voicecoach.trace import Trace
from voicecoach.transcript import Utterance

SCRIPT = Script(prompts=("Any questions?",), example="An example.", weak_example="A weak one.")


class StepClock:
    """A clock that is looked at, and has moved on a little each time."""

    def __init__(self) -> None:
        self.now_seconds = 0.0

    def __call__(self) -> float:
        """A hundredth of a second later than last time."""
        self.now_seconds += 0.01
        return self.now_seconds


@dataclass
class ScriptedEars:
    """Hears one prepared utterance each time it is given the floor; then the recording ends."""

    report: Report
    turns: list[str]
    half_said: str = ""
    was_closed: bool = False
    stream_seconds: float = 0.0
    last_turn: Sound | None = None
    on_listen: Callable[[], None] = lambda: None

    def listen(self, floor: Floor, said_before: str = "") -> None:
        """Hear the next turn at once."""
        self.on_listen()
        if self.turns:
            self.stream_seconds += 5.0
            self.last_turn = sound_of(self.turns[0])
            self._hear(self.turns.pop(0))
        elif not self.half_said:
            self.report(events.AudioEnded(), None)

    def hear_on(self, floor: Floor, said_before: str = "") -> None:
        """Nothing goes on here."""
        self.listen(floor, said_before)

    def stop_listening(self) -> None:
        """Nothing is under way."""

    def hand_in(self) -> None:
        """What was half said, or nothing."""
        if self.half_said:
            self._hear(self.half_said)
        else:
            self.report(events.NothingHeard(), None)

    def close(self) -> None:
        """Note it."""
        self.was_closed = True

    def _hear(self, text: str) -> None:
        self.report(events.UtteranceHeard(utterance=Utterance.typed(text)), None)


@dataclass
class RecordingVoice:
    """Remembers what it was given to say, and has said it at once."""

    said: list[str] = field(default_factory=list)
    manners: list[tuple[float, float]] = field(default_factory=list)
    """The rate's ratio and the gain that it was adjusted to."""

    played: list[Sound] = field(default_factory=list)
    was_closed: bool = False

    def say(self, lines: tuple[str, ...], report: Report) -> None:
        """Say it."""
        self.said += lines
        for line in lines:
            report(events.VoiceStarted(line=line), None)
        report(events.VoiceFinished(), None)

    def play(self, sound: Sound, report: Report) -> bool:
        """Note it; it has sounded at once."""
        self.played.append(sound)
        report(events.VoiceFinished(), None)
        return True

    def prepare(self, lines: tuple[str, ...]) -> None:
        """Nothing to prepare."""

    def adjust(self, *, rate_ratio: float, gain_db: float) -> None:
        """Note it."""
        self.manners.append((rate_ratio, gain_db))

    def hush(self) -> None:
        """It is always silent."""

    def close(self) -> None:
        """Note it."""
        self.was_closed = True


def sound_of(text: str) -> Sound:
    """How it sounds."""
    return Sound(pcm=text.encode("utf-16-le"), rate_hz=16_000)


class LateVoice(RecordingVoice):
    """Its first saying is cut short by a key, and its end is reported all the same."""

    def __init__(self, press_key: Callable[[], None]) -> None:
        super().__init__()
        self.press_key = press_key
        self.unfinished: list[Report] = []

    def say(self, lines: tuple[str, ...], report: Report) -> None:
        """The first time a key is pressed before the end."""
        if self.said:
            super().say(lines, report)
            return
        self.said += lines
        self.unfinished.append(report)
        self.press_key()

    def hush(self) -> None:
        """The end of the hushed saying comes too late to mean anything."""
        for report in self.unfinished:
            report(events.VoiceFinished(), None)
        self.unfinished.clear()


@dataclass
class SoundShelf:
    """Keeps sounds in a list; or cannot."""

    kept: list[Sound] = field(default_factory=list)
    is_full: bool = False

    def save(self, sound: Sound) -> str:
        """Keep it once."""
        if self.is_full:
            raise StoreError(Path("shelf"), "no space left on device")
        self.kept += [] if sound in self.kept else [sound]
        return "the shelf"

    def erase(self, sound: Sound) -> None:
        """Take it away."""
        self.kept = [each for each in self.kept if each != sound]


@dataclass
class ListScreen:
    """Keeps what it was shown."""

    shown: list[Event | Action] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    was_closed: bool = False

    def show(self, thing: Event | Action) -> None:
        """Keep it."""
        self.shown.append(thing)

    def notice(self, text: str) -> None:
        """Keep it."""
        self.notices.append(text)

    def withdraw(self, text: str, now: str) -> None:
        """Take it back."""
        self.notices.remove(text)
        self.notices.append(now)

    def level(self, dbfs: float) -> None:
        """Not shown."""

    def close(self) -> None:
        """Note it."""
        self.was_closed = True


class FullDisk(MemoryJournal):
    """A journal that cannot save."""

    def __init__(self, folder) -> None:
        super().__init__()
        self.folder = folder
        self.tried = 0

    def remember(self, attempt: Attempt) -> int:
        """Fail as a full disk does."""
        self.tried += 1
        raise StoreError(self.folder, "no space left on device")


class Engraved(MemoryJournal):
    """A journal that nothing can be taken out of."""

    def forget(self, attempt_id: int) -> None:
        """Fail as a folder without the right to write does."""
        raise StoreError(Path("journal"), "read-only file system")


def assess(
    turns: tuple[Utterance, ...],
    reaction: Reaction | None = None,
    withdrawn: frozenset[str] = frozenset(),
) -> events.Assessed:
    """Finds a question how one stands wherever there is "fit"; tells the closing's first word.

    "job" and "friday" are pitfalls; the first that is left is the tip.
    """
    said = " ".join(turn.text for turn in turns).split()
    pitfalls = tuple(
        pitfall(word) for word in ("job", "friday") if word in said and word not in withdrawn
    )
    assessment = Assessment(
        turns=turns,
        moves=tuple(asked() for turn in turns if "fit" in turn.text),
        pitfalls=pitfalls,
        missing_core=(),
        weak_ending=None,
        after_question=None,
        delivery=None,
    )
    first = turns[0].words[0].text
    return events.Assessed(
        assessment=assessment,
        feedback=Feedback(
            sentences=(f"You began with {first}.", *(f"Not {one.label}." for one in pitfalls[:1])),
            model_closer="Strong.",
            tip_label=pitfalls[0].label if pitfalls else "",
        ),
    )


def pitfall(label: str) -> PitfallFinding:
    """That one."""
    return PitfallFinding(
        label=label,
        turn=0,
        start_word=0,
        end_word=1,
        quote=label,
        pattern=label,
        similarity_ratio=1.0,
        probability_ratio=1.0,
    )


def check_line(exercise: Exercise, said: Utterance) -> events.LineChecked:
    """Well said when the strong line is in it."""
    is_well_said = exercise.strong in said.text
    return events.LineChecked(sentences=("You said it.",), is_well_said=is_well_said)


def asked() -> MoveFinding:
    """The question how one stands."""
    return MoveFinding(
        label="fit_question",
        turn=0,
        start_word=0,
        end_word=1,
        quote="how",
        pattern="how",
        similarity_ratio=1.0,
        probability_ratio=1.0,
    )


def attempt_from(started_at: datetime, heard: events.Assessed) -> Attempt:
    """As the app makes it."""
    return Attempt(
        started_at=started_at,
        pack="test",
        acoustic_model="none",
        assessment=heard.assessment,
        feedback=heard.feedback,
    )


@dataclass
class Stage:
    """A rehearsal with its company, ready to run."""

    turns: list[str]
    rounds: int | None = None
    half_said: str = ""
    script: Script = SCRIPT

    def __post_init__(self) -> None:
        clock = StepClock()
        self.inbox = Inbox(clock)
        self.ears = ScriptedEars(self.inbox.report, list(self.turns), self.half_said)
        self.voice = RecordingVoice()
        self.screen = ListScreen()
        self.journal: MemoryJournal = MemoryJournal()
        self.fallback = MemoryJournal()
        self.recordings = SoundShelf()
        self.log = io.StringIO()
        self.clock = clock

    def run(self) -> Rehearsal:
        """From Started to the end."""
        company = Company(
            ears=self.ears,
            voice=self.voice,
            screen=self.screen,
            journal=self.journal,
            fallback_journal=self.fallback,
            recordings=self.recordings,
            assess=assess,
            check_line=check_line,
            trace=Trace(self.log),
        )
        rehearsal = Rehearsal(
            Session(self.script, rounds=self.rounds),
            company,
            self.inbox,
            attempt_from=attempt_from,
            clock=self.clock,
        )
        rehearsal.run()
        return rehearsal

    @property
    def trace(self) -> list[dict]:
        """Its lines."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


def test_a_whole_rehearsal_by_voice_ends_when_stop_is_said() -> None:
    """Two closings, each coached; the first one modelled; then stop."""
    stage = Stage(["thank you for your time", "again", "well thank you so much", "stop"])
    stage.run()

    assert [
        "Any questions?",
        "You began with thank.",
        "Strong.",
        SCRIPT.choice,
        "Any questions?",
        "You began with well.",
        SCRIPT.choice_after_choice,
        SCRIPT.goodbye,
    ] == stage.voice.said
    assert 2 == len(stage.journal.attempts())


def test_a_line_said_alone_is_checked_and_not_kept() -> None:
    """A strong version is said after the coach, then closed; only the closing is kept."""
    model = Exercise(kind=ExerciseKind.SHADOWING, cue="After me.", strong="how do i fit")
    stage = Stage(
        ["how do i", "thank you for your time", "stop"], script=replace(SCRIPT, shadowing=model)
    )
    stage.run()

    assert ["After me.", "how do i fit", "You said it.", "Any questions?"] == stage.voice.said[:4]
    assert 1 == len(stage.journal.attempts())


def test_the_attempt_is_saved_before_a_word_is_said_about_it() -> None:
    """In the trace Remember stands before the feedback's Say."""
    stage = Stage(["thank you for your time"])
    stage.run()
    names = [line["name"] for line in stage.trace if line["kind"] == "action"]

    assert names.index("Remember") < names.index("Say", names.index("Assess"))


class LastingJournal(MemoryJournal):
    """As if it were on the disk."""

    is_lasting = True


def test_the_session_learns_that_an_attempt_is_saved() -> None:
    """After Remember comes Kept; with a journal that lasts as long as the program it does not."""
    lasting, passing = Stage(["thank you for your time"]), Stage(["thank you for your time"])
    lasting.journal = LastingJournal()
    lasting.run()
    passing.run()
    names = [line["name"] for line in lasting.trace]

    assert names.index("Remember") < names.index("Kept")
    assert "Kept" not in [line["name"] for line in passing.trace]


def test_a_full_disk_is_told_once_and_the_rehearsal_goes_on(tmp_path) -> None:
    """The second attempt does not complain again; both can still be erased."""
    stage = Stage(["first closing of mine", "again", "second closing of mine", "stop"])
    stage.journal = FullDisk(tmp_path)
    stage.run()

    assert 1 == len(stage.screen.notices)
    assert "no space left" in stage.screen.notices[0]
    assert 2 == len(stage.fallback.attempts())


def test_an_attempt_that_cannot_be_erased_costs_no_other() -> None:
    """What takes its place is kept beside it, and what comes after goes where it should."""
    stage = Stage(["the job then", "that's not what i said", "again", "a second closing", "stop"])
    stage.journal = Engraved()
    stage.run()

    assert 3 == len(stage.journal.attempts())
    assert ["read-only" in notice for notice in stage.screen.notices] == [True]
    assert not stage.fallback.attempts()


def test_dont_keep_this_erases_what_was_just_said() -> None:
    """Only the last attempt goes."""
    stage = Stage(["keep this closing", "again", "but not this closing", "don't keep this", "stop"])
    stage.run()

    assert ["keep this closing"] == [
        attempt.assessment.turns[0].text for attempt in stage.journal.attempts()
    ]


ANSWERING = replace(
    SCRIPT,
    reactions=(Reaction(text="We do wonder about larger teams.", mood="worry"),),
    answered_moves=frozenset({"fit_question"}),
)


def test_a_reply_is_one_attempt_with_the_closing_it_belongs_to() -> None:
    """The interviewer answers, the learner replies, and one attempt with both turns is kept."""
    stage = Stage(["how do i fit", "i led a team of nine", "stop"], script=ANSWERING)
    stage.run()

    assert "We do wonder about larger teams." == stage.voice.said[1]
    kept = [
        [turn.text for turn in attempt.assessment.turns] for attempt in stage.journal.attempts()
    ]
    assert [["how do i fit", "i led a team of nine"]] == kept


class GoingOnEars(ScriptedEars):
    """Its learner goes on when the first feedback begins, as often as there are ``rests``."""

    rests: list[str]

    def go_on(self) -> None:
        """Speak into the answer."""
        if self.rests:
            self.report(events.SpeechResumed(stream_seconds=7.0), None)

    def hear_on(self, floor: Floor, said_before: str = "") -> None:
        """The whole, once it is over."""
        self.last_turn = sound_of(self.rests[0])
        self._hear(self.rests.pop(0))


class InterruptedVoice(RecordingVoice):
    """Is talked into whenever it begins its feedback; its end comes all the same, late."""

    def __init__(self, interrupt: Callable[[], None]) -> None:
        super().__init__()
        self.interrupt = interrupt

    def say(self, lines: tuple[str, ...], report: Report) -> None:
        """Say it."""
        if lines[0].startswith("You began"):
            self.interrupt()
        super().say(lines, report)


def test_a_cut_that_was_recovered_is_one_attempt_with_one_sound() -> None:
    """Cut twice: the joined turn takes the place of its beginnings."""
    stage = Stage(["thank you", "play me back", "stop"])
    ears = GoingOnEars(stage.inbox.report, list(stage.turns))
    ears.rests = ["thank you for", "thank you for your time"]
    stage.ears, stage.voice = ears, InterruptedVoice(ears.go_on)
    stage.run()

    assert ["thank you for your time"] == [
        turn.text for attempt in stage.journal.attempts() for turn in attempt.assessment.turns
    ]
    assert 3 == len([line for line in stage.trace if line["name"] == "Remember"])
    assert 1 == stage.voice.said.count("Strong.")


def test_a_closing_is_kept_when_its_reply_never_comes() -> None:
    """The recording ends after the question: what was asked is saved and talked about."""
    stage = Stage(["how do i fit"], script=ANSWERING)
    stage.run()

    assert ["how do i fit"] == [
        turn.text for attempt in stage.journal.attempts() for turn in attempt.assessment.turns
    ]
    assert "You began with how." in stage.voice.said


def test_the_late_end_of_a_hushed_line_does_not_end_the_next_one() -> None:
    """A key cuts the prompt short; its late end is told as hushed, not as the next line's end."""
    stage = Stage(["thank you for your time", "stop"])
    strong = events.CommandHeard(command=Command.STRONG, source=events.CommandSource.KEY)
    stage.voice = LateVoice(lambda: stage.inbox.report(strong, None))
    stage.run()
    kinds = [line["name"] for line in stage.trace]

    assert "VoiceHushed" in kinds
    assert SCRIPT.goodbye == stage.voice.said[-1]


def test_ctrl_c_keeps_what_was_half_said_and_closes_everything() -> None:
    """The signal comes while listening: handed in, assessed, saved, all parts closed."""
    stage = Stage([], half_said="thank you and how well do")
    stage.ears.on_listen = lambda: os.kill(os.getpid(), signal.SIGINT)
    rehearsal = stage.run()

    assert rehearsal.was_interrupted
    assert 1 == len(stage.journal.attempts())
    assert stage.ears.was_closed
    assert stage.voice.was_closed
    assert stage.screen.was_closed


def test_everything_is_closed_when_a_part_breaks_its_promise() -> None:
    """A bug anywhere leaves neither a terminal nor a device behind."""
    stage = Stage(["thank you"])
    stage.ears.on_listen = lambda: 1 / 0

    with pytest.raises(ZeroDivisionError):
        stage.run()

    assert stage.ears.was_closed
    assert stage.voice.was_closed
    assert stage.screen.was_closed


def test_the_trace_holds_every_event_and_action_with_both_times() -> None:
    """at_seconds never runs backwards; stream_seconds is the sound heard so far."""
    stage = Stage(["thank you for your time"])
    stage.run()
    shown = [type(thing).__name__ for thing in stage.screen.shown]

    assert shown == [line["name"] for line in stage.trace]
    assert all({"at_seconds", "stream_seconds", "kind"} <= line.keys() for line in stage.trace)
    assert 5.0 == stage.trace[-1]["stream_seconds"]
    assert isinstance(stage.screen.shown[1], actions.Say)


def test_the_closing_is_played_back_not_the_wish_to_hear_it() -> None:
    """The last turn that was looked at, twice; then the choice is asked."""
    stage = Stage(["thank you for your time", "play me back", "help", "play me back", "stop"])
    stage.run()

    assert [sound_of("thank you for your time")] * 2 == stage.voice.played
    assert SCRIPT.choice == stage.voice.said[-2]


def test_who_has_taken_something_back_still_hears_the_closing() -> None:
    """The attempt was looked at again, and nothing was said anew."""
    stage = Stage(["the job then", "that's not what i said", "play me back", "stop"])
    stage.run()

    assert [sound_of("the job then")] == stage.voice.played


@pytest.mark.parametrize(
    "turns",
    [["play me back", "stop"], ["thank you", "don't keep this", "play me back", "stop"]],
    ids=["nothing said", "erased"],
)
def test_where_there_is_no_sound_that_is_said(turns) -> None:
    """Before the first closing, and when it was erased."""
    stage = Stage(turns)
    stage.run()

    assert [] == stage.voice.played
    assert SCRIPT.nothing_to_play in stage.voice.said


def test_a_voice_that_only_prints_has_nothing_to_play() -> None:
    """There was sound, and nothing to hear it with."""
    stage = Stage(["thank you for your time", "play me back", "stop"])
    stage.voice.play = lambda *_: False
    stage.run()

    assert SCRIPT.nothing_to_play in stage.voice.said


def test_save_this_one_keeps_the_closing_and_tells_where() -> None:
    """Once, however often it is said; and nothing else of what was heard."""
    stage = Stage(["thank you", "again", "well thank you", "save this one", "save this", "stop"])
    stage.run()

    assert [sound_of("well thank you")] == stage.recordings.kept
    assert ["The sound of your last turn is in the shelf."] * 2 == stage.screen.notices
    assert 2 == stage.voice.said.count(SCRIPT.sound_saved)


def test_sound_that_cannot_be_saved_is_told_and_it_goes_on() -> None:
    """Why is on the screen; the next closing is heard."""
    stage = Stage(["thank you", "save this one", "again", "well thank you", "stop"])
    stage.recordings.is_full = True
    stage.run()

    assert "no space left" in stage.screen.notices[0]
    assert SCRIPT.sound_not_saved in stage.voice.said
    assert 2 == len(stage.journal.attempts())


def test_what_is_erased_is_erased_with_its_sound() -> None:
    """Both turns of a dialogue; the sound of the closing before stays."""
    closing = ["thank you", "save this one", "again"]
    dialogue = ["how do i fit", "play me back", "save this one", "i led a team", "save this one"]
    stage = Stage([*closing, *dialogue, "don't keep this", "stop"], script=ANSWERING)
    stage.run()

    assert [sound_of("thank you")] == stage.recordings.kept
    assert 3 == stage.voice.said.count(SCRIPT.sound_saved)


def test_before_anything_was_said_there_is_nothing_to_save() -> None:
    """It is said, and the prompt comes again."""
    stage = Stage(["save this one", "stop"])
    stage.run()

    assert SCRIPT.nothing_to_save == stage.voice.said[1]
    assert "Any questions?" == stage.voice.said[2]


def test_what_was_misheard_is_taken_back_one_after_the_other() -> None:
    """Each time the attempt is looked at without it, and takes the place of what was saved."""
    denied = "that's not what i said"
    stage = Stage(["did i get the job on friday", denied, denied, denied, "stop"])
    stage.run()
    feedback = [line for line in stage.voice.said if line.startswith(("Not", "Then I misheard"))]
    (attempt,) = stage.journal.attempts()

    assert ["Not job.", "Not friday.", SCRIPT.misheard] == feedback
    assert () == attempt.assessment.pitfalls
    assert [[], ["job"], ["friday", "job"]] == [
        line["withdrawn"] for line in stage.trace if line["name"] == "Assess"
    ]


def test_how_did_i_do_is_told_from_what_was_found() -> None:
    """Nothing at first; then as many closings as there were, in the words of the rehearsal."""
    stage = Stage(["how did i do", "thank you", "again", "well thank you", "how did i do", "stop"])
    stage.run()
    told = [line for line in stage.voice.said if "nothing yet" in line or "closings so far" in line]

    assert 2 == len(told)
    assert "Two closings so far." == told[1]


def test_slower_and_louder_reach_the_voice_and_the_choice_comes_back() -> None:
    """The voice is adjusted before it shows how it sounds; then the learner chooses on."""
    stage = Stage(["thank you for your time", "slower", "louder", "slower", "stop"])
    stage.run()

    assert [(0.85, 0.0), (0.85, 4.0), (0.72, 4.0)] == stage.voice.manners
    assert ["Like this?"] * 3 == [line for line in stage.voice.said if "this?" in line]
    assert 1 == len(stage.journal.attempts())


def test_a_turn_that_was_heard_better_too_late_amends_what_was_saved() -> None:
    """Its words and findings change places with the better ones; it is saved once, told once."""
    stage = Stage(["did i get the chop"])
    listened = []

    def hear_again() -> None:
        listened.append(1)
        if len(listened) == 2:
            again = events.HeardAgain(
                turn=Utterance.typed("did i get the chop"),
                better=Utterance.typed("did i get the job"),
            )
            stage.inbox.report(again)

    stage.ears.on_listen = hear_again
    stage.run()
    (attempt,) = stage.journal.attempts()

    assert "did i get the job" == attempt.assessment.turns[0].text
    assert ["job"] == [pitfall.label for pitfall in attempt.assessment.pitfalls]
    assert 1 == stage.voice.said.count("You began with did.")
    assert "Not job." not in stage.voice.said


def test_an_erased_attempt_is_not_saved_again_in_better_words() -> None:
    """What the second ear brings afterwards is about nothing."""
    stage = Stage(["did i get the chop", "don't keep this"])
    listened = []

    def hear_again() -> None:
        listened.append(1)
        if len(listened) == 3:
            again = events.HeardAgain(
                turn=Utterance.typed("did i get the chop"),
                better=Utterance.typed("did i get the job"),
            )
            stage.inbox.report(again)

    stage.ears.on_listen = hear_again
    stage.run()

    assert () == stage.journal.attempts()


def test_a_turn_that_is_still_being_heard_again_at_the_end_is_waited_for() -> None:
    """Closing the ears hands it in; the program ends after it is saved."""
    stage = Stage(["did i get the chop"], rounds=1)
    close = stage.ears.close

    def close_late() -> None:
        if not stage.ears.was_closed:
            again = events.HeardAgain(
                turn=Utterance.typed("did i get the chop"),
                better=Utterance.typed("did i get the job"),
            )
            stage.inbox.report(again)
        close()

    stage.ears.close = close_late
    stage.run()
    (attempt,) = stage.journal.attempts()

    assert "did i get the job" == attempt.assessment.turns[0].text
