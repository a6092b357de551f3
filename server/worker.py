"""A process that answers queries, so that one that never ends can be killed without harm to the server."""

import io
import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

from ..errors import EquigraphError, GraphError, QueryRefused
from ..graph.guard import Limits
from ..graph.store import Store

if TYPE_CHECKING:
    from typing_extensions import Buffer

READY = "ready"


@dataclass(frozen=True, slots=True)
class Job:
    """The query ``text`` to ask of a ``version`` of the graph in ``folder``, and its answer's format."""

    folder: Path
    version: str
    limits: Limits
    text: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its answer as bytes, or why there is none."""

    state: Literal["answered", "refused", "no graph", "late", "broken", "busy"]
    body: bytes = b""
    cause: str = ""
    remedy: str = ""
    place: str = ""


def work(jobs: Connection, memory: int, answer: int) -> None:
    """Answer the ``jobs`` that come, one after another, until the server closes the connection or ends.

    The process may take ``memory`` bytes (where the system can limit it), an answer ``answer`` bytes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_server, daemon=True).start()
    _limit_memory(memory)
    jobs.send(READY)
    store: Store | None = None
    while (job := _next(jobs)) is not None:
        try:
            store = _opened(job, store)
            jobs.send(_answered(store, job, answer))
        except EquigraphError as error:
            jobs.send(_failed(error))


class Bounded(io.BytesIO):
    """Bytes that may not grow over ``limit``."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, content: "Buffer") -> int:
        """Add ``content``; QueryRefused where that would be too much."""
        written = super().write(content)
        if self.tell() > self._limit:
            cause = f"the answer is larger than {self._limit:,} bytes"
            raise QueryRefused(cause, "Ask for less, or for parts of it with ORDER BY, LIMIT and OFFSET")
        return written


def _next(jobs: Connection) -> Job | None:
    try:
        job: Job = jobs.recv()
    except (EOFError, OSError):
        return None
    return job


def _opened(job: Job, store: Store | None) -> Store:
    if store and store.version == job.version:
        return store
    return Store.open(job.folder, job.version, limits=job.limits)


def _answered(store: Store, job: Job, limit: int) -> Outcome:
    output = Bounded(limit)
    store.query(job.text, job.default_graphs, job.named_graphs).serialise(job.format, output)
    return Outcome("answered", output.getvalue())


def _failed(error: EquigraphError) -> Outcome:
    state: Literal["no graph", "refused"] = "no graph" if isinstance(error, GraphError) else "refused"
    return Outcome(state, cause=error.cause, remedy=error.remedy, place=error.place)


def _end_with_server() -> None:
    server = parent_process()
    if server:
        server.join()
        os._exit(1)


def _limit_memory(memory: int) -> None:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
