"""What XML cannot hold: the engine writes it all the same, and nobody could read it (XML 1.0, 2.2)."""

import re

from ..errors import QueryRefused

FORMATS = ("xml", "rdfxml")
UNFIT = "the answer cannot be written as XML"
_CONTROLS = tuple(each for each in range(32) if each not in b"\t\n\r")
_NONCHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_NAMELESS = b"<oxprefix: "
"""How the engine writes a property whose IRI does not end in a name; text has no < in XML."""
OVERLAP = 10
"""Bytes of a piece that are looked at again with the next."""


class Look:
    """Looks through an answer written as ``format``, piece by piece."""

    def __init__(self, format: str) -> None:
        self._is_graph = format == "rdfxml"
        self._last = b""

    def at(self, piece: bytes) -> None:
        """QueryRefused where ``piece``, after those before, makes it XML that no reader would take."""
        seen = self._last + piece
        if _is_unfit(seen):
            raise QueryRefused(f"{UNFIT}: it holds a control character", "Ask for JSON or another format")
        if self._is_graph and _NAMELESS in seen:
            cause = f"{UNFIT}: a property's IRI does not end in a name"
            raise QueryRefused(cause, "Ask for Turtle or another format")
        self._last = seen[-OVERLAP:]


def check(format: str, whole: bytes) -> None:
    """QueryRefused where ``whole``, an answer written as ``format``, is XML that no reader would take."""
    if format in FORMATS:
        Look(format).at(whole)


def _is_unfit(seen: bytes) -> bool:
    """Whether it holds what XML cannot; looking for one byte at a time is what a processor does fastest."""
    if any(map(seen.__contains__, _CONTROLS)):
        return True
    return 0xEF in seen and _NONCHARACTER.search(seen) is not None
