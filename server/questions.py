"""The named queries as people are offered them."""

from collections.abc import Mapping

from ..queries.catalogue import Catalogue, Query

OWN = ("overview", "search", "site")
"""The folders of the queries that pages themselves ask."""

Questions = Mapping[str, tuple[Query, ...]]


def questions(catalogue: Catalogue) -> Questions:
    """The queries by folder, those of no folder first, without the pages' own; AssetError for a bad file."""
    found: dict[str, list[Query]] = {}
    for name in sorted(catalogue.names(), key=lambda name: ("/" in name, name)):
        folder = name.rpartition("/")[0]
        if name.partition("/")[0] not in OWN:
            found.setdefault(folder, []).append(catalogue.get(name))
    return {folder: tuple(queries) for folder, queries in found.items()}
