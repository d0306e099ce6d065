"""One microphone in a process of its own: prints what it gives as JSON lines.

PortAudio lists the devices once a process, so every scene has a process to itself.

    microphone_scene.py DEVICE FRAMES [CLOSE_AFTER_FRAMES]
"""

import json
import sys
import threading
import time

from voicecoach.audio.microphone import Microphone
from voicecoach.errors import AudioError


def tell(**facts: object) -> None:
    """A line for the test to read."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main(device: str, frame_count: int, close_after: int | None = None) -> None:
    """Hear so many frames, or be closed by another thread."""
    microphone = Microphone(device or None)
    tell(device=microphone.device.name, rate_hz=microphone.device.rate_hz)
    for number, frame in enumerate(microphone.frames(), 1):
        tell(
            frame=number,
            pcm=frame.pcm.hex(),
            start_seconds=frame.start_seconds,
            condition=microphone.condition,
            late_seconds=time.monotonic() - microphone.captured_at(frame.end_seconds),
        )
        if number == close_after:
            threading.Timer(0.03, microphone.close).start()
        if number == frame_count:
            break
    microphone.close()
    tell(ended=True, overflow_count=microphone.overflow_count)


if __name__ == "__main__":
    try:
        main(sys.argv[1], *map(int, sys.argv[2:]))
    except AudioError as told:
        tell(error=type(told).__name__, message=str(told))
