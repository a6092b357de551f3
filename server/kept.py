"""A complete answer that is kept to be given again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """Its ``body``, and how many ``rows`` that is."""

    body: bytes
    rows: int = 0
