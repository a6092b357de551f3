"""All that a server is made of, begun and ended: what runs queries, the web processes, and the folder these
share.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import GraphError
from .engine.job import Job
from .engine.options import PoolOptions
from .engine.pool import Pool
from .settings import Settings
from .startup import Startup
from .supervisor import WebProcesses, supervise

FIRST = Job("", "ASK {}", "json", seconds=30)
"""What another service must answer before its address is taken."""


def start(graph: Path, listening: socket.socket, settings: Settings, begun: Callable[[], None]) -> None:
    """Serve the folder ``graph`` on ``listening`` until a signal ends it; ``begun`` is called when it
    answers.

    GraphError where it never does.
    """
    with TemporaryDirectory(prefix="equigraph-web-") as run, _workers(graph, settings) as (engine, tend):
        startup = Startup(graph.resolve(), listening.fileno(), engine, run, settings)
        supervise(WebProcesses(startup, listening), tend, listening, begun)


@contextmanager
def _workers(graph: Path, settings: Settings) -> Iterator[tuple[str, Callable[[], None]]]:
    """Where the workers are asked, and what keeps them alive; none where another service answers."""
    if settings.backend:
        _check_service(settings.backend)
        yield "", _nothing
        return
    memory = settings.store_memory or None
    pool = Pool(PoolOptions(graph.resolve(), settings.workers, settings.memory, memory), settings.patience)
    try:
        yield str(pool.folder), pool.tend
    finally:
        pool.close()


def _check_service(address: str) -> None:
    from .backend.service import connect

    service = connect(address, "")
    if service.run(FIRST).state != "answered":
        cause = f"no SPARQL service answers at {service.health().mode.removeprefix('service ')}"
        raise GraphError(cause, "Start it first, or name another with --backend")


def _nothing() -> None:
    """What there is to do for a service that others run."""
