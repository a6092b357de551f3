"""Makes a copy of the site: every page that can be reached, page by page, in several processes."""

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from ...errors import GraphError, UsageError
from ...graph.files import place_to_write
from ...graph.folder import GraphFolder
from ...graph.processes import be_a_worker
from ...graph.store import Store
from ..engine.options import PoolOptions
from ..engine.pool import Pool
from ..links import Links
from . import finder, hosting
from .ledger import Ledger, Written
from .places import EVERYWHERE, Place, Plot
from .rendering import Job, Renderer
from .things import things

BATCH = 24
"""Addresses that a process is given at once."""
SHOWN = 5
"""Faults that are named; of more their number is."""
MARK = hosting.LISTING
"""The file by which a folder is known to be an earlier copy."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy: the version, how many pages and files it has, and their bytes."""

    version: str
    pages: int
    files: int
    bytes: int


def copy_site(
    graph: Path,
    out: Path,
    home: str,
    day: str = "",
    jobs: int = 1,
    progress: Progress = lambda *_: None,
    live: str = "",
    search: bool = False,
) -> Copied:
    """Write the site of the current version of ``graph`` into the folder ``out``: wholly or not at all.

    ``home`` is where the copy will be found (scheme, host and path); ``day`` the day that the audit speaks
    for, by default that of the build; ``live`` where the service runs, for what a copy cannot do; with
    ``search`` it has a search by script. Raises UsageError for a folder that holds anything but an earlier
    copy or where that script was not built, GraphError where a thing has no page, a link leads nowhere, or a
    build changes the graph meanwhile.
    """
    if search:
        finder.check_built()
    store = Store.open(graph)
    with place_to_write(out), _replacing(out) as aside:
        job = Job(graph, aside, home, _plot(store, day or store.manifest.built[:10]), live, search)
        written = [finder.write_words(store, job.plot, aside)] if search else []
        pages = _Crawl(job, progress).run(_beginnings(store), written, jobs)
        if GraphFolder(graph).current() != store.version:
            raise GraphError("a build changed the graph while it was copied", "Export again", str(graph))
        hosting.write(store, aside, job.plot.day, search)
        found = [path for path in aside.rglob("*") if path.is_file()]
        return Copied(store.version, pages, len(found), sum(path.stat().st_size for path in found))


def _plot(store: Store, day: str) -> Plot:
    pages = Links(store.manifest.base).page
    found = things(store)
    leads = {pages(iri): pages(graph) for iri, graph in (*found.within, *found.parts)}
    return Plot(store.version, day, leads)


def _beginnings(store: Store) -> Iterator[Place]:
    """What a copy must have: what every site has, and of every thing its page and what is said of it."""
    yield from map(Place, EVERYWHERE)
    links = Links(store.manifest.base)
    for iri in things(store).own:
        yield Place(links.page(iri))
        yield from (Place(links.data(iri, ending)) for ending in ("ttl", "jsonld"))


@dataclass(frozen=True, slots=True)
class _Crawl:
    """The way through all pages."""

    job: Job
    progress: Progress
    ledger: Ledger = field(default_factory=Ledger)

    def run(self, beginnings: Iterable[Place], made: Iterable[Written], jobs: int) -> int:
        """Write everything that can be reached from ``beginnings`` and what is ``made``; gives the number
        of pages.

        Raises GraphError where something is missing.
        """
        ahead = deque(self.ledger.begin(beginnings))
        for each in made:
            ahead += self.ledger.note(each)
        with _processes(self.job, jobs) as ask:
            running: set[Future[list[Written]]] = set()
            while ahead or running:
                while ahead and len(running) < 2 * jobs:
                    running.add(ask([ahead.popleft() for _ in range(min(BATCH, len(ahead)))]))
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for written in (each for future in done for each in future.result()):
                    ahead += self.ledger.note(written)
                self.progress("Writing pages", self.ledger.written, self.ledger.known)
        self._complain()
        return self.ledger.pages

    def _complain(self) -> None:
        faults = self.ledger.faults()
        if faults:
            more = f" and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
            raise GraphError("; ".join(faults[:SHOWN]) + more, "Nothing was written")


class _Worker:
    """What a process of the pool has: made once, when it starts."""

    renderer: Renderer

    @classmethod
    def start(cls, job: Job, engine: Path) -> None:
        be_a_worker()
        cls.renderer = Renderer(job, engine)

    @classmethod
    def write(cls, places: Sequence[Place]) -> list[Written]:
        return cls.renderer.write(places)


@contextmanager
def _processes(job: Job, jobs: int) -> Iterator[Callable[[Sequence[Place]], "Future[list[Written]]"]]:
    """Asks one of ``jobs`` processes to write some places."""
    engine = Pool(PoolOptions(job.graph, workers=jobs))
    try:
        engine.start()
        spawn = get_context("spawn")
        with ProcessPoolExecutor(jobs, spawn, _Worker.start, (job, engine.folder)) as pool:
            try:
                yield lambda places: pool.submit(_Worker.write, places)
            finally:
                pool.shutdown(cancel_futures=True)
    finally:
        engine.close()


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` that takes its place where all goes well, and goes otherwise.

    Raises UsageError where ``out`` holds anything but an earlier copy.
    """
    if out.exists() and not (out / MARK).is_file() and (not out.is_dir() or any(out.iterdir())):
        remedy = "Name a folder that is new or empty, or that an earlier export made"
        raise UsageError("there is something in the way", remedy, str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    aside.chmod(0o755)
    try:
        yield aside
        os.sync()  # once, and not for each of thousands of files
        _take_place(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _take_place(aside: Path, out: Path) -> None:
    """Put the new folder in the place of the old one: two renamings, between which there is none."""
    if not out.exists():
        aside.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.rename(old / out.name)
    aside.rename(out)
    shutil.rmtree(old)
