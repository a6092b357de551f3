"""What a request asks for, as the SPARQL 1.1 Protocol has it (2.1, query operation)."""

from dataclasses import dataclass

from flask import Request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
READ_ONLY = (
    "This endpoint only reads. The graph changes when a document, a mapping or a correction does and it is "
    "built again."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's text, and the dataset that the request names for it, if it names one."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


def read(request: Request) -> Asked:
    """The query of a GET, a POST of a form or a POST of the query itself.

    Raises BadRequest for no query, more than one, an update, or text that is not UTF-8; UnsupportedMediaType
    for another media type.
    """
    if request.method != "POST":
        return _asked(request, request.args.getlist("query"))
    if request.mimetype == FORM:
        return _asked(request, request.values.getlist("query"))
    if request.mimetype == QUERY:
        return _asked(request, [*request.args.getlist("query"), _body(request)])
    if request.mimetype == UPDATE:
        raise UnsupportedMediaType(READ_ONLY)
    raise UnsupportedMediaType(f"Send the query as {FORM} or {QUERY}.")


def _asked(request: Request, queries: list[str]) -> Asked:
    if "update" in request.values:
        raise BadRequest(READ_ONLY)
    if len(queries) != 1:
        raise BadRequest(f"A request has one query; this one has {len(queries) or 'none'}.")
    default_graphs = request.values.getlist("default-graph-uri")
    named_graphs = request.values.getlist("named-graph-uri")
    if not (default_graphs or named_graphs):
        return Asked(queries[0])
    return Asked(queries[0], tuple(default_graphs), tuple(named_graphs))


def _body(request: Request) -> str:
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("Send the query as UTF-8.")
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.") from error
