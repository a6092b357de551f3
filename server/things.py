"""The addresses of things and terms: of each thing itself, of its page and of what is said of it as RDF."""

from flask import Blueprint, Response

from .description import is_known
from .formats import GRAPHS, Choice, chosen
from .headers import negotiated, readable_everywhere
from .linked import documents, terms
from .linked.endings import format_of, split
from .linked.missing import missing
from .linked.profiles import wanted_format
from .linked.relations import located
from .linked.see_other import see_other
from .services import links, store

blueprint = Blueprint("things", __name__)
blueprint.after_request(readable_everywhere)


@blueprint.get("/id/<path:rest>")
def thing(rest: str) -> Response:
    """From the thing whose IRI is the graph's base and ``rest`` to a document about it; 404 for an unknown
    one.
    """
    iri = links().thing(rest)
    return negotiated(see_other(iri) if is_known(store(), iri) else missing(iri))


@blueprint.get("/doc/<path:rest>")
def page(rest: str) -> Response:
    """The page of that thing; where a ``format`` is asked for, from there to it."""
    iri = links().thing(rest)
    if not is_known(store(), iri):
        return missing(iri)
    return see_other(iri) if wanted_format() else documents.page(iri)


@blueprint.get("/data/<path:rest>")
def data(rest: str) -> Response:
    """What is said of that thing as RDF: in the format of the address's ending, or without one by what the
    client accepts.
    """
    stem, ending = split(rest)
    described, iri, format = links().thing(stem), links().thing(rest), format_of(ending)
    if format in GRAPHS and is_known(store(), described):
        return documents.data(described, Choice(format, format.types[0]))
    if not is_known(store(), iri):
        return missing(described if format in GRAPHS else iri)
    choice = chosen(GRAPHS, wanted_format())
    return negotiated(located(documents.data(iri, choice), iri, choice))


@blueprint.get("/<path:rest>")
def term(rest: str) -> Response:
    """The term, vocabulary or ontology whose IRI is the root of all names and ``rest``."""
    return negotiated(terms.answer(rest))
