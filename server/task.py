"""A request as waitress has it answered: a small answer leaves in one piece, and 304 closes no connection."""

from typing import TYPE_CHECKING, Any

from waitress.task import WSGITask  # type: ignore[import-untyped]  # it ships no types

from .repeats import REPEATED
from .settings import KIBIBYTE

if TYPE_CHECKING:
    from .instant import Instant

SMALL = 64 * KIBIBYTE
"""Bytes of a body that are copied to go with their head."""


class Task(WSGITask):  # type: ignore[misc]  # waitress ships no types
    """As waitress has it; it tells the server's ``instant`` of an answer that was a repeat."""

    channel: Any
    request: Any
    whole = b""
    """Head and body, where both left at once."""

    def write(self, data: bytes) -> None:
        """As waitress has it; two pieces would be two packets."""
        fits = len(data) == self.content_length and len(data) <= SMALL
        if data and fits and self.has_body and self.complete and not self.wrote_header:
            self._at_once(data)
        else:
            super().write(data)

    def finish(self) -> None:
        """As waitress has it."""
        if self.complete and not self.wrote_header:
            self._at_once(b"")
        super().finish()
        tag = self.environ.get(REPEATED) if self.environ else None
        instant: Instant | None = getattr(self.channel.server, "instant", None)
        if tag and self.whole and not self.close_on_finish and instant and self.request.body_rcv is None:
            instant.learn(
                self.request.head, tag, self.whole, self.environ, self.status, self.response_headers
            )

    def set_close_on_finish(self) -> None:
        """As waitress has it, but where it only misses the length of a body that cannot be."""
        asked = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version == "1.0" or asked == "close":
            super().set_close_on_finish()

    def _at_once(self, data: bytes) -> None:
        head: bytes = self.build_response_header()
        whole = head + data
        self.channel.write_soon(whole)
        self.wrote_header = True
        self.content_bytes_written += len(data)
        self.whole = b"" if self.chunked_response else whole
