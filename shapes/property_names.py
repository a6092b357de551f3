"""Names for the nameless property shapes of a file, so that a result can say which shape it comes from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from .engine import SH, Term

Names = dict[Term, ox.NamedNode]
PROPERTY, PATH = ox.NamedNode(f"{SH}property"), ox.NamedNode(f"{SH}path")


def named_parts(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """The triples with an IRI for each blank node that is the ``sh:property`` of a named shape, at any depth.

    It is that of the shape with the path's last part, such as ``<Shape>/dueEnd``; ties get -2, -3.
    """
    names = _names(triples)
    return [ox.Triple(_node(names, t.subject), t.predicate, _of(names, t.object)) for t in triples]


def _names(triples: Sequence[ox.Triple]) -> Names:
    paths = {t.subject: t.object for t in triples if t.predicate == PATH}
    held = [(t.subject, t.object) for t in triples if t.predicate == PROPERTY]
    names: Names = {}
    seen: Counter[str] = Counter()
    while found := list(_nameable(held, names)):
        for owner, part in found:
            path = paths.get(part)
            name = f"{owner.value}/{_last(path) if isinstance(path, ox.NamedNode) else 'path'}"
            seen[name] += 1
            names[part] = ox.NamedNode(f"{name}-{seen[name]}" if seen[name] > 1 else name)
    return names


def _nameable(held: Iterable[tuple[Term, Term]], names: Names) -> Iterator[tuple[ox.NamedNode, ox.BlankNode]]:
    for shape, part in held:
        owner = _of(names, shape)
        if isinstance(owner, ox.NamedNode) and isinstance(part, ox.BlankNode) and part not in names:
            yield owner, part


def _of(names: Names, thing: Term) -> Term:
    return names.get(thing, thing)


def _node(names: Names, thing: Term) -> ox.NamedNode | ox.BlankNode:
    node = _of(names, thing)
    if isinstance(node, ox.NamedNode | ox.BlankNode):
        return node
    raise TypeError(f"{thing} is no node of a shapes file")


def _last(path: ox.NamedNode) -> str:
    return path.value.replace("/", "#").rpartition("#")[2]
