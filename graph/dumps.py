"""Dumps of a whole version, made from its sorted parts: the store does not keep lexical forms."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from itertools import groupby
from pathlib import Path
from typing import IO

from pyoxigraph import Quad, RdfFormat, parse, serialize

from ..errors import UsageError
from ..ontology.terms import PREFIXES
from .compress import compressing
from .files import place_to_write
from .lines import split
from .store import Store


def write_dump(store: Store, format: str, output: IO[bytes]) -> None:
    """Write the version to ``output`` as ``nquads``, ``trig`` or ``jsonld``, always in the same bytes.

    N-Quads are sorted by code point; TriG and JSON-LD stand graph by graph. UsageError for another format.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no dump as {format!r}", f"Use {', '.join(FORMATS)}")
    FORMATS[format](store.parts(), output)


def dump_to(store: Store, format: str, out: Path, compress: str = "") -> None:
    """Write the dump to the file ``out``, compressed as gzip or zstd where ``compress`` says so.

    Raises as ``write_dump`` and ``compressing`` do, and UsageError for a bad place.
    """
    with place_to_write(out), out.open("wb") as output, _perhaps(output, compress) as file:
        write_dump(store, format, file)


def _perhaps(output: IO[bytes], compress: str) -> AbstractContextManager[IO[bytes]]:
    return compressing(output, compress) if compress else nullcontext(output)


def write_nquads(parts: Iterable[Path], output: IO[bytes]) -> None:
    """RDF 1.1 N-Quads, sorted, each statement once."""
    with ExitStack() as stack:
        files = [stack.enter_context(part.open("rb")) for part in parts]
        output.writelines(line for line, _ in groupby(heapq.merge(*files)))


def write_trig(parts: Iterable[Path], output: IO[bytes]) -> None:
    """RDF 1.1 TriG with the prefixes of the ontology."""
    serialize(_by_graph(tuple(parts)), output, RdfFormat.TRIG, prefixes=PREFIXES)


def write_jsonld(parts: Iterable[Path], output: IO[bytes]) -> None:
    """JSON-LD 1.1, expanded, one object a graph."""
    serialize(_by_graph(tuple(parts)), output, RdfFormat.JSON_LD)


FORMATS: dict[str, Callable[[Iterable[Path], IO[bytes]], None]] = {
    "nquads": write_nquads,
    "trig": write_trig,
    "jsonld": write_jsonld,
}
"""How each format is written."""


def _by_graph(parts: tuple[Path, ...]) -> Iterator[Quad]:
    """The quads graph by graph, sorted within each; one graph at a time is held."""
    holders: dict[str, list[Path]] = {}
    for part in parts:
        for graph in sorted({split(line)[1] for line in _lines(part)}):
            holders.setdefault(graph, []).append(part)
    for graph in sorted(holders):
        lines = {line for part in holders[graph] for line in _lines(part) if split(line)[1] == graph}
        yield from parse("\n".join(sorted(lines)), RdfFormat.N_QUADS)


def _lines(part: Path) -> Iterator[str]:
    with part.open(encoding="utf-8", newline="\n") as lines:
        yield from (line.removesuffix("\n") for line in lines)
