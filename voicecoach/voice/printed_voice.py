"""A voice that is only read: the screen prints the lines."""

from voicecoach.audio.frame import Sound
from voicecoach.parts import Report
from voicecoach.session.events import VoiceFinished, VoiceStarted


class PrintedVoice:
    """Keeps Voice without a sound: every line is said as soon as it is to be said."""

    def say(self, lines: tuple[str, ...], report: Report) -> None:
        """Report each line as begun, and the end, before returning."""
        for line in lines:
            report(VoiceStarted(line=line), None)
        report(VoiceFinished(), None)

    def play(self, sound: Sound, report: Report) -> bool:
        """Sound cannot be printed."""
        return False

    def prepare(self, lines: tuple[str, ...]) -> None:
        """There is nothing to prepare."""

    def adjust(self, *, rate_ratio: float, gain_db: float) -> None:
        """There is nothing to hear."""

    def hush(self) -> None:
        """Nothing is ever being said."""

    def close(self) -> None:
        """There is nothing to let go."""
