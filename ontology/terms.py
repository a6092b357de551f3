"""Namespaces and terms of the graph as Python names."""

from pyoxigraph import NamedNode

PREFIXES = {
    "eq": "https://w3id.org/equigraph/ns#",
    "characteristic": "https://w3id.org/equigraph/characteristic/",
    "group": "https://w3id.org/equigraph/group/",
    "state": "https://w3id.org/equigraph/state/",
    "method": "https://w3id.org/equigraph/method/",
    "due-kind": "https://w3id.org/equigraph/due-kind/",
    "role": "https://w3id.org/equigraph/role/",
    "column": "https://w3id.org/equigraph/column/",
    "flag": "https://w3id.org/equigraph/flag/",
    "organisation": "https://w3id.org/equigraph/organisation/",
    "topic": "https://w3id.org/equigraph/topic/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

DEFAULT_BASE = "https://w3id.org/equigraph/id/"


def term(name: str) -> NamedNode:
    """The IRI of the prefixed ``name``, such as ``eq:Action``; KeyError for a prefix not in ``PREFIXES``."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)
