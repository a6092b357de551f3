"""The report as SARIF 2.1.0, the OASIS format that tools for findings exchange."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from ..model import NOT_FOUND, UNKNOWN, Check, Criterion, Finding, Pack, Place, PlanReport, Report
from .words import counted, version_words

Json = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
KINDS = {NOT_FOUND: "informational", UNKNOWN: "open"}
"""Kinds of result (section 3.27.9) that are no failure; they have no level."""
CHANGES = {"new": "new", "unchanged": "unchanged", "fixed": "absent"}
FINGERPRINT = "equigraph/v1"


def write(report: Report) -> bytes:
    """One run with a rule for each check and a result for each finding, those gone since the baseline too."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return (json.dumps(log, indent=2, ensure_ascii=False) + "\n").encode()


def _run(report: Report) -> Json:
    rules = {check.iri: _rule(*found) for found in report.checks() for check in found[2:]}
    order = {iri: number for number, iri in enumerate(rules)}
    return {
        "tool": {"driver": _driver(list(rules.values()))},
        "automationDetails": {"id": f"equigraph/{report.version}/{report.as_of}"},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {plan.slug: _folder(plan) for plan in report.plans},
        "artifacts": [_artifact(plan) for plan in report.plans],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, plan, number, order, rules)
            for number, plan in enumerate(report.plans)
            for finding in plan.findings + plan.fixed
        ],
        "properties": _properties(report),
    }


def _driver(rules: list[Json]) -> Json:
    home = "https://w3id.org/equigraph/"
    return {"name": "equigraph", "version": version("equigraph"), "informationUri": home, "rules": rules}


def _properties(report: Report) -> Json:
    ours = sum(finding.ours for finding in report.findings)
    return {"asOf": report.as_of, "graphVersion": report.version, "engine": report.engine, "ours": ours}


def _invocation(report: Report) -> Json:
    said = [_note(f"{version_words(report)}: {counted(report.totals)}.", "note")]
    said += [_note(found.message, "warning") for found in report.waiver_findings]
    return {"executionSuccessful": True, "toolExecutionNotifications": said}


def _note(text: str, level: str) -> Json:
    return {"message": {"text": text}, "level": level}


def _folder(plan: PlanReport) -> Json:
    return {"description": {"text": f"The folder with the document of {plan.title or plan.slug}"}}


def _artifact(plan: PlanReport) -> Json:
    made: Json = {"location": _file(plan), "roles": ["analysisTarget"]}
    if plan.document.sha256:
        made["hashes"] = {"sha-256": plan.document.sha256}
    return made


def _file(plan: PlanReport) -> Json:
    return {"uri": quote(plan.document.name), "uriBaseId": plan.slug}


def _rule(pack: Pack, criterion: Criterion, check: Check) -> Json:
    rule: Json = {
        "id": f"{pack.name}/{check.name}",
        "name": check.name,
        "shortDescription": {"text": check.label},
        "fullDescription": {"text": criterion.text or criterion.label},
        "help": {"text": "\n".join(_help(criterion, check))},
        "defaultConfiguration": {"level": "none" if check.verdict in KINDS else LEVELS[check.severity]},
        "properties": {"criterion": criterion.label, "pack": pack.title, "shape": check.iri},
    }
    if criterion.sources:
        rule["helpUri"] = criterion.sources[0].iri
    return rule


def _help(criterion: Criterion, check: Check) -> Iterator[str]:
    parts = {"Cause": check.cause, "Effect": check.effect, "Remedy": check.remedy}
    yield criterion.label + "."
    yield from (f"{name}: {words}" for name, words in parts.items() if words)
    yield from (f"Source: {source.words or source.iri}" for source in criterion.sources)


def _result(finding: Finding, plan: PlanReport, number: int, order: dict[str, int], rules: Json) -> Json:
    result: Json = {
        "ruleId": rules[finding.check]["id"],
        "ruleIndex": order[finding.check],
        "kind": KINDS.get(finding.verdict, "fail"),
        "level": "none" if finding.verdict in KINDS else LEVELS[finding.severity],
        "message": {"text": finding.condition or finding.label},
        "locations": list(_locations(finding, plan, number)),
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": _beside(finding),
    }
    if exact := [_characters(place, finding, plan, number) for place in finding.places if place.end]:
        result["relatedLocations"] = exact
    if finding.change:
        result["baselineState"] = CHANGES[finding.change]
    if finding.waiver:
        result["suppressions"] = [_suppression(finding)]
    return result


def _beside(finding: Finding) -> Json:
    """What the format has no place for."""
    known: Json = {"state": finding.state, "ours": finding.ours, "remedy": finding.remedy}
    if finding.note:
        known["note"] = finding.note
    if said := finding.response:
        known["response"] = {"decision": said.decision, "person": said.person, "reason": said.reason}
    return known


def _locations(finding: Finding, plan: PlanReport, number: int) -> Iterator[Json]:
    """By lines, which every viewer knows; the plan as a whole where the words have no place."""
    about = {"fullyQualifiedName": finding.focus, "kind": finding.kind}
    if not finding.places:
        yield {"physicalLocation": _at(plan, number), "logicalLocations": [about]}
    for place in finding.places:
        lines = {"startLine": place.first_line, "endLine": place.last_line or place.first_line}
        region = {"region": lines} if place.first_line else {}
        location: Json = {"physicalLocation": _at(plan, number) | region, "logicalLocations": [about]}
        if place.words:
            location["message"] = {"text": place.words}
        yield location


def _characters(place: Place, finding: Finding, plan: PlanReport, number: int) -> Json:
    """The exact words: a region by characters, beside and not in that by lines, for the two must agree."""
    start, end = place.start or 0, place.end or 0
    region: Json = {"charOffset": start, "charLength": end - start}
    if len(finding.places) == 1:
        region["snippet"] = {"text": finding.quote}
    where = _at(plan, number) | {"region": region}
    return {"physicalLocation": where, "message": {"text": "The exact words"}}


def _at(plan: PlanReport, number: int) -> Json:
    return {"artifactLocation": _file(plan) | {"index": number}}


def _suppression(finding: Finding) -> Json:
    waiver = finding.waiver
    if waiver is None:
        return {}
    who = {"person": waiver.person, "date": waiver.date, "expires": waiver.expires}
    return {"kind": "external", "status": "accepted", "justification": waiver.reason, "properties": who}
