"""Sets of records as whole numbers, a bit for each record: small to keep, and quick to meet and to count.

A set of few is kept as the numbers themselves, four bytes each.
"""

import sys
from array import array
from collections.abc import Collection, Iterable

_TRUE = bytes.maketrans(b"01", b"\0\1")


def bits(numbers: Iterable[int], size: int) -> int:
    """The set of ``numbers``, of which none is negative or over ``size``."""
    figures = bytearray(b"0") * (size + 1)
    for number in numbers:
        figures[size - number] = 49  # the figure 1
    return int(figures, 2)


def flags(held: int, size: int) -> bytes:
    """A byte for each number below ``size``: 1 where it is in the set, else 0."""
    return f"{held:0{size}b}".encode().translate(_TRUE)[::-1][:size]


def packed(held: int) -> bytes:
    """The set as bytes, as short as can be."""
    return held.to_bytes((held.bit_length() + 7) // 8, "little")


def unpacked(content: bytes) -> int:
    """The set that ``packed`` made bytes of."""
    return int.from_bytes(content, "little")


def is_many(count: int, size: int) -> bool:
    """Whether ``count`` of ``size`` records are shorter as bits than as numbers."""
    return count * 32 >= size


def kept(numbers: Collection[int], size: int) -> bytes:
    """The set of ``numbers`` in the shorter form."""
    return (
        packed(bits(numbers, size)) if is_many(len(numbers), size) else _turned(array("I", numbers)).tobytes()
    )


def few(content: bytes) -> "array[int]":
    """The numbers that ``kept`` made bytes of."""
    return _turned(array("I", content))


def read(content: bytes, count: int, size: int) -> int:
    """The set of ``count`` numbers that ``kept`` made bytes of."""
    return unpacked(content) if is_many(count, size) else bits(few(content), size)


def _turned(numbers: "array[int]") -> "array[int]":
    """The low byte first, as files have it."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
