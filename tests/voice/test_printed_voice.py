"""A voice that is only read."""

from voicecoach.audio.frame import Sound
from voicecoach.session.events import Event, VoiceFinished, VoiceStarted
from voicecoach.voice.printed_voice import PrintedVoice


def test_every_line_is_said_at_once() -> None:
    """Lines begin and the end comes before ``say`` returns."""
    told: list[Event] = []
    PrintedVoice().say(("One.", "Two."), lambda event, _: told.append(event))

    assert [VoiceStarted(line="One."), VoiceStarted(line="Two."), VoiceFinished()] == told


def test_what_is_about_sound_does_nothing() -> None:
    """There is never anything to stop, or to be louder."""
    voice = PrintedVoice()
    voice.prepare(("One.",))
    voice.adjust(rate_ratio=0.85, gain_db=4.0)
    voice.hush()
    voice.close()
    told: list[Event] = []
    voice.say((), lambda event, _: told.append(event))

    assert [VoiceFinished()] == told


def test_a_recording_cannot_be_printed() -> None:
    """It says so, and reports nothing."""
    told: list[Event] = []
    sound = Sound(pcm=bytes(3_200), rate_hz=16_000)

    assert not PrintedVoice().play(sound, lambda event, _: told.append(event))
    assert [] == told
