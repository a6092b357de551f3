"""The stored audit as text for a reader."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import shorten, wrap

from .stored import OURS, SEVERITIES, PlanAudit, StoredCoverage, StoredFinding

WIDTH = 100
HEAD = ("Shape", "Severity", "Tested", "Failed", "Outcome")


def as_text(audits: Sequence[PlanAudit]) -> str:
    """The report for a reader: per plan a table of the shapes by rule, the findings by shape, and totals."""
    lines = [line for audit in audits for line in _plan(audit)]
    if len(audits) > 1:
        everything = [finding for audit in audits for finding in audit.findings]
        lines += [*_heading(f"All {len(audits)} plans"), *_totals(everything)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _plan(audit: PlanAudit) -> Iterator[str]:
    yield from _heading(audit.title or audit.plan)
    yield from (f"<{audit.plan}>", "")
    yield from _table(audit.coverage)
    for coverage in audit.coverage:
        if found := audit.of(coverage.shape):
            yield from _shape(coverage, found)
    yield from _totals(audit.findings)
    yield ""


def _heading(title: str) -> tuple[str, str]:
    return title, "=" * len(title)


def _table(coverage: Sequence[StoredCoverage]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(HEAD, *map(_cells, coverage), strict=True)]
    yield _row(HEAD, widths)
    for rule, shapes in groupby(coverage, key=lambda each: each.rule):
        yield from ("", rule or "Other shapes")
        yield from (_row(_cells(each), widths) for each in shapes)


def _cells(coverage: StoredCoverage) -> tuple[str, ...]:
    return coverage.name, coverage.severity, str(coverage.targets), str(coverage.failed), coverage.outcome


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, severity, targets, failed, outcome = cells
    left = f"  {name:<{widths[0]}}  {severity:<{widths[1]}}"
    return f"{left}  {targets:>{widths[2]}}  {failed:>{widths[3]}}  {outcome}"


def _shape(coverage: StoredCoverage, findings: Sequence[StoredFinding]) -> Iterator[str]:
    ours = ", ours" if coverage.state == OURS else ""
    yield from ("", f"{coverage.severity}{ours}: {coverage.name} ({coverage.failed} of {coverage.targets})")
    one_message = len({finding.message for finding in findings}) == 1
    if one_message:
        yield from _indented(findings[0].message, 2)
    for finding in findings:
        yield f"  - {_about(finding)}"
        if not one_message:
            yield from _indented(finding.message, 6)


def _about(finding: StoredFinding) -> str:
    kind, _, key = finding.focus.removeprefix(finding.plan).strip("/").partition("/")
    name = f"{kind} {key}" if key else "the plan"
    parts = (name, finding.place, _quoted(finding.words, 70), _quoted(finding.printed, 40, "printed "))
    return ", ".join(part for part in parts if part)


def _quoted(words: str, width: int, lead: str = "") -> str:
    return f'{lead}"{shorten(words, width, placeholder=" ...")}"' if words else ""


def _indented(sentence: str, by: int) -> list[str]:
    return wrap(sentence, WIDTH, initial_indent=" " * by, subsequent_indent=" " * by)


def _totals(findings: Sequence[StoredFinding]) -> Iterator[str]:
    severities = Counter(finding.severity for finding in findings)
    states = Counter(finding.state or "about no state" for finding in findings)
    yield from ("", "Findings: " + _counts((name, severities[name]) for name in SEVERITIES))
    if states:
        yield "By state: " + _counts(sorted(states.items()))
    yield f"Ours, not the plan's: {states[OURS]}"


def _counts(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts)
