"""The loop: the only place where the session's thought meets the world."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from voicecoach.assessment import Attempt, Reaction
from voicecoach.exercise import Exercise
from voicecoach.inbox import Inbox, Timed
from voicecoach.keeping import LastAttemptKeeper
from voicecoach.parts import Ears, Journal, Recordings, Screen, Voice
from voicecoach.session import actions, events
from voicecoach.session.actions import Action
from voicecoach.session.events import Event
from voicecoach.session.session import Session
from voicecoach.session.states import State
from voicecoach.trace import Trace
from voicecoach.transcript import Utterance


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """Everyone that the loop works with."""

    ears: Ears
    voice: Voice
    screen: Screen
    journal: Journal
    fallback_journal: Journal
    """Takes over when the journal cannot save."""

    recordings: Recordings
    assess: Callable[[tuple[Utterance, ...], Reaction | None, frozenset[str]], events.Assessed]
    check_line: Callable[[Exercise, Utterance], events.LineChecked]
    trace: Trace


class Rehearsal:
    """One rehearsal, from Started to the end."""

    def __init__(
        self,
        session: Session,
        company: Company,
        inbox: Inbox,
        *,
        attempt_from: Callable[[datetime, events.Assessed], Attempt],
        clock: Callable[[], float],
    ) -> None:
        self._session = session
        self._company = company
        self._inbox = inbox
        self._attempt_from = attempt_from
        self._clock = clock
        self._keeper = LastAttemptKeeper(
            company.journal, company.fallback_journal, company.recordings, company.screen.notice
        )
        self._say_number = 0
        """Which saying is the present one: a late end of an earlier one must not end it."""

        self.was_interrupted = False

    def run(self, *, minutes: float | None = None) -> None:
        """Rehearse until the session has ended. Leaves nothing running."""
        self._inbox.report(events.Started())
        with self._alarm(minutes), self._signals():
            try:
                while self._session.state is not State.ENDED:
                    self._take(self._inbox.take())
                self._company.ears.close()
                self._take_what_came_late()
            finally:
                self._company.voice.close()
                self._company.ears.close()
                self._company.screen.close()

    def _take_what_came_late(self) -> None:
        """A turn that was just being heard again: what was saved is amended before all is over."""
        for timed in self._inbox.rest():
            if isinstance(timed.event, events.HeardAgain):
                self._take(timed)

    def _take(self, timed: Timed) -> None:
        self._note(timed.event, timed.at_seconds)
        self._company.screen.show(timed.event)
        for action in self._session.receive(timed.event, timed.at_seconds):
            self._note(action, self._clock())
            self._company.screen.show(action)
            self._do(action)

    def _note(self, thing: Event | Action, at_seconds: float) -> None:
        stream_seconds = getattr(thing, "stream_seconds", self._company.ears.stream_seconds)
        self._company.trace.note(thing, at_seconds=at_seconds, stream_seconds=stream_seconds)

    def _do(self, action: Action) -> None:
        company = self._company
        match action:
            case actions.Say():
                self._say_number += 1
                company.voice.say(action.lines, partial(self._report_of_saying, self._say_number))
            case actions.Hush():
                self._say_number += 1
                company.voice.hush()
            case actions.Assess():
                self._inbox.report(self._assessed(action))
            case actions.CheckLine():
                self._inbox.report(self._company.check_line(action.exercise, action.said))
            case actions.Remember():
                self._remember(action)
            case actions.Amend():
                self._amend(action)
            case _:
                self._do_with_the_floor(action)

    def _do_with_the_floor(self, action: Action) -> None:
        """Who may speak."""
        ears = self._company.ears
        match action:
            case actions.Listen():
                ears.listen(action.floor, action.said_before)
            case actions.HearOn():
                ears.hear_on(action.floor, action.said_before)
            case actions.StopListening():
                ears.stop_listening()
            case actions.HandIn():
                ears.hand_in()
            case _:
                self._do_for_the_learner(action)

    def _do_for_the_learner(self, action: Action) -> None:
        """What only a wish of the learner leads to."""
        match action:
            case actions.Forget():
                self._keeper.forget()
            case actions.PlayBack():
                self._play_back()
            case actions.SaveSound():
                self._inbox.report(self._save_sound())
            case actions.Adjust():
                self._company.voice.adjust(rate_ratio=action.rate_ratio, gain_db=action.gain_db)
            case actions.TakeAlong() | actions.End():
                pass  # the screen shows the one, the state says the other

    def _assessed(self, action: actions.Assess) -> events.Assessed:
        if not action.withdrawn:  # else what was heard last was the command
            self._keeper.note_sound(self._company.ears.last_turn, turn=len(action.turns) - 1)
        return self._company.assess(action.turns, action.reaction, action.withdrawn)

    def _play_back(self) -> None:
        self._say_number += 1
        report = partial(self._report_of_saying, self._say_number)
        sound = self._keeper.last_sound
        if sound is None or not self._company.voice.play(sound, report):
            self._inbox.report(events.NoSound())

    def _save_sound(self) -> events.Event:
        sound = self._keeper.last_sound
        if sound is None:
            return events.NoSound()
        return events.SoundSaved() if self._keeper.save_sound(sound) else events.SoundNotSaved()

    def _report_of_saying(self, number: int, event: Event, at_seconds: float | None) -> None:
        """Only the present saying may end: a hushed one is told as hushed, whatever it says."""
        if number != self._say_number and isinstance(event, events.VoiceFinished):
            event = events.VoiceHushed()
        self._inbox.report(event, at_seconds)

    def _remember(self, action: actions.Remember) -> None:
        heard = events.Assessed(assessment=action.assessment, feedback=action.feedback)
        attempt = self._attempt_from(datetime.now(UTC), heard)
        if self._keeper.remember(attempt, is_continued=action.is_continued):
            self._inbox.report(events.Kept())

    def _amend(self, action: actions.Amend) -> None:
        if not self._keeper.has_attempt:
            return
        found = self._company.assess(action.turns, action.reaction, action.withdrawn)
        in_its_place = actions.Remember(
            assessment=found.assessment, feedback=found.feedback, is_continued=True
        )
        self._remember(in_its_place)
        self._inbox.report(events.Amended(turns=action.turns, found=found))

    @contextlib.contextmanager
    def _alarm(self, minutes: float | None) -> Iterator[None]:
        if minutes is None:
            yield
            return
        timer = threading.Timer(minutes * 60, self._inbox.report, (events.TimeIsUp(),))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Ctrl-C and a closing terminal are events; a second Ctrl-C is not patient."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def interrupt(*_: object) -> None:
            if self.was_interrupted:
                raise KeyboardInterrupt
            self.was_interrupted = True
            self._inbox.report(events.Interrupted())

        names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        former = {name: signal.signal(getattr(signal, name), interrupt) for name in names}
        try:
            yield
        finally:
            for name, handler in former.items():
                signal.signal(getattr(signal, name), handler)
