"""A file of shapes being read: its graph, its shapes, and what they say of themselves."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from ..errors import AssetError
from ..ontology.terms import PREFIXES
from . import model
from .property_names import named_parts
from .rdf import Graph, graph_of
from .seeking import Seeking, seeking
from .shape import Shape, local_name
from .turtle_places import TurtlePlaces

EQ = PREFIXES["eq"]
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
NEEDED = (RDFS.label, SH.message, SH.severity, SH.group)
STATE = PREFIXES["state"]
TYPE, METRIC = ox.NamedNode(str(RDF.type)), ox.NamedNode(PREFIXES["dqv"] + "Metric")


class PackReader:
    """The Turtle ``content`` of ``file``; AssetError where it is none."""

    def __init__(self, file: str, content: bytes) -> None:
        self.file = file
        parser = ox.parse(content, ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        try:
            self._source = content.decode()
            triples = _measuring(named_parts([quad.triple for quad in parser]))
        except UnicodeDecodeError as error:
            line = 1 + content.count(b"\n", 0, error.start)
            raise self.fault("the shapes cannot be read, for they are no text in UTF-8", line) from error
        except SyntaxError as error:
            raise self.fault(f"the shapes are not Turtle: {error.msg}", error.lineno or 1) from error
        self.places = TurtlePlaces(self._source, dict(parser.prefixes))
        self.text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        self.graph: Graph = graph_of(triples)

    def fault(self, cause: str, line: int) -> AssetError:
        """The error to raise for a fault in a line."""
        return AssetError(cause, "Mend the shapes file", self.file, f"line {line}")

    @cached_property
    def profile(self) -> Node:
        """What the file is about; AssetError where it does not say."""
        profiles = self.graph.subjects(RDF.type, OWL.Ontology)
        profile = next((p for p in profiles if (p, DCTERMS.title, None) in self.graph), None)
        if profile is None:
            raise self.fault("the file does not open with an owl:Ontology that has a dcterms:title", 1)
        return profile

    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that have targets; AssetError for one that lacks what a finding needs."""
        nodes = {s for target in TARGETS for s in self.graph.subjects(target)}
        for target in self.graph.objects(None, SH.target):
            self.one(target, SH.select)
        return in_order(self._shape(node) for node in nodes)

    def looks_at(self) -> frozenset[str]:
        """What the pack needs beside the plan itself; AssetError for anything but evidence."""
        beside = frozenset(str(each) for each in self.graph.objects(self.profile, URIRef(EQ + "looksAt")))
        if beside - {"evidence"}:
            cause = f"a pack can look at evidence, and not at {', '.join(sorted(beside - {'evidence'}))}"
            raise self.fault(cause, self.line_of(self.profile))
        return beside

    def model(self, name: str, digest: str, shapes: Iterable[Shape]) -> model.Pack:
        """The pack as plain values, its file called ``name``."""
        return model.Pack(
            iri=str(self.profile),
            name=name.removesuffix(".ttl"),
            title=self.one(self.profile, DCTERMS.title),
            text=self.said(self.profile, DCTERMS.description),
            file=name,
            sha256=digest,
            criteria=described(self.graph, shapes),
        )

    def one(self, node: Node | None, predicate: URIRef) -> str:
        """What ``node`` says by ``predicate``; AssetError where it says nothing."""
        value = self.said(node, predicate)
        if not value:
            lacking = predicate.n3(self.graph.namespace_manager)
            raise self.fault(f"{local_name(str(node))} has no {lacking}", self.line_of(node))
        return value

    def said(self, node: Node | None, predicate: URIRef) -> str:
        """What ``node`` says by ``predicate``, or nothing."""
        return words(self.graph, node, predicate)

    def line_of(self, node: Node | None) -> int:
        """Where the statement about ``node`` begins."""
        return self.places.of_subject(str(node))

    def _shape(self, node: Node) -> Shape:
        is_property = (node, RDF.type, SH.PropertyShape) in self.graph
        for predicate in (*NEEDED, SH.path) if is_property else NEEDED:
            self.one(node, predicate)
        self._check_group(self.graph.value(node, SH.group))
        return shape_of(self.graph, node, self.prefixes, self.line_of(node))

    def _check_group(self, group: Node | None) -> None:
        self.one(group, RDFS.label)
        if not self.one(group, SH.order).lstrip("-").isdigit():
            raise self.fault(f"the sh:order of {local_name(str(group))} is no number", self.line_of(group))

    @cached_property
    def prefixes(self) -> str:
        """The declared prefixes (SHACL section 5.2.1) as a query begins with them."""
        declared = {
            (self.one(each, SH.prefix), self.one(each, SH.namespace))
            for each in self.graph.objects(None, SH.declare)
        }
        return "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in sorted(declared))


def _measuring(triples: list[ox.Triple]) -> list[ox.Triple]:
    """The triples, and that each shape with a target is a metric: measurements are of it (DQV)."""
    targets = {str(target) for target in TARGETS}
    metrics = {
        t.subject for t in triples if t.predicate.value in targets and isinstance(t.subject, ox.NamedNode)
    }
    return triples + [ox.Triple(each, TYPE, METRIC) for each in sorted(metrics, key=str)]


