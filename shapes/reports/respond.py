"""Decisions about findings as Turtle: a waiver for each that is waived, a response for the others."""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from ...ontology.terms import PREFIXES, term
from ..waiver_file import BASE
from .answers import Answer
from .turtle import XSD_DATE, Statement
from .words import many

USED = ("dcterms", "eq", "oa", "rdf", "sh", "xsd")


def as_turtle(answers: Iterable[Answer]) -> bytes:
    """The ``answers`` in a fixed order: waivers as ``--waivers`` reads them, responses as annotations."""
    return _written(_triples(answers))


def merged(answers: Sequence[Answer], earlier: bytes) -> bytes:
    """As ``as_turtle``, with all that the Turtle ``earlier`` says but of findings that ``answers`` decide."""
    said = [quad.triple for quad in ox.parse(earlier, ox.RdfFormat.TURTLE, base_iri=BASE)]
    marks = {ox.Literal(answer.finding.fingerprint) for answer in answers}
    findings = {ox.NamedNode(answer.finding.iri) for answer in answers}
    replaced = {triple.subject for triple in said if triple.object in marks | findings}
    return _written({*_triples(answers), *(triple for triple in said if triple.subject not in replaced)})


def summary(answers: Sequence[Answer], kept: int = 0) -> str:
    """How many decisions there are of each kind, and how many of before are ``kept``, in words."""
    waived = sum(answer.decision == "waive" for answer in answers)
    said = f"{many(waived, 'waiver')}, {many(len(answers) - waived, 'response')}"
    return said + (f", {many(kept, 'decision')} of before kept" if kept else "")


def _triples(answers: Iterable[Answer]) -> set[ox.Triple]:
    return {ox.Triple(*said) for answer in answers for said in _statements(answer)}


def _written(triples: set[ox.Triple]) -> bytes:
    prefixes = {name: PREFIXES[name] for name in USED}
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _statements(answer: Answer) -> Iterator[Statement]:
    waived = answer.decision == "waive"
    node = ox.NamedNode(f"{answer.finding.iri}/{'waiver' if waived else 'response'}")
    yield from _waiver(node, answer) if waived else _response(node, answer)
    yield node, term("dcterms:creator"), ox.Literal(answer.person)
    if answer.date:
        yield node, term("dcterms:issued"), ox.Literal(answer.date, datatype=XSD_DATE)
    if answer.expires:
        yield node, term("dcterms:valid"), ox.Literal(answer.expires, datatype=XSD_DATE)


def _waiver(node: ox.NamedNode, answer: Answer) -> Iterator[Statement]:
    yield node, term("rdf:type"), term("eq:Waiver")
    yield node, term("eq:fingerprint"), ox.Literal(answer.finding.fingerprint)
    yield node, term("eq:reason"), ox.Literal(answer.reason)


def _response(node: ox.NamedNode, answer: Answer) -> Iterator[Statement]:
    yield node, term("rdf:type"), term("oa:Annotation")
    yield node, term("oa:hasTarget"), ox.NamedNode(answer.finding.iri)
    yield node, term("oa:bodyValue"), ox.Literal(answer.reason)
    yield node, term("dcterms:type"), ox.Literal(answer.decision)
