"""The audit of a plan as a version keeps it, read back from its part; and the packs as they were then."""

from collections import defaultdict
from collections.abc import Mapping

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, OWL, RDF

from ..errors import UsageError
from ..graph.store import Store
from ..ontology.terms import PREFIXES
from . import model
from .audit import Audit, Coverage, Finding
from .engine import SH, Term
from .pack_reader import TARGETS, described, in_order, pack_order, shape_of, words
from .rdf import Graph, graph_of
from .shape import local_name

EQ, DQV, PROV = (PREFIXES[name] for name in ("eq", "dqv", "prov"))
Nodes = Mapping[str, Mapping[str, list[Term]]]


def read_audit(content: bytes) -> Audit:
    """The audit in the N-Quads of an audit graph; UsageError where there is none."""
    nodes, graph = _nodes(content)
    report = next((iri for iri, said in nodes.items() if f"{SH}conforms" in said), None)
    if report is None:
        raise UsageError("no audit is stored in this version", "Build the graph again with: equigraph build")
    measured = (said for said in nodes.values() if f"{DQV}isMeasurementOf" in said)
    found = (iri.value for iri in nodes[report].get(f"{SH}result", ()) if isinstance(iri, ox.NamedNode))
    return Audit(
        plan=report.removesuffix("/audit"),
        graph=graph,
        packs=_iris(nodes[report], f"{PROV}used"),
        findings=tuple(_finding(iri, nodes[iri]) for iri in sorted(found)),
        coverage=tuple(_coverage(said) for said in measured),
        unseen=_iris(nodes[report], f"{EQ}unseen"),
    )


def stored_packs(store: Store) -> tuple[model.Pack, ...]:
    """The packs that a version was audited by; GraphError where its part is damaged."""
    parts = {path.name: path for path in store.parts()}
    graph = graph_of(ox.parse(path=parts["shapes.nq"], format=ox.RdfFormat.N_QUADS))
    nodes = sorted(
        graph.subjects(RDF.type, OWL.Ontology), key=lambda node: (pack_order(graph, node), str(node))
    )
    profiles = [str(node) for node in nodes]
    return tuple(_pack(graph, profile, store.manifest.shapes) for profile in profiles)


def _nodes(content: bytes) -> tuple[Nodes, str]:
    nodes: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    graph = ""
    for quad in ox.parse(content, ox.RdfFormat.N_QUADS):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object)
            graph = quad.graph_name.value
    return nodes, graph


def _finding(iri: str, said: Mapping[str, list[Term]]) -> Finding:
    value = next(iter(said.get(f"{SH}value", ())), None)
    return Finding(
        iri=iri,
        shape=_one(said, f"{SH}sourceShape"),
        focus=_one(said, f"{SH}focusNode"),
        path=_one(said, f"{SH}resultPath"),
        severity=_one(said, f"{SH}resultSeverity"),
        state=_one(said, f"{EQ}state"),
        component=_one(said, f"{SH}sourceConstraintComponent"),
        message=_one(said, f"{SH}resultMessage"),
        value=value if isinstance(value, ox.NamedNode | ox.Literal) else None,
    )


def _coverage(said: Mapping[str, list[Term]]) -> Coverage:
    names = (f"{DQV}value", f"{EQ}failed", f"{EQ}unknown", f"{EQ}explained")
    return Coverage(_one(said, f"{DQV}isMeasurementOf"), *(int(_one(said, name) or 0) for name in names))


def _one(said: Mapping[str, list[Term]], predicate: str) -> str:
    found = next(iter(said.get(predicate, ())), None)
    return found.value if isinstance(found, ox.NamedNode | ox.Literal) else ""


def _iris(said: Mapping[str, list[Term]], predicate: str) -> tuple[str, ...]:
    return tuple(sorted(iri.value for iri in said.get(predicate, ()) if isinstance(iri, ox.NamedNode)))


def _pack(graph: Graph, profile: str, files: Mapping[str, str]) -> model.Pack:
    """The shapes of a pack of the package have IRIs that begin with the pack's, and its file its name."""
    name = local_name(profile)
    node = next(p for p in graph.subjects(RDF.type, OWL.Ontology) if str(p) == profile)
    targeted = {s for target in TARGETS for s in graph.subjects(target) if str(s).startswith(f"{profile}#")}
    return model.Pack(
        iri=profile,
        name=name,
        title=words(graph, node, DCTERMS.title),
        text=words(graph, node, DCTERMS.description),
        file=f"{name}.ttl",
        sha256=files.get(f"{name}.ttl", ""),
        criteria=described(graph, in_order(shape_of(graph, shape) for shape in targeted)),
    )
