"""Loads a model and decodes a little with it; run as a child process, because that may crash.

    python -m voicecoach.recognition.model_probe FOLDER

Prints one line of JSON when all went well. Some broken files make Vosk end the process
(a damaged am/global_cmvn.stats does), and its reasons go to stderr.
"""

import json
import random
import sys
from pathlib import Path
from typing import Final

from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS, Frame
from voicecoach.errors import ModelError
from voicecoach.recognition.vosk_recognizer import VoskRecognizer, load_model

EXPECTED_WORDS: Final = (
    *("thank", "you", "interested", "questions", "process", "next"),
    *("again", "stop", "skip", "help", "um", "uh"),
)
"""Commands, fillers and the least that a closing is made of."""


def probe(folder: Path) -> dict[str, object]:
    """What the check wants to know. Raises ModelError."""
    model = load_model(folder)
    recognizer = VoskRecognizer(model)
    hiss = random.Random(1).randbytes(FRAME_BYTES)
    for number, pcm in enumerate([bytes(FRAME_BYTES)] * 3 + [hiss] * 3):
        recognizer.hear(Frame(pcm=pcm, start_seconds=number * FRAME_SECONDS))
    recognizer.finish()
    return {
        "load_seconds": round(model.load_seconds, 3),
        "unknown_words": [word for word in EXPECTED_WORDS if not model.knows(word)],
    }


if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(probe(Path(sys.argv[1]))) + "\n")
    except ModelError:
        sys.exit(1)
