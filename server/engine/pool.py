"""The pool as one process owns it: started when first needed, started again when it died, ended with it."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from .client import Client
from .job import Health, Job, Reply
from .options import PoolOptions, Started, environment

STARTING = 60
"""Seconds that the workers may take to start."""
LOOK = 0.005
ENDING = 5
"""Seconds that the keeper may take to end."""


class Pool:
    """An Engine that starts and owns the processes described by ``options``.

    Other processes reach the same workers by a ``Client`` on its ``folder``.
    """

    def __init__(self, options: PoolOptions, patience: float = 2) -> None:
        self._options = options
        self._patience = patience
        self._lock = Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._client: Client | None = None

    @property
    def folder(self) -> Path:
        """Where it listens, once started."""
        self.tend()
        assert self._folder
        return self._folder

    def tend(self) -> None:
        """Start the keeper, or start it again where it died; returns at once."""
        with self._lock:
            if not self._keeper or self._keeper.poll() is not None:
                self._start()

    def start(self) -> None:
        """Start, and wait until queries are answered."""
        give_up = monotonic() + STARTING
        while not self.health().ready and monotonic() < give_up:
            self.tend()
            sleep(LOOK)

    def run(self, job: Job, gone: Callable[[], bool] | None = None) -> Reply:
        """The reply to ``job``, as ``Client.run``; the first one waits until the workers are there."""
        if self._client is None:
            self.start()
        elif self._keeper and self._keeper.poll() is not None:
            self.tend()
        assert self._client
        return self._client.run(job, gone)

    def health(self) -> Health:
        """How the workers are; not ready before the start."""
        return self._client.health() if self._client else Health(ready=False)

    def close(self) -> None:
        """End all processes; those that are asked again start again."""
        with self._lock:
            if self._keeper:
                self._end(self._keeper)
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._keeper = self._folder = self._client = None

    def _mend(self) -> None:
        """Start a keeper that died again; its workers were seen to die before it was."""
        with self._lock:
            if self._keeper and self._keeper.poll() is not None:
                self._start()

    def _start(self) -> None:
        if self._keeper and self._keeper.stdin:
            self._keeper.stdin.close()
        if self._folder is None or not self._folder.is_dir():
            self._folder = Path(tempfile.mkdtemp(prefix="equigraph-"))
        (self._folder / "board").unlink(missing_ok=True)
        started = Started(self._options, self._folder)
        self._keeper = subprocess.Popen(
            started.command("keeper"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment()
        )
        self._client = Client(self._folder, self._patience, self._mend)

    def _end(self, keeper: subprocess.Popen[bytes]) -> None:
        assert keeper.stdin
        keeper.stdin.close()
        try:
            keeper.wait(ENDING)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.wait()
