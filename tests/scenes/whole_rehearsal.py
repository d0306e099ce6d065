"""One rehearsal from its first sound to its end, and what must hold of every one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.scenes.conftest import Practice, Program
from tests.scenes.simulated_learner import AUDIBLE_LEVEL, SimulatedLearner, Voice
from tests.sound_rig import RATE_HZ, Recording, Samples, SoundRig

ROOM_TONE_DBFS: Final = -75.0
ROOM_SECONDS: Final = 400.0

HANDED_OVER_EARLY_SECONDS: Final = 0.05
"""A sentence may sound so much before its VoiceStarted: the recording's own uncertainty."""

HANDED_OVER_LATE_SECONDS: Final = 0.5
"""From handing the first sample over to its sounding: 0.15 s asked for, and a busy machine."""

SOUND_AFTER_END_SECONDS: Final = 0.25
"""What may still sound after VoiceFinished or VoiceHushed, on a busy machine."""

QUIET_BEFORE_END_SECONDS: Final = 1.0
"""An engine's sentence ends in silence; VoiceFinished comes no later than this after the sound."""

GOING_ON_SECONDS: Final = 3.0
"""Who goes on is heard for the first 2 s of an answer; then a busy machine takes a while."""

VOICE_BEGINS: Final = frozenset({"VoiceStarted", "PlayBack"})
VOICE_ENDS: Final = frozenset({"VoiceFinished", "VoiceHushed"})
TAKES_WORDS: Final = frozenset({"FloorGiven", "SpeechStarted", "PartialHeard", "UtteranceHeard"})

Span = tuple[float, float]


@dataclass
class WholeRehearsal:
    """A learner, the program, and what sounded."""

    practice: Practice
    learner: SimulatedLearner
    loudspeaker: Recording

    @property
    def heard(self) -> list[str]:
        """The words of every turn, commands too."""
        return [utterance_text(line) for line in self.practice.named("UtteranceHeard")]

    @property
    def parts(self) -> list[str]:
        """What the coach said, by its part in the conversation."""
        return [line["part"] for line in self.practice.named("Say")]

    def says_goodbye(self) -> bool:
        """The coach has begun its last words: a person understands them."""
        return "goodbye" in self.parts

    def lines_of(self, part: str) -> list[str]:
        """Every line of that part."""
        return [
            line
            for say in self.practice.named("Say")
            if say["part"] == part
            for line in say["lines"]
        ]

    @property
    def voice_spans(self) -> list[Span]:
        """When the coach's voice sounded, by the trace; pauses within one saying included."""
        spans, began_seconds = [], None
        for line in sorted(self.practice.trace, key=lambda line: line["at_seconds"]):
            if line["name"] in VOICE_BEGINS and began_seconds is None:
                began_seconds = line["at_seconds"]
            if line["name"] in VOICE_ENDS and began_seconds is not None:
                spans.append((began_seconds, line["at_seconds"]))
                began_seconds = None
        return spans

    @property
    def waits_seconds(self) -> list[float]:
        """From the end of what the learner said to the next sound of the coach, each time."""
        loud_seconds = audible_seconds(self.loudspeaker)
        waits = [loud_seconds[loud_seconds > one.ended_seconds][:1] for one in self.learner.said]
        return [
            float(after[0]) - one.ended_seconds
            for after, one in zip(waits, self.learner.said, strict=True)
            if len(after)
        ]

    @property
    def seconds(self) -> float:
        """How long it took."""
        trace = self.practice.trace
        return float(trace[-1]["at_seconds"] - trace[0]["at_seconds"])

    def summary(self) -> str:
        """One row of the table of rehearsals (see conftest)."""
        return (
            f"{self.seconds:7.0f} {len(self.heard):6} {len(self.practice.attempts):6}"
            f" {max(self.waits_seconds, default=0.0):8.1f}"
        )


@contextlib.contextmanager
def rehearsing(
    rig: SoundRig,
    program: Program,
    voice: Voice,
    *options: str | Path,
    command: str = "practice",
    noise: Samples | None = None,
    may_go_on: bool = False,
) -> Iterator[WholeRehearsal]:
    """Start it; after the block it has ended by itself, cleanly, and every law held.

    ``may_go_on``: somebody was cut and goes on into the answer, so its beginning is listened to.
    """
    rig.begin_speaking(room_tone() if noise is None else noise)
    with rig.record_loudspeaker() as loudspeaker:
        practice = program.practise("--plain", *options, command=command, rig=rig)
        learner = SimulatedLearner(rig, loudspeaker, voice)
        rehearsal = WholeRehearsal(practice=practice, learner=learner, loudspeaker=loudspeaker)
        try:
            yield rehearsal
            code = practice.end()
        except BaseException as error:
            error.add_note(story(rehearsal))
            raise
    (program.folder / "story.txt").write_text(story(rehearsal), encoding="utf-8")
    program.record("rehearsal", rehearsal.summary())

    assert 0 == code, practice.complained
    assert "" == practice.complained
    assert "End" in [line["name"] for line in practice.trace[-2:]]
    assert may_go_on or [] == practice.named("VoiceHushed")  # not for its echo, not for a babble
    assert [] == words_taken_while_the_voice_sounds(
        rehearsal, after_seconds=GOING_ON_SECONDS if may_go_on else 0.0
    )
    assert [] == breaches_between_trace_and_sound(rehearsal)


