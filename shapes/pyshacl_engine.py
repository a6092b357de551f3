"""pySHACL on N-Triples: literals are kept as written, and faults of the shapes name the file."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError

from ..errors import AssetError
from .engine import SH
from .rdf import graph_of, literals_as_written, ox_of

ADVANCED = tuple(f"<{SH}{name}>".encode() for name in ("target", "rule", "expression", "SPARQLFunction"))


def report(data: bytes, shapes: bytes, file: str) -> Iterable[ox.Triple]:
    """The validation report; AssetError where pySHACL cannot use the shapes."""
    with literals_as_written():
        graphs = (graph_of(ox.parse(each, ox.RdfFormat.N_TRIPLES)) for each in (data, shapes))
        found = _validated(next(graphs), next(graphs), any(term in shapes for term in ADVANCED), file)
        return tuple(_triples(found))


def _validated(data: rdflib.Graph, shapes: rdflib.Graph, advanced: bool, file: str) -> rdflib.Graph:
    try:
        _, found, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True, advanced=advanced)
    except ReportableRuntimeError as error:
        raise AssetError(f"the shapes cannot be used: {error.message}", "Mend the shapes", file) from error
    if not isinstance(found, rdflib.Graph):
        raise AssetError(f"the shapes cannot be used: {text}", "Mend the shapes", file)
    return found


def _triples(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    for subject, predicate, thing in graph:
        node = ox_of(subject)
        if not isinstance(node, ox.Literal):
            yield ox.Triple(node, ox.NamedNode(str(predicate)), ox_of(thing))
