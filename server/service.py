"""What the service says of itself: SPARQL 1.1 Service Description at its address, VoID elsewhere."""

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import BadRequest

from .answering import answer
from .formats import GRAPHS, Accept, chosen
from .headers import negotiated, readable_everywhere
from .own_queries import asks
from .parameters import parameters
from .services import store

blueprint = Blueprint("service", __name__)
blueprint.after_request(readable_everywhere)
blueprint.after_request(negotiated)

ASIDE = frozenset(("format", "output", "version"))
"""Parameters that ask for no query."""


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The datasets, graphs and what is in them, as RDF (VoID, 7.2)."""
    there = f"{_home()}downloads/" if store().manifest.downloads else None
    return _said("site/void", parameters(request).first("format"), **({"dumps": there} if there else {}))


def description(wanted: str | None = None) -> Response:
    """The service's description, in the format ``wanted`` or the one that the client likes best (SD, 2)."""
    return _said("site/service", wanted)


def asks_for_description(request: Request, wanted: str | None) -> bool:
    """Whether ``request`` asks no query, and would take RDF instead."""
    if request.method == "POST" or any(name not in ASIDE for name, _ in parameters(request).pairs):
        return False
    accept = Accept.of_request()
    return bool(wanted) or any(accept.quality(each) > 0 for format in GRAPHS for each in format.types)


def _home() -> str:
    if not request.host:
        raise BadRequest("The header Host is not the name of a host.")
    return request.host_url


def _said(name: str, wanted: str | None, **more: str) -> Response:
    base = store().manifest.base
    asked = asks(
        name,
        {
            "graph": f"{base}graph/description",
            "service": f"{base}service",
            "dataset": f"{base}dataset",
            "endpoint": f"{_home()}sparql",
            **more,
        },
    )
    return answer(asked, chosen(GRAPHS, wanted), entire=True)
