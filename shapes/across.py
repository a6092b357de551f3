"""Checks across plans: each is a query of the built graph that must give no row."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..graph.store import Store
from ..queries.catalogue import Catalogue

FOLDER = "audit/across"
"""Where the queries ``*-violation.rq`` are, with the columns plan, thing, other and detail."""


@dataclass(frozen=True, slots=True)
class AcrossFinding:
    """What a check across plans found: in which plan, about which ``thing``, against which ``other``."""

    rule: str
    summary: str
    plan: str
    thing: str
    other: str
    detail: str


def across_plans(store: Store) -> tuple[AcrossFinding, ...]:
    """What the checks across plans find in the version, in the order of their names, then of the plans."""
    return tuple(finding for name in rules() for finding in _found(store, name))


def rules() -> tuple[str, ...]:
    """The names of the queries that are checks across plans."""
    return tuple(name for name in Catalogue.standard().names(FOLDER) if name.endswith("-violation"))


def _found(store: Store, name: str) -> Iterator[AcrossFinding]:
    rule = name.rpartition("/")[2].removesuffix("-violation")
    summary = Catalogue.standard().get(name).summary
    for plan, thing, other, detail in store.kept(name).texts():
        yield AcrossFinding(rule, summary, plan, thing, other, detail)
