"""The process that holds one version of the graph: it forks the workers, ends the late, replaces the dead.

Started by exec and with a single thread, so that it may fork. It ends with the keeper that started it; a word
from the keeper lets its workers finish what they do and take nothing new.
"""

import gc
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from time import monotonic

import pyoxigraph

from ...errors import EquigraphError, GraphError
from ...graph.folder import GraphFolder
from ...graph.manifest import Manifest
from ...graph.store import Store
from ...queries.catalogue import Catalogue
from .board import IDLE, STARTING, Board
from .doors import Door
from .limits import die_with_parent, ignore_interrupts, limit_memory
from .memory import Plan, load, plan, try_to_open
from .options import Started
from .stores import Stores
from .worker import Worker

TICK, RESTING = 0.02, 0.1
"""Seconds between two looks at the workers: while any is busy, and while none is."""
YOUNG = 0.5
"""Seconds that a worker should live; one that dies younger is not replaced before."""
LONGEST = 30.0
"""Seconds before a worker that could not open the version is tried again, at last."""
UNOPENED = 3
"""How such a worker ends."""
DRAIN = b"d"


class Loader:
    """The workers of one version."""

    def __init__(self, started: Started, manifest: Manifest, how: Plan) -> None:
        self._started, self._manifest, self._how = started, manifest, how
        self._place = GraphFolder(started.options.graph).version_path(manifest.version)
        self._catalogue = Catalogue.standard()
        self._listening = socket.socket(fileno=started.listening)
        self._listening.setblocking(False)
        self._memory = self._loaded()
        self._board = Board(
            board_path(started.folder, os.getpid(), ".new"), how.mode, started.options.workers
        )
        self._held, self._holding = os.pipe()
        self._workers: dict[int, int] = {}
        self._born = [0.0] * started.options.workers
        self._pauses = [YOUNG] * started.options.workers
        self._draining = False

    def run(self) -> None:
        """Fork and look after the workers, until the last has gone after ``DRAIN``, or the keeper has."""
        gc.collect()
        gc.freeze()
        for number in range(len(self._born)):
            self._start(number)
        announced = False
        while self._workers or not self._draining:
            self._listen()
            self._end_late()
            self._reap()
            if not announced and STARTING not in self._board.slots:
                self._announce()
                announced = True

    def _loaded(self) -> pyoxigraph.Store | None:
        """The statements in memory, where they are held there; GraphError where they cannot be read."""
        path = self._place / "store"
        if self._how.mode == "memory":
            return load(path, self._manifest.quads)
        try_to_open(path)
        return None

    def _listen(self) -> None:
        """Wait a little for a word of the keeper."""
        heard = [] if self._draining else [sys.stdin.fileno()]
        if select.select(heard, [], [], self._tick())[0]:
            self._obey(os.read(sys.stdin.fileno(), 1))

    def _tick(self) -> float:
        """How long nobody need look: a worker that begins meanwhile has its whole time before it."""
        rests = not self._draining and all(slot == IDLE for slot in self._board.slots)
        return RESTING if rests else TICK

    def _obey(self, word: bytes) -> None:
        if word != DRAIN:
            self._end(self._workers)
        os.close(self._holding)
        self._draining = True

    def _end_late(self) -> None:
        now, slots = monotonic(), self._board.slots
        self._end(
            {process: number for process, number in self._workers.items() if IDLE < slots[number] < now}
        )

    def _end(self, workers: Iterable[int]) -> None:
        for process in workers:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _reap(self) -> None:
        while self._workers:
            process, ended = os.waitpid(-1, os.WNOHANG)
            if not process:
                break
            self._forget(self._workers.pop(process), os.waitstatus_to_exitcode(ended))
        if not self._draining:
            self._replace()

    def _forget(self, number: int, ended: int) -> None:
        """A worker has gone; one that could not begin is tried more and more seldom."""
        self._board.slots[number] = STARTING
        self._pauses[number] = min(2 * self._pauses[number], LONGEST) if ended == UNOPENED else YOUNG

    def _replace(self) -> None:
        for number in set(range(len(self._born))) - set(self._workers.values()):
            if monotonic() - self._born[number] >= self._pauses[number]:
                self._start(number)

    def _start(self, number: int) -> None:
        self._board.slots[number] = STARTING
        self._born[number] = monotonic()
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            self._work(number, parent)
        self._workers[process] = number

    def _work(self, number: int, parent: int) -> None:
        """In the worker: serve, and end."""
        ended = 1
        try:
            die_with_parent(parent)
            os.close(self._holding)
            store = Store.open(
                self._started.options.graph, self._manifest.version, self._catalogue, memory=self._memory
            )
            warm(store)
            limit_memory(self._started.options.memory)
            worker = Worker(Stores(self._started.options.graph, store), self._board.slots, number)
            worker.serve(Door(self._listening, self._held))
            ended = 0
        except GraphError:
            ended = UNOPENED  # the keeper says what is wrong with the graph
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(ended)

    def _announce(self) -> None:
        folder, process = self._started.folder, os.getpid()
        board_path(folder, process, ".new").rename(board_path(folder, process))
        held = f"{self._how.mode} ({self._how.why}), {len(self._born)} workers"
        print(
            f"equigraph: version {self._manifest.version} is served from {held}", file=sys.stderr, flush=True
        )


def board_path(folder: Path, process: int, ending: str = "") -> Path:
    """Where the board of the loader ``process`` stands; without ``ending`` its workers are ready."""
    return folder / f"board-{process}{ending}"


def warm(store: Store) -> None:
    """Ask once what touches the code that every query needs."""
    text = files("equigraph.server.engine").joinpath("warm.rq").read_text(encoding="utf-8")
    store.run(text).serialise("json")


def main() -> None:
    """Hold the version named on the command line."""
    started = Started.from_json(sys.argv[1])
    ignore_interrupts()
    die_with_parent(os.getppid())
    try:
        place = GraphFolder(started.options.graph).find(started.version)
        manifest = Manifest.read(place / "manifest.json")
        Loader(started, manifest, plan(started.options, manifest.quads)).run()
    except EquigraphError as error:
        sys.exit(1 if started.quiet else f"equigraph: {error}")


if __name__ == "__main__":
    main()
