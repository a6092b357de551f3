"""What is overdue on the day of an audit; tried when a report is made, never in a build."""

from functools import cache
from importlib.resources import files

from ..graph.store import Store
from .audit import Audit, audited
from .data import plan_data
from .packs import Pack, read_pack


@cache
def overdue_pack() -> Pack:
    """The pack whose shapes depend on the day."""
    return read_pack(files("equigraph.shapes") / "dated" / "overdue.ttl", ours=True)


def audit_overdue(store: Store, plan: str, as_of: str) -> Audit:
    """The audit of a plan (its IRI) by that pack, as of a day such as 2026-11-24."""
    triples = store.named("audit/dated", {"plan": plan, "as_of": as_of}).triples()
    lines = [f"{triple} ." for triple in triples]
    return audited(plan_data(lines, {}), store.manifest.base, (overdue_pack(),))
