"""How the coach answers: into the loudspeaker, into a file, or onto the screen alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voicecoach.errors import NoLoudspeaker, PortAudioMissing, VoiceUnavailable
from voicecoach.settings import PracticeSettings, cache_folder

if TYPE_CHECKING:
    from voicecoach.audio.playback import Playback
    from voicecoach.parts import Loudspeaker, Synthesizer, Voice


def make_voice(
    settings: PracticeSettings, playback: Playback, *, on_trouble: Callable[[str], None]
) -> Voice:
    """The coach's voice, into the loudspeaker, into a file, or onto the screen alone.

    ``playback`` is told what sounds. Where there is no loudspeaker it says so and prints. Raises
    UnknownDevice for one that was asked for, SoundFileUnwritable.
    """
    from voicecoach.voice.printed_voice import PrintedVoice

    if settings.is_quiet:
        return PrintedVoice()
    from voicecoach.audio.playback import WatchedLoudspeaker
    from voicecoach.voice.sound_cache import SoundCache
    from voicecoach.voice.spoken_voice import SpokenVoice

    try:
        loudspeaker = WatchedLoudspeaker(make_loudspeaker(settings), playback)
    except (NoLoudspeaker, PortAudioMissing) as missing:
        on_trouble(f"{missing} The coach prints what it would say.")
        return PrintedVoice()
    synthesizer = make_synthesizer(settings, on_trouble=on_trouble)
    return SpokenVoice(
        synthesizer,
        loudspeaker,
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
