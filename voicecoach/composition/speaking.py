"""How the coach answers: into the loudspeaker, into a file, or onto the screen alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voicecoach.errors import VoiceUnavailable
from voicecoach.settings import PracticeSettings, cache_folder

if TYPE_CHECKING:
    from voicecoach.parts import Loudspeaker, Synthesizer, Voice


def make_voice(settings: PracticeSettings, *, on_trouble: Callable[[str], None]) -> Voice:
    """The coach's voice, into the loudspeaker, into a file, or onto the screen alone."""
    if settings.is_quiet:
        from voicecoach.voice.printed_voice import PrintedVoice

        return PrintedVoice()
    from voicecoach.voice.sound_cache import SoundCache
    from voicecoach.voice.spoken_voice import SpokenVoice

    synthesizer = make_synthesizer(settings, on_trouble=on_trouble)
    return SpokenVoice(
        synthesizer,
        make_loudspeaker(settings),
        settings.rate_wpm,
        on_trouble,
        cache=SoundCache(cache_folder() / "voice"),
    )


def make_synthesizer(
    settings: PracticeSettings, *, on_trouble: Callable[[str], None]
) -> Synthesizer:
    """The natural voice when it was asked for and can be had; pyttsx3 otherwise."""
    if settings.natural_voice:
        try:
            from voicecoach.voice.natural_voice import NaturalSynthesizer

            return NaturalSynthesizer()
        except VoiceUnavailable as missing:
            on_trouble(str(missing))
    from voicecoach.voice.pyttsx3_voice import Pyttsx3Synthesizer

    return Pyttsx3Synthesizer()


def make_loudspeaker(settings: PracticeSettings) -> Loudspeaker:
    """A file when one was named, else the device."""
    if settings.out:
        from voicecoach.audio.sound_file import SoundFileLoudspeaker

        return SoundFileLoudspeaker(settings.out)
    from voicecoach.audio.loudspeaker import SoundDeviceLoudspeaker

    return SoundDeviceLoudspeaker(settings.output_device)
