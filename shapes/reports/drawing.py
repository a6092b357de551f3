"""A sample of a graph's records, each value beside the words it was read from, for a person to check."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from ...errors import UsageError
from ...graph.store import Store
from ..plan_context import known_plan

SURE = 0.95
"""How sure a reader may be of the bound that a sample without a fault gives."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: what of the record it is, the words it was read from, where, and how it was got."""

    what: str
    value: str
    words: str
    place: str
    how: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record that was drawn: its number in the sample, its plan's slug, its IRI and its values."""

    number: int
    plan: str
    document: str
    kind: str
    iri: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """A plan, how many records it has, and how many of them were drawn."""

    plan: str
    title: str
    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn from a version of a graph, by which seed, from how many."""

    version: str
    seed: str
    strata: tuple[Stratum, ...]
    records: tuple[Drawn, ...]

    @property
    def population(self) -> int:
        """All records that could have been drawn."""
        return sum(stratum.population for stratum in self.strata)

    @property
    def bound(self) -> int:
        """Where no record drawn is wrong, fewer than this many of 100 are, as surely as ``SURE``."""
        return math.ceil(100 - 100 * math.pow(1 - SURE, 1 / len(self.records)))


def draw(store: Store, size: int, seed: str, slugs: Sequence[str] = ()) -> Sample:
    """Draw ``size`` actions and milestones, by plan in proportion and at least one from each.

    The same version, seed and size give the same sample. UsageError for a plan that is not there, a graph
    without records, and a size below the number of plans.
    """
    frame = _frame(store, slugs)
    if not frame:
        raise UsageError("there is no record to draw", "Build a graph with: equigraph build")
    if size < len(frame):
        cause = f"a sample of {size} cannot hold a record of each of {len(frame)} plans"
        raise UsageError(cause, f"Give --n {len(frame)} or more, or name a --plan")
    shares = allot(size, [len(rows) for rows in frame.values()])
    strata, chosen = [], []
    for (plan, rows), share in zip(frame.items(), shares, strict=True):
        strata.append(Stratum(plan.rpartition("/")[2], rows[0][1], len(rows), share))
        chosen += sorted(rows, key=lambda row: _lot(row[-1], seed, store.version))[:share]
    records = tuple(_drawn(store, number, row) for number, row in enumerate(chosen, 1))
    return Sample(store.version, seed, tuple(strata), records)


def allot(size: int, populations: Sequence[int]) -> list[int]:
    """How many to draw of each population: in proportion, at least one and at most all of each.

    Whole numbers by the largest remainder; ``size`` is at least the number of the populations.
    """
    size, whole = min(size, sum(populations)), sum(populations)
    shares = [max(1, size * each // whole) for each in populations]
    while sum(shares) != size:
        step = 1 if sum(shares) < size else -1
        may = [i for i, each in enumerate(populations) if 1 <= shares[i] + step <= each]
        shares[max(may, key=lambda i: (step * (size * populations[i] / whole - shares[i]), -i))] += step
    return shares


Row = tuple[str, ...]


def _frame(store: Store, slugs: Sequence[str]) -> Mapping[str, list[Row]]:
    choices: list[dict[str, str]] = [{"plan": known_plan(store, s)} for s in dict.fromkeys(slugs)] or [{}]
    rows = sorted(row for given in choices for row in store.named("audit/sample-frame", given).texts())
    return {plan: list(of_plan) for plan, of_plan in groupby(rows, key=lambda row: row[0])}


def _lot(iri: str, seed: str, version: str) -> str:
    """What a record is drawn by: nobody can foresee it, and anybody can work it out again."""
    return sha256(f"{seed}\n{version}\n{iri}".encode()).hexdigest()


def _drawn(store: Store, number: int, row: Row) -> Drawn:
    plan, _, document, kind, iri = row
    rows = list(store.named("audit/sample-values", {"record": iri}).texts())
    return Drawn(number, plan.rpartition("/")[2], document, kind, iri, tuple(_values(rows)))


def _values(rows: Iterable[Row]) -> Iterator[Value]:
    """One value for each name and value, with all the words it was read from."""
    together: dict[tuple[str, str, str], list[Row]] = {}
    for order, what, value, *evidence in rows:
        together.setdefault((order, what, value), []).append(tuple(evidence))
    for (_, what, value), found in together.items():
        yield _value(what, value, found)


def _value(what: str, value: str, found: Sequence[Row]) -> Value:
    quotes = [(row[-1], _place(*row[2:-1])) for row in found if row[-1]]
    places = dict.fromkeys(place for _, place in quotes if place)
    how = dict.fromkeys(f"{row[0]}: {row[1]}" if row[1] else row[0] for row in found if row[0])
    words = " […] ".join(dict.fromkeys(quote for quote, _ in quotes))
    return Value(what, value, words, ", ".join(places), "; ".join(how))


def _place(first: str, last: str, start: str, end: str) -> str:
    if not first:
        return f"characters {start}-{end}"
    return f"line {first}" if first == last else f"lines {first}-{last}"
