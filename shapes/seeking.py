"""What a shape takes as evidence: the concepts that it looks for, and in things of which kinds."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from .shape import local_name

ASIDE = frozenset((RDF.type, SH.group, SH.severity, SH.path, SH.target, SH.targetClass, SH.targetNode))
"""What says nothing of the values that a shape looks for."""


@dataclass(slots=True)
class Seeking:
    """Concepts (IRIs), and kinds of thing that they must be mentioned ``within``, or only ``beyond``."""

    concepts: set[str] = field(default_factory=set)
    within: set[str] = field(default_factory=set)
    beyond: set[str] = field(default_factory=set)


def seeking(graph: Graph, shape: Node) -> Seeking:
    """What the ``shape`` looks for by sh:hasValue and sh:in, at any depth, and by sh:class."""
    found = Seeking()
    for positive, predicate, value in _parts(graph, shape):
        if predicate == SH["class"]:
            (found.within if positive else found.beyond).add(local_name(str(value)).lower())
        elif positive and predicate == SH.hasValue and isinstance(value, URIRef):
            found.concepts.add(str(value))
        elif positive and predicate == SH["in"]:
            found.concepts |= {str(each) for each in graph.items(value) if isinstance(each, URIRef)}
    return found


def _parts(graph: Graph, shape: Node) -> Iterator[tuple[bool, Node, Node]]:
    """The constraints in a shape, and whether they are asked for (and not ruled out by sh:not)."""
    seen: set[tuple[Node, bool]] = set()
    waiting = [(shape, True)]
    while waiting:
        node, positive = waiting.pop()
        if (node, positive) in seen:
            continue
        seen.add((node, positive))
        for predicate, value in graph.predicate_objects(node):
            if predicate not in ASIDE:
                yield positive, predicate, value
                waiting.append((value, positive != (predicate == SH["not"])))
