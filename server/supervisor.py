"""What ``equigraph serve`` itself does: it starts the processes, replaces those that end, and ends them all.

A web process is started by exec and given the listening socket; what it is told comes on its standard input,
which stays open as long as the supervisor lives. One whose input ends finishes what it has begun and ends
too, whatever became of the supervisor.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Event
from time import monotonic

from ..errors import GraphError
from .startup import SHARED, Startup

LOOKING = 0.2
"""Seconds between two looks at the processes."""
ENDING = 8
"""Seconds that a process may take to end."""
STARTING = 600
"""Seconds until queries must be answered; a large graph takes long to load."""
SHORTEST, LONGEST = 0.1, 10.0
"""The waits, in seconds, before a process that ended is replaced."""
SETTLED = 30
"""Seconds after which a process counts as well."""
ALLOCATING = {"MALLOC_ARENA_MAX": "2"}
"""For glibc: all threads share two pools of memory, for what is freed in one no other can use. Whoever set it
otherwise keeps that.
"""


@dataclass(slots=True)
class Place:
    """A place for a web process: who has it, since when, and when the next may come."""

    process: "subprocess.Popen[bytes] | None" = None
    since: float = 0
    wait: float = SHORTEST / 2
    after: float = 0

    def is_free(self, now: float) -> bool:
        """Whether a process is to be started here."""
        if self.process is not None and self.process.poll() is not None:
            self.wait = SHORTEST if now - self.since > SETTLED else min(self.wait * 2, LONGEST)
            self.process, self.after = None, now + self.wait
        return self.process is None and now >= self.after


class WebProcesses:
    """The web processes that answer on ``listening``, started as ``startup`` says."""

    def __init__(self, startup: Startup, listening: socket.socket) -> None:
        self._startup, self._listening = startup, listening
        self._places = [Place() for _ in range(startup.settings.processes)]

    def look(self) -> None:
        """Start those that are missing."""
        now = monotonic()
        for place in self._places:
            if place.is_free(now):
                place.process, place.since = self._started(), now

    def close(self) -> None:
        """End all, each with time to finish; those that take too long are killed."""
        processes = [place.process for place in self._places if place.process]
        for process in processes:
            _end_input(process)
        until = monotonic() + ENDING
        for process in processes:
            _end(process, until)

    def _started(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "equigraph.server.web"],
            stdin=subprocess.PIPE,
            pass_fds=(self._listening.fileno(),),
            env={**ALLOCATING, **os.environ, SHARED: self._startup.run},
        )
        assert process.stdin, "a pipe"
        try:
            process.stdin.write(self._startup.to_json().encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            _end_input(process)
        return process


def supervise(
    processes: WebProcesses, tend: Callable[[], None], listening: socket.socket, begun: Callable[[], None]
) -> None:
    """Keep ``processes``, and by ``tend`` what they ask, until a signal ends this one.

    ``begun`` is called when queries are answered; GraphError where they never are.
    """
    with _until_signal() as ended:
        try:
            until = monotonic() + STARTING
            processes.look()  # or nobody would take the connection that asks whether they answer
            while not ended.is_set() and not _is_ready(listening):
                _check(monotonic() < until)
                _look(processes, tend, ended, LOOKING / 4)
            if not ended.is_set():
                begun()
            while not ended.is_set():
                _look(processes, tend, ended, LOOKING)
        finally:
            processes.close()


def _look(processes: WebProcesses, tend: Callable[[], None], ended: Event, pause: float) -> None:
    tend()
    processes.look()
    ended.wait(pause)


def _check(in_time: bool) -> None:
    if not in_time:
        raise GraphError("the workers did not start", "What they said above may tell why")


def _is_ready(listening: socket.socket) -> bool:
    host, port = listening.getsockname()[:2]
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host) or host
    connection = HTTPConnection(local, port, timeout=5)
    try:
        connection.request("GET", "/ready", headers={"User-Agent": "equigraph", "Connection": "close"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _until_signal() -> Iterator[Event]:
    """An event that is set when the process is told to end."""
    ended = Event()
    told = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(each, lambda *_: ended.set()) for each in told]
    try:
        yield ended
    finally:
        for each, handler in zip(told, before, strict=True):
            signal.signal(each, handler)


def _end_input(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin, "a pipe"
    try:
        process.stdin.close()
    except BrokenPipeError:
        return


def _end(process: "subprocess.Popen[bytes]", until: float) -> None:
    try:
        process.wait(max(0.1, until - monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
