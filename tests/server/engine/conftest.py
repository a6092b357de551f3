from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bench.waiting import PATIENT, until
from equigraph.graph.folder import GraphFolder
from equigraph.server.engine.job import Job, Reply
from equigraph.server.engine.options import PoolOptions
from equigraph.server.engine.pool import Pool

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def children(process: int) -> list[int]:
    """The processes that a process of one thread has started."""
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_alive(process: int) -> bool:
    """Whether it runs; one that ended and that nobody has asked about does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@dataclass(frozen=True)
class Family:
    """The processes of a pool."""

    keeper: int
    loaders: list[int]
    workers: list[int]

    @property
    def all(self) -> list[int]:
        return [self.keeper, *self.loaders, *self.workers]

    @classmethod
    def of(cls, pool: Pool) -> "Family":
        """Found by the pool's folder, which stands in the command of its keeper."""
        keeper = min(  # what it starts has its command too, until it is another program
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if all(word in command(path) for word in ("engine.keeper", str(pool.folder)))
            and is_alive(int(path.parent.name))
        )
        loaders = children(keeper)
        return cls(keeper, loaders, [worker for loader in loaders for worker in children(loader)])


def command(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""


@dataclass(frozen=True)
class Asker:
    """Asks one graph's current version of one pool."""

    pool: Pool
    graph: Path

    def ask(self, text: str, format: str = "json", **limits: Any) -> Reply:  # noqa: ANN401 - as a Job has them
        version = GraphFolder(self.graph).current()
        return self.pool.run(replace(Job(version, text, format), **limits))

    @contextmanager
    def asking(self, text: str, **limits: Any) -> Iterator[list[Reply]]:  # noqa: ANN401 - as a Job has them
        """The list in which the reply will stand, once a worker has the job; it waits for it at the end."""
        replies: list[Reply] = []
        until(lambda: self.pool.health().busy == 0)
        thread = Thread(target=lambda: replies.append(self.ask(text, **limits)), daemon=True)
        thread.start()
        until(lambda: self.pool.health().busy or replies)
        yield replies
        thread.join()


MakeAsker = Callable[..., Asker]


@pytest.fixture
def make_asker() -> Iterator[MakeAsker]:
    """Starts pools on graphs, and ends them."""
    pools: list[Pool] = []

    def make(graph: Path, **options: Any) -> Asker:  # noqa: ANN401 - as PoolOptions have them
        pools.append(Pool(PoolOptions(graph, **options), PATIENT))
        pools[-1].start()
        return Asker(pools[-1], graph)

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture(scope="session")
def asker(sample_graph: Path) -> Iterator[Asker]:
    """Asks the sample graph of a pool of two, which no test harms."""
    pool = Pool(PoolOptions(sample_graph, workers=2), PATIENT)
    pool.start()
    yield Asker(pool, sample_graph)
    pool.close()
