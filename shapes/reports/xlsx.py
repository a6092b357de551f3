"""The report as a workbook to work through: each finding with room for a decision and its reason."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from ..model import Finding, PlanReport, Report, WaiverFinding
from . import view
from .html import page
from .sheet import Column, prose, table, workbook
from .words import (
    OUTCOME,
    evidence_words,
    groups,
    kind_words,
    many,
    plan_name,
    printed,
    shown,
    waived_words,
    waiver_place,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FINDINGS = "Findings"
REFERENCE, PLAN = "Reference", "Plan code"
DECISION, RESPONSE, PERSON, DATE, EXPIRES = "Decision", "Response or reason", "Person", "Date", "Expires"
DECISIONS = ("accept", "waive", "fix")
COLUMNS = (
    Column(REFERENCE, 15),
    Column(PLAN, 14),
    Column("Plan", 20),
    Column("Criterion", 24),
    Column("Kind", 12),
    Column("What is wrong", 40),
    Column("The plan's words", 50),
    Column("Where", 20),
    Column("What to do", 36),
    Column("Since the last", 11),
    Column("Waived so far", 24),
    Column(DECISION, 10, True),
    Column(RESPONSE, 36, True),
    Column(PERSON, 16, True),
    Column(DATE, 12, True),
    Column(EXPIRES, 12, True),
)
WAIVERS = (
    Column("Fault", 10),
    Column("What is wrong", 50),
    Column("Reason that was given", 50),
    Column("Person", 20),
    Column("Date", 12),
    Column("Expires", 12),
    Column("Written in", 24),
)
COUNTS = tuple(
    Column(name, width)
    for name, width in (
        ("Plan", 24),
        ("Criterion", 36),
        ("Check", 32),
        ("Kind", 14),
        ("In scope", 9),
        ("Tested", 9),
        ("Passed", 9),
        ("Failed", 9),
        ("Waived", 9),
        ("Cannot be told", 9),
        ("Outcome", 18),
        ("Evidence found", 60),
    )
)


def write(report: Report) -> bytes:
    """Sheets: what this is and how to fill it in, findings, the counts behind them, and faulty waivers."""
    out = BytesIO()
    title = f"Findings in {many(len(report.plans), 'equality action plan')}"
    with workbook(out, title, report.as_of) as book:
        prose(book, "Read me first", title, page("workbook.txt.j2", report=report, view=view).splitlines())
        rows = [_row(plan, finding) for plan in report.plans for finding in plan.findings]
        _choices(table(book, FINDINGS, COLUMNS, rows), len(rows))
        table(book, "Counts", COUNTS, list(_counts(report)))
        if report.waiver_findings:
            table(book, "Waivers", WAIVERS, [_waiver(found) for found in report.waiver_findings])
    return out.getvalue()


def _row(plan: PlanReport, finding: Finding) -> tuple[str, ...]:
    return (
        finding.fingerprint,
        plan.slug,
        plan_name(plan),
        finding.label,
        kind_words(finding),
        _condition(finding),
        _words(finding),
        finding.place,
        finding.remedy,
        finding.change,
        waived_words(finding),
        *_decided(finding),
    )


def _condition(finding: Finding) -> str:
    return f"{finding.condition}\nWhat we know of it: {finding.note}" if finding.note else finding.condition


def _waiver(found: WaiverFinding) -> tuple[str, ...]:
    made = found.waiver
    said = (made.reason, made.person, made.date, made.expires, waiver_place(made))
    return found.kind, found.message, *said


def _words(finding: Finding) -> str:
    if finding.kind == "plan":
        return "(the plan as a whole)"
    beside = printed(finding)
    return f"{shown(finding)}\nPrinted: {beside}" if beside else shown(finding)


def _decided(finding: Finding) -> tuple[str, str, str, str, str]:
    """What was decided already, so that the workbook gives all decisions back and not the new ones alone."""
    if made := finding.waiver:
        return "waive", made.reason, made.person, made.date, made.expires
    if said := finding.response:
        return said.decision, said.reason, said.person, said.date, said.expires
    return "", "", "", "", ""


def _choices(sheet: "Worksheet", rows: int) -> None:
    names = [column.name for column in COLUMNS]
    last = max(rows, 1)
    place = names.index(DECISION)
    sheet.data_validation(
        1, place, last, place, {"validate": "list", "source": list(DECISIONS), "error_title": "Decision"}
    )
    for name in (DATE, EXPIRES):
        place = names.index(name)
        message = "A day, such as 24/11/2026 or 2026-11-24"
        rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_type": "warning"}
        sheet.data_validation(1, place, last, place, rule | {"input_title": name, "input_message": message})


def _counts(report: Report) -> Iterator[tuple[str | int, ...]]:
    for plan in report.plans:
        for _, criterion, group in groups(report, plan):
            found, check = group.population, group.check
            head = (plan_name(plan), criterion.label, check.label, kind_words(check))
            if found is None:
                yield (*head, "", "", "", "", "", "", "not run", "")
                continue
            numbers = (found.scope, found.tested, found.passed, found.failed, found.waived, found.unknown)
            evidence = evidence_words(found, 5) if found.pieces else ""
            yield (*head, *numbers, OUTCOME[found.outcome], evidence)
