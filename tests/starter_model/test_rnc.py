"""The unpacker of the game's compression reads literal bytes and repeats."""

import pytest

pytest.importorskip("numpy")

from starter_model import rnc


def packed(bits: str, raw_after_words: dict[int, bytes], size: int) -> bytes:
    """An RNC file out of its bit stream, with raw bytes after some of the 16-bit words."""
    stream = b""
    padded = bits + "0" * (-len(bits) % 16)
    for place in range(0, len(padded), 16):
        stream += int(padded[place : place + 16][::-1], 2).to_bytes(2, "little")
        stream += raw_after_words.get(place // 16, b"")
    return rnc.SIGNATURE + size.to_bytes(4, "big") + bytes(10) + stream


def number(value: int, width: int) -> str:
    """Lowest bit first, as the stream has it."""
    return format(value, f"0{width}b")[::-1]


def test_raw_bytes_come_through():
    """A file of one part that holds three raw bytes gives these three."""
    one_code = number(3, 5) + number(0, 4) + number(0, 4) + number(1, 4)
    empty = number(0, 5)
    bits = "00" + one_code + empty + empty + number(1, 16) + "0" + "1"

    assert b"xyz" == rnc.unpack(packed(bits, {2: b"xyz"}, 3))


def test_other_files_are_refused():
    """What does not begin like RNC, method 1, is told apart."""
    with pytest.raises(rnc.RncError):
        rnc.unpack(b"RIFF" + bytes(40))
