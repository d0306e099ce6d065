"""Sentences to sounds at the present rate: made by an engine, or kept from before."""

from collections.abc import Callable

from voicecoach.audio.frame import Sound
from voicecoach.errors import VoicecoachError, VoiceUnavailable
from voicecoach.parts import Synthesizer
from voicecoach.voice.sound_cache import SoundCache, SoundKey


class SentenceMaker:
    """Works on the voice's making thread; the rate may be set from any, and what is kept found.

    ``on_trouble`` gets one sentence when the engine fails; from then on only what was kept sounds.
    """

    def __init__(
        self,
        synthesizer: Synthesizer,
        cache: SoundCache,
        rate_wpm: int,
        on_trouble: Callable[[str], None],
    ) -> None:
        self._synthesizer = synthesizer
        self._cache = cache
        self._on_trouble = on_trouble
        self._is_broken = False
        self.rate_wpm = rate_wpm
        """Of what is made from now on."""

    def kept(self, text: str) -> Sound | None:
        """The sentence, if it was made before. Safe from any thread."""
        return self._cache.find(self._key(text))

    def make(self, text: str, *, is_fixed: bool) -> Sound | None:
        """The sentence as a sound; None when there is none to be had."""
        key = self._key(text)  # looked at once: what is kept under a rate was made at it
        if sound := self._cache.find(key):
            return sound
        if self._is_broken:
            return None
        try:
            sound = self._synthesizer.synthesize(text, rate_wpm=key.rate_wpm)
        except VoicecoachError as trouble:
            self._give_up(str(trouble))
            return None
        except Exception as bug:  # a rehearsal with a mute coach is better than one that hangs
            self._give_up(str(VoiceUnavailable(f"{type(bug).__name__}: {bug}")))
            return None
        self._cache.keep(key, sound, is_fixed=is_fixed)
        return sound

    def close(self) -> None:
        """Let the engine go."""
        self._synthesizer.close()

    def _key(self, text: str) -> SoundKey:
        return SoundKey(engine=self._synthesizer.name, text=text, rate_wpm=self.rate_wpm)

    def _give_up(self, problem: str) -> None:
        self._is_broken = True
        self._on_trouble(problem)
