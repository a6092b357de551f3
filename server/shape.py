"""The shape of a request: its query, and what stands around it, by which it is like others.

Two requests are alike if they are the same byte for byte but for the query and the length of what is sent.
The query stands in the address of a GET, in the form that a POST sends, or is all that it sends (SPARQL 1.1
Protocol, 2.1.1 to 2.1.3).
"""

import re
from dataclasses import dataclass

from werkzeug.exceptions import BadRequest

from .instant import LONGEST
from .parameters import decoded, text

_GET, _POST, _VERSION, _END, _NAME = b"GET ", b"POST ", b" HTTP/1.1", b"\r\n\r\n", b"&query="
_VALUE = re.compile(rb"[A-Za-z0-9%._~+=*()!$',;:@/?-]+")
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*+([0-9]{1,5})(?=\r\n)", re.IGNORECASE)
_QUERY = re.compile(rb"\r\nContent-Type:[ \t]*+application/sparql-query[ \t;\r]", re.IGNORECASE)
_ODD = re.compile(rb"\r\n(?:Expect|Transfer-Encoding)[ \t]*:", re.IGNORECASE)
"""What makes a body come otherwise than at once and as it is."""

Frame = tuple[bytes, ...]
"""What stands before and after the query in a request, and around the length of what is sent."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that sends something: its head ``before`` and ``after`` the ``size``, and what came of the
    ``body``.
    """

    before: bytes
    after: bytes
    size: int
    body: bytes

    @classmethod
    def of(cls, request: bytes) -> "Sending | None":
        """That of the bytes of a ``request``, whole or not; None where its end is not known by them."""
        if len(request) > LONGEST or not request.startswith(_POST):
            return None
        head, ended, body = request.partition(_END)
        lengths = list(_LENGTH.finditer(head + ended))
        if not head.partition(b"\r\n")[0].endswith(_VERSION) or len(lengths) != 1 or _ODD.search(head):
            return None
        start, end = lengths[0].span(1)
        return cls(head[:start], head[end:], int(lengths[0][1]), body)

    @property
    def is_begun(self) -> bool:
        """Whether more of it is to come."""
        return len(self.body) < self.size <= LONGEST - len(self.before) - len(self.after)


@dataclass(frozen=True, slots=True)
class Shape:
    """A request: the ``query`` as it has it, and the ``frame`` around it; the ``address`` of a GET.

    ``direct``: the query is not encoded.
    """

    query: bytes
    frame: Frame
    address: bytes = b""
    direct: bool = False

    @classmethod
    def of(cls, request: bytes) -> "Shape | None":
        """That of the bytes of a ``request``; None for one that cannot have a like."""
        if request.startswith(_POST):
            return cls._of_sending(request)
        if len(request) > LONGEST or not (request.startswith(_GET) and request.endswith(_END)):
            return None
        line, _, rest = request.partition(b"\r\n")
        address = line[len(_GET) : -len(_VERSION)]
        parts = _parted(address, address.find(b"?") + 1)
        if parts is None or not line.endswith(_VERSION) or b" " in address or b"#" in address:
            return None
        before, query, after = parts
        return cls(query, (before, after + b"\r\n" + rest), address)

    @classmethod
    def _of_sending(cls, request: bytes) -> "Shape | None":
        sending = Sending.of(request)
        if sending is None or len(sending.body) != sending.size:
            return None
        head = sending.before, sending.after
        if _QUERY.search(sending.before + sending.after + b"\r\n"):
            return cls(sending.body, head, direct=True)
        parts = _parted(sending.body, 0)
        return cls(parts[1], (*head, parts[0], parts[2])) if parts else None

    def is_of(self, query: str) -> bool:
        """Whether it is that of a request for ``query``."""
        try:
            return self.text() == query
        except BadRequest:
            return False

    def text(self) -> str:
        """The query; raises BadRequest as ``parameters.decoded``."""
        return text(self.query, "The query") if self.direct else decoded(self.query, "The query")


def _parted(content: bytes, start: int) -> tuple[bytes, bytes, bytes] | None:
    """The value of the last parameter ``query``, with what stands before and after; the first parameter
    starts at ``start``.
    """
    found = (b"&" + content[start:]).rfind(_NAME)
    if found < 0:
        return None
    at = start + found + len(_NAME) - 1
    value = content[at:].partition(b"&")[0]
    return (content[:at], value, content[at + len(value) :]) if _VALUE.fullmatch(value) else None
