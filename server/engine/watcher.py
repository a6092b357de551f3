"""The end of a worker whose asker has gone away: the engine cannot be interrupted, but its process can."""

import os
import select
import socket
import sys
from threading import Thread


class Watcher:
    """On Linux, a thread that ends the process when the asker closes the connection being served."""

    def __init__(self) -> None:
        self._serving = -1
        if sys.platform == "linux":
            self._poll = select.epoll()
            Thread(target=self._watch, daemon=True).start()

    def watch(self, connection: socket.socket) -> None:
        """From now on, ``connection`` is the one being served."""
        self._serving = connection.fileno()
        if sys.platform == "linux":
            self._poll.register(self._serving, select.EPOLLRDHUP | select.EPOLLONESHOT)

    def rest(self) -> None:
        """From now on, none is."""
        if sys.platform == "linux":
            self._poll.unregister(self._serving)
        self._serving = -1

    def _watch(self) -> None:
        while sys.platform == "linux":
            for handle, _ in self._poll.poll():
                if handle == self._serving and _closed(handle):
                    os._exit(0)


def _closed(handle: int) -> bool:
    """Asked again, because the handle may be another connection's by now."""
    poll = select.poll()
    poll.register(handle, select.POLLRDHUP)
    return bool(poll.poll(0))
