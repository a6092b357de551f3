"""The first page: what is here, how it is doing, and how to ask."""

from flask import Blueprint, Response, make_response, render_template

from .records import records
from .services import services, store

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Plans with counts, findings, named queries, the SPARQL form, and where to get the data."""
    graph = store()
    asked = {name: records(graph.named(f"site/{name}")) for name in ("plans", "findings", "graphs")}
    page = render_template("home.html", **asked, groups=services().questions, manifest=graph.manifest)
    return make_response(page)
