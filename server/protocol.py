"""What a request asks for, as the SPARQL 1.1 Protocol has it (2.1, query operation)."""

from dataclasses import dataclass

from flask import Request, g
from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from .parameters import FORM, Parameters, body, parameters, text

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
READ_ONLY = (
    "This endpoint only reads. The graph changes when a document, a mapping or a correction does and it is "
    "built again, with: equigraph build"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's text, and the dataset that the request names for it, if it names one.

    A dataset of the request is the whole dataset: ``FROM`` and ``FROM NAMED`` of the text then count for
    nothing (SPARQL 1.1 Protocol, 2.1.4).
    """

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


def read(request: Request) -> Asked:
    """The query of a GET, a POST of a form or a POST of the query itself, kept as ``remembered`` does.

    Raises BadRequest for no query, more than one, an update, a graph that is not an absolute IRI, or text
    that is not UTF-8; UnsupportedMediaType for another media type, a charset or an encoding.
    """
    asked = remembered(_read(request))
    _check_graphs(asked)
    return asked


def remembered(asked: Asked) -> Asked:
    """``asked``, kept while this request is answered, so that a fault can be explained by its text."""
    g.asked = asked
    return asked


def asked_here() -> Asked | None:
    """What this request asks, as far as it was read."""
    found: Asked | None = g.get("asked")
    return found


def _read(request: Request) -> Asked:
    if request.method == "POST" and request.mimetype not in (FORM, QUERY):
        updates = request.mimetype == UPDATE
        raise UnsupportedMediaType(READ_ONLY if updates else f"Send the query as {FORM} or {QUERY}.")
    given = parameters(request)
    queries = given.all("query")
    if request.method == "POST" and request.mimetype == QUERY:
        queries.append(text(body(request), "The query"))
    return _asked(given, queries)


def _asked(given: Parameters, queries: list[str]) -> Asked:
    if given.all("update"):
        raise BadRequest(READ_ONLY)
    if len(queries) != 1:
        raise BadRequest(f"A request has one query; this one has {len(queries) or 'none'}.")
    default_graphs, named_graphs = given.all("default-graph-uri"), given.all("named-graph-uri")
    if not (default_graphs or named_graphs):
        return Asked(queries[0])
    return Asked(queries[0], tuple(default_graphs), tuple(named_graphs))


def _check_graphs(asked: Asked) -> None:
    for graph in (*(asked.default_graphs or ()), *(asked.named_graphs or ())):
        check_graph(graph)


def check_graph(iri: str) -> None:
    """BadRequest unless ``iri``, the name of a graph, is an absolute IRI (SPARQL 1.1 Protocol, 2.1.4)."""
    try:
        NamedNode(iri)
    except ValueError as error:
        raise BadRequest(f"The graph {iri[:200]!r} is not an absolute IRI: {error}.") from error
