"""What the page of a report shows, worked out beforehand, so that its templates only lay it out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import (
    NOT_FOUND,
    SEVERITIES,
    Check,
    Criterion,
    Finding,
    Pack,
    PlanReport,
    Population,
    Report,
    Waiver,
)
from .words import SEVERITY, Group, evidence_words, many, plan_name

COLUMNS = 4
"""Plans side by side in one table: as many as a printed page holds."""
APART = {"blank", "no-such-column", "unmapped"}
"""A criterion that tells these states apart can be drawn: why each value is lacking is known."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell: how many of how many, and what about them."""

    number: str
    words: str
    severity: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of one criterion in one plan."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion and its cells, a cell a plan."""

    anchor: str
    criterion: Criterion
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Some plans, and for each pack the rows of its criteria."""

    plans: tuple[PlanReport, ...]
    packs: tuple[tuple[Pack, tuple[Row, ...]], ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: a style, a number with its words, and where it lies in per cent of the whole."""

    style: str
    number: int
    words: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: of what, how many in all, and its parts."""

    label: str
    total: int
    segments: tuple[Segment, ...]

    @property
    def words(self) -> str:
        """The bar in words, for those who do not see it."""
        return ", ".join(f"{each.number:,} {each.words}" for each in self.segments if each.number)


@dataclass(frozen=True, slots=True)
class Section:
    """A criterion: its chart, if it has one, its checks with findings by plan, and plans without any.

    ``evidence`` is what was found by which check in which plan.
    """

    anchor: str
    criterion: Criterion
    bars: tuple[Bar, ...]
    checks: tuple[tuple[Check, tuple[Group, ...]], ...]
    quiet: tuple[str, ...]
    evidence: tuple[tuple[PlanReport, tuple[tuple[Check, Population], ...]], ...]


def anchor(pack: Pack, criterion: Criterion) -> str:
    """The name of the criterion's place in the page."""
    return f"{pack.name}-{criterion.name}"


def matrices(report: Report) -> Iterator[Matrix]:
    """The criteria by plans, a few plans at a time."""
    for first in range(0, len(report.plans), COLUMNS):
        plans = report.plans[first : first + COLUMNS]
        yield Matrix(plans, tuple((pack, tuple(_rows(pack, plans))) for pack in report.packs))


def sections(report: Report) -> Iterator[tuple[Pack, tuple[Section, ...]]]:
    """The criteria by packs, with what was found for each."""
    for pack in report.packs:
        yield pack, tuple(_section(report, pack, criterion) for criterion in pack.criteria)


def cell(criterion: Criterion, plan: PlanReport) -> Cell:
    """What became of the ``criterion`` in the ``plan``: where something failed that, else what was tested."""
    counted = [(check, found) for check in criterion.checks if (found := plan.population(check.iri))]
    failed = [_failed(check, found) for check, found in counted if found.failed or found.waived]
    unknown = [_unknown(check, found) for check, found in counted if found.unknown]
    evidence = [_evidence(check, found) for check, found in counted if found.pieces]
    failed.sort(key=lambda line: (*SEVERITIES, "").index(line.severity))
    gaps = [_explained(check) for check, found in counted if found.explained]
    said = tuple(failed + unknown + gaps + evidence)
    return Cell(said or (_not_failed([found for _, found in counted]),))


def overview(plans: Iterable[PlanReport]) -> tuple[Bar, ...]:
    """For each plan a bar of its open findings by severity, with ours apart; all bars on one scale."""
    counts = {plan: _by_severity(plan) for plan in plans}
    longest = max((sum(found.values()) for found in counts.values()), default=0)
    return tuple(_bar(plan_name(plan), found, longest) for plan, found in counts.items())


def waivers(plans: Iterable[PlanReport]) -> tuple[tuple[Waiver, tuple[Finding, ...]], ...]:
    """The waivers in force with the findings that each covers, by their IRI."""
    found: dict[Waiver, list[Finding]] = {}
    for plan in plans:
        for finding in plan.findings:
            if finding.waiver:
                found.setdefault(finding.waiver, []).append(finding)
    ordered = sorted(found.items(), key=lambda item: (item[0].iri, item[0].reason))
    return tuple((waiver, tuple(covered)) for waiver, covered in ordered)


def _rows(pack: Pack, plans: Sequence[PlanReport]) -> Iterator[Row]:
    for criterion in pack.criteria:
        yield Row(anchor(pack, criterion), criterion, tuple(cell(criterion, plan) for plan in plans))


def _section(report: Report, pack: Pack, criterion: Criterion) -> Section:
    checks = ((check, tuple(_found(check, report.plans))) for check in criterion.checks)
    return Section(
        anchor=anchor(pack, criterion),
        criterion=criterion,
        bars=tuple(_bars(criterion, report.plans)),
        checks=tuple((check, found) for check, found in checks if found),
        quiet=tuple(_quiet(criterion, report.plans)),
        evidence=tuple(_evidenced(criterion, report.plans)),
    )


