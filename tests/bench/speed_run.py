"""One run of ``make bench``: the graphs, the servers, the report."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from equigraph.build import build
from equigraph.graph.folder import GraphFolder
from equigraph.graph.store import Store

from .edition import plans
from .graphs import write_graph
from .load import lacking
from .peers import ours, oxigraph, rdflib_endpoint, virtuoso
from .peers.service import Peer
from .speed import Pace, Say, Speed, measure
from .speed_report import each_named, machine, report


def run(
    count: int, pace: Pace, without: tuple[str, ...], every: bool, work: Path | None, say: Say
) -> Iterator[str]:
    """What to print, piece by piece; RuntimeError where there is nothing to make load with."""
    if reason := lacking():
        raise RuntimeError(reason)
    start, peers = perf_counter(), tuple(_peers(without, say))
    yield f"# Speed of the server: {machine()}"
    with ExitStack() as stack:
        folder = work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        for title, graph in graphs(folder, (count,), say):
            speeds = list(measure(graph, peers, pace, say))
            yield from _printed(f"{title}: {len(Store.open(graph)):,} statements", speeds, every)
    yield f"The whole run took {perf_counter() - start:.0f} s, {pace.load:g} s a load."


def _printed(title: str, speeds: list[Speed], every: bool) -> Iterator[str]:
    yield report(title, speeds)
    if every:
        yield each_named(speeds)


def graphs(folder: Path, counts: Sequence[int], say: Say) -> Iterator[tuple[str, Path]]:
    """The graph of the three plans, and one of each number of synthetic ones, with their titles."""
    real = folder / "real"
    build(graph=real)
    yield "The three plans", real
    for count in filter(None, counts):
        synthetic = folder / f"synthetic-{count}"
        if not GraphFolder(synthetic).pointer.is_file():
            say(f"writing {count} synthetic plans")
            write_graph(synthetic, plans(count))
        yield f"{count} synthetic plans", synthetic


def _peers(without: tuple[str, ...], say: Say) -> Iterator[Peer]:
    """Those that can be started and are wanted; the others are named with the reason."""
    for peer in (*ours.ways(), oxigraph.PEER, virtuoso.PEER, rdflib_endpoint.PEER):
        if any(word in peer.name for word in without):
            continue
        if reason := peer.lacking():
            say(f"left out: {peer.name}: {reason}")
        else:
            yield peer