def shape_of(graph: Graph, node: Node, prefixes: str = "", line: int = 0) -> Shape:
    """The shape ``node``, whose queries have the ``prefixes`` and which stands in a ``line`` of its file."""
    group = graph.value(node, SH.group)
    parts = frozenset(_parts(graph, node))
    return Shape(
        iri=str(node),
        label=words(graph, node, RDFS.label),
        group=str(group),
        order=int(words(graph, group, SH.order) or 0),
        severity=words(graph, node, SH.severity),
        state=words(graph, node, URIRef(EQ + "state")),
        verdict=words(graph, node, URIRef(EQ + "verdict")) or model.FAILED,
        message=words(graph, node, SH.message),
        targets=tuple(sorted(_targets(graph, node, prefixes))),
        parts=parts,
        silent=frozenset(part for part in parts if not words(graph, URIRef(part), SH.message)),
        line=line,
        applies=_query(graph, node, "appliesTo", prefixes),
        unknown=_query(graph, node, "cannotTell", prefixes),
        explained=words(graph, node, URIRef(EQ + "explainedBy")),
        asked=frozenset(_asked(graph, node)),
    )


def words(graph: Graph, node: Node | None, predicate: URIRef) -> str:
    """What ``node`` says by ``predicate``, in English where it says it in several languages, or nothing."""
    found = sorted(graph.objects(node, predicate), key=lambda each: (_foreign(each), str(each)))
    return str(found[0]) if found else ""


def pack_order(graph: Graph, pack: Node) -> int:
    """The ``sh:order`` of a pack among packs, 0 where it has none."""
    order = words(graph, pack, SH.order)
    return int(order) if order.lstrip("-").isdigit() else 0


def in_order(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """The shapes in the order of their criteria."""
    return tuple(sorted(shapes, key=lambda shape: (shape.order, shape.group, shape.iri)))


def described(graph: Graph, shapes: Iterable[Shape]) -> tuple[model.Criterion, ...]:
    """The criteria of the ``shapes`` as plain values, in their order."""
    groups: dict[str, list[Shape]] = {}
    for shape in shapes:
        groups.setdefault(shape.group, []).append(shape)
    return tuple(_criterion(graph, URIRef(iri), found) for iri, found in groups.items())


def _criterion(graph: Graph, group: URIRef, shapes: Iterable[Shape]) -> model.Criterion:
    return model.Criterion(
        iri=str(group),
        name=local_name(str(group)),
        label=words(graph, group, RDFS.label),
        text=words(graph, group, DCTERMS.description),
        basis=words(graph, group, URIRef(EQ + "basis")),
        sources=tuple(_source(graph, each) for each in sorted(graph.objects(group, DCTERMS.source), key=str)),
        checks=tuple(_check(graph, group, shape) for shape in shapes),
    )


def _source(graph: Graph, source: Node) -> model.Source:
    if isinstance(source, Literal):
        return model.Source("", str(source))
    name = next(
        (w for p in (DCTERMS.title, RDFS.label, SKOS.prefLabel) if (w := words(graph, source, p))), ""
    )
    return model.Source(str(source), name)


def _check(graph: Graph, group: URIRef, shape: Shape) -> model.Check:
    def own(name: str) -> str:
        """The shape's words, or else the criterion's."""
        return next((w for n in (URIRef(shape.iri), group) if (w := words(graph, n, URIRef(EQ + name)))), "")

    sought = seeking(graph, URIRef(shape.iri)) if shape.verdict == model.NOT_FOUND else Seeking()
    return model.Check(
        iri=shape.iri,
        name=shape.name,
        label=shape.label,
        severity=local_name(shape.severity),
        state=shape.state.removeprefix(STATE),
        condition=shape.message,
        cause=own("cause"),
        effect=own("effect"),
        remedy=own("remedy"),
        verdict=shape.verdict,
        seeks=tuple(sorted(sought.concepts)),
        within=tuple(sorted(sought.within)),
        beyond=tuple(sorted(sought.beyond)),
    )


def _targets(graph: Graph, node: Node, prefixes: str) -> Iterator[tuple[str, str]]:
    for kind in TARGETS:
        for target in graph.objects(node, kind):
            query = prefixes + words(graph, target, SH.select)
            yield str(kind), query if kind == SH.target else str(target)


def _query(graph: Graph, node: Node, name: str, prefixes: str) -> str:
    """The query that ``node`` has by a property of ours, or nothing."""
    said = graph.value(node, URIRef(EQ + name))
    return prefixes + words(graph, said, SH.select) if said is not None else ""


def _asked(graph: Graph, node: Node) -> Iterator[str]:
    """The things that the shape asks for by name, at any depth of it."""
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        seen.add(each)
        yield from (str(v) for v in graph.objects(each, SH.hasValue) if isinstance(v, URIRef))
        yield from (str(v) for v in _listed(graph, each))
        waiting += [n for n in graph.objects(each) if isinstance(n, BNode) and n not in seen]


def _listed(graph: Graph, node: Node) -> Iterator[Node]:
    for head in graph.objects(node, SH["in"]):
        yield from (each for each in graph.items(head) if isinstance(each, URIRef))


def _parts(graph: Graph, node: Node) -> Iterator[str]:
    """The shape and the property shapes in it, at any depth."""
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each not in seen and isinstance(each, URIRef | BNode):
            seen.add(each)
            waiting += graph.objects(each, SH.property)
    return (str(each) for each in seen)


def _foreign(word: Node) -> bool:
    return isinstance(word, Literal) and bool(word.language) and not str(word.language).startswith("en")
