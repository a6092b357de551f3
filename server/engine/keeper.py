"""The process that keeps a loader for the graph's current version, and the one socket that all workers share.

It ends with the process that started it, by the end of its standard input, and leaves nothing behind.
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from ...errors import GraphError
from ...graph.folder import GraphFolder
from .limits import ignore_interrupts, prepare
from .loader import DRAIN, board_path
from .options import Started
from .stale import Stale
from .stores import Stamp, stamp

TICK, RESTING = 0.05, 0.25
"""Seconds between two looks at the graph and the loaders: while any comes or goes, and while none does."""
SHORTEST, LONGEST = 0.5, 30.0
"""Seconds before a loader that failed is tried again: at first, and at last."""


class Keeper:
    """Loaders for the graph's versions, one after the other."""

    def __init__(self, started: Started, listening: socket.socket) -> None:
        self._started, self._listening = started, listening
        self._graph = GraphFolder(started.options.graph)
        self._board = started.folder / "board"
        self._serving: subprocess.Popen[bytes] | None = None
        self._coming: subprocess.Popen[bytes] | None = None
        self._leaving: list[subprocess.Popen[bytes]] = []
        self._wanted: Stamp | None = None
        self._failed: Stamp | None = None
        self._stale = Stale(started.folder)
        self._not_before, self._pause = 0.0, SHORTEST

    def keep(self) -> None:
        """Do so until the owner ends."""
        while not select.select([sys.stdin.fileno()], [], [], self._tick())[0]:
            self._follow()
            self._promote()
            self._mourn()
            self._leaving = [loader for loader in self._leaving if loader.poll() is None]

    def _tick(self) -> float:
        return RESTING if self._serving and not (self._coming or self._leaving) else TICK

    def end(self) -> None:
        """End all loaders, and their workers with them."""
        for loader in (self._serving, self._coming, *self._leaving):
            if loader:
                assert loader.stdin
                loader.stdin.close()
                loader.kill()
                loader.wait()

    def _follow(self) -> None:
        """Start a loader for the version that is current now, unless there is one."""
        if monotonic() < self._not_before:
            return
        try:
            current = stamp(self._graph, self._graph.current())
        except GraphError as error:  # a damaged graph leaves the old version serving
            self._stale.tell(str(error))
            return
        if current != self._wanted:
            self._start(current)
        elif not self._coming:
            self._stale.end()

    def _start(self, current: Stamp) -> None:
        if self._coming:
            self._coming.kill()
            self._leaving.append(self._coming)
        self._wanted = current
        handle = self._listening.fileno()
        started = Started(
            self._started.options, self._started.folder, current[0], handle, current == self._failed
        )
        self._coming = subprocess.Popen(
            started.command("loader"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=[handle]
        )

    def _promote(self) -> None:
        """Let the loader that has become ready serve, and the one before it finish."""
        if not self._coming or not (board := board_path(self._started.folder, self._coming.pid)).exists():
            return
        board.rename(self._board)
        if self._serving:
            self._drain(self._serving)
        self._serving, self._coming, self._pause = self._coming, None, SHORTEST
        self._failed = None

    def _drain(self, loader: subprocess.Popen[bytes]) -> None:
        assert loader.stdin
        with suppress(BrokenPipeError):
            os.write(loader.stdin.fileno(), DRAIN)
        self._leaving.append(loader)

    def _mourn(self) -> None:
        """Forget loaders that died, so that others are started."""
        if self._serving and self._serving.poll() is not None:
            self._board.unlink(missing_ok=True)
            self._serving = None
            self._wanted = self._wanted if self._coming else None
        if self._coming and self._coming.poll() is not None:
            board_path(self._started.folder, self._coming.pid, ".new").unlink(missing_ok=True)
            self._give_up()

    def _give_up(self) -> None:
        """Let the version that is coming wait for another try."""
        if self._wanted:
            self._stale.tell(f"version {self._wanted[0]} cannot be served; it is tried again now and then")
        self._failed, self._coming, self._wanted = self._wanted, None, None
        self._not_before = monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST)


@contextmanager
def _listening(path: str) -> Iterator[socket.socket]:
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - of a keeper that was killed
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(socket.SOMAXCONN)
        yield listening


def main() -> None:
    """Keep the pool described on the command line."""
    started = Started.from_json(sys.argv[1])
    ignore_interrupts()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    prepare()
    try:
        with _listening(started.socket) as listening:
            keeper = Keeper(started, listening)
            try:
                keeper.keep()
            finally:
                keeper.end()
    finally:
        shutil.rmtree(started.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
