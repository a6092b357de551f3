"""Pages of the named queries: what each answers, a form for its values, and the answer in any format."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, render_template, request

from ..errors import UsageError
from ..graph.named import resolved
from ..queries.catalogue import Query
from ..queries.header import Parameter
from .answering import choose, offers, run, send
from .formats import GRAPHS, RESULTS, Format
from .headers import readable_everywhere
from .protocol import Asked
from .records import Record, records
from .results import Result, shown
from .services import store

blueprint = Blueprint("named", __name__)
blueprint.after_request(readable_everywhere)

PAGE = "html"


@blueprint.get("/query/<path:name>")
def query(name: str) -> Response:
    """The page of the query ``name`` with its answer; with an ending such as ``.csv``, the answer alone.

    400 for a value that does not fit, 404 for an unknown query.
    """
    stem, format = _split(name)
    found = _find(stem)
    values = {key: value for key, value in request.args.items() if value}
    if format == PAGE:
        return _page(found, values)
    asked = Asked(_text(found, values))
    choice = choose(asked, format)
    return send(run(asked, choice.format.written), choice)


def choices(param: Parameter) -> list[Record]:
    """The codes that a parameter takes, with what they mean; none where any value will do."""
    kind = param.type.partition(":")[2]
    return records(store().named("site/choices", {"kind": kind})) if kind else []


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    known = {format.name for format in (*RESULTS, *GRAPHS)}
    return (stem, ending) if dot and ending in known else (name, PAGE)


def _find(name: str) -> Query:
    try:
        return store().catalogue.get(name)
    except UsageError as error:
        abort(404, str(error))


def _text(found: Query, values: Mapping[str, str]) -> str:
    graph = store()
    return resolved(found, values, graph.manifest.base, lambda iri: bool(graph.describe(iri).outgoing))


def _page(found: Query, values: Mapping[str, str]) -> Response:
    fields = [(param, values.get(param.name, ""), choices(param)) for param in found.params]
    asked_for = bool(values) or not any(param.required for param in found.params)
    result, fault = _result(found, values) if asked_for else (None, None)
    page = render_template("query.html", query=found, fields=fields, result=result, fault=fault)
    return make_response(page, 400 if fault else 200)


def _result(found: Query, values: Mapping[str, str]) -> tuple[Result | None, UsageError | None]:
    try:
        asked = Asked(_text(found, values))
    except UsageError as error:
        return None, error
    body = run(asked, choose(asked, PAGE).format.written)
    return shown(body, asked, _addresses(found, asked, values)), None


def _addresses(found: Query, asked: Asked, values: Mapping[str, str]) -> tuple[tuple[Format, str], ...]:
    tail = f"?{urlencode(values)}" if values else ""
    return tuple(
        (format, f"/query/{found.name}.{format.name}{tail}")
        for format in offers(asked)
        if format.name != PAGE
    )
