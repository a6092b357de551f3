"""Plain words for a report's codes, and the groupings that every form for people shows."""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..model import (
    NOT_FOUND,
    SEVERITIES,
    UNKNOWN,
    Check,
    Criterion,
    Finding,
    Pack,
    PlanReport,
    Population,
    Report,
    Source,
    Waiver,
)

SEVERITY = {"Violation": "Problem", "Warning": "Warning", "Info": "Note"}
"""What a reader calls a severity."""
STATE = {
    "": "",
    "stated": "stated",
    "blank": "left blank",
    "no-such-column": "not asked for",
    "unmapped": "printed, but not read by us",
    "not-applicable": "does not apply",
}
"""What a reader calls a state."""
OUTCOME = {
    "nothing to test": "nothing to test",
    "unknown": "cannot be told",
    "findings": "findings",
    "no finding": "no finding",
    "all waived": "all waived",
    "evidence found": "evidence found",
    "evidence not found": "no evidence found",
    "gap explained by the plan's focus": "gap explained by the plan's focus",
}
"""What became of a check, in words."""
BASIS = {"law": "A duty in law stands behind it", "practice": "Good practice", "": ""}
"""On what kind of ground a criterion stands."""
DECISION = {"accept": "Accepted, and still counted", "fix": "To be fixed"}


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one check in one plan, and how many things it had in scope."""

    plan: PlanReport
    check: Check
    population: Population | None
    findings: tuple[Finding, ...]

    @property
    def condition(self) -> str:
        """What is wrong, where it is the same for all; else nothing."""
        said = {finding.condition for finding in self.findings}
        return said.pop() if len(said) == 1 else ""

    @property
    def out_of(self) -> str:
        """How many of how many, such as "12 of 102"; nothing where only one thing was looked at."""
        found = self.population
        if found is None or found.scope < 2:
            return ""
        if self.check.verdict == UNKNOWN:
            return f"{found.unknown:,} of {found.scope:,}"
        return f"{found.failed + found.waived:,} of {found.tested:,}"


def day(written: str) -> str:
    """A date for a reader: 24 November 2026, November 2026; what is neither stays as it is."""
    whole = len(written) == len("2026-11-24")
    try:
        found = date.fromisoformat(written if whole else f"{written}-01")
    except ValueError:
        return written
    return f"{found.day if whole else ''} {month_name[found.month]} {found.year}".strip()


def days(written: str) -> str:
    """A text with its dates written for a reader."""
    return re.sub(r"\d{4}-\d\d-\d\d", lambda found: day(found[0]), written)


def plan_name(plan: PlanReport) -> str:
    """The plan in a few words: whose it is and of which year, else its title."""
    year = f" {plan.issued[:4]}" if plan.issued else ""
    return f"{plan.publisher}{year}" if plan.publisher else plan.title or plan.slug


def many(number: int, one: str, more: str = "") -> str:
    """The number with its noun, such as "1 plan" and "2,000 plans"."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """The words as a list within a sentence: "a, b and c"."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def counted(totals: dict[str, int]) -> str:
    """The totals in a reader's words: "2 problems, 1 warning and 3 notes"."""
    return listed(many(totals[name], SEVERITY[name].lower()) for name in SEVERITIES)


def version_words(report: Report) -> str:
    """For what day and of which version the report speaks, and what it is compared with."""
    said = f"As of {day(report.as_of)}, version {report.version}"
    if report.baseline is None:
        return said
    return f"{said}, compared with {compared_words(report)}"


def groups(report: Report, plan: PlanReport) -> Iterator[tuple[Pack, Criterion, Group]]:
    """Each check in one plan, in the order of the packs, with what it found."""
    for pack, criterion, check in report.checks():
        found = tuple(finding for finding in plan.findings if finding.check == check.iri)
        yield pack, criterion, Group(plan, check, plan.population(check.iri), found)


def kind_words(about: Check | Finding) -> str:
    """What a reader calls a finding: by its severity, or by what it says where that is no failure."""
    if about.verdict == NOT_FOUND:
        return "Not found"
    if about.verdict == UNKNOWN:
        return "Cannot be told"
    return SEVERITY[about.severity] + (", ours" if about.ours else "")


def shown(finding: Finding) -> str:
    """The words that the finding is about: those printed, where they hold the record's own, else those."""
    return finding.quote if _spaced(finding.text) in _spaced(finding.quote) else finding.text


def printed(finding: Finding) -> str:
    """What is printed, where it does not hold the record's own words and so is shown beside them."""
    return "" if shown(finding) == finding.quote else finding.quote


def _spaced(text: str) -> str:
    return " ".join(text.split())


def waived_words(finding: Finding) -> str:
    """Who waived the finding, why and until when; nothing where nobody did."""
    if finding.waiver is None:
        return ""
    until = f" until {day(finding.waiver.expires)}" if finding.waiver.expires else ""
    return f"Waived by {finding.waiver.person}{until}: {finding.waiver.reason}"


def basis_words(criterion: Criterion) -> str:
    """On what a criterion rests; its sources, if it has any, follow."""
    said = BASIS[criterion.basis]
    if not criterion.sources or criterion.basis == "law":
        return said
    return f"{said}, drawing on" if said else "Rests on"


def decided_words(finding: Finding) -> str:
    """What a person decided about the finding and why; nothing where nobody did."""
    said = finding.response
    if finding.waiver or said is None:
        return waived_words(finding)
    until = f" until {day(said.expires)}" if said.expires else ""
    return f"{DECISION[said.decision]}{until}, says {said.person}: {said.reason}"


def evidence_words(found: Population, most: int = 3) -> str:
    """The first words that were taken as evidence with their places, and how many more there are."""
    first = found.evidence[:most]
    more = found.pieces - len(first)
    told = [f"“{each.words}”{f' ({each.place.words})' if each.place.words else ''}" for each in first]
    return ", ".join(told) + (f" and {more:,} more" if more else "")


def waiver_place(waiver: Waiver) -> str:
    """Where the waiver is written."""
    return f"{waiver.file}, line {waiver.line}" if waiver.line else waiver.file


def in_force_for(report: Report, source: Source) -> str:
    """For which plans of the report a source were the regulations in force; nothing where for none."""
    plans = [plan_name(p) for p in report.plans if p.regulations and p.regulations.iri == source.iri]
    return f"in force for {listed(plans)}" if plans else ""


def regulations_words(plan: PlanReport) -> str:
    """The regulations in force when the plan was published, by name, or that they are not known."""
    return (plan.regulations.words or plan.regulations.iri) if plan.regulations else "not known"


def compared_words(report: Report) -> str:
    """With what the report is compared."""
    found = report.baseline
    if found is None:
        return ""
    named = "" if found.version in found.name else f"{found.name}, "
    version = "the same version" if found.version == report.version else f"version {found.version}"
    then = f" as of {day(found.as_of)}" if found.as_of != report.as_of else ""
    return f"{named}{version}{then}"
