"""The findings of a plan as its page shows them: by criterion and check, out of how many."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from ...shapes.model import Check, Correction, Criterion, Pack, Place, PlanReport, Population, Report
from ...shapes.reports.view import anchor
from ...shapes.reports.words import Group, groups
from .asked import Filter
from .passages import line_at, line_starts
from .reading import Reading

FEW = 5
"""Notes on one check that stand open."""


Counted = tuple[tuple[Check, Population], ...]
"""Checks, and what became of what each had in scope."""


@dataclass(frozen=True, slots=True)
class Section:
    """A criterion, the name of its place in the page, and its checks with findings."""

    anchor: str
    pack: Pack
    criterion: Criterion
    groups: tuple[Group, ...]

    @property
    def number(self) -> int:
        """How many findings."""
        return sum(len(group.findings) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Corrected:
    """Something that was corrected, or left out, with the number of its line where that is known."""

    correction: Correction
    line: int | None


def sections(report: Report, plan: PlanReport, wanted: Filter) -> Iterator[Section]:
    """The criteria with findings that are ``wanted``, in the order of the packs."""
    for (pack, criterion), found in groupby(groups(report, plan), key=lambda each: each[:2]):
        name = anchor(pack, criterion)
        shown = tuple(_shown(group, wanted) for _, _, group in found)
        if wanted.takes_criterion(pack, name) and any(group.findings for group in shown):
            yield Section(name, pack, criterion, tuple(group for group in shown if group.findings))


def populations(report: Report, plan: PlanReport) -> Iterator[tuple[Pack, Counted]]:
    """What became of what each check had in scope, by pack."""
    for pack, found in groupby(groups(report, plan), key=lambda each: each[0]):
        counted = ((group.check, group.population) for _, _, group in found)
        yield pack, tuple((check, population) for check, population in counted if population)


def corrected(plan: PlanReport, reading: Reading | None) -> tuple[Corrected, ...]:
    """The register of corrections and of words left out, with their lines."""
    starts = line_starts(reading.text) if reading else ()
    return tuple(Corrected(each, _line(each.place, starts)) for each in plan.corrections)


def is_open(group: Group, wanted: Filter) -> bool:
    """Whether the findings of a check stand open: all but many notes, and those too where they are asked."""
    return bool(wanted) or len(group.findings) <= FEW or group.check.severity != "Info" or group.check.ours


def _shown(group: Group, wanted: Filter) -> Group:
    return replace(group, findings=tuple(filter(wanted.takes, group.findings)))


def _line(place: Place, starts: tuple[int, ...]) -> int | None:
    if place.first_line is not None or place.start is None or not starts:
        return place.first_line
    return line_at(starts, place.start)
