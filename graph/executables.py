"""The named queries as things that others can find and run (SHACL Advanced Features, 8)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.terms import term
from ..queries.catalogue import NAMES, Catalogue, Query
from ..queries.header import Parameter
from .guard import check

OWN = ("site/", "overview/", "search/", "description/")
"""Folders of queries that pages and builds ask, which are nobody's question."""
KINDS = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
}
DATATYPES = {"string": "xsd:string", "date": "xsd:date", "integer": "xsd:integer"}


def executables(catalogue: Catalogue) -> Iterator[Triple]:
    """What there is to say of each query; its IRI is also the path where a server answers it."""
    for name in catalogue.names():
        if not name.startswith(OWN):
            yield from _executable(catalogue.get(name))


def _executable(query: Query) -> Iterator[Triple]:
    form = check(query.text).form
    if form not in KINDS:
        return
    iri = NamedNode(f"{NAMES}query/{query.name}")
    kind, text = KINDS[form]
    yield Triple(iri, term("rdf:type"), term("sh:SPARQLExecutable"))
    yield Triple(iri, term("rdf:type"), term(kind))
    yield Triple(iri, term(text), Literal(query.text))
    yield Triple(iri, term("rdfs:label"), Literal(query.summary, language="en"))
    if query.question:
        yield Triple(iri, term("dcterms:description"), Literal(query.question, language="en"))
    for param in query.params:
        yield from _parameter(iri, param)


def _parameter(query: NamedNode, param: Parameter) -> Iterator[Triple]:
    iri = NamedNode(f"{query.value}#{param.name}")
    yield Triple(query, term("sh:parameter"), iri)
    yield Triple(iri, term("rdf:type"), term("sh:Parameter"))
    yield Triple(iri, term("sh:path"), NamedNode(f"{NAMES}query#{param.name}"))
    yield Triple(iri, term("sh:name"), Literal(param.name))
    yield Triple(iri, term("sh:description"), Literal(param.description, language="en"))
    yield Triple(iri, term("sh:optional"), Literal(not param.required))
    if param.type in DATATYPES:
        yield Triple(iri, term("sh:datatype"), term(DATATYPES[param.type]))
    else:
        yield Triple(iri, term("sh:nodeKind"), term("sh:IRI"))
