"""Offset maps packed small: a long document has tens of thousands of runs."""

from __future__ import annotations

import sys
import zlib
from array import array

from reader.domain.text import OffsetMap

# Far more than any document needs; damage must not ask for all memory.
_LARGEST = 1 << 30


def pack(origins: OffsetMap) -> bytes:
    """Pack a map: its three columns as 64-bit differences, little-endian, deflated."""
    values = array("q")
    for column in (origins.target_starts, origins.source_starts, origins.lengths):
        before = 0
        for value in column:
            values.append(value - before)
            before = value
    if sys.byteorder == "big":
        values.byteswap()
    return zlib.compress(values.tobytes(), 6)


def unpack(data: bytes) -> OffsetMap:
    """Unpack a map.

    Raises:
        ValueError: If the bytes are none.
    """
    try:
        plain = zlib.decompressobj().decompress(data, _LARGEST)
    except zlib.error as error:
        raise ValueError("damaged offset map") from error
    values = array("q")
    values.frombytes(plain)
    if sys.byteorder == "big":
        values.byteswap()
    size, rest = divmod(len(values), 3)
    if rest:
        raise ValueError("damaged offset map")
    return OffsetMap(*(_summed(values[at : at + size]) for at in (0, size, 2 * size)))


def _summed(differences: array[int]) -> tuple[int, ...]:
    total = 0
    out: list[int] = []
    for difference in differences:
        total += difference
        out.append(total)
    return tuple(out)
