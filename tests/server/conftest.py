import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.processes import end, here
from equigraph.graph.store import Store
from equigraph.server.app import create_app
from equigraph.server.engine.options import PoolOptions
from equigraph.server.engine.pool import Pool
from equigraph.server.settings import Settings

MakeApp = Callable[..., Flask]
Serve = Callable[..., AbstractContextManager["Served"]]
ALIVE = 6
"""Applications made last that keep their workers: dozens that idle would slow all tests down."""


@pytest.fixture(scope="session")
def make_app() -> Iterator[MakeApp]:
    """Makes applications from a graph's folder and settings; ends their workers.

    Their queries wait long for a worker: a busy machine is no fault.
    """
    pools: list[Pool] = []

    def make(folder: Path, **given: object) -> Flask:
        settings = Settings(**{"workers": 2, "patience": 60, **given})  # type: ignore[arg-type]  # as the test says
        for early in pools[1:-ALIVE]:
            early.close()  # one that is asked again starts again
        pools.append(Pool(PoolOptions(folder, settings.workers, settings.memory), settings.patience))
        return create_app(Store.open(folder), settings, pools[-1])

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture(scope="session")
def app(make_app: MakeApp, sample_graph: Path) -> Flask:
    """The application on the sample graph."""
    return make_app(sample_graph)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()


class Served:
    """``equigraph serve`` as a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", address: str) -> None:
        self.process, self.address = process, address

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.address.removeprefix("http://").rpartition(":")
        return host, int(port)

    def children(self, words: str = "equigraph.server") -> list[int]:
        """The processes below it whose command has ``words``."""
        return [each for each in _below(self.process.pid) if words in _command(each)]


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Runs ``equigraph serve`` on a free port with options and more environment, as a context."""

    @contextmanager
    def run(graph: Path, *options: str, **more: str) -> Iterator[Served]:
        command = [sys.executable, "-m", "equigraph.cli", "serve", "--port", "0", "--graph", str(graph)]
        command += ["--patience", "60"]  # a busy machine is no fault
        with subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            text=True,
            env={**here(), **more},
            start_new_session=True,
        ) as process:
            assert process.stdout
            try:
                line = process.stdout.readline()
                yield Served(process, line.split(" at ")[1].split("/ ")[0])
            finally:
                end(process)

    return run


def _below(process: int) -> list[int]:
    children = [int(each) for each in _read(f"/proc/{process}/task/{process}/children").split()]
    return children + [each for child in children for each in _below(child)]


def _command(process: int) -> str:
    return _read(f"/proc/{process}/cmdline").replace("\0", " ")


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
