"""Sets of records as whole numbers, a bit for each record: small to keep, and quick to meet and to count."""

from collections.abc import Iterable


def bits(numbers: Iterable[int], size: int) -> int:
    """The set of ``numbers``, of which none is negative or over ``size``."""
    content = bytearray(size // 8 + 1)
    for number in numbers:
        content[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(content, "little")


def packed(held: int) -> bytes:
    """The set as bytes, as short as can be."""
    return held.to_bytes((held.bit_length() + 7) // 8, "little")


def unpacked(content: bytes) -> int:
    """The set that ``packed`` made bytes of."""
    return int.from_bytes(content, "little")


def holds(content: bytes, number: int) -> bool:
    """Whether ``number`` is in the set that these bytes are."""
    return number >> 3 < len(content) and bool(content[number >> 3] >> (number & 7) & 1)
