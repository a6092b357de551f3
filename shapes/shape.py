"""A shape of a pack: one rule in one state of the value."""

from dataclasses import dataclass

from .data import PlanData
from .engine import SH


@dataclass(frozen=True, slots=True)
class Tried:
    """The things a shape was tried on, those of them nobody can tell of, and those with a gap explained."""

    things: set[str]
    unknown: set[str]
    explained: set[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One rule in one state: what it looks at (``targets``: kind, IRI or query) and how a finding is said.

    ``parts`` are the property shapes within it, whose results are its own; ``silent`` those of them, and of
    itself, that have no message. ``applies`` and ``unknown`` are queries, or nothing, for the targets that it
    can be tried on and those nobody can tell of; ``explained`` is a property, or nothing, that explains why
    none of the concepts ``asked`` for is there.
    """

    iri: str
    label: str
    group: str
    order: int
    severity: str
    state: str
    verdict: str
    message: str
    targets: tuple[tuple[str, str], ...]
    parts: frozenset[str]
    silent: frozenset[str]
    line: int
    applies: str = ""
    unknown: str = ""
    explained: str = ""
    asked: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The last part of the IRI."""
        return local_name(self.iri)

    def targets_in(self, data: PlanData) -> set[str]:
        """The focus nodes (SHACL section 2.1.3; SHACL Advanced Features, section 3)."""
        found: set[str] = set()
        for kind, node in self.targets:
            found |= _targets(kind, node, data)
        return found

    def tried_on(self, data: PlanData) -> Tried:
        """What became of the targets before any was tried."""
        things = self.targets_in(data)
        if self.applies:
            things &= data.select(self.applies)
        unknown = things & data.select(self.unknown) if self.unknown else set[str]()
        return Tried(things, unknown, self._explained_in(data) & things)

    def _explained_in(self, data: PlanData) -> set[str]:
        """What gives a reason for a gap; nothing where some of what is asked for is there."""
        if not self.explained or any(data.mentions(each) for each in self.asked):
            return set()
        return data.subjects(self.explained)


def local_name(iri: str) -> str:
    """The last part of an IRI."""
    return iri.replace("/", "#").rstrip("#").rpartition("#")[2]


def _targets(kind: str, node: str, data: PlanData) -> set[str]:
    if kind == f"{SH}targetNode":
        return {node}
    if kind == f"{SH}targetSubjectsOf":
        return data.subjects(node)
    if kind == f"{SH}targetObjectsOf":
        return data.objects(node)
    return data.select(node) if kind == f"{SH}target" else data.of_class(node)
