"""Values read out of a cell's words, each with its own words and places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .records import Cell, Due, Mention, Ownership, Quantity
from .text import Quote
from .values.dates import DueReading, PlanYear, find_dues, read_due
from .values.measures import measure_sentences, quantified_sentences
from .values.mentions import Finder
from .values.people import canonical_names, partners_phrase, read_owners
from .values.quantities import find_quantities


@dataclass(frozen=True)
class Enricher:
    """Reads the values of one plan: its year, its own organisation, the names its people go by.

    ``known``: label in lower case → IRI of the organisations that a vocabulary knows.
    """

    year: PlanYear
    finder: Finder
    council: str
    owners_are: Literal["person", "team"] = "team"
    names: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def mentions(self, quote: Quote) -> tuple[Mention, ...]:
        """Characteristics, groups and organisations named in the words, save the plan's own council."""
        found = self.finder.find(quote.text)
        return tuple(
            Mention(m.iri, m.label, quote.slice(m.start, m.end), "inferred" if m.found else "derived")
            for m in found
            if m.iri != self.council
        )

    def quantities(self, quote: Quote) -> tuple[Quantity, ...]:
        """Numbers of something, with unit and direction."""
        return tuple(
            Quantity(quote.slice(q.start, q.end), q.value, q.unit, q.role, q.direction)
            for q in find_quantities(quote.text)
        )

    def due(self, cell: Cell | None) -> Due | None:
        """The time that a cell of times states."""
        reading = read_due(cell.text, self.year) if cell else None
        return _due(cell.quote, reading) if cell and reading else None

    def due_within(self, quote: Quote) -> Due | None:
        """The last of the times that running text states."""
        found = find_dues(quote.text, self.year)
        last = max(
            found, key=lambda m: (m.reading.end or m.reading.start or date.min, -m.start), default=None
        )
        return _due(quote.slice(last.start, last.end), last.reading) if last else None

    def owners(
        self, row_cells: Iterable[tuple[Literal["lead", "owner"], Cell | None]]
    ) -> tuple[Ownership, ...]:
        """Who a row's cells of people and teams name, in print order."""
        return tuple(owner for column, cell in row_cells if cell for owner in self._owners(column, cell))

    def _owners(self, column: Literal["lead", "owner"], cell: Cell) -> Iterable[Ownership]:
        for reading in read_owners(cell.text, column, self.owners_are):
            yield Ownership(
                quote=cell.quote.slice(reading.start, reading.end),
                name=self.names.get(reading.name, reading.name),
                kind=reading.kind,
                role=reading.role,
                title=reading.title,
                unit=reading.unit,
                iri=self.known.get(reading.name.lower(), "") if reading.kind != "person" else "",
                unit_iri=self.known.get(reading.unit.lower(), ""),
                flags=tuple(dict.fromkeys((*reading.flags, *cell.flags))),
            )

    def partners_of_owner(self, cell: Cell | None) -> tuple[Mention, ...]:
        """Who an owner's cell names as partners: known bodies, and names that open with a capital."""
        phrase = partners_phrase(cell.text) if cell else None
        if cell is None or phrase is None:
            return ()
        whole = cell.quote.slice(*phrase)
        found = re.finditer(r"(?:(?!\s+and\s+|\s*/\s*).)+", whole.text)
        parts = [whole.slice(*part.span()) for part in found]
        return tuple(mention for part in parts if (mention := self._partner(part)))

    def _partner(self, printed: Quote) -> Mention | None:
        name = printed.slice(len(printed.text) - len(re.sub(r"^\W*(?:and |the )?", "", printed.text))).strip(
            "/"
        )
        if name.text.lower() == "council":
            return Mention(self.council, name.text, name)
        known = self.known.get(name.text.lower(), "")
        if known:
            return Mention(known, name.text, name)
        return Mention("", name.text, name, "inferred") if name.text[:1].isupper() else None

    def measure_sentences(self, quote: Quote) -> tuple[Quote, ...]:
        """The sentences that state how something is measured."""
        return tuple(quote.slice(start, end) for start, end in measure_sentences(quote.text))

    def quantified_sentences(self, quote: Quote) -> tuple[Quote, ...]:
        """The sentences that say how many will be reached."""
        return tuple(quote.slice(start, end) for start, end in quantified_sentences(quote.text))


def _due(quote: Quote, reading: DueReading) -> Due:
    method: Literal["inferred", "derived"] = "inferred" if reading.inferred else "derived"
    return Due(quote, reading.kind, reading.start, reading.end, method, reading.flags)


def spellings(
    enricher: Enricher, cells: Iterable[tuple[Literal["lead", "owner"], Cell | None]]
) -> dict[str, str]:
    """Printed person's name → the spelling the plan uses most, over all cells of people."""
    owners = enricher.owners(cells)
    return canonical_names(owner.name for owner in owners if owner.kind == "person")
