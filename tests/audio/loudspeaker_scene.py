"""Plays on the system's own loudspeaker, in a process of its own: PortAudio takes its devices once.

Reads jobs from standard input, one line of JSON each, {"path": a WAV file, "hush_after_seconds":
number or null}, and answers each with {"started_seconds", "ended_seconds", "hushed_seconds",
"was_whole", "problem"}, times monotonic.
"""

import json
import sys
import threading
import time
import wave

from voicecoach.audio.frame import Sound
from voicecoach.audio.loudspeaker import SoundDeviceLoudspeaker
from voicecoach.errors import NoLoudspeaker


def main() -> None:
    """Play every job."""
    loudspeaker = SoundDeviceLoudspeaker()
    for line in sys.stdin:
        print(json.dumps(play(loudspeaker, json.loads(line))), flush=True)  # noqa: T201
    loudspeaker.close()


def play(loudspeaker: SoundDeviceLoudspeaker, job: dict[str, object]) -> dict[str, object]:
    """Play one WAV file, hushed after so many seconds of sounding."""
    told: dict[str, object] = {"hushed_seconds": None, "problem": None}

    def hush() -> None:
        told["hushed_seconds"] = time.monotonic()
        loudspeaker.hush()

    def started(at_seconds: float) -> None:
        told["started_seconds"] = at_seconds
        if job["hush_after_seconds"] is not None:
            threading.Timer(job["hush_after_seconds"], hush).start()  # type: ignore[arg-type]

    with wave.open(str(job["path"]), "rb") as file:
        sound = Sound(file.readframes(file.getnframes()), file.getframerate())
    try:
        told["was_whole"] = loudspeaker.play(sound, started)
    except NoLoudspeaker as problem:
        told["problem"] = str(problem)
    told["ended_seconds"] = time.monotonic()
    return told


if __name__ == "__main__":
    main()