def _quiet(criterion: Criterion, plans: Iterable[PlanReport]) -> Iterator[str]:
    """In which plans there was no finding, and of what kind that is."""
    for plan in plans:
        lines = cell(criterion, plan).lines
        evidenced = any(_evidenced(criterion, [plan]))
        if not evidenced and not any(finding.criterion == criterion.iri for finding in plan.findings):
            yield f"{plan_name(plan)}: {lines[0].words}"


def _evidenced(
    criterion: Criterion, plans: Iterable[PlanReport]
) -> Iterator[tuple[PlanReport, tuple[tuple[Check, Population], ...]]]:
    for plan in plans:
        counted = ((check, plan.population(check.iri)) for check in criterion.checks)
        found = tuple((check, each) for check, each in counted if each and (each.pieces or each.explained))
        if found:
            yield plan, found


def _found(check: Check, plans: Iterable[PlanReport]) -> Iterator[Group]:
    for plan in plans:
        findings = tuple(finding for finding in plan.findings if finding.check == check.iri)
        if findings:
            yield Group(plan, check, plan.population(check.iri), findings)


def _failed(check: Check, found: Population) -> Line:
    number = f"{found.failed:,} of {found.tested:,}" if found.tested > 1 else ""
    missing = "not found: " if check.verdict == NOT_FOUND else ""
    words = missing + check.label + (" (ours)" if check.ours else "")
    if found.waived:
        words += f", {found.waived:,} more waived" if found.failed else ", waived"
    return Line(number, words, check.severity if found.failed else "")


def _unknown(check: Check, found: Population) -> Line:
    number = f"{found.unknown:,} of {found.scope:,}" if found.scope > 1 else ""
    return Line(number, f"cannot be told: {check.label}", "")


def _explained(check: Check) -> Line:
    return Line("", f"gap explained by the plan's focus: {check.label}", "")


def _evidence(check: Check, found: Population) -> Line:
    return Line("", f"evidence found: {check.label}: {evidence_words(found, 2)}", "passed")


def _not_failed(found: Sequence[Population]) -> Line:
    if not any(each.scope for each in found):
        return Line("", "nothing to test", "")
    if any(each.verdict == NOT_FOUND for each in found):
        return Line("", "evidence found", "passed")
    tested = max(each.tested for each in found)
    return Line("", f"no finding in {tested:,}" if tested > 1 else "no finding", "passed")


def _by_severity(plan: PlanReport) -> dict[tuple[str, str], int]:
    counts = Counter("ours" if finding.ours else finding.severity for finding in plan.open)
    named = {name: _plural(SEVERITY[name].lower(), counts[name]) for name in SEVERITIES} | {"ours": "ours"}
    return {(name, said): counts[name] for name, said in named.items()}


def _plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"


def _bars(criterion: Criterion, plans: Iterable[PlanReport]) -> Iterator[Bar]:
    if not {check.state for check in criterion.checks} >= APART:
        return
    for plan in plans:
        scope = _scope(criterion, plan)
        lacking = _lacking(criterion, plan)
        if scope:
            counts = {("stated", "have it"): scope - sum(lacking.values())} | lacking
            yield _bar(plan_name(plan), counts, scope)


def _lacking(criterion: Criterion, plan: PlanReport) -> dict[tuple[str, str], int]:
    words = {"blank": "left blank", "no-such-column": "not asked for", "unmapped": "not read by us"}
    states = {check.iri: check.state for check in criterion.checks}
    about = {(f.focus, states[f.check]) for f in plan.findings if f.check in states and f.kind != "plan"}
    counts = Counter(state for _, state in about)
    return {(state, said): counts[state] for state, said in words.items()}


def _scope(criterion: Criterion, plan: PlanReport) -> int:
    """How many things the checks are about; 0 where they are not all about as many, and cannot be added."""
    of_plan = {finding.check for finding in plan.findings if finding.kind == "plan"}
    checks = [each.iri for each in criterion.checks if each.state in APART and each.iri not in of_plan]
    found = {each.scope for iri in checks if (each := plan.population(iri)) and each.scope != 1}
    return found.pop() if len(found) == 1 else 0


def _bar(label: str, counts: dict[tuple[str, str], int], whole: int) -> Bar:
    segments, start = [], 0.0
    for (style, words), number in counts.items():
        width = round(100 * number / whole, 3) if whole else 0.0
        segments.append(Segment(style, number, words, round(start, 3), width))
        start += width
    return Bar(label, sum(counts.values()), tuple(segments))


def ours(plans: Iterable[PlanReport]) -> int:
    """How many open findings are faults of ours."""
    return sum(finding.ours for plan in plans for finding in plan.open)


def population(plan: PlanReport) -> str:
    """What the plan is made of, such as "102 actions, 184 measures"."""
    return (
        ", ".join(many(number, kind.lower()) for kind, number in plan.counts)
        or "nothing that could be counted"
    )
