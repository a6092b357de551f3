"""The documents about a thing: its page, and what is said of it as RDF."""

from flask import Response, render_template

from .. import term_documents
from ..answering import send
from ..description import describe, statements
from ..formats import GRAPH_PAGE, Choice
from ..services import links, store
from .listing import listing
from .profiles import asks_for_all, profile, told
from .relations import forms, related
from .schema_org import schema_org


def page(iri: str) -> Response:
    """The page of ``iri``, which is known."""
    if asks_for_all():
        return listing(iri)
    said = schema_org(store(), iri)
    terms = term_documents.document(iri, forms=forms(iri), said=said)
    body = terms or render_template("thing.html", thing=describe(store(), iri), forms=forms(iri), said=said)
    return related(send(body.encode(), Choice(GRAPH_PAGE, "text/html")), iri)


def data(iri: str, choice: Choice) -> Response:
    """What is said of ``iri``, which is known, in the format of ``choice`` and the profile that is asked for;
    a page where that is the format.
    """
    if choice.format is GRAPH_PAGE or asks_for_all():
        return page(iri)
    said = statements(store(), iri, profile().query)
    response = related(send(said.serialise(choice.format.written), choice), iri)
    return told(response, links().data(iri, choice.format.ending))
