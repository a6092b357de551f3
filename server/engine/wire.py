"""What goes over the socket between who asks and who answers: lengths, numbers, JSON, texts and bytes."""

import json
import os
import socket
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from struct import Struct
from typing import Any, get_args

from .job import Cut, Job, Reply, State

AWAKE = 0.0003
"""Seconds for which either side looks for the other without sleep: to be woken takes longer than most queries
do, and what has slept is slow at first. Whoever else wants the processor has it first.
"""
SIZES = Struct("!II")
"""Before a job: the bytes of its text, and of the JSON that says all else."""
TAKEN = Struct("!d")
"""From the worker that took the job: when it will be stopped, on the clock all processes share."""
TOLD = Struct("!BBdQQIIII")
"""Before a reply: its state and how it was cut, by number; the time it took, its size and rows; the bytes of
its cause, remedy and place, and of its answer's head. A file comes with them, if there is one.
"""

_STATES, _CUTS = get_args(State), get_args(Cut)
_all_else = attrgetter(*(field.name for field in fields(Job) if field.name != "text"))
_SHORT = 2_000
"""Bytes of what is kept in memory since the next job is likely to say the same."""
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
    text, all_else = _bytes(job.text), _all_else(job)
    told = _written(all_else) if _is_short(job) else _written.__wrapped__(all_else)
    connection.sendall(SIZES.pack(len(text), len(told)) + text + told)


def read_job(line: Line) -> Job:
    """The job that comes over ``line``; raises as ``Line.read``."""
    size, told_size = SIZES.unpack(line.read(SIZES.size))
    text, told = _text(line.read(size)), line.read(told_size)
    version, *others = _read(told) if told_size < _SHORT else _read.__wrapped__(told)
    return Job(version, text, *others)


def send_reply(connection: socket.socket, reply: Reply) -> None:
    """Send ``reply`` and hand over its file; OSError where nobody is there."""
    texts = tuple(map(_bytes, (reply.cause, reply.remedy, reply.place)))
    state, cut = _STATES.index(reply.state), _CUTS.index(reply.cut)
    sizes = (*map(len, texts), len(reply.head))
    start = b"".join((TOLD.pack(state, cut, reply.taken, reply.size, reply.rows, *sizes), *texts))
    if reply.rest:
        socket.send_fds(connection, [start[:1]], [reply.rest.fileno()])
        start = start[1:]
    connection.sendall(start + reply.head if len(reply.head) < _PIECE else start)
    if len(reply.head) >= _PIECE:
        connection.sendall(reply.head)


def has_come(line: Line) -> bool:
    """Whether all came over ``line`` that its worker sends: when it will be stopped, and the reply."""
    missing = TAKEN.size + TOLD.size - len(line.come)
    return missing <= 0 and missing + sum(TOLD.unpack_from(line.come, TAKEN.size)[5:]) <= 0


def read_reply(line: Line) -> Reply:
    """The reply that comes over ``line``, which is read to its end; raises as ``Line.read``."""
    state, cut, taken, size, rows, *sizes = TOLD.unpack(line.read(TOLD.size))
    cause, remedy, place, head = (line.read(each) if each else b"" for each in sizes)
    rest = os.fdopen(line.files.pop(), "rb") if line.files else None
    texts = map(_text, (cause, remedy, place))
    return Reply(_STATES[state], head, rest, size, rows, _CUTS[cut], taken, *texts)


def _is_short(job: Job) -> bool:
    return job.default_graphs is None and job.named_graphs is None and len(job.onward) < _SHORT


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


@lru_cache
def _written(values: tuple[Any, ...]) -> bytes:
    return json.dumps(values).encode()


@lru_cache
def _read(content: bytes) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in json.loads(content))
