"""What the graph says of itself: its datasets and how much they hold (VoID, DCAT)."""

from collections.abc import Iterable

from ..queries.catalogue import Catalogue, bind
from .infer import inferred


def described(lines: Iterable[str], base: str) -> list[str]:
    """The description of N-Quads ``lines`` in ``<base>graph/description``, by queries/description."""
    catalogue = Catalogue.standard()
    names = catalogue.names("description")
    texts = (bind(catalogue.get(name), {"base": base}, base) for name in names)
    return inferred(lines, texts, f"{base}graph/description")
