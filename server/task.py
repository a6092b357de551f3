"""A request as waitress has it answered: a small answer leaves in one piece, and 304 closes no connection."""

from typing import Any

from waitress.task import WSGITask  # type: ignore[import-untyped]  # it ships no types

from .ahead import AHEAD, Ahead
from .by_model import Answer
from .instant import LONGEST
from .sending import SMALL
from .shortcuts import Shortcuts
from .unread import Unread


class Task(WSGITask):  # type: ignore[misc]  # waitress ships no types
    """As waitress has it; it tells the server's shortcuts of an answer, from which others can be known."""

    channel: Any
    request: Any

    def service(self) -> None:
        """As waitress has it; a request that is like another is taken apart only where it has to be."""
        if isinstance(self.request, Unread):
            outcome = self.request.at_last()
            if isinstance(outcome, Answer):
                self.channel.write_soon(outcome.content)
                self.wrote_header = True
                self.channel.server.shortcuts.by_model.settle(outcome)
                return
            self.request.take_apart()
            self.version = self.request.version
        super().service()

    def get_environment(self) -> dict[str, Any]:
        """As waitress has it, with what a worker said before the request was taken apart."""
        environ: dict[str, Any] = super().get_environment()
        if isinstance(self.request, Unread) and isinstance(self.request.outcome, Ahead):
            environ[AHEAD] = self.request.outcome
        return environ

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

    def set_close_on_finish(self) -> None:
        """As waitress has it, but where it only misses the length of a body that cannot be."""
        asked = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version == "1.0" or asked == "close":
            super().set_close_on_finish()

    def _teach(self, answer: bytes) -> None:
        """Let the next request like this one find it, which may come as soon as this answer is sent."""
        shortcuts: Shortcuts | None = self.channel.server.shortcuts
        if shortcuts and shortcuts.learn_from(self.environ):
            shortcuts.learn(self.request.head + self._body(), answer, self.environ)

    def _body(self) -> bytes:
        """What came after the head, if that is short; the application may have read it."""
        if self.request.body_rcv is None:
            return b""
        content = self.environ["wsgi.input"]
        content.seek(0)
        read: bytes = content.read(LONGEST)
        return read

    def _at_once(self, data: bytes) -> None:
        head: bytes = self.build_response_header()
        if not (self.chunked_response or self.close_on_finish or self.request.chunked):
            self._teach(head + data)
        self.channel.write_soon(head + data)
        self.wrote_header = True
        self.content_bytes_written += len(data)
