"""The beginnings of answers to named queries that a build keeps with a version.

Each is named as an answer's file in ``answers`` is, and is given only to the question it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import QueryResultsFormat, parse_query_results

from ..queries.catalogue import Query
from .answer import Answer
from .answers import kept_as
from .canonical import is_volatile
from .ends import JsonEnds
from .files import size, write_whole
from .guard import check
from .manifest import Manifest, OpeningSummary, slice_as_written
from .summed import Summed

if TYPE_CHECKING:
    from .store import Store

FILES = "openings"
ROWS = 1_000
"""Rows of an answer that are kept."""
UNASKED = ("site/", "search/", "description/")
"""Folders of queries that nobody is shown."""
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opening:
    """The first rows of an answer as SPARQL 1.1 JSON results; how many ``rows`` there are in all, and the
    SHA-256 of all as ``csv``.
    """

    body: bytes
    rows: int
    csv: str


def opening(query: Query, place: Path, manifest: Manifest) -> Opening | None:
    """The beginning of the answer to ``query`` without values, as it is kept in a version's folder ``place``.

    None where that has none; GraphError where it is damaged.
    """
    known = manifest.openings.get(kept_as(query))
    if known is None:
        return None
    return Opening(slice_as_written(place, known), known.rows, known.csv)


def with_openings(store: "Store") -> Manifest:
    """Answer what the version keeps no beginning of yet; the manifest that lists these and those it had."""
    names = (name for name in store.catalogue.names() if not name.startswith(UNASKED))
    fit = {kept_as(query): query for query in map(store.catalogue.get, names) if _can_be_kept(query)}
    wanted = {name: query for name, query in fit.items() if name not in store.manifest.openings}
    if not wanted:
        return store.manifest
    made = {name: _made(store, query) for name, query in sorted(wanted.items())}
    listed = {**store.manifest.openings, **_written(store.path, made)}
    sizes = {**store.manifest.sizes, FILES: size(store.path / FILES)}
    return replace(store.manifest, openings=dict(sorted(listed.items())), sizes=sizes)


def _can_be_kept(query: Query) -> bool:
    """Whether it gives a table, needs no values, and gives the same whenever it is asked."""
    return not any(param.required for param in query.params) and _is_lasting_table(query.text)


@lru_cache(maxsize=1_000)
def _is_lasting_table(text: str) -> bool:
    return check(text).form == "SELECT" and not is_volatile(text)


def _written(place: Path, made: Mapping[str, Opening]) -> dict[str, OpeningSummary]:
    """Write all into one file, a line each, in the version's folder ``place``; gives where each stands."""
    lines = {name: each.body + b"\n" for name, each in made.items()}
    content = b"".join(lines.values())
    file = f"{FILES}/{sha256(content).hexdigest()[:12]}.jsonl"
    (place / FILES).mkdir(exist_ok=True)
    write_whole(place / file, content)
    starts = accumulate(map(len, lines.values()), initial=0)
    kept = zip(made.items(), lines.values(), starts, strict=False)
    return {
        name: OpeningSummary(file, start, len(line), sha256(line).hexdigest(), each.rows, each.csv)
        for (name, each), line, start in kept
    }


def _made(store: "Store", query: Query) -> Opening:
    with TemporaryFile() as whole:
        store.kept(query.name).serialise("json", whole)
        body, rows = beginning(whole, ROWS)
        whole.seek(0)
        csv = Summed(())
        Answer(parse_query_results(whole, QueryResultsFormat.JSON)).serialise("csv", cast("IO[bytes]", csv))
    return Opening(body, rows, csv.summary.sha256)


def beginning(whole: IO[bytes], most: int) -> tuple[bytes, int]:
    """The first ``most`` rows, at least one, of a file of JSON results as the engine writes them, closed; and
    how many it has.
    """
    ends, kept, cut = JsonEnds(), BytesIO(), 0
    whole.seek(0)
    while piece := whole.read(PIECE):
        if not cut:
            found = ends.offsets(piece)
            cut = found[most - ends.count - 1] if ends.count + len(found) >= most else 0
            kept.write(piece)
        ends.feed(piece)
    rows = ends.rows(whole.tell())
    body = kept.getvalue()
    return (body[:cut] + ends.closing if cut else body), rows
