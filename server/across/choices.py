"""What can be chosen on these pages: councils and plans that are here, people that plans name, themes."""

from collections.abc import Mapping
from dataclasses import dataclass

from .. import overview
from ..records import Record
from .rows import number, rows, word

COUNTED = {"action": "actions", "milestone": "milestones", "measure": "measures"}
"""Kinds of things that are counted by plan, with the word for several."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is written in an address, and what it means; ``within`` is the heading that it stands under."""

    code: str
    label: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of this version: its short name, title, council by code and name, and how many ``things`` of
    each kind it holds.
    """

    slug: str
    title: str
    council: str
    council_label: str
    things: Mapping[str, int]


def plans() -> tuple[Plan, ...]:
    """The plans of this version that name their council, by council and short name."""
    return tuple(sorted(map(_plan, overview.rows("plans")), key=lambda plan: (plan.council_label, plan.slug)))


def councils(known: tuple[Plan, ...]) -> tuple[Choice, ...]:
    """The councils of the plans, each once, by name."""
    named = {plan.council: plan.council_label for plan in known}
    return tuple(Choice(code, label) for code, label in named.items())


def people() -> tuple[Choice, ...]:
    """The protected characteristics with narrower groups, then the groups that public bodies add."""
    protected = _concepts("characteristic", "", "Protected characteristics, and groups within them")
    return (*protected, *_concepts("group", "group/", "Further groups"))


def themes() -> tuple[Choice, ...]:
    """The themes that words of plans point to."""
    return _concepts("topic", "", "")


def _plan(row: Record) -> Plan:
    council = word(row, "council").rpartition("/")[2]
    label = word(row, "council_label") or council
    things = {kind: number(row, plural) for kind, plural in COUNTED.items()}
    return Plan(word(row, "slug"), word(row, "title"), council, label, things)


def _concepts(scheme: str, before: str, within: str) -> tuple[Choice, ...]:
    found = rows("site/choices", {"kind": scheme})
    return tuple(Choice(before + word(row, "code"), word(row, "label"), within) for row in found)
