"""What the graph says of itself: its datasets and how much they hold (VoID, DCAT)."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store, parse

from ..queries.catalogue import Catalogue, bind
from .lines import to_lines


def described(lines: Iterable[str], base: str) -> list[str]:
    """The description of N-Quads ``lines`` in ``<base>graph/description``, by queries/description."""
    store = Store()
    store.bulk_extend(parse("\n".join(lines), RdfFormat.N_QUADS))
    name = NamedNode(f"{base}graph/description")
    catalogue = Catalogue.standard()
    texts = [bind(catalogue.get(query), {"base": base}, base) for query in catalogue.names("description")]
    return to_lines(
        Quad(triple.subject, triple.predicate, triple.object, name)
        for text in texts
        for triple in _run(store, text)
    )


def _run(store: Store, text: str) -> QueryTriples:
    result = store.query(text, use_default_graph_as_union=True)
    assert isinstance(result, QueryTriples), "a description is a CONSTRUCT query"
    return result
