"""Namespaces whose terms are all known, so that a misspelt one can be told."""

from functools import cache

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, TIME

from ..ontology.assets import ontology_files, vocabulary_files

OURS = "https://w3id.org/equigraph/"
CLOSED = {"SHACL": SH, "RDF": RDF, "RDFS": RDFS, "OWL": OWL, "SKOS": SKOS} | {
    "Dublin Core": DCTERMS, "FOAF": FOAF, "the organisation ontology": ORG, "PROV": PROV, "OWL-Time": TIME,
}  # fmt: skip
"""Vocabularies by name, whose terms rdflib lists."""


def unknown_in(term: str) -> str:
    """The name of the published vocabulary that ``term`` should be of and is not; else nothing."""
    for name, namespace in CLOSED.items():
        start = str(namespace)
        if term.startswith(start) and len(term) > len(start) and URIRef(term) not in namespace:
            return name
    return ""


@cache
def described() -> frozenset[str]:
    """What the ontology and the vocabularies describe."""
    return frozenset(
        quad.subject.value
        for asset in (*ontology_files(), *vocabulary_files())
        for quad in ox.parse(asset.text, ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    )
