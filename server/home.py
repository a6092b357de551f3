"""The first page: what is here, how it is doing, and how to ask."""

from flask import Blueprint, Response, make_response, render_template

from ..graph.store import Store
from ..queries.catalogue import Query
from .records import records
from .services import store

blueprint = Blueprint("home", __name__)

OWN = "site"
"""The folder of the queries that pages themselves ask."""


@blueprint.get("/")
def home() -> Response:
    """Plans with counts, findings, named queries, the SPARQL form, and where to get the data."""
    graph = store()
    asked = {name: records(graph.named(f"{OWN}/{name}")) for name in ("plans", "findings", "graphs")}
    return make_response(render_template("home.html", **asked, groups=groups(graph), manifest=graph.manifest))


def groups(graph: Store) -> dict[str, list[Query]]:
    """The named queries by folder, those of no folder first, without the pages' own."""
    found: dict[str, list[Query]] = {}
    for name in sorted(graph.catalogue.names(), key=lambda name: ("/" in name, name)):
        folder = name.rpartition("/")[0]
        if folder != OWN:
            found.setdefault(folder, []).append(graph.catalogue.get(name))
    return found
