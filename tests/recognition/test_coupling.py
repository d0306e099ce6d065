"""How loud the microphone hears the loudspeaker."""

import math

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.recognition.coupling import KEPT_FRAMES, LEAST_FRAMES, LOUD_DBFS, Coupling


def learned(*gains_db: float, played_dbfs: float = -20.0) -> Coupling:
    """From frames that were heard so much louder than they were played."""
    coupling = Coupling()
    for gain_db in gains_db:
        coupling.learn(heard_dbfs=played_dbfs + gain_db, played_dbfs=played_dbfs)
    return coupling


def test_before_anything_is_known_an_echo_may_be_as_loud_as_can_be() -> None:
    """A second of the voice is not enough."""
    assert math.inf == learned(*[-20.0] * (LEAST_FRAMES - 1)).echo_dbfs(-20.0)
    assert -40.0 == learned(*[-20.0] * LEAST_FRAMES).echo_dbfs(-20.0)


def test_silence_of_the_voice_teaches_nothing() -> None:
    """Between sentences the room is heard, not the loudspeaker."""
    assert math.inf == learned(*[10.0] * 100, played_dbfs=LOUD_DBFS - 1.0).echo_dbfs(-20.0)


def test_the_loud_moments_count() -> None:
    """A vowel that the small loudspeaker carries well, one frame in ten."""
    assert -50.0 == learned(*[-40.0] * 90, *[-30.0] * 10).echo_dbfs(-20.0)


def test_a_few_words_over_the_voice_do_not_make_it_deaf() -> None:
    """Half a second of a learner who talks over 30 s of the voice."""
    assert -50.0 == learned(*[-30.0] * 290, *[0.0] * 5).echo_dbfs(-20.0)


def test_who_turns_the_loudspeaker_up_is_followed() -> None:
    """What was long ago is forgotten."""
    assert -30.0 == learned(*[-30.0] * KEPT_FRAMES, *[-10.0] * KEPT_FRAMES).echo_dbfs(-20.0)


@given(st.lists(st.floats(-60.0, 10.0), min_size=LEAST_FRAMES, max_size=100), st.floats(-60, 0))
def test_an_echo_is_as_loud_as_some_that_were_heard(gains: list[float], played: float) -> None:
    """Never louder than the loudest, and no softer than most."""
    gain_db = learned(*gains).echo_dbfs(played) - played

    assert sorted(gains)[len(gains) // 2] - 1e-6 <= gain_db <= max(gains) + 1e-6
