"""Terms of pyoxigraph as terms of rdflib, as written: lexical forms are kept."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Processor, Result
from rdflib.term import BNode, Literal, Node, URIRef

XSD_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Graph(rdflib.Graph):
    """An rdflib graph that parses each query text once: pySHACL asks the same text for every focus node."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[str, Query] = {}

    def query(
        self,
        query_object: str | Query,
        processor: str | Processor = "sparql",
        result: str | type[Result] = "sparql",
        initNs: Mapping[str, Any] | None = None,
        initBindings: Mapping[str, Any] | None = None,
        use_store_provided: bool = True,
        **kwargs: Any,  # noqa: ANN401 - as in rdflib
    ) -> Result:
        """Answer the query like ``rdflib.Graph.query``."""
        if isinstance(query_object, str):
            query_object = self._prepare(query_object, initNs)
        arguments = (processor, result, initNs, initBindings, use_store_provided)
        return super().query(query_object, *arguments, **kwargs)

    def _prepare(self, text: str, prefixes: Mapping[str, Any] | None) -> Query:
        if text not in self._prepared:
            self._prepared[text] = prepareQuery(text, initNs=dict(prefixes or {}))
        return self._prepared[text]


def graph_of(triples: Iterable[ox.Triple | ox.Quad]) -> Graph:
    """The graph of the ``triples``; of quads, the graph's name is dropped."""
    graph = Graph()
    with _quietly():
        for triple in triples:
            subject, predicate = node_of(triple.subject), URIRef(triple.predicate.value)
            graph.add((subject, predicate, term_of(triple.object)))
    return graph


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that is not of its datatype."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def term_of(term: OxTerm) -> Node:
    """The rdflib term of ``term``; a literal keeps its lexical form, even "007" or an impossible date.

    A text has no datatype, as rdflib reads it in a query: it holds one with xsd:string for another term.
    """
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype == XSD_STRING
        datatype = None if plain else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return node_of(term)


def node_of(term: OxTerm) -> URIRef | BNode:
    """The rdflib node of an IRI or blank node; TypeError for a quoted triple, unknown to SHACL 1.0."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise TypeError(f"{term} is no node of a plan")


def ox_of(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The pyoxigraph term of an rdflib term; a blank node keeps its label."""
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, Literal):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting literals within, then restore its setting, which pySHACL switches on."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
