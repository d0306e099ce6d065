"""ALSA, told not to write on the learner's screen. The only module that knows it."""

import ctypes
import sys
from contextlib import suppress
from functools import cache
from typing import Any, Final

_LIBRARY: Final = "libasound.so.2"
_HANDLER: Final = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


@cache
def hush_alsa() -> Any:
    """Have ALSA keep its warnings to itself; they go to standard error otherwise, behind our back.

    It warns of every sound card that is not there, and of underruns. What really fails comes
    back as an error of PortAudio's. Gives what must be kept alive; None elsewhere than on Linux.
    """
    if sys.platform != "linux":
        return None
    handler = _HANDLER(lambda *_: None)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(_LIBRARY).snd_lib_error_set_handler(handler)
    return handler
