"""Nothing but ourselves writes on the learner's screen."""

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes
from voicecoach.audio.alsa import hush_alsa
if {hushed}:
    hush_alsa()
alsa = ctypes.CDLL("libasound.so.2")
alsa.snd_pcm_open(ctypes.byref(ctypes.c_void_p()), b"no such device", 0, 0)
"""


def written_by(*, hushed: bool) -> str:
    """What a process writes to standard error that opens a device that is not there."""
    program = PROGRAM.format(hushed=hushed)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    if "cannot open shared object" in done.stderr:
        pytest.skip("there is no ALSA here")
    return done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's")
def test_alsa_keeps_its_warnings_to_itself() -> None:
    """A missing device makes ALSA write to standard error, but not after it was hushed."""
    assert "ALSA lib" in written_by(hushed=False)
    assert "" == written_by(hushed=True)
