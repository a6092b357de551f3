"""The report as Turtle: a W3C validation report for each plan (SHACL section 3.6), with DQV measurements."""

from collections.abc import Iterator
from hashlib import sha256

import pyoxigraph as ox

from ...ontology.terms import PREFIXES, term
from ..model import Finding, PlanReport, Population, Report, Response, WaiverFinding
from .words import waiver_place

Statement = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
XSD_DATE = ox.NamedNode(PREFIXES["xsd"] + "date")


def write(report: Report) -> bytes:
    """All statements in a fixed order, without blank nodes."""
    triples = {ox.Triple(*said) for plan in report.plans for said in _plan(report, plan)}
    for found in report.waiver_findings:
        triples |= {ox.Triple(*said) for said in _fault(report, found)}
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _plan(report: Report, plan: PlanReport) -> Iterator[Statement]:
    node = ox.NamedNode(f"{plan.iri}/audit")
    yield node, term("rdf:type"), term("sh:ValidationReport")
    yield node, term("sh:conforms"), ox.Literal(not plan.findings)
    yield node, term("dcterms:date"), ox.Literal(report.as_of, datatype=XSD_DATE)
    yield node, term("owl:versionInfo"), ox.Literal(report.version)
    for pack in report.packs:
        yield node, term("prov:used"), ox.NamedNode(pack.iri)
    for thing in (thing for unseen in plan.unseen for thing in unseen.things):
        yield node, term("eq:unseen"), ox.NamedNode(thing)
    for finding in plan.findings:
        yield node, term("sh:result"), ox.NamedNode(finding.iri)
        yield from _finding(plan, finding)
    for population in plan.populations:
        yield from _measurement(plan, population)


def _finding(plan: PlanReport, finding: Finding) -> Iterator[Statement]:
    node = ox.NamedNode(finding.iri)
    yield node, term("rdf:type"), term("sh:ValidationResult")
    yield node, term("rdf:type"), term("eq:Finding")
    yield node, term("eq:plan"), ox.NamedNode(plan.iri)
    yield node, term("sh:resultMessage"), ox.Literal(finding.condition)
    yield node, term("sh:resultSeverity"), term(f"sh:{finding.severity}")
    yield node, term("sh:focusNode"), ox.NamedNode(finding.focus)
    yield node, term("sh:sourceShape"), ox.NamedNode(finding.check)
    yield node, term("sh:sourceConstraintComponent"), ox.NamedNode(finding.component)
    if finding.path:
        yield node, term("sh:resultPath"), ox.NamedNode(finding.path)
    if finding.state:
        yield node, term("eq:state"), term(f"state:{finding.state}")
    if finding.value:
        yield node, term("sh:value"), _value(finding.value, finding.datatype)
    if finding.note:
        yield node, term("rdfs:comment"), ox.Literal(finding.note)
    if finding.waiver:
        yield from _waiver(node, finding)
    if finding.response:
        yield from _response(finding, finding.response)


def _value(text: str, datatype: str) -> ox.NamedNode | ox.Literal:
    if datatype == "@id":
        return ox.NamedNode(text)
    if datatype.startswith("@"):
        return ox.Literal(text, language=datatype[1:])
    return ox.Literal(text, datatype=ox.NamedNode(datatype) if datatype else None)


def _waiver(node: ox.NamedNode, finding: Finding) -> Iterator[Statement]:
    if finding.waiver is None:
        return
    waiver = ox.NamedNode(f"{finding.iri}/waiver")
    yield waiver, term("rdf:type"), term("eq:Waiver")
    yield waiver, term("eq:fingerprint"), ox.Literal(finding.fingerprint)
    yield waiver, term("eq:reason"), ox.Literal(finding.waiver.reason)
    yield waiver, term("dcterms:creator"), ox.Literal(finding.waiver.person)
    yield waiver, term("dcterms:issued"), ox.Literal(finding.waiver.date, datatype=XSD_DATE)
    if finding.waiver.expires:
        yield waiver, term("dcterms:valid"), ox.Literal(finding.waiver.expires, datatype=XSD_DATE)
    yield node, term("dcterms:relation"), waiver


def _response(finding: Finding, said: Response) -> Iterator[Statement]:
    node = ox.NamedNode(f"{finding.iri}/response")
    yield node, term("rdf:type"), term("oa:Annotation")
    yield node, term("oa:hasTarget"), ox.NamedNode(finding.iri)
    yield node, term("oa:bodyValue"), ox.Literal(said.reason)
    yield node, term("dcterms:type"), ox.Literal(said.decision)
    yield node, term("dcterms:creator"), ox.Literal(said.person)


def _fault(report: Report, found: WaiverFinding) -> Iterator[Statement]:
    """What is wrong with a waiver, as a remark on it; a waiver has no IRI that could be relied on."""
    made = found.waiver
    key = sha256("\n".join((made.file, str(made.line), made.iri, found.kind)).encode()).hexdigest()[:12]
    node = ox.NamedNode(f"{report.base}waiver-fault/{key}")
    yield node, term("rdf:type"), term("dqv:QualityAnnotation")
    yield node, term("dcterms:type"), ox.Literal(found.kind)
    yield node, term("oa:bodyValue"), ox.Literal(found.message)
    yield node, term("dcterms:source"), ox.Literal(waiver_place(made))
    yield node, term("eq:reason"), ox.Literal(made.reason)
    yield node, term("dcterms:creator"), ox.Literal(made.person)


def _measurement(plan: PlanReport, population: Population) -> Iterator[Statement]:
    pack, _, name = population.check.replace("#", "/").rpartition("/")
    node = ox.NamedNode(f"{plan.iri}/audit/shape/{pack.rpartition('/')[2]}/{name}")
    yield node, term("rdf:type"), term("dqv:QualityMeasurement")
    yield node, term("dqv:computedOn"), ox.NamedNode(plan.iri)
    yield node, term("dqv:isMeasurementOf"), ox.NamedNode(population.check)
    yield ox.NamedNode(population.check), term("rdf:type"), term("dqv:Metric")
    yield node, term("dqv:value"), ox.Literal(population.scope)
    yield node, term("eq:failed"), ox.Literal(population.failed + population.waived)
    if population.unknown:
        yield node, term("eq:unknown"), ox.Literal(population.unknown)
