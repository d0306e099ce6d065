"""A whole voice on the system's own loudspeaker, in a process of its own.

Reads jobs from standard input, one line of JSON each: {"lines": [text, …], "rate_wpm",
"hush_after_seconds": from ``say``, or null}; answers each with the events and their monotonic
seconds, [[name, seconds], …], and the time of the hush.
"""

import json
import queue
import sys
import time

from voicecoach.audio.loudspeaker import SoundDeviceLoudspeaker
from voicecoach.session.events import Event, VoiceFinished, VoiceHushed
from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer
from voicecoach.voice.spoken_voice import SpokenVoice


def main() -> None:
    """Speak every job."""
    told: queue.SimpleQueue[tuple[Event, float]] = queue.SimpleQueue()

    def report(event: Event, at_seconds: float | None) -> None:
        told.put((event, time.monotonic() if at_seconds is None else at_seconds))

    voice = SpokenVoice(
        Pyttsx3Synthesizer(),
        SoundDeviceLoudspeaker(),
        165,
        lambda trouble: print(trouble, file=sys.stderr),  # noqa: T201
    )
    for line in sys.stdin:
        job = json.loads(line)
        begun_seconds = time.monotonic()
        voice.say(tuple(job["lines"]), report)
        hushed_seconds = None
        if job["hush_after_seconds"] is not None:
            time.sleep(max(0.0, begun_seconds + job["hush_after_seconds"] - time.monotonic()))
            hushed_seconds = time.monotonic()
            voice.hush()
        happened = [told.get()]
        while not isinstance(happened[-1][0], VoiceFinished | VoiceHushed):
            happened.append(told.get())
        answer = {
            "events": [[type(event).__name__, seconds] for event, seconds in happened],
            "hushed_seconds": hushed_seconds,
        }
        print(json.dumps(answer), flush=True)  # noqa: T201
    voice.close()


if __name__ == "__main__":
    main()
