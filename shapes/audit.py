"""The audit of one plan: its part of the graph, as mapped, against the shape packs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox
from rdflib import RDF, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from ..errors import BuildError
from ..ontology.terms import DEFAULT_BASE, PREFIXES
from .engine import Result, validate
from .packs import Pack, Shape, built_in_packs, shapes_graph
from .rdf import Graph, graph_of

NOT_AUDITED = ("/evidence", "/audit")
EQ_PLAN = URIRef(PREFIXES["eq"] + "Plan")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result with a stable IRI; ``path``, ``state`` (a concept's IRI) and ``value`` may be lacking."""

    iri: str
    shape: str
    focus: str
    path: str
    severity: str
    state: str
    component: str
    message: str
    value: Node | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many things a shape looked at, and how many of them failed; no target means nothing to test."""

    shape: Shape
    targets: int
    failed: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What the ``packs`` (IRIs) say about the ``plan``: findings by IRI, coverage by rule."""

    plan: str
    graph: str
    packs: tuple[str, ...]
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no finding of any severity (SHACL section 3.6.1.1)."""
        return not self.findings


def audit_plan(
    quads: bytes | Iterable[str],
    base: str = DEFAULT_BASE,
    packs: Sequence[Pack] = (),
    vocabularies: bytes | Iterable[str] = b"",
) -> Audit:
    """Validate one plan's N-Quads, mapped and inferred; its evidence and audit graphs are passed over.

    Takes the ``base`` of things, the ``packs`` (none: those of the package) and N-Quads of ``vocabularies``,
    which the packs of the package do not need. Raises BuildError where the quads hold no plan or several,
    and AssetError where a pack cannot be used.
    """
    packs = tuple(packs) or built_in_packs()
    data = graph_of([*_audited(quads), *_audited(vocabularies)])
    plan = _plan_of(data)
    shapes = {shape.iri: shape for pack in packs for shape in pack.shapes}
    results = validate(data, shapes_graph(packs), ", ".join(pack.file for pack in packs))
    findings = _findings(plan, base, shapes, results)
    coverage = _coverage(data, tuple(shapes.values()), findings)
    name = f"{base}graph/{plan.removeprefix(base)}/audit"
    return Audit(plan, name, tuple(pack.iri for pack in packs), findings, coverage)


def _audited(quads: bytes | Iterable[str]) -> list[ox.Quad]:
    text = quads if isinstance(quads, bytes) else "\n".join(line.rstrip("\n") for line in quads)
    return [quad for quad in ox.parse(text, ox.RdfFormat.N_QUADS) if not _passed_over(quad.graph_name)]


def _passed_over(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
    return isinstance(graph, ox.NamedNode) and graph.value.endswith(NOT_AUDITED)


def _plan_of(data: Graph) -> str:
    plans = [str(plan) for plan in data.subjects(RDF.type, EQ_PLAN)]
    if len(plans) != 1:
        cause = f"an audit is of one plan, and here are {len(plans)}"
        raise BuildError(cause, "Audit each plan's part by itself")
    return plans[0]


def _findings(
    plan: str, base: str, shapes: dict[str, Shape], results: Iterable[Result]
) -> tuple[Finding, ...]:
    ordered = sorted(results, key=lambda r: (r.shape, r.focus, r.path, str(r.value), r.message, r.component))
    seen: Counter[str] = Counter()
    findings = []
    for result in ordered:
        mark = _fingerprint(result, base)
        seen[mark] += 1
        tie = f"-{seen[mark]}" if seen[mark] > 1 else ""
        findings.append(_finding(f"{plan}/finding/{mark}{tie}", shapes[result.shape], result))
    return tuple(sorted(findings, key=lambda finding: finding.iri))


def _fingerprint(result: Result, base: str) -> str:
    value = result.value.n3() if result.value is not None else ""
    parts = (result.shape, result.focus.removeprefix(base), result.path, value.replace(base, ""))
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _finding(iri: str, shape: Shape, result: Result) -> Finding:
    return Finding(
        iri=iri,
        shape=shape.iri,
        focus=result.focus,
        path=result.path,
        severity=result.severity,
        state=shape.state,
        component=result.component,
        message=result.message,
        value=result.value,
    )


def _coverage(data: Graph, shapes: Iterable[Shape], findings: Iterable[Finding]) -> tuple[Coverage, ...]:
    failed: dict[str, set[str]] = {}
    for finding in findings:
        failed.setdefault(finding.shape, set()).add(finding.focus)
    return tuple(Coverage(s, len(targets_of(s, data)), len(failed.get(s.iri, ()))) for s in shapes)


def targets_of(shape: Shape, data: Graph) -> set[Node]:
    """The focus nodes of ``shape`` in ``data`` (SHACL section 2.1.3)."""
    found: set[Node] = set()
    for declaration, node in shape.targets:
        found |= _targets(declaration, node, data)
    return found


def _targets(declaration: URIRef, node: Node, data: Graph) -> set[Node]:
    if declaration == SH.targetNode:
        return {node}
    if declaration == SH.targetSubjectsOf:
        return set(data.subjects(node))
    if declaration == SH.targetObjectsOf:
        return set(data.objects(None, node))
    return set(data.subjects(RDF.type, node))
