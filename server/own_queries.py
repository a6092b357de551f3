"""The queries that the server itself asks of what runs queries, by name."""

import json
from collections.abc import Mapping

from ..queries.catalogue import bind
from .answering import run
from .protocol import Asked
from .services import store


def asks(name: str, values: Mapping[str, str]) -> Asked:
    """The query ``name`` of the catalogue with ``values``; raises UsageError as ``catalogue.bind``."""
    graph = store()
    return Asked(bind(graph.catalogue.get(name), values, graph.manifest.base))


def is_so(name: str, values: Mapping[str, str]) -> bool:
    """Whether it is so, by the ASK query ``name``; raises as ``asks`` and ``answering.run``."""
    return bool(json.loads(run(asks(name, values), "json"))["boolean"])
