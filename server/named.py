"""Pages of the named queries: what each answers, a form for its values, and the answer in any format."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, make_response, render_template, request

from ..errors import UsageError
from ..graph.named import resolved
from ..queries.catalogue import Query
from . import place
from .answering import answer, choose, run
from .fields import check_given, fields
from .formats import ENDINGS
from .headers import readable_everywhere
from .menu import is_own
from .protocol import Asked
from .results import Result, asked_version, opened, shown
from .services import services, store

blueprint = Blueprint("named", __name__)
blueprint.after_request(readable_everywhere)

PAGE = "html"
ASIDE = ("version", place.PAGE)
"""What an address may say besides the query's values."""


@blueprint.get("/query/<path:name>")
def query(name: str) -> Response:
    """The page of the query ``name`` with its answer; with an ending such as ``.csv``, the answer alone.

    400 for a value that does not fit, 404 for an unknown query.
    """
    stem, format = _split(name)
    found = _find(stem)
    values = {key: value for key, value in request.args.items() if value and key not in ASIDE}
    if format == PAGE:
        return _page(found, values)
    asked = Asked(_text(found, values))
    choice = choose(asked, format)
    return answer(asked, choice)


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in ENDINGS else (name, PAGE)


def _find(name: str) -> Query:
    try:
        return store().catalogue.get(name)
    except UsageError as error:
        abort(404, str(error))


def _text(found: Query, values: Mapping[str, str]) -> str:
    graph = store()
    return resolved(found, values, graph.manifest.base, lambda iri: bool(graph.describe(iri).outgoing))


def _page(found: Query, values: Mapping[str, str]) -> Response:
    asked_for = bool(values) or not any(param.required for param in found.params)
    result, fault = _result(found, values) if asked_for else (None, None)
    form = fields(found, values, fault)
    bars = result.drawable if result and not is_own(found.name) else []
    page = render_template(
        "query.html", query=found, values=values, bar_rows=bars, fields=form, result=result, fault=fault
    )
    return make_response(page, 400 if fault else 200)


def _result(found: Query, values: Mapping[str, str]) -> tuple[Result | None, UsageError | None]:
    try:
        check_given(found, values)
        asked = Asked(_text(found, values))
    except UsageError as error:
        return None, error
    at = place.Place(f"/query/{found.name}", tuple(values.items()), asked_version(), ending=True)
    whole = not (values or services().settings.backend)
    if whole and (opening := store().opening(found)):
        return opened(opening, asked, at), None
    return shown(run(asked, choose(asked, PAGE).format.written), asked, at), None
