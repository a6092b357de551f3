"""Terms, vocabularies and the ontology: documents that answer under their own IRIs and their versions'."""

from flask import Response
from pyoxigraph import NamedNode

from ..description import is_iri, is_known
from ..formats import GRAPH_PAGE, GRAPHS, Choice, chosen
from ..records import records
from ..services import links, store
from ..versions import link
from .documents import data
from .endings import format_of, split
from .missing import missing
from .profiles import wanted_format
from .relations import located


def answer(rest: str) -> Response:
    """The term whose IRI is the root of all names and ``rest``, as a page or RDF by what the client accepts;
    with an ending such as ``.ttl`` or ``.html``, in that format.

    The IRI of a version answers as what it is a version of, where this graph has just that one.
    """
    iri = links().term(rest)
    if latest := _of_version(iri):
        response = _chosen(latest)
        link(response, links().page(latest), "latest-version")
        return response
    if is_known(store(), iri):
        return _chosen(iri)
    stem, ending = split(rest)
    format = format_of(ending)
    if format and is_known(store(), links().term(stem)):
        return data(links().term(stem), Choice(format, format.types[0]))
    return missing(links().term(stem) if format else iri)


def _chosen(iri: str) -> Response:
    choice = chosen((GRAPH_PAGE, *GRAPHS), wanted_format())
    return located(data(iri, choice), iri, choice)


def _of_version(iri: str) -> str | None:
    """What ``iri`` names a version of; None where it names none."""
    rows = records(store().named("site/version-of", {"thing": iri})) if is_iri(iri) else []
    return next((each.value for row in rows if isinstance(each := row["document"], NamedNode)), None)
