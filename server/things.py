"""The IRIs of things and terms: each answers as a page or as RDF, by what the client accepts."""

from flask import Blueprint, Response, abort, make_response, render_template, request

from .answering import send
from .description import describe, is_known, statements
from .formats import GRAPH_PAGE, GRAPHS, chosen, likes_pages
from .headers import readable_everywhere
from .services import links, store

blueprint = Blueprint("things", __name__)
blueprint.after_request(readable_everywhere)


@blueprint.get("/id/<path:rest>")
def thing(rest: str) -> Response:
    """The thing whose IRI is the graph's base and ``rest``."""
    return _answer(links().thing(rest))


@blueprint.get("/<path:rest>")
def term(rest: str) -> Response:
    """The term, vocabulary or ontology whose IRI is the root of all names and ``rest``."""
    return _answer(links().term(rest))


def _answer(iri: str) -> Response:
    choice = chosen((GRAPH_PAGE, *GRAPHS), request.args.get("format"))
    if not is_known(store(), iri):
        return _unknown(iri)
    if choice.format.name == "html":
        page = render_template("thing.html", thing=describe(store(), iri), formats=GRAPHS)
        return send(page.encode(), choice)
    return send(statements(store(), iri).serialise(choice.format.written), choice)


def _unknown(iri: str) -> Response:
    """404; for people, with the things above it in the path that are there."""
    if not likes_pages():
        abort(404, f"This version of the graph says nothing of {iri}")
    above = [part for part in _above(iri) if is_known(store(), part)]
    return make_response(render_template("unknown.html", iri=iri, above=above), 404)


def _above(iri: str) -> list[str]:
    parts = iri.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts) - 1, 4, -1)]
