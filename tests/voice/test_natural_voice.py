"""The natural voice, real, and what is told without it."""

import sys

import pytest

from voicecoach.errors import VoiceUnavailable
from voicecoach.voice.natural_voice import NaturalSynthesizer

LINE = "Thank you for your time; based on all this, how well do I fit what you need?"


@pytest.mark.parametrize("rate_wpm", [120, 165, 220])
def test_the_rate_is_as_heard(rate_wpm: int) -> None:
    """The same promise as with the other engines: so many words a minute, to a tenth."""
    pytest.importorskip("hibari")
    synthesizer = NaturalSynthesizer()
    sound = synthesizer.synthesize(LINE, rate_wpm=rate_wpm)
    again = synthesizer.synthesize(LINE, rate_wpm=rate_wpm)
    synthesizer.close()

    assert 0.9 < 60 * len(LINE.split()) / sound.seconds / rate_wpm < 1.1
    assert again == sound


def test_nothing_to_say_is_an_empty_sound() -> None:
    """Text without a word needs no model."""
    pytest.importorskip("hibari")

    assert b"" == NaturalSynthesizer().synthesize("…", rate_wpm=165).pcm


def test_without_the_extra_the_line_to_type_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is missing, the error names the command that installs it."""
    monkeypatch.setitem(sys.modules, "hibari", None)

    with pytest.raises(VoiceUnavailable, match=r"pip install 'voicecoach\[natural\]'"):
        NaturalSynthesizer()
