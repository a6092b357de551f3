"""Requests as waitress reads them, and what it lets pass though HTTP/1.1 has it refused (RFC 9112)."""

import re
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]  # it ships no types
from waitress.utilities import (  # type: ignore[import-untyped]
    BadRequest,
    Error,
    RequestEntityTooLarge,
    RequestHeaderFieldsTooLarge,
)

VERSIONS = ("1.0", "1.1")
CODINGS, LENGTHS, HOSTS = (
    re.compile(rb"^" + name + rb":[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
    for name in (b"transfer-encoding", b"content-length", b"host")
)
"""Lines of a head that may stand once, or not beside each other."""
FOLDED = re.compile(rb"^[ \t]", re.MULTILINE)
"""A line that goes on with the header of the line before (RFC 9112, 5.2)."""
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.~%!$&'()*+,;=-]*)(:[0-9]*)?", re.ASCII)
"""A host and perhaps a port, as Host and the authority of an address name them (RFC 9110, 7.2)."""
DIGITS, LINE = 16, 1024
"""How long a chunk's size may be written, and the whole line that it stands in."""


class TooLongAddress(RequestHeaderFieldsTooLarge):  # type: ignore[misc]  # waitress ships no types
    """A request whose first line alone is over the limit for all headers (RFC 9110, 15.5.15)."""

    code = 414
    reason = "URI Too Long"


class UnknownVersion(Error):  # type: ignore[misc]  # waitress ships no types
    """A request in a version of HTTP that is not spoken here (RFC 9110, 15.6.6)."""

    code = 505
    reason = "HTTP Version Not Supported"


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress ships no types
    """Reads a request. One that is refused is complete at once: no more of it is asked for or awaited."""

    head = b""
    """The bytes of the first line and the headers."""
    command: Any = ""
    path = query = request_uri = proxy_scheme = proxy_netloc = ""
    url_scheme = "http"
    headers: Any
    error: Any = None
    completed: bool = False

    def received(self, data: bytes) -> int:
        """As waitress has it."""
        consumed: int = super().received(data)
        self.error = self._too_long() or self.error
        self.completed = self.completed or bool(self.error)
        if self.completed:
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """As waitress has it."""
        self.head = header_plus
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("A number or an address in the head of the request is malformed.") from error
        if self.version in VERSIONS:
            self._check_framing(header_plus)
            self._check_target()
            self._read_connection()
        else:
            self.error = UnknownVersion("This server speaks HTTP/1.1.")

    def _check_framing(self, head: bytes) -> None:
        """Where the request ends must be beyond doubt (RFC 9112, 6.1), and the host it asks (3.2)."""
        codings, lengths, hosts = (len(each.findall(head)) for each in (CODINGS, LENGTHS, HOSTS))
        if FOLDED.search(head):
            raise ParsingError("A header of a request stands in one line.")
        if codings and (lengths or self.version == "1.0"):
            raise ParsingError("Transfer-Encoding stands without Content-Length, and in HTTP/1.1 only.")
        if [each.strip().lower() for each in CODINGS.findall(head)] not in ([], [b"chunked"]):
            raise ParsingError("Transfer-Encoding is chunked, once.")
        if hosts > 1 or (self.version == "1.1" and not hosts):
            raise ParsingError("A request has one header Host.")

    def _check_target(self) -> None:
        """The host of a whole address counts more than Host (RFC 9112, 3.2.2)."""
        if self.proxy_netloc and self.proxy_scheme in ("http", "https"):
            self.headers["HOST"], self.path = self.proxy_netloc, self.path or "/"
        elif not self.request_uri.startswith("/") and (self.command, self.request_uri) != ("OPTIONS", "*"):
            raise ParsingError("What is asked for is neither a path nor an address.")
        if not HOST.fullmatch(self.headers.get("HOST", "")):
            raise ParsingError("The host is malformed.")

    def _read_connection(self) -> None:
        """What waitress compares as a whole is a list, in which closing counts most (RFC 9112, 9.3)."""
        options = {each.strip().lower() for each in self.headers.get("CONNECTION", "").split(",")}
        if found := options & {"close", "keep-alive"}:
            self.headers["CONNECTION"] = min(found)

    def _too_long(self) -> "Error | None":
        chunks: Any = self.body_rcv
        if isinstance(self.error, RequestHeaderFieldsTooLarge):
            return self._too_long_head()
        if isinstance(self.error, RequestEntityTooLarge) or (self.chunked and self._exceed(chunks)):
            return RequestEntityTooLarge(f"A body may have {self.adj.max_request_body_size:,} bytes.")
        return _fault(chunks.control_line) if self.chunked else None

    def _too_long_head(self) -> "Error":
        if b"\n" not in self.header_plus:
            return TooLongAddress("Send the query by POST.")
        return RequestHeaderFieldsTooLarge(f"They may have {self.adj.max_request_header_size:,} bytes.")

    def _exceed(self, chunks: Any) -> bool:  # noqa: ANN401 - waitress ships no types
        """Whether the chunk that has begun would end beyond the limit."""
        return bool(len(chunks) + chunks.chunk_remainder > self.adj.max_request_body_size)


def _fault(line: bytes) -> "Error | None":
    """What is wrong with the line of a chunk's size, of which this has come."""
    size = line.partition(b";")[0].rstrip(b"\r")
    too_long = len(size) > DIGITS or len(line) > LINE
    return BadRequest("The line of a chunk's size is too long.") if too_long else None
