"""Worker processes: a query goes to a free one, and one that takes too long is killed and replaced."""

from multiprocessing import get_context
from queue import Empty, LifoQueue

from .settings import Settings
from .worker import READY, Job, Outcome, work

STARTING = 60
"""Seconds that a process may take to start."""


class Worker:
    """One process; it starts while the server goes on."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.seconds
        context = get_context("spawn")
        self._jobs, theirs = context.Pipe()
        self._process = context.Process(
            target=work, args=(theirs, settings.memory, settings.answer), daemon=True
        )
        self._process.start()
        theirs.close()
        self._ready = False

    def run(self, job: Job) -> Outcome:
        """What became of ``job``; after "late" and "broken" the worker is of no more use."""
        try:
            return self._outcome(job)
        except (EOFError, OSError):
            return Outcome("broken")

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.is_alive()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._jobs.close()

    def _outcome(self, job: Job) -> Outcome:
        if not self._ready:
            self._ready = self._jobs.poll(STARTING) and self._jobs.recv() == READY
        self._jobs.send(job)
        if not self._jobs.poll(self._seconds):
            return Outcome("late")
        outcome: Outcome = self._jobs.recv()
        return outcome


class Pool:
    """As many workers as the settings say; each starts when it is first needed, or with ``start``."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: LifoQueue[Worker | None] = LifoQueue()
        for _ in range(settings.workers):
            self._free.put(None)

    def start(self) -> None:
        """Start all workers now, so that nobody waits for the first."""
        for worker in [self._free.get() for _ in range(self._settings.workers)]:
            self._free.put(self._living(worker))

    def run(self, job: Job) -> Outcome:
        """What became of ``job``; "busy" where no worker was free in time."""
        try:
            worker = self._free.get(timeout=self._settings.patience)
        except Empty:
            return Outcome("busy")
        try:
            worker = self._living(worker)
            outcome = worker.run(job)
            if outcome.state in ("late", "broken"):
                worker.stop()
                worker = Worker(self._settings)
            return outcome
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End the workers; those that are busy end with the server."""
        while not self._free.empty():
            worker = self._free.get()
            if worker:
                worker.stop()

    def _living(self, worker: Worker | None) -> Worker:
        if worker and worker.alive():
            return worker
        if worker:
            worker.stop()
        return Worker(self._settings)
