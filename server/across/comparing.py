"""Councils or plans side by side: what of each fits, how complete it is, what can be compared."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from ...errors import UsageError
from ..parameters import parameters
from ..records import Record
from .asked import chosen, days, one_of, taken
from .choices import Choice, Plan
from .rows import number, rows, word

SEVERAL = ("of", "council", "plan")
"""Names of what is compared; ``of`` takes councils and plans."""
TAKEN = ("characteristic", "topic", "from", "to")
FEWEST, MOST = 2, 6
SHOWN = 12
"""Entries and measures of a side that its list shows."""
READ = 600
"""Measures of a side that are looked at for pairs."""
KINDS = {
    "action": "actions",
    "milestone": "milestones",
    "target": "targets",
    "outcome": "outcomes",
    "measure": "measures",
}
VALUES = {
    "owner": "say who answers for it",
    "deadline": "say by when",
    "measure": "say how it is known",
}
"""What makes an action or milestone complete."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A council or a plan that is compared: its code in addresses, its name, the value that queries take."""

    code: str
    label: str
    more: str
    value: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is compared, and the ``values`` of the queries that say of what in it."""

    sides: tuple[Chosen, ...]
    values: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """One column: of each kind the row of compare/counts, and the first entries and measures that fit."""

    chosen: Chosen
    values: Mapping[str, str]
    counts: Mapping[str, Record]
    entries: Sequence[Record]
    measures: Sequence[Record]

    def of(self, kind: str) -> tuple[int, int]:
        """How many of that kind fit, of how many."""
        row = self.counts.get(kind, {})
        return number(row, "fitting"), number(row, "out_of")

    @property
    def tasks(self) -> int:
        """How many actions and milestones fit."""
        return self.of("action")[0] + self.of("milestone")[0]

    def stating(self, value: str) -> tuple[int, int]:
        """How many of these state the value, and for how many the document has no place for it."""
        both = [self.counts.get(kind, {}) for kind in ("action", "milestone")]
        stated = sum(number(row, value) for row in both)
        return stated, sum(number(row, f"{value}_not_asked") for row in both)

    def knowing(self, *columns: str) -> int:
        """Of how many measures that fit all these are known."""
        return sum(all(word(row, column) for column in columns) for row in self.measures)


def wanted(plans: Sequence[Plan], people: Iterable[Choice], themes: Iterable[Choice]) -> Wanted:
    """What this request asks for, perhaps of too few to compare.

    Raises UsageError for a name or value that is not known, too many, or a period that ends before it begins.
    """
    given = taken(TAKEN, SEVERAL)
    known = _known(plans)
    asked = [(name, value) for name, value in parameters(request).pairs if name in SEVERAL and value]
    codes = list(dict.fromkeys(_code(name, value, known, plans) for name, value in asked))
    if len(codes) > MOST:
        raise UsageError(f"{len(codes)} are too many to set side by side", f"Choose at most {MOST}")
    chosen("characteristic", given, [each.code for each in people])
    chosen("topic", given, [each.code for each in themes])
    days(given)
    values = {name: given[name] for name in TAKEN if name in given}
    return Wanted(tuple(known[code] for code in codes), values, given)


def options(plans: Sequence[Plan]) -> list[Choice]:
    """All that can be compared."""
    councils = {plan.council: plan.council_label for plan in plans}
    return [
        *(Choice(code, label, "Councils, with all their plans") for code, label in councils.items()),
        *(Choice(plan.slug, f"{plan.slug}: {plan.title}", "Plans") for plan in plans),
    ]


def side(one: Chosen, values: Mapping[str, str]) -> Side:
    """The column of a council or plan; raises as ``rows``."""
    all_values = {one.value[0]: one.value[1], **values}
    counts = {word(row, "kind"): row for row in rows("compare/counts", all_values)}
    fits = any(number(row, "fitting") for row in counts.values())
    return Side(
        chosen=one,
        values=all_values,
        counts=counts,
        entries=rows("compare/entries", all_values, most=SHOWN) if fits else (),
        measures=rows("compare/measures", all_values, most=READ) if fits else (),
    )


def focuses(sides: Sequence[Side], characteristic: str) -> list[tuple[str, str]]:
    """The sides with plans that are as a whole about these people, and whom those plans name."""
    if not (sides and characteristic):
        return []
    found = rows("site/focus", {"characteristic": characteristic})
    return [
        (side.chosen.label, word(row, "label"))
        for side in sides
        for row in found
        if side.chosen.code in (word(row, "slug"), word(row, "council"))
    ]


def series(found: Iterable[Record]) -> dict[str, list[Record]]:
    """The series of which several editions are here, by IRI."""
    by: dict[str, list[Record]] = {}
    for row in found:
        by.setdefault(word(row, "series"), []).append(row)
    return by


def _known(plans: Sequence[Plan]) -> dict[str, Chosen]:
    by_plan = {
        plan.slug: Chosen(plan.slug, plan.council_label, plan.title, ("plan", plan.slug)) for plan in plans
    }
    held: dict[str, list[Plan]] = {}
    for plan in plans:
        held.setdefault(plan.council, []).append(plan)
    return by_plan | {
        code: Chosen(code, own[0].council_label, _titles(own), ("council", code))
        for code, own in held.items()
    }


def _titles(own: Sequence[Plan]) -> str:
    return own[0].title if len(own) == 1 else f"{len(own)} plans"


def _code(name: str, value: str, known: Collection[str], plans: Sequence[Plan]) -> str:
    """The code that is given, if the name in the address may give it."""
    there = {
        "of": known,
        "council": sorted({plan.council for plan in plans}),
        "plan": [plan.slug for plan in plans],
    }
    return one_of(name, value, there[name])
