"""What is wrong with a file of shapes that is Turtle: unknown terms, shapes of no use, broken queries."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from ..ontology.terms import DEFAULT_BASE
from .known_terms import OURS, described, unknown_in
from .pack_reader import TARGETS, PackReader
from .pack_values import check_values
from .shape import local_name

NAMED = re.compile(r"<(?P<iri>[^<>\s]+)>|(?<![\w:?$])(?P<prefix>[A-Za-z][\w-]*):(?P<local>[\w-]+)")
DECLARED = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n<>]*$", re.MULTILINE)
QUERIES = (SH.select, SH.ask, SH.construct)
REFUSED = re.compile(r"(?<![\w:?$-])(MINUS|SERVICE)(?![\w:-])", re.IGNORECASE)
"""What a constraint must not hold (SHACL section 5.2.1): it must not ask others, nor take away."""


def check_pack(reader: PackReader) -> None:
    """Raise AssetError, with the line, for the first fault of the file."""
    _check_terms(reader)
    check_values(reader)
    for query in (query for kind in QUERIES for query in reader.graph.objects(None, kind)):
        _check_query(reader, str(query))
    _check_use(reader)


def _check_terms(reader: PackReader) -> None:
    """Each term of SHACL, and each of our own, is one that there is."""
    for term in sorted({str(term) for triple in reader.graph for term in triple if isinstance(term, URIRef)}):
        if cause := _unknown(reader, term):
            raise reader.fault(cause, reader.places.of_term(term))


def _unknown(reader: PackReader, term: str) -> str:
    """What is wrong with a term, if it is in a namespace that we know and is not there."""
    if vocabulary := unknown_in(term):
        start = "sh:" if term.startswith(str(SH)) else ""
        return f"{vocabulary} has no term {start + local_name(term) if start else f'<{term}>'}"
    if _is_ours(reader, term) and term not in described():
        return f"the ontology and its vocabularies have no term <{term}>"
    return ""


def _is_ours(reader: PackReader, term: str) -> bool:
    """Whether the term is in a namespace of the ontology or its vocabularies, and not of shapes or things."""
    own = (str(reader.profile), f"{OURS}shapes/", DEFAULT_BASE)
    return term.startswith(OURS) and not term.startswith(own) and not term.endswith(("/", "#"))


def _check_query(reader: PackReader, query: str) -> None:
    """The constraint is SPARQL, and names only terms of ours that there are."""
    try:
        ox.Store().query(reader.prefixes + query)
    except SyntaxError as error:
        at = re.match(r"error at (\d+):\d+: (.*)", str(error), re.DOTALL)
        line, cause = (int(at[1]), at[2]) if at else (1, str(error))
        line += reader.places.of_words(query) - 1
        raise reader.fault(f"a constraint is not SPARQL: {cause}", line) from error
    _check_refused(reader, query)
    for offset, term in _terms(reader.prefixes + query):
        if cause := _unknown(reader, term):
            raise reader.fault(cause, _line_in(reader, query, offset - len(reader.prefixes)))


def _check_refused(reader: PackReader, query: str) -> None:
    if found := REFUSED.search(QUOTED.sub(lambda quoted: " " * len(quoted[0]), query)):
        cause = f"a query of shapes must not contain a {found[0].upper()} clause"
        raise reader.fault(cause, _line_in(reader, query, found.start()))


def _line_in(reader: PackReader, query: str, offset: int) -> int:
    return reader.places.of_words(query) + query.count("\n", 0, offset)


def _terms(query: str) -> Iterator[tuple[int, str]]:
    prefixes = dict(DECLARED.findall(query))
    text = query
    for passed_over in (DECLARED, QUOTED):
        text = passed_over.sub(lambda found: " " * len(found[0]), text)
    for found in NAMED.finditer(text):
        if found["iri"] is not None:
            yield found.start(), found["iri"]
        elif found["prefix"] in prefixes:
            yield found.start(), prefixes[found["prefix"]] + found["local"]


def _check_use(reader: PackReader) -> None:
    """No shape is there for nothing: each has a target, or another shape uses it; and there is one."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    for shape in sorted({s for kind in kinds for s in reader.graph.subjects(RDF.type, kind)}, key=str):
        if isinstance(shape, BNode) or _targeted(reader, shape) or _used(reader, shape):
            continue
        cause = f"{local_name(str(shape))} has no target, and no other shape uses it"
        raise reader.fault(cause, reader.line_of(shape))
    if not any(_targets(reader)):
        raise reader.fault("the file has no shape with a target", 1)


def _targets(reader: PackReader) -> Iterator[Node]:
    return (shape for target in TARGETS for shape in reader.graph.subjects(target))


def _targeted(reader: PackReader, shape: Node) -> bool:
    return any((shape, target, None) in reader.graph for target in TARGETS)


def _used(reader: PackReader, shape: Node) -> bool:
    return not isinstance(shape, Literal) and (None, None, shape) in reader.graph
