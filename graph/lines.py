"""N-Quads as lines of text, the form in which a version keeps what it says (RDF 1.1 N-Quads)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Quad, RdfFormat, serialize

from ..errors import BuildError


def to_lines(quads: Iterable[Quad]) -> list[str]:
    """The quads as N-Quads lines, sorted, each once, without line ends."""
    content = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return sorted(set(content.decode().split("\n")) - {""})


def split(line: str) -> tuple[str, str]:
    """The triple and the graph name of an N-Quads line; BuildError where it names no graph."""
    triple, _, graph = line.removesuffix(" .").rpartition(" ")
    if not (graph.startswith("<") and graph.endswith(">") and triple.count(" ") > 1):
        raise BuildError(cause=f"a statement without a named graph: {line}", remedy="Name its graph")
    return triple, graph


def has_blank_node(triple: str) -> bool:
    """Whether subject or object of an N-Triples statement is a blank node."""
    subject, _, thing = triple.split(" ", 2)
    return subject.startswith("_:") or thing.startswith("_:")


@dataclass(slots=True)
class Census:
    """What a version may hold: no triple in two graphs, blank nodes only in the graphs ``blank_in``."""

    blank_in: frozenset[str]
    _graph_of: dict[int, str] = field(default_factory=dict)

    def add(self, lines: Iterable[str]) -> int:
        """Count in the ``lines``, giving their number; BuildError for the first one that breaks a rule."""
        return sum(1 for line in lines if self._admit(line))

    def _admit(self, line: str) -> bool:
        triple, graph = split(line)
        if has_blank_node(triple) and graph not in self.blank_in:
            raise BuildError(cause=f"a blank node in {graph}: {triple}", remedy="Give the thing an IRI")
        known = self._graph_of.setdefault(hash(triple), graph)
        if known != graph:
            raise BuildError(
                cause=f"one triple in two graphs, {known} and {graph}: {triple}",
                remedy="Describe a shared thing only in its own graph",
            )
        return True
