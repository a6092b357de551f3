"""What a plan's page shows: what it says of itself, and the actions and milestones that are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from ..audit.leads import is_audited
from ..records import Record, first_text, records
from ..services import store
from ..turning import Page, asked_page, check_names
from .states import Completeness, by_value

SIZE = 100
"""Entries on a page."""
FIELDS = (
    "section",
    "owner",
    "characteristic",
    "owner_state",
    "measure_state",
    "due_state",
    "due_from",
    "due_to",
    "text",
)
"""What entries can be chosen by: the parameters of the query plans/entries, the plan aside."""
ENTRIES, COMPLETENESS = "plans/entries", "completeness/of-plan"
DEEPEST = 3
"""How far milestones of milestones are set in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An action or milestone, how deep it lies, and whether what it is part of is not shown with it."""

    said: Record
    depth: int
    parted: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan: its ``facts`` (a row for each characteristic it is about), what to choose from, ``wanted``
    values, a page of the entries that fit, and how complete all of them are.
    """

    slug: str
    facts: Sequence[Record]
    choices: Mapping[str, Sequence[Record]]
    wanted: Mapping[str, str]
    page: Page[Entry]
    completeness: Sequence[Record]

    @property
    def values(self) -> Sequence[Completeness]:
        """The completeness by value."""
        return by_value(self.completeness)

    @property
    def total(self) -> int:
        """How many actions and milestones the plan has."""
        return self.values[0].out_of if self.values else 0

    @property
    def asked(self) -> Mapping[str, str]:
        """The values that the query is asked with."""
        return {"plan": self.slug, **self.wanted}

    @property
    def audited(self) -> bool:
        """Whether the version keeps an audit of it."""
        return is_audited(store().manifest, self.slug)


def plan_page(slug: str) -> PlanPage | None:
    """The plan ``slug`` as this request asks for it; None where there is none of that name under the base.

    Raises UsageError for a value that does not fit; aborts as ``asked_page``.
    """
    facts = _rows("site/plan", {"plan": slug}) if slug in store().manifest.plans else []
    if not facts:
        return None
    check_names((*FIELDS, "page"))
    wanted = {name: given for name in FIELDS if (given := request.args.get(name, "").strip())}
    choices = _rows("site/plan-choices", {"plan": slug})
    kinds = ("section", "owner", "characteristic")
    return PlanPage(
        slug=slug,
        facts=facts,
        choices={kind: [row for row in choices if first_text([row], "kind") == kind] for kind in kinds},
        wanted=wanted,
        page=asked_page(entries(_rows(ENTRIES, {"plan": slug, **wanted})), SIZE),
        completeness=_rows(COMPLETENESS, {"plan": slug}),
    )


def entries(rows: Sequence[Record]) -> Sequence[Entry]:
    """The ``rows`` in their order, each with how many of those before it it is part of."""
    depths: dict[str, int] = {}
    found = []
    for row in rows:
        above = str(getattr(row["parent"], "value", ""))
        depth = min(depths[above] + 1, DEEPEST) if above in depths else int(bool(above))
        depths.setdefault(str(getattr(row["item"], "value", "")), depth)
        found.append(Entry(row, depth, bool(above) and above not in depths))
    return found


def _rows(name: str, values: Mapping[str, str]) -> list[Record]:
    return records(store().named(name, values))
