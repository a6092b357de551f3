"""Completeness: for each value that a plan can give, how many entries are in each of the five states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..records import Record, first_text, total


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of ``out_of`` actions and milestones, how many are in each of the five ``states`` of a ``value``."""

    value: str
    states: Mapping[str, int]
    out_of: int


def by_value(rows: Sequence[Record]) -> tuple[Completeness, ...]:
    """The rows of a query of completeness, those of a value together, in their order."""
    values = groupby(rows, key=lambda row: first_text([row], "value"))
    return tuple(_of(value, list(found)) for value, found in values)


def _of(value: str, rows: Sequence[Record]) -> Completeness:
    states = {first_text([row], "state"): total([row], "entries") for row in rows}
    return Completeness(value, states, total(rows[:1], "out_of"))
