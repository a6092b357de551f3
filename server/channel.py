"""Connections as waitress handles them, with what it leaves open: who is too slow, refused, or half gone."""

from socket import SHUT_WR
from time import time
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]  # it ships no types

from .by_model import Answer, ByModel, Request
from .incoming import Parser
from .refusals import Refusal
from .settings import KIBIBYTE
from .shortcuts import Shortcuts
from .task import Task
from .unread import Unread

SENDING = 60
"""Seconds in which a whole request must have come."""
LINGERING = 5
"""Seconds in which a client that was refused may read why."""
STAYING = 2
"""Seconds for which a client that has ended its side is taken to wait for its answer."""
SHORT = 2 * KIBIBYTE
"""Bytes of a request that the loop itself may read and wait for."""
STALLED = 5
"""Seconds after which a client that takes nothing of its answer may have to make room for another."""


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    """A connection that is closed where a request takes too long to come, however steadily it does.

    After a refusal it is closed for writing only, and what still comes is thrown away for a while: one closed
    with something unread is reset, and its client never sees why (RFC 9112, 9.6).

    A client that ends its side after a whole request may still read (RFC 9112, 9.6: only the server's close
    ends the connection), or may have closed the socket: both look alike until something is sent. So requests
    that have come are answered, and the connection closed then; but after a short stay the application is
    told that the client is gone, and stops what takes long.
    """

    parser_class = Parser
    task_class = Task
    error_task_class: Any = Refusal
    server: Any
    addr: Any
    socket: Any
    began = 0.0
    ended = 0.0
    held = b""
    """The start of a request that need not be taken apart, once the rest has come."""
    refused = False
    lingers_until = 0.0

    @property
    def waiting_since(self) -> float | None:
        """Since when it has waited for its client: to send, or where that stalls, to take its answer."""
        if self.requests or (self.total_outbufs_len and time() - self.last_activity < STALLED):
            return None
        return self.began if self._is_coming else float(self.last_activity)

    @property
    def _is_coming(self) -> bool:
        """Whether a part of a request has come."""
        return self.request is not None or bool(self.held)

    def check_client_disconnected(self) -> Any:  # noqa: ANN401 - a truth, for which a stub has None
        """Whether nobody waits for the answer."""
        return not self.connected or (self.ended > 0 and time() - self.ended > STAYING)

    def received(self, data: bytes) -> bool:
        """As waitress has it."""
        if self.lingers_until:
            return False
        if not self._is_coming:
            self.began = time()
        data, self.held = self.held + data, b""
        if self._is_known(data) or self._is_begun(data):
            return True
        taken: bool = super().received(data)
        return taken

    def readable(self) -> bool:
        """As waitress has it; asked in every turn of its loop."""
        if self._is_coming and not self.requests and time() - self.began > SENDING:
            self.will_close = True
        if self.ended and not self.requests and not self.total_outbufs_len:
            self.will_close = True
        if self.lingers_until:
            self.will_close = time() > self.lingers_until
        return not self.ended and bool(super().readable())

    def handle_read(self) -> None:
        """As waitress has it, but that the end of what the client sends is not the end of all."""
        try:
            data = self.socket.recv(self.adj.recv_bytes)
        except BlockingIOError:
            return
        except OSError:
            self.drop()
            return
        self._heard(data)

    def handle_close(self) -> None:
        """As waitress has it; after a refusal in two steps."""
        if self.refused and not self.lingers_until and not self.ended:
            self._linger()
        else:
            self.drop()

    def drop(self) -> None:
        """Close it at once."""
        super().handle_close()

    def _heard(self, data: bytes) -> None:
        if data:
            self.last_activity = time()
            self.received(data)
        elif self.requests or self.total_outbufs_len:
            self.ended = time()
        else:
            self.drop()

    def _is_known(self, data: bytes) -> bool:
        """Whether ``data`` is a whole request that need not be taken apart; then it is answered, or waits."""
        known = self._shortcuts
        if known is None:
            return False
        is_first = not (self.requests or self.total_outbufs_len)
        if is_first and (answer := known.instant.answer(data, self.addr[0])):
            self._send_at_once(answer)
        elif known.by_model and (shape := known.by_model.knows(data)):
            self._take(known.by_model, Request(data, shape, self.addr[0], self.check_client_disconnected))
        else:
            return False
        return True

    def _is_begun(self, data: bytes) -> bool:
        """Whether ``data`` is the start of what may be known when the rest has come; then it is held."""
        known = self._shortcuts
        if known is None or known.by_model is None or not known.by_model.awaits(data):
            return False
        self.held = data
        return True

    @property
    def _shortcuts(self) -> Shortcuts | None:
        """Those of the server, unless a request is being taken apart or the connection ends."""
        if self.request is not None or self.will_close or self.close_when_flushed:
            return None
        known: Shortcuts | None = self.server.shortcuts
        return known

    def _take(self, by_model: ByModel, request: Request) -> None:
        """Answer at once, where nothing else is to be done and a worker is quick, else in a thread."""
        unread = Unread(self.adj, by_model, request)
        is_short = len(request.content) <= SHORT
        outcome = unread.soon() if is_short and self._may_wait() else None
        if isinstance(outcome, Answer):
            self._send_at_once(outcome.content)
            by_model.settle(outcome)
        else:
            self._queue(unread)

    def _may_wait(self) -> bool:
        """Whether the loop may wait a moment for a worker: once in a turn, while no request is under way."""
        others = self.server.active_channels.values()
        if self.server.waited or self.total_outbufs_len or any(each.requests for each in others):
            return False
        self.server.waited = True
        return True

    def _queue(self, request: Unread) -> None:
        """Have it answered after those that came before it, as waitress does."""
        with self.requests_lock:
            self.requests.append(request)
            if len(self.requests) == 1:
                self.server.add_task(self)

    def _send_at_once(self, answer: bytes) -> None:
        sent = self.send(answer)
        if sent < len(answer) and self.connected:
            self.write_soon(answer[sent:])

    def _linger(self) -> None:
        self.lingers_until = time() + LINGERING
        self.will_close = False
        try:
            self.socket.shutdown(SHUT_WR)
        except OSError:
            self.drop()
