"""An audit as quads: a SHACL validation report with a DQV measurement for each shape, all with IRIs."""

from collections.abc import Iterator

import pyoxigraph as ox

from ..graph.lines import to_lines
from ..ontology.terms import term
from .audit import Audit, Coverage, Finding

Statement = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def audit_quads(audit: Audit) -> tuple[ox.Quad, ...]:
    """The quads of the plan's audit graph (SHACL section 3.6, DQV), in the order of the findings."""
    name = ox.NamedNode(audit.graph)
    return tuple(ox.Quad(*statement, name) for statement in _statements(audit))


def audit_lines(audit: Audit) -> list[str]:
    """The audit graph as sorted lines of N-Quads, without line ends."""
    return to_lines(audit_quads(audit))


def _statements(audit: Audit) -> Iterator[Statement]:
    yield from _report(audit)
    plan = ox.NamedNode(audit.plan)
    for finding in audit.findings:
        yield from _finding(plan, finding)
    for coverage in audit.coverage:
        yield from _measurement(plan, coverage)


def _report(audit: Audit) -> Iterator[Statement]:
    report = ox.NamedNode(f"{audit.plan}/audit")
    yield report, term("rdf:type"), term("sh:ValidationReport")
    yield report, term("sh:conforms"), ox.Literal(audit.conforms)
    for pack in audit.packs:
        yield report, term("prov:used"), ox.NamedNode(pack)
    for finding in audit.findings:
        yield report, term("sh:result"), ox.NamedNode(finding.iri)
    for thing in audit.unseen:
        yield report, term("eq:unseen"), ox.NamedNode(thing)


def _finding(plan: ox.NamedNode, finding: Finding) -> Iterator[Statement]:
    node = ox.NamedNode(finding.iri)
    yield node, term("rdf:type"), term("sh:ValidationResult")
    yield node, term("rdf:type"), term("eq:Finding")
    yield node, term("eq:plan"), plan
    yield node, term("sh:resultMessage"), ox.Literal(finding.message)
    for name, iri in _links(finding):
        yield node, term(name), ox.NamedNode(iri)
    if finding.value is not None:
        yield node, term("sh:value"), finding.value


def _links(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "sh:focusNode", finding.focus
    yield "sh:sourceShape", finding.shape
    yield "sh:resultSeverity", finding.severity
    yield "sh:sourceConstraintComponent", finding.component
    if finding.path:
        yield "sh:resultPath", finding.path
    if finding.state:
        yield "eq:state", finding.state


def _measurement(plan: ox.NamedNode, coverage: Coverage) -> Iterator[Statement]:
    node = ox.NamedNode(f"{plan.value}/audit/shape/{_key(coverage.shape)}")
    yield node, term("rdf:type"), term("dqv:QualityMeasurement")
    yield node, term("dqv:computedOn"), plan
    yield node, term("dqv:isMeasurementOf"), ox.NamedNode(coverage.shape)
    yield node, term("dqv:value"), ox.Literal(coverage.targets)
    yield node, term("eq:failed"), ox.Literal(coverage.failed)
    if coverage.unknown:
        yield node, term("eq:unknown"), ox.Literal(coverage.unknown)
    if coverage.explained:
        yield node, term("eq:explained"), ox.Literal(coverage.explained)


def _key(shape: str) -> str:
    """The shape's name, with that of its pack where the IRI tells it: two packs may use one name."""
    pack, _, name = shape.replace("#", "/").rpartition("/")
    return f"{pack.rpartition('/')[2]}/{name}"
