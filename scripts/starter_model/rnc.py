"""Unpacks RNC, the compression of Beneath a Steel Sky.

Huffman-coded distances and lengths lie among raw bytes.

The bit stream is 16-bit little-endian words that lie between the raw bytes; a word is taken when
its first bit is needed. (The format is described in ScummVM's `common/compression/rnc_deco`.)
"""

from __future__ import annotations

from typing import Final

SIGNATURE: Final = b"RNC\x01"
HEADER_BYTES: Final = 18
LONGEST_CODE_BITS: Final = 15

Table = dict[tuple[int, int], int]
"""(code length, code) to symbol."""


class RncError(ValueError):
    """The bytes are not what RNC method 1 writes."""


class _Reader:
    """Takes bits and raw bytes from the packed data."""

    def __init__(self, data: bytes) -> None:
        self._data = data + b"\0\0\0\0"
        self._position = HEADER_BYTES
        self._bits = 0
        self._bit_count = 0

    def read_bits(self, count: int) -> int:
        if self._bit_count < count:
            word = self._data[self._position] | self._data[self._position + 1] << 8
            self._bits |= word << self._bit_count
            self._bit_count += 16
            self._position += 2
        value = self._bits & ((1 << count) - 1)
        self._bits >>= count
        self._bit_count -= count
        return value

    def read_bytes(self, count: int) -> bytes:
        taken = self._data[self._position : self._position + count]
        self._position += count
        return taken

    def read_symbol(self, table: Table) -> int:
        """The next Huffman symbol, widened to the number it stands for."""
        code = 0
        for length in range(1, LONGEST_CODE_BITS + 1):
            code = code << 1 | self.read_bits(1)
            symbol = table.get((length, code))
            if symbol is not None:
                return symbol if symbol < 2 else 1 << (symbol - 1) | self.read_bits(symbol - 1)
        raise RncError("a code that no table holds")

    def read_table(self) -> Table:
        """A canonical Huffman table: (length, code) to symbol."""
        lengths = [self.read_bits(4) for _ in range(self.read_bits(5))]
        table: Table = {}
        code = 0
        for length in range(1, LONGEST_CODE_BITS + 1):
            for symbol, its_length in enumerate(lengths):
                if its_length == length:
                    table[length, code] = symbol
                    code += 1
            code <<= 1
        return table


def unpack(data: bytes) -> bytes:
    """The bytes that were packed."""
    if data[:4] != SIGNATURE:
        raise RncError("not RNC, method 1")
    wanted = int.from_bytes(data[4:8], "big")
    reader, out = _Reader(data), bytearray()
    reader.read_bits(2)
    while len(out) < wanted:
        raw, distances, lengths = reader.read_table(), reader.read_table(), reader.read_table()
        for remaining in range(reader.read_bits(16) - 1, -1, -1):
            out += reader.read_bytes(reader.read_symbol(raw))
            if remaining:
                distance = reader.read_symbol(distances) + 1
                _copy(out, distance, reader.read_symbol(lengths) + 2)
    return bytes(out[:wanted])


def _copy(out: bytearray, distance: int, length: int) -> None:
    """Repeats what was written `distance` bytes ago; it may overlap itself."""
    if distance > len(out):
        raise RncError("a distance before the beginning")
    if distance >= length:
        start = len(out) - distance
        out += out[start : start + length]
        return
    for _ in range(length):
        out.append(out[-distance])
