"""The endpoint /sparql: queries by the SPARQL 1.1 Protocol, and for people a form and a page of results."""

from flask import Blueprint, Response, abort, g, make_response, render_template, request

from ..errors import QueryError
from .answering import answer, choose, run, send
from .formats import ENDINGS, likes_pages
from .headers import negotiated, readable_everywhere
from .models import ANSWERED
from .parameters import parameters
from .protocol import Asked, read
from .results import Result, shown
from .service import asks_for_description, description
from .vocabulary import WITH_EDITOR, has_editor, terms_address

blueprint = Blueprint("sparql", __name__)
blueprint.after_request(readable_everywhere)
blueprint.after_request(negotiated)


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql.<ending>", methods=["GET", "POST"])
def sparql(ending: str = "") -> Response:
    """The answer to a query, in the format of the address's ``ending`` where it has one.

    Without a query: for people a form to write it in, with the text of ``edit``; for programs the service's
    description.
    """
    if ending and ending not in ENDINGS:
        abort(404, f"There is no format {ending}")
    wanted = ending or parameters(request).first("format", "output")
    if request.method != "POST" and "query" not in parameters(request) and likes_pages() and not wanted:
        return _shown(_page(Asked(parameters(request).first("edit") or "")))
    if asks_for_description(request, wanted):
        return description(wanted)
    asked = read(request)
    try:
        return _answer(asked, wanted)
    except QueryError as error:
        if likes_pages():
            return _shown(_page(asked, fault=error), 400)
        raise


def _answer(asked: Asked, wanted: str | None) -> Response:
    choice = choose(asked, wanted)
    if choice.format.name != "html":
        return _learnable(answer(asked, choice))
    return _with_editor(send(_page(asked, shown(run(asked, choice.format.written), asked)).encode(), choice))


def _learnable(response: Response) -> Response:
    """The response, which others may be like: here the query in the address is what is answered."""
    if answered := g.get("answered"):
        request.environ[ANSWERED] = answered
    return response


def _shown(page: str, status: int = 200) -> Response:
    return _with_editor(make_response(page, status))


def _page(asked: Asked, result: Result | None = None, fault: QueryError | None = None) -> str:
    terms = terms_address() if has_editor() else ""
    return render_template("sparql.html", text=asked.text, result=result, fault=fault, terms=terms)


def _with_editor(response: Response) -> Response:
    """The page, which may load the editor where that is there."""
    if has_editor():
        response.headers["Content-Security-Policy"] = WITH_EDITOR
    return response
