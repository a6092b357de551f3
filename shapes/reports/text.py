"""The report as text for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import shorten, wrap

from ..model import SEVERITIES, Criterion, Finding, Pack, PlanReport, Report
from .words import (
    OUTCOME,
    SEVERITY,
    Group,
    day,
    decided_words,
    evidence_words,
    groups,
    kind_words,
    many,
    printed,
    regulations_words,
    shown,
    version_words,
    waiver_place,
)

WIDTH = 100
HEAD = ("Check", "Severity", "Scope", "Tested", "Failed", "Waived", "Unknown", "Outcome")


def write(report: Report) -> bytes:
    """Per plan a table of the checks by criterion, the findings of each check, and totals."""
    lines = [line for plan in report.plans for line in _plan(report, plan)]
    if len(report.plans) > 1:
        lines += [*_heading(f"All {len(report.plans)} plans"), "", *_totals(report.findings)]
    lines += _waivers(report)
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _plan(report: Report, plan: PlanReport) -> Iterator[str]:
    yield from _heading(plan.title or plan.slug)
    yield from (f"<{plan.iri}>", version_words(report))
    yield from (f"Regulations in force when it was published: {regulations_words(plan)}", "")
    found = list(groups(report, plan))
    yield from _table([(criterion.label, group) for _, criterion, group in found])
    for _, _, group in found:
        if group.findings:
            yield from _group(group)
    yield from _evidence(found)
    yield from _fixed(plan)
    yield from ("", *_totals(plan.findings))
    if plan.corrections:
        yield f"Readings that people changed: {len(plan.corrections)}"
    yield ""


def _heading(title: str) -> tuple[str, str]:
    return title, "=" * len(title)


def _table(found: Sequence[tuple[str, Group]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(HEAD, *(_cells(g) for _, g in found), strict=True)]
    yield _row(HEAD, widths)
    for criterion, checks in groupby(found, key=lambda each: each[0]):
        yield from ("", criterion)
        yield from (_row(_cells(group), widths) for _, group in checks)


def _cells(group: Group) -> tuple[str, ...]:
    checked, counted = group.check, group.population
    if counted is None:
        return (checked.label, SEVERITY[checked.severity], "-", "-", "-", "-", "-", "not run")
    numbers = (counted.scope, counted.tested, counted.failed, counted.waived, counted.unknown)
    return (checked.label, SEVERITY[checked.severity], *map(str, numbers), OUTCOME[counted.outcome])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, severity, *numbers, outcome = cells
    right = "  ".join(f"{number:>{width}}" for number, width in zip(numbers, widths[2:-1], strict=True))
    return f"  {name:<{widths[0]}}  {severity:<{widths[1]}}  {right}  {outcome}"


def _group(group: Group) -> Iterator[str]:
    out_of = f" ({group.out_of})" if group.out_of else ""
    yield from ("", f"{kind_words(group.check)}: {group.check.label}{out_of}")
    yield from _indented(group.condition, 2)
    for finding in group.findings:
        yield f"  - {_about(finding)}"
        if not group.condition:
            yield from _indented(finding.condition, 6)
        yield from _indented(f"What we know of it: {finding.note}" if finding.note else "", 6)
        yield from _indented(decided_words(finding), 6)
    yield from _remedies(group.findings)


def _evidence(found: Iterable[tuple[Pack, Criterion, Group]]) -> Iterator[str]:
    """The words that were taken as evidence, check by check."""
    told = [(g.check.label, g.population) for _, _, g in found if g.population and g.population.pieces]
    if told:
        yield from ("", "Evidence found")
    for label, population in told:
        yield from wrap(
            f"- {label}: {evidence_words(population)}", WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _remedies(findings: Iterable[Finding]) -> Iterator[str]:
    for remedy in dict.fromkeys(finding.remedy for finding in findings if finding.remedy):
        yield from _indented(f"Remedy: {remedy}", 2)


def _about(finding: Finding) -> str:
    key = finding.focus.rpartition("/")[2]
    name = "the plan" if finding.kind == "plan" else f"{finding.kind} {key}"
    own = "" if name == "the plan" else shown(finding)
    quoted = (_quoted(own, 70), _quoted(printed(finding), 40, "printed "))
    return ", ".join(part for part in (name, finding.place, *quoted, finding.change) if part)


def _quoted(words: str, width: int, lead: str = "") -> str:
    seen = "".join(letter if letter.isprintable() else " " for letter in words)
    return f'{lead}"{shorten(seen, width, placeholder=" ...")}"' if seen.strip() else ""


def _indented(sentence: str, by: int) -> list[str]:
    return wrap(sentence, WIDTH, initial_indent=" " * by, subsequent_indent=" " * by)


def _fixed(plan: PlanReport) -> Iterator[str]:
    if plan.fixed:
        yield from ("", f"Fixed since the last: {many(len(plan.fixed), 'finding')}")
        yield from (f"  - {finding.label}: {_about(finding)}" for finding in plan.fixed)


def _totals(findings: Sequence[Finding]) -> Iterator[str]:
    open_ones = [finding for finding in findings if finding.waiver is None]
    severities = Counter(finding.severity for finding in open_ones)
    states = Counter(finding.state or "about no state" for finding in open_ones)
    yield "Findings: " + ", ".join(many(severities[name], SEVERITY[name].lower()) for name in SEVERITIES)
    if states:
        yield "By state: " + _counts(sorted(states.items()))
    yield f"Ours, not the plan's: {sum(finding.ours for finding in open_ones)}"
    if waived := len(findings) - len(open_ones):
        yield f"Waived, and not counted above: {waived}"


def _counts(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts)


def _waivers(report: Report) -> Iterator[str]:
    if report.waiver_findings:
        yield from ("", *_heading("Waivers that do nothing"), "")
    for found in report.waiver_findings:
        yield f"  - {waiver_place(found.waiver)}: {found.message}"
        yield from _indented(f"Given on {day(found.waiver.date)}: {found.waiver.reason}", 4)
