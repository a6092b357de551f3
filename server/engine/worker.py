"""A process that answers one query at a time; whoever asks finds it by connecting to the pool's socket."""

import socket
from time import monotonic

from ...errors import GraphError
from .board import IDLE
from .doors import Door
from .execute import execute, failed
from .job import Job, Reply
from .stores import Stores
from .watcher import Watcher
from .wire import TAKEN, Line, read_job, send_reply

ASKING = 5
"""Seconds in which a connection must bring its job."""


class Worker:
    """Answers from ``stores``, and says in its slot of the board until when."""

    def __init__(self, stores: Stores, slots: "memoryview[float]", number: int) -> None:
        self._stores, self._slots, self._number = stores, slots, number
        self._watcher = Watcher()

    def serve(self, door: Door) -> None:
        """Answer until the loader wants no more."""
        self._slots[self._number] = IDLE
        while connection := door.next():
            with connection:
                self._attend(connection)
            self._slots[self._number] = IDLE

    def _attend(self, connection: socket.socket) -> None:
        connection.settimeout(ASKING)
        line = Line(connection)
        try:
            job = read_job(line)
            self._begin(connection, job)
        except (OSError, EOFError):
            return  # the asker had no more patience
        self._watcher.watch(connection)
        reply = self._reply(job)
        self._watcher.rest()
        self._hand_over(connection, reply)

    def _begin(self, connection: socket.socket, job: Job) -> None:
        """Tell the asker and then all others that the job is taken: who sees it busy knows that it began."""
        deadline = monotonic() + job.seconds
        connection.sendall(TAKEN.pack(deadline))
        connection.settimeout(None)
        self._slots[self._number] = deadline

    def _reply(self, job: Job) -> Reply:
        try:
            return execute(self._stores.get(job.version), job)
        except GraphError as error:
            return failed(error, job)

    def _hand_over(self, connection: socket.socket, reply: Reply) -> None:
        try:
            send_reply(connection, reply)
        except OSError:
            return  # the asker has gone
        finally:
            if reply.rest:
                reply.rest.close()
