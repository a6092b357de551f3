"""Graphs at /store by the SPARQL 1.1 Graph Store HTTP Protocol, its reading half: nothing can be written."""

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import BadRequest

from .answering import answer
from .formats import GRAPHS, chosen
from .headers import negotiated, readable_everywhere
from .own_queries import asks, is_so
from .parameters import Parameters, parameters
from .protocol import Asked, check_graph
from .services import links

blueprint = Blueprint("store", __name__)
blueprint.after_request(readable_everywhere)
blueprint.after_request(negotiated)

ONE = "Name one graph with graph=IRI, or ask for the union of all with default."
TWICE = "The path names a graph already. Leave out graph and default, or ask at /store."


@blueprint.get("/store")
def indirect() -> Response:
    """The graph that the parameter ``graph`` names, or the ``default`` one, the union of all (4.2).

    400 for neither, both, several or no absolute IRI; 404 for an unknown graph.
    """
    given = parameters(request)
    return _answer(_asked(given), given)


@blueprint.get("/store/<path:rest>")
def direct(rest: str) -> Response:
    """The graph whose IRI is the graph's base and ``rest`` (4.1); 404 for an unknown one.

    400 where the parameters name one besides.
    """
    given = parameters(request)
    if "graph" in given or "default" in given:
        raise BadRequest(TWICE)
    return _answer(_of_graph(links().thing(rest)), given)


def _asked(given: Parameters) -> Asked:
    graphs, union = given.all("graph"), given.all("default")
    if len(graphs) + len(union) != 1:
        raise BadRequest(ONE)
    return _of_graph(graphs[0]) if graphs else asks("site/all", {})


def _of_graph(iri: str) -> Asked:
    check_graph(iri)
    if not is_so("site/is-graph", {"thing": iri}):
        abort(404, f"There is no graph {iri}")
    return asks("site/graph", {"thing": iri})


def _answer(asked: Asked, given: Parameters) -> Response:
    return answer(asked, chosen(GRAPHS, given.first("format")))
