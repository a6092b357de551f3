"""Shape packs: one Turtle file is one published profile of SHACL shapes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

import pyoxigraph as ox
from rdflib import RDF, RDFS, URIRef
from rdflib.namespace import DCTERMS, OWL, SH
from rdflib.term import Node

from ..errors import AssetError
from ..ontology.terms import PREFIXES
from .rdf import Graph, graph_of

EQ_STATE = URIRef(PREFIXES["eq"] + "state")
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
NEEDED = (RDFS.label, SH.message, SH.severity, SH.group)


class Readable(Protocol):
    """A file that can be read: a path, or an asset of the package."""

    @property
    def name(self) -> str:
        """The last part of its path."""
        ...

    def read_bytes(self) -> bytes:
        """Its bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """One rule in one state: what it looks at (``targets``: declaration, node) and how a finding is said."""

    iri: str
    label: str
    group: str
    order: int
    severity: str
    state: str
    targets: tuple[tuple[URIRef, Node], ...]

    @property
    def name(self) -> str:
        """The last part of the IRI."""
        return self.iri.replace("/", "#").rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Pack:
    """One profile: its IRI, title, shapes that have targets (in the order of their rules) and the graph."""

    iri: str
    title: str
    file: str
    shapes: tuple[Shape, ...]
    graph: Graph = field(repr=False)


def pack_files() -> tuple[Traversable, ...]:
    """The Turtle files of the packs that come with the package, by name."""
    folder = files("equigraph.shapes") / "packs"
    return tuple(sorted((f for f in folder.iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name))


def built_in_packs() -> tuple[Pack, ...]:
    """The packs that come with the package, by name; AssetError as ``read_pack``."""
    return tuple(read_pack(file) for file in pack_files())


def read_pack(file: Readable) -> Pack:
    """The pack in the Turtle ``file``.

    Raises AssetError with file and line where it is not Turtle, is no profile with a title, has a shape
    without label, message, severity, group or path, or a constraint (SHACL section 5.3) that is not SPARQL.
    """
    return _Reader(file).pack()


class _Reader:
    """One file being read."""

    def __init__(self, file: Readable) -> None:
        self.file = str(file)
        self.text = self._decoded(file)
        self.graph = graph_of(self._triples())

    def pack(self) -> Pack:
        profile = self._profile()
        shapes = sorted(self._shapes(), key=lambda shape: (shape.order, shape.group, shape.iri))
        self._check_queries()
        return Pack(str(profile), self._one(profile, DCTERMS.title), self.file, tuple(shapes), self.graph)

    def _decoded(self, file: Readable) -> str:
        try:
            return file.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            cause = f"the shapes cannot be read: {error}"
            raise AssetError(cause, "Give a Turtle file in UTF-8", self.file) from error

    def _triples(self) -> list[ox.Quad]:
        try:
            return list(ox.parse(self.text, ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise self._fault(f"the shapes are not Turtle: {error.msg}", error.lineno or 1) from error

    def _profile(self) -> Node:
        profiles = self.graph.subjects(RDF.type, OWL.Ontology)
        profile = next((p for p in profiles if (p, DCTERMS.title, None) in self.graph), None)
        if profile is None:
            raise self._fault("the file does not open with an owl:Ontology that has a dcterms:title", 1)
        return profile

    def _shapes(self) -> Iterator[Shape]:
        for node in {s for target in TARGETS for s in self.graph.subjects(target)}:
            yield self._shape(node)

    def _shape(self, node: Node) -> Shape:
        is_property = (node, RDF.type, SH.PropertyShape) in self.graph
        for predicate in (*NEEDED, SH.path) if is_property else NEEDED:
            self._one(node, predicate)
        group = self.graph.value(node, SH.group)
        targets = tuple(sorted((p, o) for p in TARGETS for o in self.graph.objects(node, p)))
        return Shape(
            iri=str(node),
            label=self._one(node, RDFS.label),
            group=self._one(group, RDFS.label),
            order=int(self._one(group, SH.order)),
            severity=self._one(node, SH.severity),
            state=str(self.graph.value(node, EQ_STATE) or ""),
            targets=targets,
        )

    def _one(self, node: Node | None, predicate: URIRef) -> str:
        value = self.graph.value(node, predicate)
        if value is None:
            name = str(node).replace("/", "#").rpartition("#")[2]
            lacking = predicate.n3(self.graph.namespace_manager)
            raise self._fault(f"{name} has no {lacking}", self._line_of(f":{name}"))
        return str(value)

    def _check_queries(self) -> None:
        prefixes = "".join(sorted(self._prefixes()))
        for select in self.graph.objects(None, SH.select):
            self._check_query(prefixes, str(select))

    def _prefixes(self) -> Iterator[str]:
        for declaration in self.graph.objects(None, SH.declare):
            prefix, namespace = (self._one(declaration, p) for p in (SH.prefix, SH.namespace))
            yield f"PREFIX {prefix}: <{namespace}> "

    def _check_query(self, prefixes: str, select: str) -> None:
        try:
            ox.Store().query(prefixes + select)
        except SyntaxError as error:
            at = re.match(r"error at (\d+):\d+: (.*)", str(error), re.DOTALL)
            line, cause = (int(at[1]), at[2]) if at else (1, str(error))
            line += self._line_of(select) - 1
            raise self._fault(f"a constraint is not SPARQL: {cause}", line) from error

    def _line_of(self, words: str) -> int:
        return self.text[: max(self.text.find(words), 0)].count("\n") + 1

    def _fault(self, cause: str, line: int) -> AssetError:
        return AssetError(cause, "Mend the shapes file", self.file, f"line {line}")


def shapes_graph(packs: Iterable[Pack]) -> Graph:
    """One graph with the shapes of all ``packs``."""
    together = Graph()
    for pack in packs:
        for triple in pack.graph:
            together.add(triple)
    return together
