"""What goes over the socket between who asks and who answers: lengths, JSON and bytes."""

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import fields
from struct import Struct
from typing import Any

from .job import Job, Reply

SIZE = Struct("!I")
"""Before a job: the bytes of its JSON."""
TAKEN = Struct("!d")
"""From the worker that took the job: when it will be stopped, on the clock all processes share."""
SIZES = Struct("!II")
"""Before a reply: the bytes of its JSON and of its answer's head; a file comes with them, if there is one."""

_JOB = tuple(field.name for field in fields(Job))
_TOLD = ("state", "size", "rows", "cut", "taken", "cause", "remedy", "place")
_PIECE = 64 * 1024
_NOT_INHERITED = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Line:
    """A connection and what came over it so far."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self._come = bytearray()
        self.files: list[int] = []
        """Descriptors that came and are nobody's yet."""

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes; EOFError where they will not come, TimeoutError for late ones."""
        while len(self._come) < size:
            self.receive(size - len(self._come))
        content = bytes(self._come[:size])
        del self._come[:size]
        return content

    @property
    def come(self) -> bytearray:
        """What came and was not read."""
        return self._come

    def idle(self) -> None:
        """What is done when a read times out, before it is tried again; TimeoutError where nothing is."""
        raise TimeoutError

    def close_files(self) -> None:
        """Close the descriptors that came and that nobody took."""
        while self.files:
            os.close(self.files.pop())

    def receive(self, wanted: int = 0) -> None:
        """Take what comes next; raises as ``read``."""
        try:
            piece, files, _, _ = socket.recv_fds(self.socket, max(_PIECE, wanted), 1, _NOT_INHERITED)
        except TimeoutError:
            self.idle()
            return
        self.files += files
        if not piece:
            raise EOFError
        self._come += piece


def send_job(connection: socket.socket, job: Job) -> None:
    """Send ``job``; OSError where nobody is there."""
    content = json.dumps([getattr(job, name) for name in _JOB]).encode()
    connection.sendall(SIZE.pack(len(content)) + content)


def read_job(line: Line) -> Job:
    """The job that comes over ``line``; raises as ``Line.read``."""
    (size,) = SIZE.unpack(line.read(SIZE.size))
    values: list[Any] = json.loads(line.read(size))
    given: Any = (tuple(value) if isinstance(value, list) else value for value in values)
    return Job(*given)


def send_reply(connection: socket.socket, reply: Reply) -> None:
    """Send ``reply`` and hand over its file; OSError where nobody is there."""
    told = json.dumps({name: getattr(reply, name) for name in _TOLD}).encode()
    start = SIZES.pack(len(told), len(reply.head)) + told
    if reply.rest:
        socket.send_fds(connection, [start[:1]], [reply.rest.fileno()])
        start = start[1:]
    connection.sendall(start + reply.head if len(reply.head) < _PIECE else start)
    if len(reply.head) >= _PIECE:
        connection.sendall(reply.head)


def has_come(line: Line) -> bool:
    """Whether all came over ``line`` that its worker sends: when it will be stopped, and the reply."""
    start = TAKEN.size + SIZES.size
    return len(line.come) >= start and len(line.come) - start >= sum(SIZES.unpack_from(line.come, TAKEN.size))


def read_reply(line: Line) -> Reply:
    """The reply that comes over ``line``, which is read to its end; raises as ``Line.read``."""
    told_size, size = SIZES.unpack(line.read(SIZES.size))
    told: Mapping[str, Any] = json.loads(line.read(told_size))
    head = line.read(size)
    rest = os.fdopen(line.files.pop(), "rb") if line.files else None
    return Reply(head=head, rest=rest, **told)
