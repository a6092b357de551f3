"""Which plans there are: so many councils, and of each so many editions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from equigraph.mappings.iris import PlanIris
from equigraph.ontology.terms import PREFIXES

from .words import read

BASE = "https://example.org/equality/"
FIRST_YEAR = 2012


@dataclass(frozen=True, slots=True)
class Edition:
    """The plan of one council for one year; ``number`` counts all plans from 0, ``first``: none before it."""

    council: int
    year: int
    number: int
    first: bool
    seed: int

    @property
    def code(self) -> str:
        """The notation of its council."""
        return f"council-{self.council}"

    @property
    def slug(self) -> str:
        """The last segment of its IRI."""
        return self.slug_of(self.year)

    @property
    def previous(self) -> str:
        """The slug of the edition before it, "" for the first."""
        return "" if self.first else self.slug_of(self.year - 1)

    @property
    def publisher(self) -> str:
        """The IRI of its council."""
        return PREFIXES["organisation"] + self.code

    @property
    def starts(self) -> date:
        """The first day of its period."""
        return date(self.year, 4, 1)

    @property
    def ends(self) -> date:
        """The last day of its period."""
        return date(self.year + 1, 3, 31)

    def slug_of(self, year: int) -> str:
        """The slug of its council's plan for ``year``."""
        return f"{self.code}-{year}"

    def iris(self, base: str = BASE) -> PlanIris:
        """The IRIs of its things."""
        return PlanIris(base, self.slug, self.code)

    def size(self, name: str) -> int:
        """How many of what sizes.yaml calls ``name`` it has."""
        sizes = read("sizes.yaml")
        factor = Random(f"{self.seed} size {self.number}").uniform(sizes["smallest"], sizes["largest"])
        return round(float(sizes[name]) * factor)


def editions(councils: int, years: int, seed: int = 1) -> Iterator[Edition]:
    """The plans of ``councils`` councils, each with ``years`` yearly editions, council by council."""
    for council in range(1, councils + 1):
        for index in range(years):
            number = (council - 1) * years + index
            yield Edition(council, FIRST_YEAR + index, number, index == 0, seed)


def plans(count: int, years: int = 3, seed: int = 1) -> Iterator[Edition]:
    """The first ``count`` plans of as many councils as it takes."""
    every = editions(-(-count // years), years, seed)
    return (edition for edition in every if edition.number < count)
