"""The gate between the learner's voice and the voices behind it."""

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.recognition.voice_gate import NEAR_DB, VoiceGate

LEVELS = st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(-96.0, 0.0)), min_size=1, max_size=60)


def passed(gate: VoiceGate, level_dbfs: float, frames: int = 1, ratio: float = 0.9) -> list[float]:
    """What the gate lets through of so many frames of that level."""
    return [gate.own_speech_ratio(ratio, level_dbfs) for _ in range(frames)]


def test_a_babble_behind_the_voice_is_not_the_learner():
    """People talking 15 dB below are heard by the detector, and do not hold the turn open."""
    gate = VoiceGate()
    spoken = passed(gate, -20.0, frames=30)
    behind = passed(gate, -35.0, frames=30)

    assert 30 * [0.9] == spoken
    assert 28 * [0.0] == behind[2:]


def test_a_soft_word_is_still_the_learner():
    """Some decibels down is how people talk."""
    gate = VoiceGate()
    passed(gate, -20.0, frames=30)

    assert 10 * [0.9] == passed(gate, -29.0, frames=10)


def test_a_quiet_speaker_is_heard_alone():
    """Only the loudest of this turn counts: whoever is soft from the first word is near."""
    assert 20 * [0.9] == passed(VoiceGate(), -60.0, frames=20)


def test_after_a_shout_the_gate_comes_down():
    """A loud laugh at the start does not shut out the rest."""
    gate = VoiceGate()
    passed(gate, -6.0, frames=3)
    later = passed(gate, -26.0, frames=200)

    assert 0.9 == later[-1]


def test_another_turn_begins_anew():
    """The learner may have moved away from the microphone."""
    gate = VoiceGate()
    passed(gate, -10.0, frames=10)
    gate.open()

    assert [0.9] == passed(gate, -10.0 - 2 * NEAR_DB)


@given(LEVELS)
def test_the_gate_only_ever_takes_away(heard):
    """An answer passes as it is, or not at all."""
    gate = VoiceGate()

    for ratio, level_dbfs in heard:
        assert gate.own_speech_ratio(ratio, level_dbfs) in (0.0, ratio)
