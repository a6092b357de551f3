"""What an index is made from: the answers of the queries in ``queries/search``, one a kind of thing.

A kind's query gives ``iri`` and ``text``, and may give ``also…`` (further words, a column each), ``place``,
``plan``, ``council`` and ``position``. What it gives several rows for is one record.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..answer import Answer
    from ..store import Store

FOLDER = "search"
PARTS = f"{FOLDER}/parts"
_LINE = re.compile(r"line=(\d+),")
"""Where a place begins (RFC 5147), counted from zero."""


@dataclass(slots=True)
class Record:
    """A thing that can be found, with the words it is found by; ``line`` 0 where no document has it."""

    iri: str
    kind: str
    texts: set[str] = field(default_factory=set)
    also: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    plan: str = ""
    council: str = ""
    line: int = 0
    position: int = 0

    @property
    def text(self) -> str:
        """Its own words; of several, in a fixed order."""
        return "\n".join(sorted(self.texts))

    @property
    def further(self) -> str:
        """What else is known of it, in a fixed order."""
        return " · ".join(sorted(self.also))

    @property
    def order(self) -> tuple[bool, str, int, int, str, str]:
        """Where it comes: plan by plan as the documents have it, then what belongs to none."""
        return not self.plan, self.plan, self.line, self.position, self.kind, self.iri


@dataclass(slots=True)
class Name:
    """What a thing is called, its code where it has one, and the things above it."""

    label: str = ""
    code: str = ""
    above: set[str] = field(default_factory=set)


def kinds(store: "Store") -> tuple[str, ...]:
    """The kinds of things that can be found: the names of the queries that give them."""
    found = (name.removeprefix(f"{FOLDER}/") for name in store.catalogue.names(FOLDER))
    return tuple(name for name in found if "/" not in name)


def records(store: "Store") -> list[Record]:
    """Everything that can be found, in order; what has no words cannot."""
    found: dict[str, Record] = {}
    for kind in kinds(store):
        _add(store, kind, found)
    councils = _pairs(store.named(f"{PARTS}/councils"))
    for iri, place in store.named(f"{PARTS}/lines").texts():
        if (record := found.get(iri)) and (line := _LINE.match(place)):
            number = int(line[1]) + 1
            record.line = min(record.line or number, number)
    for record in found.values():
        record.council = record.council or councils.get(record.plan, "")
    return sorted((each for each in found.values() if each.texts or each.also), key=lambda each: each.order)


def names(store: "Store") -> dict[str, Name]:
    """What things are called, by IRI; of several labels or codes the first of the alphabet."""
    found: dict[str, Name] = {}
    for iri, label, code, above in store.named(f"{PARTS}/names").texts():
        name = found.setdefault(iri, Name(label, code))
        name.label = min(filter(None, (name.label, label)), default="")
        name.code = min(filter(None, (name.code, code)), default="")
        name.above |= {above} - {""}
    return found


def facets(store: "Store") -> list[tuple[str, str]]:
    """The properties by whose values hits can be chosen, as the graph's shapes have it; by their labels."""
    found: dict[str, str] = {}
    for iri, label in store.named(f"{PARTS}/facets").texts():
        found.setdefault(iri, label)
    return sorted(found.items(), key=lambda facet: (facet[1], facet[0]))


def _pairs(answer: "Answer") -> dict[str, str]:
    return {key: value for key, value in answer.texts()}  # noqa: C416 - rows of any width, to a type checker


def values(store: "Store", property: str) -> Iterator[tuple[str, ...]]:
    """Things and their values of a property."""
    return store.named(f"{PARTS}/values", {"property": property}).texts()


def _add(store: "Store", kind: str, found: dict[str, Record]) -> None:
    answer = store.named(f"{FOLDER}/{kind}")
    for row in answer.texts():
        cells = dict(zip(answer.variables, row, strict=True))
        record = found.setdefault(cells["iri"], Record(cells["iri"], kind))
        record.texts |= {cells["text"]} - {""}
        record.also |= {cell for name, cell in cells.items() if name.startswith("also")} - {""}
        record.places |= {cells.get("place", "")} - {""}
        record.plan = record.plan or cells.get("plan", "")
        record.council = record.council or cells.get("council", "")
        record.position = int(cells.get("position") or 0)
