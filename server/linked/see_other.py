"""From a thing, which no server can send, to a document about it (Cool URIs for the Semantic Web, 4.2)."""

from urllib.parse import urlencode

from flask import Response, make_response, redirect, request

from ..formats import GRAPH_PAGE, GRAPHS, chosen
from ..parameters import parameters
from ..services import links
from ..versions import FOR_EVER
from .listing import listing
from .profiles import HEADER, MEDIA_TYPE, PARAMETER, asks_for_all, profile, wanted_format
from .relations import described

SOON = "max-age=300"
"""How long a way to a document holds: another version may know the thing no more."""


def see_other(iri: str) -> Response:
    """303 to the page of ``iri``, or to what is said of it as RDF, by what the client accepts.

    Aborts with 406 where it accepts neither, raises UsageError for an unknown ``format``.
    """
    given = parameters(request)
    if asks_for_all():
        return listing(iri)
    choice = chosen((GRAPH_PAGE, *GRAPHS), wanted_format())
    is_page = choice.format is GRAPH_PAGE
    response = described(
        _moved(links().page(iri) if is_page else links().data(iri, choice.format.ending)), iri
    )
    response.vary.update(("Accept", HEADER))
    response.headers["Cache-Control"] = f"public, {FOR_EVER if 'version' in given else SOON}"
    return response


def _moved(address: str) -> Response:
    """303 to ``address`` with this request's parameters but the format, which the address says by now, and
    with the profile that a header asks for.
    """
    given = parameters(request)
    kept = [(name, value) for name, value in given.pairs if name not in ("format", MEDIA_TYPE)]
    if HEADER in request.headers and PARAMETER not in given:
        kept.append((PARAMETER, profile().name))
    return make_response(redirect(f"{address}?{urlencode(kept)}" if kept else address, 303))
