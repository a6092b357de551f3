"""Who asks the pool: a job goes to whichever worker takes it first, over a connection of its own."""

import os
import select
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

from .board import read_board
from .job import Health, Job, Reply
from .stale import stale_path
from .wire import AWAKE, TAKEN, Line, has_come, read_reply, send_job

LOOK = 0.1
"""Seconds between two looks whether anybody still waits for the reply."""
PAUSE = 0.01
"""Seconds before a connection is tried again."""
GRACE = 5
"""Seconds after which a worker that should have been stopped is given up."""


class _Gone(Exception):
    """Nobody waits for the reply any more."""


class _TooLong(Exception):
    """Patience has ended."""


class NotBegun(Exception):
    """No worker took the job, so another may have it."""


class Client:
    """An Engine on the pool in ``folder``, which others own; a job waits ``patience`` seconds at most.

    ``mend`` is called before a job that found nobody is tried again.
    """

    def __init__(self, folder: Path, patience: float = 2, mend: Callable[[], None] = lambda: None) -> None:
        self._mend = mend
        self._socket, self._board = str(folder / "socket"), folder / "board"
        self._stale = stale_path(folder)
        self._patience = patience

    def run(self, job: Job, gone: Callable[[], bool] | None = None) -> Reply:
        """The reply to ``job``; ``gone`` is asked ten times a second whether nobody waits for it any more."""
        give_up = monotonic() + self._patience
        while True:
            try:
                return self._asking(job, give_up).reply(gone)
            except NotBegun:
                if monotonic() >= give_up:
                    return Reply("busy")
                sleep(PAUSE)
                self._mend()

    def begin(self, job: Job) -> "Asking":
        """``job`` on its way to a worker, without waiting for one; NotBegun where it cannot be."""
        return self._asking(job, monotonic() + self._patience)

    def _asking(self, job: Job, give_up: float) -> "Asking":
        try:
            asking = Asking(give_up)
        except OSError as error:  # too many files are open
            raise NotBegun from error
        asking.send(self._socket, job)
        return asking

    def health(self) -> Health:
        """How the workers are."""
        return replace(read_board(self._board), stale=self._stale.exists())

    def close(self) -> None:
        """Nothing: it owns nothing."""


class Asking(Line):
    """One job on a connection of its own, which waits for a worker until ``give_up``; it is closed when its
    reply has been read.
    """

    def __init__(self, give_up: float) -> None:
        super().__init__(socket.socket(socket.AF_UNIX))
        self._give_up = give_up
        self._gone: Callable[[], bool] | None = None

    def send(self, path: str, job: Job) -> None:
        """Send ``job`` to the workers that listen at ``path``; NotBegun where nobody does."""
        try:
            self.socket.settimeout(max(self._give_up - monotonic(), PAUSE))
            self.socket.connect(path)
            send_job(self.socket, job)
        except OSError as error:
            self.close()
            raise NotBegun from error

    def comes(self, seconds: float) -> bool:
        """Whether all of a small reply, or that there will be none, comes within ``seconds``."""
        poll, begun = select.poll(), monotonic()
        poll.register(self.socket, select.POLLIN)
        while not has_come(self):
            passed = monotonic() - begun
            if passed >= seconds:
                return False
            if not poll.poll((seconds - passed) * 1000 if passed > AWAKE else 0):
                os.sched_yield()
                continue
            try:
                self.receive()
            except (OSError, EOFError):
                return True
        return True

    def reply(self, gone: Callable[[], bool] | None = None) -> Reply:
        """What becomes of the job; ``gone`` is asked ten times a second whether nobody waits for it any more.

        NotBegun where no worker took it.
        """
        self._gone = gone
        try:
            return self._end(self._begin())
        except _Gone:
            return Reply("gone")
        except _TooLong:
            return Reply("busy")
        finally:
            self.close()

    def close(self) -> None:
        """Wait no longer: a worker that has the job ends."""
        self.close_files()
        self.socket.close()

    def _begin(self) -> float:
        """When the worker that took the job will be stopped."""
        self.socket.settimeout(min(LOOK, max(self._give_up - monotonic(), PAUSE)))
        try:
            (deadline,) = TAKEN.unpack(self.read(TAKEN.size))
        except (OSError, EOFError) as error:
            raise NotBegun from error
        return float(deadline)

    def _end(self, deadline: float) -> Reply:
        self._give_up = deadline + GRACE
        try:
            return read_reply(self)
        except (_TooLong, OSError, EOFError):
            return Reply("late" if monotonic() >= deadline else "broken")

    def idle(self) -> None:
        """As ``Line`` has it: see whether anybody waits still."""
        if self._gone and self._gone():
            raise _Gone
        if monotonic() >= self._give_up:
            raise _TooLong
