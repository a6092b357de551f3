"""rdflib-endpoint (PyPI) under uvicorn, with the graph in memory."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..processes import STARTING, await_port, free_port, running
from .service import Data, Peer, Service


def _lacking() -> str:
    try:
        for package in ("rdflib-endpoint", "uvicorn"):
            version(package)
    except PackageNotFoundError as error:
        return f"{error.name} is not installed (PyPI; extra bench)"
    return ""


@contextmanager
def _serving(data: Data, folder: Path) -> Iterator[Service]:
    port, log = free_port(), folder / "rdflib.log"
    command = [sys.executable, "-m", "uvicorn", "bench.peers.rdflib_app:application", "--factory"]
    place = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    with running([*command, *place], log, {"BENCH_PARTS": str(data.parts)}) as process:
        await_port(port, process, log, STARTING + data.quads / 5000)
        yield Service("rdflib-endpoint", version("rdflib-endpoint"), f"http://127.0.0.1:{port}/")


PEER = Peer("rdflib-endpoint", _lacking, _serving)
