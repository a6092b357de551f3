"""A small store in memory, and this room's queries run on it."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Quad, QuerySolution, QuerySolutions, QueryTriples, Store, Triple

from ..errors import AssetError
from .assets import Asset


def store_of(statements: Iterable[Triple]) -> Store:
    """A store with ``statements`` in its default graph."""
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in statements)
    return store


def select(store: Store, query: Asset) -> list[QuerySolution]:
    """The rows of a SELECT query; AssetError where it cannot be read or is of another form."""
    found = _run(store, query)
    if not isinstance(found, QuerySolutions):
        raise AssetError("not a SELECT query", "Write it as one", f"ontology/{query.name}")
    return list(found)


def construct(store: Store, query: Asset) -> set[Triple]:
    """The triples of a CONSTRUCT query; AssetError where it cannot be read or is of another form."""
    found = _run(store, query)
    if not isinstance(found, QueryTriples):
        raise AssetError("not a CONSTRUCT query", "Write it as one", f"ontology/{query.name}")
    return set(found)


def _run(store: Store, query: Asset) -> object:
    try:
        return store.query(query.text)
    except SyntaxError as error:
        raise AssetError(str(error), "Correct the SPARQL", f"ontology/{query.name}") from error
