"""Who is named where: characteristics and groups by plans, with how many of how many, and gaps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..records import Record
from .asked import chosen, taken
from .choices import COUNTED, Plan
from .rows import number, word

KINDS = COUNTED
TAKEN = ("council", "unfold", "page")
ALL = "all"
SIZE = 10
"""Plans on a page."""


@dataclass(frozen=True, slots=True)
class Count:
    """Of ``out_of`` things of a kind, ``naming`` name somebody."""

    kind: str
    naming: int
    out_of: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one plan says of one characteristic or group; kinds that the plan does not have are left out."""

    counts: tuple[Count, ...]
    whole_plan: bool

    @property
    def is_gap(self) -> bool:
        """Whether nothing in the plan names it."""
        return not self.whole_plan and not any(count.naming for count in self.counts)


@dataclass(frozen=True, slots=True)
class Person:
    """A characteristic or group of people: IRI, code for addresses, label, scheme, IRIs of broader ones."""

    iri: str
    code: str
    label: str
    scheme: str
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A characteristic or group with its cells, plan by plan; ``within`` it are so many narrower ones.

    ``under``: what a narrower one stands under.
    """

    person: Person
    cells: tuple[Cell, ...]
    under: str = ""
    within: int = 0
    unfolded: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether no plan shown names it."""
        return all(cell.is_gap for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the plans of a council or "", what is unfolded: a code, ``ALL`` or ""."""

    council: str
    unfold: str
    given: Mapping[str, str]


def wanted(known: Iterable[Plan], people: Mapping[str, Person]) -> Wanted:
    """What this request asks for; UsageError for a name or value that is not known."""
    given = taken(TAKEN)
    return Wanted(
        council=chosen("council", given, sorted({plan.council for plan in known})),
        unfold=chosen("unfold", given, [ALL, *(each.code for each in people.values())]),
        given=given,
    )


def people(found: Iterable[Record]) -> dict[str, Person]:
    """The characteristics and groups of site/people, by IRI."""
    known: dict[str, Person] = {}
    for row in found:
        iri, scheme = word(row, "concept"), word(row, "scheme").rpartition("/")[2]
        before = known[iri].broader if iri in known else ()
        broader = (*before, *filter(None, (word(row, "broader"),)))
        code = iri.rpartition("/")[2] if scheme == "characteristic" else f"{scheme}/{iri.rpartition('/')[2]}"
        known[iri] = Person(iri, code, word(row, "label"), scheme, broader)
    return known


Cells = Callable[[str, Plan], Cell]
"""Gives the cell of a characteristic, by its IRI, and a plan."""


def cells(found: Iterable[Record]) -> Cells:
    """The cells that the rows of site/named fill, and those that are gaps."""
    rows = {(word(row, "characteristic"), word(row, "plan_code")): row for row in found}
    return lambda iri, plan: _cell(rows.get((iri, plan.slug), {}), plan)


def table(
    scheme: str,
    known: Mapping[str, Person],
    plans: Sequence[Plan],
    found: Cells,
    unfold: str,
) -> list[Row]:
    """The rows of the broadest of a ``scheme``, with the narrower ones of what is unfolded below each."""
    narrower: dict[str, list[Person]] = {}
    for person in known.values():
        for broader in person.broader:
            narrower.setdefault(broader, []).append(person)

    def row(person: Person, under: str = "", within: int = 0, unfolded: bool = False) -> Row:
        own = tuple(found(person.iri, plan) for plan in plans)
        return Row(person, own, under, within, unfolded)

    made: list[Row] = []
    for top in (each for each in known.values() if each.scheme == scheme and not each.broader):
        below = [row(each, under) for each, under in _below(top, narrower)]
        below = [each for each in below if not each.is_gap]
        unfolded = bool(below) and unfold in (ALL, top.code)
        made += [row(top, "", len(below), unfolded), *(below if unfolded else ())]
    return made


def _below(top: Person, narrower: Mapping[str, Sequence[Person]]) -> Iterator[tuple[Person, str]]:
    for person in narrower.get(top.iri, ()):
        yield person, top.label
        yield from _below(person, narrower)


def _cell(row: Record, plan: Plan) -> Cell:
    counts = (Count(kind, number(row, plural), plan.things[kind]) for kind, plural in KINDS.items())
    return Cell(tuple(count for count in counts if count.out_of), word(row, "whole_plan") == "yes")


def everywhere(found: Iterable[Record]) -> dict[str, int]:
    """How many of all plans name each characteristic or group, by its IRI; who is nowhere is left out."""
    return {word(row, "characteristic"): number(row, "plans") for row in found}
