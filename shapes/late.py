"""Packs that are tried when a report is made and not in a build: they ask for the day, or for other plans."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..graph.store import Store
from .across_audit import across_pack, audit_across, untried
from .audit import Audit
from .overdue import audit_overdue, overdue_pack
from .packs import Pack


def late_packs() -> tuple[Pack, ...]:
    """These packs, in their order."""
    return overdue_pack(), across_pack()


@dataclass(frozen=True)
class Late:
    """Those of them that are among ``names`` (none: all), tried on a version as of a day."""

    store: Store
    day: str
    names: Collection[str]

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are tried."""
        return tuple(pack for pack in late_packs() if not self.names or pack.name in self.names)

    def audits(self, plan: str) -> Iterator[Audit]:
        """What they find in a plan (its IRI)."""
        if overdue_pack() in self.packs:
            yield audit_overdue(self.store, plan, self.day)
        if across_pack() in self.packs:
            yield self._across.get(plan) or untried(plan, self.store.manifest.base)

    @cached_property
    def _across(self) -> Mapping[str, Audit]:
        return audit_across(self.store)
