"""Where a worker waits: for the next asker, or until its loader wants no more of it."""

import os
import select
import socket
import sys
from time import monotonic

from .wire import AWAKE

SOON = 3 * AWAKE
"""Seconds within which an asker has come soon after the one before."""


class Door:
    """The ``listening`` socket that all workers share, and the pipe whose other end the loader holds.

    Where the last asker came soon, the next is looked for without sleep for a moment.
    """

    def __init__(self, listening: socket.socket, held: int) -> None:
        self._listening, self._held = listening, held
        self._poll = _poll(listening.fileno(), held)
        self._came_soon = self._is_last = False

    def next(self) -> socket.socket | None:
        """The connection of the next asker; None when the loader has let go of the pipe."""
        begun = monotonic()
        tired = begun + AWAKE if self._came_soon else begun
        while True:
            ready = {handle for handle, _ in self._poll.poll(0 if monotonic() < tired else None)}
            if self._held in ready:
                return self._last()
            if not ready:
                os.sched_yield()
            elif asker := self._accepted():
                self._came_soon = monotonic() - begun < SOON
                return asker

    def _last(self) -> socket.socket | None:
        """One more asker, if there is one: it may be that nobody else was woken for that one."""
        was_last, self._is_last = self._is_last, True
        return None if was_last else self._accepted()

    def _accepted(self) -> socket.socket | None:
        try:
            return self._listening.accept()[0]
        except (BlockingIOError, ConnectionAbortedError):
            return None  # another worker was faster


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
