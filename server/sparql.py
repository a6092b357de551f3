"""The endpoint /sparql: queries by the SPARQL 1.1 Protocol, and for people a form and a page of results."""

from flask import Blueprint, Response, make_response, render_template, request

from ..errors import QueryError
from .answering import choose, run, send
from .formats import likes_pages
from .headers import readable_everywhere
from .protocol import Asked, read
from .results import shown

blueprint = Blueprint("sparql", __name__)
blueprint.after_request(readable_everywhere)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """The answer to a query; without one, for somebody who reads pages, a form to write it in."""
    if request.method == "GET" and "query" not in request.args and likes_pages():
        return make_response(render_template("sparql.html", text="", result=None, fault=None))
    asked = read(request)
    try:
        return _answer(asked)
    except QueryError as error:
        if likes_pages():
            return make_response(_page(asked, fault=error), 400)
        raise


def _answer(asked: Asked) -> Response:
    choice = choose(asked, request.values.get("format"))
    body = run(asked, choice.format.written)
    if choice.format.name == "html":
        body = _page(asked, body).encode()
    return send(body, choice)


def _page(asked: Asked, body: bytes = b"", fault: QueryError | None = None) -> str:
    result = None if fault else shown(body, asked)
    return render_template("sparql.html", text=asked.text, result=result, fault=fault)
