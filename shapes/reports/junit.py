"""The report as JUnit's XML, which services that build and test show: a suite a plan, a case a check."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ..model import Criterion, Pack, PlanReport, Report
from .words import (
    OUTCOME,
    Group,
    decided_words,
    evidence_words,
    groups,
    many,
    printed,
    regulations_words,
    shown,
    waiver_place,
)

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) cannot hold."""
SKIPPED = ("nothing to test", "unknown")


def write(report: Report) -> bytes:
    """Violations and warnings are failures; notes, waived findings and evidence are told and pass."""
    suites = ET.Element("testsuites", name="equigraph audit")
    for plan in report.plans:
        suites.append(_suite(report, plan))
    if report.waiver_findings:
        suites.append(_waivers(report))
    ET.indent(suites)
    text: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(report: Report, plan: PlanReport) -> ET.Element:
    cases = [_case(*found) for found in groups(report, plan)]
    suite = ET.Element("testsuite", name=_clean(plan.slug), tests=str(len(cases)), errors="0")
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    properties = ET.SubElement(suite, "properties")
    for name, value in _facts(report, plan):
        ET.SubElement(properties, "property", name=name, value=_clean(value))
    suite.extend(cases)
    return suite


def _waivers(report: Report) -> ET.Element:
    """A suite of the waivers that do nothing, each a failure."""
    number = str(len(report.waiver_findings))
    suite = ET.Element("testsuite", name="waivers", tests=number, errors="0", failures=number, skipped="0")
    for found in report.waiver_findings:
        case = ET.SubElement(suite, "testcase", classname="waivers", name=_clean(waiver_place(found.waiver)))
        failure = ET.SubElement(case, "failure", type=found.kind, message=_clean(found.message))
        failure.text = _clean(found.waiver.reason)
    return suite


def _facts(report: Report, plan: PlanReport) -> Iterator[tuple[str, str]]:
    yield "title", plan.title
    yield "as_of", report.as_of
    yield "version", report.version
    yield "regulations", regulations_words(plan)
    yield "document", f"{plan.document.name} {plan.document.sha256}"
    yield "ours", str(sum(finding.ours for finding in plan.open))


def _case(pack: Pack, criterion: Criterion, group: Group) -> ET.Element:
    name = _clean(group.check.label)
    case = ET.Element("testcase", classname=_clean(f"{pack.name}.{criterion.name}"), name=name)
    outcome = group.population.outcome if group.population else "nothing to test"
    failed = [finding for finding in group.findings if finding.waiver is None]
    if outcome in SKIPPED:
        ET.SubElement(case, "skipped", message=OUTCOME[outcome])
    elif failed and group.check.severity != "Info":
        said = f"{group.out_of or many(len(failed), 'finding')}: {criterion.label}"
        failure = ET.SubElement(case, "failure", type=group.check.severity, message=_clean(said))
        failure.text = _clean("\n".join(_told(group)))
    if (group.findings or _told_evidence(group)) and case.find("failure") is None:
        ET.SubElement(case, "system-out").text = _clean("\n".join(_told(group)))
    return case


def _told_evidence(group: Group) -> bool:
    return bool(group.population and group.population.pieces)


def _told(group: Group) -> Iterator[str]:
    for finding in group.findings:
        words = " ".join(f"{shown(finding)} {printed(finding)}".split())
        where = ", ".join(part for part in (finding.kind, finding.place) if part)
        mark = "ours, " if finding.ours else ""
        yield f"{finding.fingerprint} ({mark}{where}): {finding.condition} {words}".rstrip()
        yield from (f"  {said}" for said in (finding.note, decided_words(finding)) if said)
    if group.population and group.population.pieces:
        yield f"Evidence found: {evidence_words(group.population)}"


def _clean(text: str) -> str:
    return NOT_XML.sub(" ", text)