def words_taken_while_the_voice_sounds(
    rehearsal: WholeRehearsal, *, after_seconds: float
) -> list[str]:
    """What the program heard, or began to hear, so long after its own voice began to sound."""
    spans = [(began + after_seconds, ended) for began, ended in rehearsal.voice_spans]
    breaches = [
        f"{line['name']} at {line['at_seconds']}"
        for line in rehearsal.practice.trace
        if line["name"] in TAKES_WORDS and is_within(line["at_seconds"], spans)
    ]
    return breaches + [
        f"{word['text']!r} sounded at {at_seconds:.2f}"
        for word, at_seconds in words_with_times(rehearsal)
        if is_within(at_seconds, spans)
    ]


def words_with_times(rehearsal: WholeRehearsal) -> Iterator[tuple[dict[str, Any], float]]:
    """Every word that was taken, and when its middle was captured, in monotonic seconds."""
    floor: dict[str, Any] | None = None
    for line in rehearsal.practice.trace:
        if line["name"] == "FloorGiven":
            floor = line
        if line["name"] == "UtteranceHeard" and floor:
            offset_seconds = floor["at_seconds"] - floor["stream_seconds"]
            for word in line["utterance"]["words"]:
                middle_seconds = (word["start_seconds"] + word["end_seconds"]) / 2
                yield word, middle_seconds + offset_seconds


def breaches_between_trace_and_sound(rehearsal: WholeRehearsal) -> list[str]:
    """Where the trace's times and the loudspeaker's monitor do not agree."""
    loud_seconds = audible_seconds(rehearsal.loudspeaker)
    spans = rehearsal.voice_spans
    breaches = [
        f"it sounded at {at_seconds:.2f}, outside every saying"
        for at_seconds in loud_seconds
        if not any(
            began - HANDED_OVER_EARLY_SECONDS <= at_seconds <= ended + SOUND_AFTER_END_SECONDS
            for began, ended in spans
        )
    ]
    for line in rehearsal.practice.named("VoiceStarted"):
        at_seconds = line["at_seconds"]
        after = loud_seconds[loud_seconds >= at_seconds - HANDED_OVER_EARLY_SECONDS]
        is_hushed = any(
            ended - at_seconds < HANDED_OVER_LATE_SECONDS
            for _, ended in spans
            if ended >= at_seconds
        )
        if not is_hushed and not (len(after) and after[0] <= at_seconds + HANDED_OVER_LATE_SECONDS):
            breaches.append(f"nothing sounded at {at_seconds:.2f}: {line['line']}")
    for line in rehearsal.practice.named("VoiceFinished"):
        at_seconds = line["at_seconds"]
        before = loud_seconds[loud_seconds <= at_seconds + SOUND_AFTER_END_SECONDS]
        if not (len(before) and before[-1] >= at_seconds - QUIET_BEFORE_END_SECONDS):
            breaches.append(f"VoiceFinished at {at_seconds:.2f} is late")
    return breaches


def audible_seconds(recording: Recording) -> np.ndarray:
    """The hundredths of a second in which something sounded, in monotonic seconds."""
    step = RATE_HZ // 100
    samples = np.abs(recording.samples.astype(np.int32))
    blocks = samples[: len(samples) // step * step].reshape(-1, step).max(axis=1)
    return recording.start_seconds + np.flatnonzero(blocks > AUDIBLE_LEVEL) * step / RATE_HZ


def is_within(at_seconds: float, spans: list[Span]) -> bool:
    """It was inside one of the spans."""
    return any(began < at_seconds < ended for began, ended in spans)


def utterance_text(line: dict[str, Any]) -> str:
    """The words of an UtteranceHeard."""
    return " ".join(word["text"] for word in line["utterance"]["words"])


def room_tone(*, seconds: float = ROOM_SECONDS) -> Samples:
    """No room is quite silent."""
    return noise_at(
        np.random.default_rng(3).standard_normal(round(seconds * RATE_HZ)), ROOM_TONE_DBFS
    )


def noise_at(noise: np.ndarray, dbfs: float) -> Samples:
    """The noise at that level."""
    scaled = noise / np.sqrt(np.square(noise).mean()) * 10 ** (dbfs / 20) * 32_767
    return np.clip(scaled, -32_768, 32_767).astype(np.int16)


def story(rehearsal: WholeRehearsal) -> str:
    """Everything that was said and done, in order, for who looks into it."""
    trace = [line for line in rehearsal.practice.trace if line["name"] != "PartialHeard"]
    began_seconds = trace[0]["at_seconds"] if trace else 0.0
    rows = [(line["at_seconds"], f"{line['name']} {_about(line)}") for line in trace]
    rows += [
        (said.began_seconds, f"    the learner says: {said.text}")
        for said in rehearsal.learner.said
    ]
    told = "\n".join(f"{at - began_seconds:8.2f}  {what}" for at, what in sorted(rows))
    return f"{told}\n{rehearsal.practice.printed}\n{rehearsal.practice.complained}"


def _about(line: dict[str, Any]) -> str:
    match line["name"]:
        case "UtteranceHeard":
            return f"{utterance_text(line)} [{line['reason']}]"
        case "Say":
            return f"{line['part']}: {' / '.join(line['lines'])}"
        case "Remember":
            found = (*line["assessment"]["moves"], *line["assessment"]["pitfalls"])
            return ", ".join(one["label"] for one in found)
    return str(line.get("line") or line.get("floor") or line.get("label") or "")
