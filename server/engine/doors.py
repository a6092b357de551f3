"""Where a worker waits: for the next asker, or until its loader wants no more of it."""

import os
import select
import socket
import sys
from time import monotonic

from .wire import AWAKE


class Door:
    """The ``listening`` socket that all workers share, and the pipe whose other end the loader holds."""

    def __init__(self, listening: socket.socket, held: int) -> None:
        self._listening, self._held = listening, held
        self._poll = _poll(listening.fileno(), held)

    def next(self) -> socket.socket | None:
        """The connection of the next asker; None when the loader has let go of the pipe."""
        tired = monotonic() + AWAKE
        while True:
            ready = {handle for handle, _ in self._poll.poll(0 if monotonic() < tired else None)}
            if self._held in ready:
                return None
            if not ready:
                os.sched_yield()
                continue
            try:
                return self._listening.accept()[0]
            except (BlockingIOError, ConnectionAbortedError):
                continue  # another worker was faster


def _poll(listening: int, held: int) -> "select.epoll | select.poll":
    """On Linux, one that wakes a single worker for each asker."""
    if sys.platform == "linux":
        poll = select.epoll()
        poll.register(listening, select.EPOLLIN | select.EPOLLEXCLUSIVE)
        poll.register(held, select.EPOLLHUP)
        return poll
    plain = select.poll()
    plain.register(listening, select.POLLIN)
    plain.register(held, select.POLLHUP)
    return plain
