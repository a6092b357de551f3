"""The things that a copy must have a page for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...graph.lines import split
from ...graph.store import Store

EVIDENCE = "/evidence"
"""What the names of graphs end in that hold nothing but where statements stand in a document."""


PARTS = (
    "<http://rdfs.org/ns/void#classPartition>",
    "<http://rdfs.org/ns/void#propertyPartition>",
    "<http://www.w3.org/ns/shacl#declare>",
)
"""The properties that lead to what is a number or a name of a whole, which nobody reads by itself."""


@dataclass(frozen=True, slots=True)
class Things:
    """The IRIs under the base that a version describes: ``own``, sorted, have pages of their own; what begins
    as one of ``within`` only says where something stands, and ``parts`` are parts of a description: the page
    of the graph, beside each, leads to all.
    """

    own: tuple[str, ...]
    within: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]


def things(store: Store) -> Things:
    """Those of the version; GraphError where a part is damaged."""
    base = store.manifest.base
    own: dict[str, str] = {}
    parts: set[str] = set()
    within: set[tuple[str, str]] = set()
    for subject, property, object, graph in _statements(store.parts(), base):
        own.setdefault(graph, "")
        start = base + graph.removeprefix(f"{base}graph/") + "/"
        if graph.endswith(EVIDENCE) and subject.startswith(start):
            within.add((start, graph))
        else:
            own[subject] = graph if own.get(subject, graph) == graph else ""
        if property in PARTS:
            parts.add(object.strip("<>"))
    led = {iri: own[iri] for iri in parts if own.get(iri)}  # which stand in one graph, and are none
    return Things(tuple(sorted(own.keys() - led)), tuple(sorted(within)), tuple(sorted(led.items())))


def _statements(parts: Iterable[Path], base: str) -> Iterator[tuple[str, str, str, str]]:
    """The statements whose subject is under ``base``, with the graph that each stands in."""
    start = f"<{base}"
    for part in parts:
        with part.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                if line.startswith(start):
                    triple, graph = split(line.rstrip("\n"))
                    subject, property, object = triple.split(" ", 2)
                    yield subject[1:-1], property, object, graph.strip("<>")
