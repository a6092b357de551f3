"""What an answer about a thing says it is related to (RFC 8288): its IRI, other forms, what describes it."""

from urllib.parse import quote, urlencode

from flask import Response, request

from ..formats import GRAPHS, Choice, Format
from ..parameters import parameters
from ..services import links
from ..versions import link

OF_PAGES = ("version",)
OF_DATA = ("version", "_profile")
"""Parameters that other forms of an answer have too."""
URI = "/:@!$&'()*+,;=~#?%[]"
"""What stands in an IRI as it does in a URI (RFC 3987, 3.1)."""


def as_uri(iri: str) -> str:
    """The ``iri`` as a header can carry it."""
    return quote(iri, URI)


def forms(iri: str) -> tuple[tuple[Format, str], ...]:
    """The formats of what is said of ``iri`` as RDF, each with its address, for the version that is asked."""
    return tuple((format, alike(links().data(iri, format.ending))) for format in GRAPHS)


def alike(address: str, names: tuple[str, ...] = OF_DATA) -> str:
    """The ``address`` below this server with those of this request's parameters."""
    kept = [(name, value) for name, value in parameters(request).pairs if name in names]
    return f"{address}?{urlencode(kept)}" if kept else address


def related(response: Response, iri: str) -> Response:
    """The response, an answer about ``iri``, with its links: canonical, alternate and describedby."""
    link(response, as_uri(iri), "canonical")
    link(response, alike(links().page(iri), OF_PAGES), "alternate", type="text/html")
    _lead_to_data(response, iri, "alternate")
    link(response, "/.well-known/void", "describedby")
    return response


def described(response: Response, iri: str) -> Response:
    """The response, a redirection from the thing itself, with links to what describes it."""
    _lead_to_data(response, iri, "describedby")
    return response


def located(response: Response, iri: str, choice: Choice) -> Response:
    """The response, chosen by what the client accepts, with where just this form of it is (RFC 9110, 8.7)."""
    ending = choice.format.ending
    response.headers["Content-Location"] = alike(links().data(iri, ending))
    return response


def _lead_to_data(response: Response, iri: str, relation: str) -> None:
    for format, address in forms(iri):
        link(response, address, relation, type=format.types[0])
