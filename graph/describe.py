"""What the graph says of itself: its service, datasets, graphs and how much they hold (SD, VoID, DCAT)."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from ..queries.catalogue import Catalogue, bind
from .executables import executables
from .infer import inferred
from .lines import to_lines


def described(lines: Iterable[str], base: str) -> list[str]:
    """The description of N-Quads ``lines`` in ``<base>graph/description``.

    By queries/description, and with the named queries themselves; it does not count itself.
    """
    catalogue, graph = Catalogue.standard(), f"{base}graph/description"
    name = NamedNode(graph)
    texts = (bind(catalogue.get(each), {"base": base}, base) for each in catalogue.names("description"))
    said = executables(catalogue)
    named = to_lines(Quad(each.subject, each.predicate, each.object, name) for each in said)
    return sorted({*inferred(lines, texts, graph), *named})
