"""One connection to a service, used by one job after another, and the watch that cuts it."""

import socket
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from ..engine.job import State
from .address import Address

LOOK = 0.1
"""Seconds between two looks whether anybody still waits for the answer."""
LOST = (HTTPError, HTTPException, OSError)
"""What is raised where a connection breaks, or speaks no HTTP."""
FORM = "application/x-www-form-urlencoded"


class Line:
    """A connection that is opened when it is first needed, and again when the service has closed it."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection: HTTPConnection | None = None
        self._socket: socket.socket | None = None

    def ask(
        self, form: list[tuple[str, str]], accept: str, may_retry: Callable[[], bool]
    ) -> BaseHTTPResponse:
        """The response to ``form``, its body still to be read; raises one of ``LOST``.

        A service may close a connection that it kept open just when it is used again; asking does no harm.
        """
        kept = self._connection is not None and self._connection.is_connected
        try:
            return self._send(form, accept)
        except LOST:
            self.close()
            if not (kept and may_retry()):
                raise
            return self._send(form, accept)

    def cut(self) -> None:
        """End whatever is read or written, from another thread."""
        if self._socket:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; the next job opens another."""
        if self._connection:
            self._connection.close()
        self._connection = self._socket = None

    def _send(self, form: list[tuple[str, str]], accept: str) -> BaseHTTPResponse:
        connection = self._opened()
        headers = {
            "Content-Type": FORM,
            "Accept": accept,
            "Accept-Encoding": "identity",
            "User-Agent": "equigraph",
        }
        connection.request(
            "POST",
            self._address.target,
            urlencode(form),
            {**headers, **self._address.credentials},
            preload_content=False,
        )
        return connection.getresponse()

    def _opened(self) -> HTTPConnection:
        if self._connection is None or not self._connection.is_connected:
            self.close()
            self._connection = self._address.connection()
            self._connection.connect()
            self._socket = self._connection.sock
            if self._socket:
                self._socket.settimeout(None)  # the watch ends it
        return self._connection


class Watch:
    """Cuts a line after ``seconds``, or when ``gone`` says that nobody waits; ``state`` tells which."""

    def __init__(self, line: Line, seconds: float, gone: Callable[[], bool] | None) -> None:
        self._line, self._gone = line, gone
        self._deadline = monotonic() + seconds
        self._done = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self.state: State | None = None

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(min(LOOK, max(0, self._deadline - monotonic()))):
            if self._gone and self._gone():
                self.state = "gone"
            elif monotonic() >= self._deadline:
                self.state = "late"
            if self.state:
                self._line.cut()
