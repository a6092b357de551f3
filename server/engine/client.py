"""Who asks the pool: a job goes to whichever worker takes it first, over a connection of its own."""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

from .board import read_board
from .job import Health, Job, Reply
from .stale import stale_path
from .wire import TAKEN, Line, read_reply, send_job

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


class _NotBegun(Exception):
    """The connection broke before a worker took the job, so another may have it."""


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
                return _Asking(self._socket, give_up, gone).ask(job)
            except _NotBegun:
                if monotonic() >= give_up:
                    return Reply("busy")
                sleep(PAUSE)
                self._mend()

    def health(self) -> Health:
        """How the workers are."""
        return replace(read_board(self._board), stale=self._stale.exists())

    def close(self) -> None:
        """Nothing: it owns nothing."""


class _Asking:
    """One job on a connection of its own."""

    def __init__(self, path: str, give_up: float, gone: Callable[[], bool] | None) -> None:
        self._path, self._give_up, self._gone = path, give_up, gone

    def ask(self, job: Job) -> Reply:
        """What becomes of ``job``; _NotBegun where it is to be tried again."""
        with socket.socket(socket.AF_UNIX) as connection:
            line = Line(connection, self._look)
            try:
                self._give_up = self._begin(line, job)
            except _Gone:
                return Reply("gone")
            except (_TooLong, TimeoutError):
                return Reply("busy")
            except (OSError, EOFError) as error:
                raise _NotBegun from error
            try:
                return self._end(line, self._give_up)
            finally:
                line.close_files()

    def _begin(self, line: Line, job: Job) -> float:
        """When the worker that took the job will be stopped."""
        left = max(self._give_up - monotonic(), PAUSE)
        line.socket.settimeout(left)
        line.socket.connect(self._path)
        send_job(line.socket, job)
        line.socket.settimeout(min(LOOK, left))
        (deadline,) = TAKEN.unpack(line.read(TAKEN.size))
        return float(deadline)

    def _end(self, line: Line, deadline: float) -> Reply:
        self._give_up = deadline + GRACE
        try:
            return read_reply(line)
        except _Gone:
            return Reply("gone")
        except (_TooLong, OSError, EOFError):
            return Reply("late" if monotonic() >= deadline else "broken")

    def _look(self) -> None:
        if self._gone and self._gone():
            raise _Gone
        if monotonic() >= self._give_up:
            raise _TooLong
