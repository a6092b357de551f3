"""What CONSTRUCT queries add to statements: what follows by the rules, what the graph says of itself."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store, Triple, parse

from .lines import to_lines


def inferred(lines: Iterable[str], rules: Iterable[str], graph: str) -> list[str]:
    """The statements that CONSTRUCT queries ``rules`` add to N-Quads ``lines``, in the named ``graph``.

    The rules see the statements of all graphs of the lines as one; what is stated already is not said again.
    """
    store = Store()
    store.bulk_extend(parse("\n".join(lines), RdfFormat.N_QUADS))
    name = NamedNode(graph)
    found = {triple for rule in rules for triple in _run(store, rule)}
    new = (triple for triple in found if not _is_stated(store, triple))
    return to_lines(Quad(each.subject, each.predicate, each.object, name) for each in new)


def _is_stated(store: Store, triple: Triple) -> bool:
    return next(store.quads_for_pattern(*triple), None) is not None


def _run(store: Store, rule: str) -> QueryTriples:
    result = store.query(rule, use_default_graph_as_union=True)
    assert isinstance(result, QueryTriples), "a rule is a CONSTRUCT query"
    return result
