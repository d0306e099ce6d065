"""A natural voice behind the same promise: hibari-tts, the extra "natural". The only module that
knows it.

Only the voice inside the package is used: the others would be fetched from the network.
"""

from functools import partial
from typing import Any, Final

from voicecoach.audio.frame import Sound
from voicecoach.audio.silence import trimmed
from voicecoach.errors import VoiceUnavailable
from voicecoach.voice.sentences import has_words
from voicecoach.voice.tempo import Calibration, Pace, make_at_rate

VOICE: Final = "heart"

HIBARI: Final = Calibration(
    # Measured by scripts/measure_voice: 60 lines of written closings, hibari-tts 0.2.1. Durations
    # go in steps: set to 0.7, 0.85, 1, 1.2, 1.5 it is heard at 163, 209, 230, 253, 360.
    reference_setting=1.0,
    reference_wpm=230.0,
    seconds_per_letter=0.0622,
    seconds_per_comma=0.113,
    seconds_per_stop=0.9,
    seconds_per_utterance=0.0615,
    exponent=0.966,
    lowest_setting=0.5,
    highest_setting=2.0,
)


class NaturalSynthesizer:
    """Keeps Synthesizer with hibari-tts in this process; the rate is as heard.

    Making raises VoiceUnavailable where the extra is not installed. Loads its model with the
    first sentence (0.5 s); same text, same sound.
    """

    def __init__(self) -> None:
        try:
            import hibari
        except ImportError as missing:
            raise VoiceUnavailable(
                "the natural voice is not installed", mend="pip install 'voicecoach[natural]'"
            ) from missing
        self._rate_hz = int(hibari.SAMPLE_RATE)
        self._make_engine = partial(hibari.Hibari, voice=VOICE)
        self._engine: Any = None

    @property
    def name(self) -> str:
        """The engine and voice."""
        return f"hibari {VOICE}"

    def synthesize(self, text: str, *, rate_wpm: int) -> Sound:
        """The text, without silence around it, at so many words a minute as heard.

        Empty when there is nothing to say. Raises VoiceUnavailable.
        """
        if not has_words(text):
            return Sound(pcm=b"", rate_hz=self._rate_hz)
        return make_at_rate(partial(self.make, text), text, rate_wpm=rate_wpm, calibration=HIBARI)

    def make(self, text: str, pace: Pace) -> Sound:
        """One utterance at that pace, whatever rate is heard. Raises VoiceUnavailable."""
        from voicecoach.audio.resampling import sound_from

        try:
            if self._engine is None:
                self._engine = self._make_engine()
            mono = self._engine(text, speed=pace.setting, seed=0)
        except Exception as problem:
            raise VoiceUnavailable(f"the natural voice failed ({problem})") from problem
        return trimmed(sound_from(mono, self._rate_hz))

    def close(self) -> None:
        """Let the model go."""
        self._engine = None
