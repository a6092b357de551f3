"""The findings as CSV (RFC 4180): first the columns of the flat table of findings, then their reasons."""

import csv
from collections.abc import Iterator
from io import StringIO

from ..model import Finding, PlanReport, Report, WaiverFinding

COLUMNS = ("plan", "shape", "severity", "focus", "path", "state", "message")
"""Of the flat table of findings."""
FURTHER = (
    "fingerprint",
    "criterion",
    "kind",
    "text",
    "document",
    "place",
    "quote",
    "cause",
    "effect",
    "remedy",
    "whose",
    "change",
    "waived_by",
    "waived_until",
    "version",
    "as_of",
    "note",
    "decision",
    "decision_by",
    "decision_why",
)


def write(report: Report) -> bytes:
    """A row for each finding, waiver that does nothing (kind: waiver), and evidence found (kind: evidence).

    Words of a plan are not changed, whatever they begin with.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS + FURTHER)
    writer.writerows(_row(report, plan, finding) for plan in report.plans for finding in _all(plan))
    writer.writerows(_evidence(report))
    writer.writerows(_waiver(report, each) for each in report.waiver_findings)
    return out.getvalue().encode()


def _all(plan: PlanReport) -> tuple[Finding, ...]:
    return plan.findings + plan.fixed


def _row(report: Report, plan: PlanReport, finding: Finding) -> tuple[str, ...]:
    flat = (plan.iri, finding.check, finding.severity, finding.focus, finding.path, finding.state)
    said = (*flat, finding.condition, *_explained(plan, finding), report.version, report.as_of)
    return (*said, finding.note, *_decided(finding))


def _decided(finding: Finding) -> tuple[str, str, str]:
    if made := finding.waiver:
        return "waive", made.person, made.reason
    said = finding.response
    return (said.decision, said.person, said.reason) if said else ("", "", "")


def _evidence(report: Report) -> Iterator[tuple[str, ...]]:
    """What was found, and so is no finding: severity and fingerprint stay empty."""
    for plan in report.plans:
        for _, criterion, check in report.checks():
            found = plan.population(check.iri)
            for each in found.evidence if found else ():
                yield _cells(
                    report,
                    plan=plan.iri,
                    shape=check.iri,
                    focus=each.about,
                    message=f"Evidence found: {check.label}.",
                    criterion=criterion.iri,
                    kind="evidence",
                    document=plan.document.name,
                    place=each.place.words,
                    quote=each.words,
                )


def _waiver(report: Report, found: WaiverFinding) -> tuple[str, ...]:
    return _cells(
        report,
        severity="Warning",
        focus=found.waiver.iri,
        message=found.message,
        kind="waiver",
        text=found.waiver.reason,
        document=found.waiver.file,
        place=f"line {found.waiver.line}" if found.waiver.line else "",
        waived_by=found.waiver.person,
        waived_until=found.waiver.expires,
        decision=found.kind,
    )


def _cells(report: Report, **said: str) -> tuple[str, ...]:
    """A row that says what is given by column, and nothing in the others."""
    known = {"version": report.version, "as_of": report.as_of} | said
    return tuple(known.get(name, "") for name in COLUMNS + FURTHER)


def _explained(plan: PlanReport, finding: Finding) -> tuple[str, ...]:
    waiver = finding.waiver
    return (
        finding.fingerprint,
        finding.criterion,
        finding.kind,
        finding.text,
        plan.document.name,
        finding.place,
        finding.quote,
        finding.cause,
        finding.effect,
        finding.remedy,
        "ours" if finding.ours else "the plan's",
        finding.change,
        waiver.person if waiver else "",
        waiver.expires if waiver else "",
    )
