"""How long each kind of page takes: made anew, and asked again."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

from equigraph.graph.store import Store

from .kinds import Kind, kinds
from .peers.ours import serving
from .peers.service import Data
from .speed import Say
from .speed_report import machine
from .speed_run import graphs
from .tables import milliseconds, table

ANEW = ("--cache", "0")
"""Options of a server that keeps no answer."""


@dataclass(frozen=True, slots=True)
class Time:
    """Median seconds of a ``kind`` of page, made anew and ``again``, of the bytes it has."""

    kind: Kind
    anew: float
    again: float
    size: int


def run(counts: tuple[int, ...], rounds: int, work: Path | None, say: Say) -> Iterator[str]:
    """What to print, graph by graph; RuntimeError where a page does not answer as it should."""
    yield f"# Speed of the site's pages: {machine()}"
    with TemporaryDirectory(prefix="bench-") as folder:
        for title, graph in graphs(work or Path(folder), counts, say):
            yield report(
                f"{title}: {len(Store.open(graph)):,} statements", measured(graph, Path(folder), rounds)
            )


def measured(graph: Path, folder: Path, rounds: int) -> list[Time]:
    """The times of every kind of page that ``graph`` has; raises as ``run``."""
    found = kinds(Store.open(graph))
    anew = dict(_times(graph, folder, found, rounds, ANEW))
    again = dict(_times(graph, folder, found, rounds, ()))
    return [Time(kind, anew[kind][0], again[kind][0], anew[kind][1]) for kind in found]


def report(title: str, times: list[Time]) -> str:
    """The times as a table, the slowest first."""
    slowest = sorted(times, key=lambda time: -time.anew)
    rows = [
        (time.kind.listed[:70], milliseconds(time.anew), milliseconds(time.again), f"{time.size / 1024:,.0f}")
        for time in slowest
    ]
    return f"\n## {title}\n\n{table(('page', 'anew', 'again', 'KiB'), rows)}"


def _times(
    graph: Path, folder: Path, found: list[Kind], rounds: int, options: tuple[str, ...]
) -> Iterator[tuple[Kind, tuple[float, int]]]:
    """Median seconds and bytes of each kind; one request before those that count lets the server read what
    it keeps of a version.
    """
    with serving(Data.of(graph), folder, "equigraph", options) as service:
        for kind in found:
            _ask(service.url, kind)
            asked = [_ask(service.url, kind) for _ in range(rounds)]
            yield kind, (median(seconds for seconds, _ in asked), asked[0][1])


def _ask(url: str, kind: Kind) -> tuple[float, int]:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
    connection.connect()
    start = perf_counter()
    connection.request("GET", kind.path, headers={"Accept": "text/html"})
    reply = connection.getresponse()
    size = len(reply.read())
    seconds = perf_counter() - start
    connection.close()
    if reply.status != kind.status:
        raise RuntimeError(f"{kind.path} answers {reply.status}, not {kind.status}")
    return seconds, size
