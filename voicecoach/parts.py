"""The promises that the loop needs kept. Adapters and fakes keep them; nothing here does anything.

Everything is called from the loop's thread unless a docstring says otherwise.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from voicecoach.assessment import Attempt
from voicecoach.audio.frame import Frame, Sound
from voicecoach.session.actions import Action, Floor
from voicecoach.session.events import Event
from voicecoach.transcript import Hypothesis, SecondHearing


class FrameSource(Protocol):
    """Where the learner's sound comes from."""

    @property
    def is_live(self) -> bool:
        """Sound comes whether or not it is fetched; a file waits instead."""

    def frames(self) -> Iterator[Frame]:
        """Every frame in order; ends when a file ends. Called once, from the ear's thread.

        Raises NoMicrophone, MicrophoneLost, AudioUnreadable.
        """

    def captured_at(self, stream_seconds: float) -> float | None:
        """Monotonic seconds at which that sound was captured; None for a recording."""

    def close(self) -> None:
        """Let the device or file go. Safe from any thread, and twice."""


class SpeechDetector(Protocol):
    """Tells speech from everything else."""

    def speech_ratio(self, frame: Frame) -> float:
        """How likely the frame holds speech, 0 to 1. Frames come in order."""

    def reset(self) -> None:
        """Forget what was heard: the next frame does not follow on."""


class Recognizer(Protocol):
    """Sound to words."""

    def hear(self, frame: Frame) -> Hypothesis | None:
        """What the frame changed: a new partial or a final hypothesis, or None.

        Frames of one turn follow on from each other; word times are stream times.
        """

    def finish(self) -> Hypothesis:
        """The rest of the turn, final, perhaps empty; the next frame begins a new turn."""

    def reset(self) -> None:
        """Drop what was heard; the next frame begins a new turn."""


class SecondEar(Protocol):
    """Hears speech again that a Recognizer has heard: slower, and better."""

    @property
    def name(self) -> str:
        """Which model it hears with."""

    def hear(self, sound: Sound) -> SecondHearing:
        """The words of at most 30 s of sound. Takes its time, and cannot be interrupted.

        Called from any one thread at a time.
        """


class Synthesizer(Protocol):
    """A sentence to samples."""

    @property
    def name(self) -> str:
        """The engine and voice, for the cache and for the doctor."""

    def synthesize(self, text: str, *, rate_wpm: int) -> Sound:
        """The spoken text. Raises VoiceUnavailable. May be called from any one thread at a time."""

    def close(self) -> None:
        """Let the engine go."""


class Loudspeaker(Protocol):
    """Samples to sound."""

    def play(self, sound: Sound, on_started: Callable[[float], None]) -> bool:
        """Play to the end: True; or until hushed: False. Called from the voice's thread.

        on_started gets the monotonic time at which the first sample that is not silence
        was handed to the device.
        """

    def hush(self) -> None:
        """Be silent within 0.1 s. Safe from any thread."""

    def close(self) -> None:
        """Let the device go."""


Report = Callable[[Event, float | None], None]
"""Takes an event and the monotonic seconds at which it happened (None: now). Any thread."""


class Ears(Protocol):
    """The learner's turns, spoken or typed; works on a thread of its own and reports events.

    Reports FloorGiven, SpeechStarted, SpeechEnded, SpeechResumed, PartialHeard, MoveShown,
    MoveHidden, UtteranceHeard, NothingHeard, AudioEnded, EarsFailed to the Report it was made with;
    between two floors SpeechResumed, and from who wears headphones CommandHeard.
    """

    def listen(self, floor: Floor, said_before: str = "") -> None:
        """Give the learner the floor; FloorGiven is reported when words are really taken.

        ``said_before`` are the words of the closing's earlier turns.
        """

    def hear_on(self, floor: Floor, said_before: str = "") -> None:
        """Give the floor back to the turn that ended last: it was not over.

        Answers SpeechResumed, which is also reported between two floors when the learner goes on.
        What was heard since then is part of the turn, whose UtteranceHeard holds all its words.
        """

    def stop_listening(self) -> None:
        """Take the floor back; what was half said is dropped."""

    def hand_in(self) -> None:
        """End the turn with the words so far: reports UtteranceHeard, or NothingHeard."""

    @property
    def stream_seconds(self) -> float:
        """Sound heard so far."""

    @property
    def last_turn(self) -> Sound | None:
        """The sound of the turn that the last UtteranceHeard ended; None when it was typed."""

    def close(self) -> None:
        """Let device, file and model go."""


class Voice(Protocol):
    """The coach's voice: lines to sound, or to nothing where there is none."""

    def say(self, lines: tuple[str, ...], report: Report) -> None:
        """Begin to speak and return; reports VoiceStarted a line, and the end.

        Never raises for want of an engine or a device: it says so once and goes on silently.
        """

    def play(self, sound: Sound, report: Report) -> bool:
        """Begin to play and return True; its end is reported as that of what is said.

        False, and nothing is reported, where nothing can sound.
        """

    def prepare(self, lines: tuple[str, ...]) -> None:
        """Make lines that never change ready in the background, and keep them on disk.

        Never for lines that hold the learner's words.
        """

    def adjust(self, *, rate_ratio: float, gain_db: float) -> None:
        """From now on speak at that share of the first rate, and so much louder; never clipping."""

    def hush(self) -> None:
        """Stop at once; VoiceHushed is reported if anything was being said."""

    def close(self) -> None:
        """Stop and let everything go."""


class Screen(Protocol):
    """Shows the rehearsal."""

    def show(self, thing: Event | Action) -> None:
        """Show what happened or is about to be done; things it has no view of are passed over."""

    def notice(self, text: str) -> None:
        """A sentence that is not part of the conversation: a warning, which model is in use."""

    def withdraw(self, text: str, now: str) -> None:
        """The condition that this notice told of is over; ``now`` says how it is instead."""

    def level(self, dbfs: float) -> None:
        """How loud the microphone is now. Called from the ear's thread, ten times a second."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class Recordings(Protocol):
    """Keeps the sound of turns that the learner wants kept, and of no others."""

    def save(self, sound: Sound) -> str:
        """Keep it beyond the program, and tell where; once, however often. Raises StoreError."""

    def erase(self, sound: Sound) -> None:
        """Erase it, if it was kept. Raises StoreError."""


class Journal(Protocol):
    """Keeps attempts."""

    @property
    def is_lasting(self) -> bool:
        """What it keeps outlasts the program."""

    def remember(self, attempt: Attempt) -> int:
        """Save, durably, and give the attempt's id. Raises StoreError."""

    def forget(self, attempt_id: int) -> None:
        """Erase one attempt. Raises StoreError."""

    def attempts(self, *, limit: int | None = None) -> tuple[Attempt, ...]:
        """The newest attempts (all, without a limit), newest last. Raises StoreError."""
