"""A connection to a server that stays open, for what depends on bytes."""

import re
import socket
from typing import Self

WAIT = 120
"""Seconds after which a test gives up."""


class Connection:
    """One to ``place``, a host and a port; to be used as a context."""

    def __init__(self, place: tuple[str, int]) -> None:
        self.socket = socket.create_connection(place, timeout=WAIT)
        self._file = self.socket.makefile("rb")

    def send(self, request: bytes) -> None:
        """Send the bytes of a request, or of several."""
        self.socket.sendall(request)

    def answer(self, bodiless: bool = False) -> tuple[bytes, bytes]:
        """The head of the next answer without its date, and its body; EOFError where there is none."""
        head = b"".join(iter(self._line, b"\r\n"))
        length = re.search(rb"Content-Length: (\d+)", head)
        body = self._file.read(int(length[1])) if length and not bodiless else b""
        return re.sub(rb"Date: [^\r]*\r\n", b"", head), body

    def ask(self, request: bytes, bodiless: bool = False) -> tuple[bytes, bytes]:
        """The answer to ``request``, as ``answer`` has it."""
        self.send(request)
        return self.answer(bodiless)

    def _line(self) -> bytes:
        line = self._file.readline()
        if not line:
            raise EOFError("the server closed the connection")
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self.socket.close()


def sending(address: str, content: bytes, type: str, *more: str) -> bytes:
    """The bytes of a POST of ``content`` of that media ``type``, with ``more`` lines in its head."""
    return (
        request(address, *more, f"Content-Type: {type}", f"Content-Length: {len(content)}", method="POST")
        + content
    )


def request(address: str, *more: str, method: str = "GET", host: str = "x") -> bytes:
    """The bytes of a request for ``address``, with ``more`` lines in its head."""
    return "\r\n".join([f"{method} {address} HTTP/1.1", f"Host: {host}", *more, "", ""]).encode()
