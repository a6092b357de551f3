"""The audit as it is stored in a version of the graph: read by the queries in ``queries/audit/``."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Triple

from ..errors import UsageError
from ..graph.store import Store

SEVERITIES = ("Violation", "Warning", "Info")
"""From the gravest on."""
OURS = "unmapped"
"""The state of a value that is printed and was not read: the fault is ours."""
LINES = re.compile(r"line=(\d+),(\d+)")


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """One row of ``audit/findings``; its first seven values are the columns of the table of findings."""

    plan: str
    shape: str
    severity: str
    focus: str
    path: str
    state: str
    message: str
    finding: str
    words: str
    printed: str
    lines: str

    @property
    def place(self) -> str:
        """Where the record first stands in the document, such as "lines 12-14", or nothing."""
        ranges = sorted((int(start) + 1, int(end)) for start, end in LINES.findall(self.lines))
        if not ranges:
            return ""
        start, end = ranges[0]
        return f"line {start}" if end <= start else f"lines {start}-{end}"


@dataclass(frozen=True, slots=True)
class StoredCoverage:
    """One row of ``audit/coverage``: what a shape looked at in a plan, and how much of it failed."""

    plan: str
    title: str
    rule: str
    shape: str
    label: str
    severity: str
    state: str
    targets: int
    failed: int

    @property
    def name(self) -> str:
        """The shape's label; the last part of its IRI where the graph does not describe it."""
        return self.label or self.shape.replace("/", "#").rpartition("#")[2]

    @property
    def outcome(self) -> str:
        """In words; a shape that had nothing to test has not passed."""
        if not self.targets:
            return "nothing to test"
        return "findings below" if self.failed else "no finding"


@dataclass(frozen=True, slots=True)
class PlanAudit:
    """What the audit stored about one plan."""

    plan: str
    title: str
    coverage: tuple[StoredCoverage, ...]
    findings: tuple[StoredFinding, ...]

    @property
    def totals(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counts = Counter(finding.severity for finding in self.findings)
        return {severity: counts[severity] for severity in SEVERITIES}

    def of(self, shape: str) -> tuple[StoredFinding, ...]:
        """The findings of one shape."""
        return tuple(finding for finding in self.findings if finding.shape == shape)


def read_audits(store: Store, slugs: Iterable[str] = ()) -> tuple[PlanAudit, ...]:
    """The stored audits of the plans ``slugs``, or of all plans, by IRI.

    Raises UsageError for a plan the graph does not have, or where no audit is stored.
    """
    found = tuple(audit for given in _choices(slugs) for audit in _read(store, given))
    if not found:
        raise UsageError("no audit is stored in this version", "Build the graph again with: equigraph build")
    return found


def report_triples(store: Store, slugs: Iterable[str] = ()) -> Iterator[Triple]:
    """The stored W3C validation reports of the plans ``slugs``, or of all plans; UsageError as above."""
    for given in _choices(slugs):
        yield from store.named("audit/report", given).triples()


def _choices(slugs: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    chosen = tuple(dict.fromkeys(slugs))
    return tuple({"plan": slug} for slug in chosen) or ({},)


def _read(store: Store, given: Mapping[str, str]) -> Iterator[PlanAudit]:
    coverage = [_coverage(row) for row in store.named("audit/coverage", given).texts()]
    findings = [StoredFinding(*row) for row in store.named("audit/findings", given).texts()]
    for plan in dict.fromkeys(each.plan for each in coverage):
        mine = tuple(each for each in coverage if each.plan == plan)
        yield PlanAudit(plan, mine[0].title, mine, tuple(each for each in findings if each.plan == plan))


def _coverage(row: tuple[str, ...]) -> StoredCoverage:
    plan, title, rule, shape, label, severity, state, targets, failed = row
    return StoredCoverage(plan, title, rule, shape, label, severity, state, int(targets), int(failed))
