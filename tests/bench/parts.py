"""What a build makes of a synthetic plan: the lines of each of its graphs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from equigraph.graph.assets import asset_lines
from equigraph.graph.rules import follows
from equigraph.ontology.assets import vocabulary_files
from equigraph.shapes.audit import Audit, audit_plan
from equigraph.shapes.engine import Engine
from equigraph.shapes.packs import Pack, built_in_packs
from equigraph.shapes.quads import audit_lines

from .councils import council_lines
from .edition import BASE, Edition
from .plan import statements


@dataclass(frozen=True, slots=True)
class PlanLines:
    """The N-Quads lines of a plan: its own, those of the shared graph, what follows, what the audit found."""

    edition: Edition
    mapped: tuple[str, ...]
    shared: tuple[str, ...]
    inferred: tuple[str, ...]
    audit: tuple[str, ...]


def plan_lines(edition: Edition, base: str = BASE, audited: bool = True) -> PlanLines:
    """Everything a build makes of one plan."""
    lines = data_lines(edition, base)
    agents, follows = f" <{base}graph/organisations> .", f" <{edition.iris(base).graph('inferred')}> ."
    return PlanLines(
        edition,
        mapped=tuple(line for line in lines if not line.endswith((agents, follows))),
        shared=tuple(line for line in lines if line.endswith(agents)),
        inferred=tuple(line for line in lines if line.endswith(follows)),
        audit=tuple(audit_lines(audit(edition, lines, base))) if audited else (),
    )


def data_lines(edition: Edition, base: str = BASE) -> list[str]:
    """What an audit of the plan reads: mapped and inferred."""
    lines = statements(edition, base)
    return [*lines, *follows(lines, base, edition.iris(base).graph("inferred"))]


def audit(edition: Edition, lines: Iterable[str], base: str = BASE, engine: Engine | None = None) -> Audit:
    """The audit of the plan that ``lines`` hold by all packs of the package."""
    known = [*bodies(base), *council_lines(edition, base)]
    return audit_plan(list(lines), base, _packs(), known, engine)


@cache
def bodies(base: str) -> list[str]:
    """The organisations that the vocabularies know."""
    known = [(file.name, file.text) for file in vocabulary_files() if is_of_bodies(file.name)]
    return asset_lines(known, f"{base}graph/organisations")


def is_of_bodies(name: str) -> bool:
    """Whether the vocabulary file of this name holds organisations, which have a graph of their own."""
    return name.endswith("organisations.ttl")


@cache
def _packs() -> tuple[Pack, ...]:
    return built_in_packs()
