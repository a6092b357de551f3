"""What the checks across plans find, as an audit of each plan; tried when a report is made."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files

import pyoxigraph as ox

from ..graph.store import Store
from .across import AcrossFinding, across_plans
from .audit import Audit, Coverage, Finding
from .engine import SH
from .packs import Pack, read_pack
from .shape import Shape


@cache
def across_pack() -> Pack:
    """The pack that says how what is found across plans is worded."""
    return read_pack(files("equigraph.shapes") / "whole" / "across.ttl", ours=True)


def rule_of(shape: Shape) -> str:
    """The name of the check whose findings the shape words: PersonSpelling is of person-spelling."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", shape.name).lower()


def audit_across(store: Store) -> dict[str, Audit]:
    """The audit of each plan (by IRI) by the checks across plans."""
    found: dict[str, list[AcrossFinding]] = defaultdict(list)
    for each in across_plans(store):
        found[each.plan].append(each)
    tested = {(rule, plan) for rule, plan in store.named("audit/across-tested").texts()}
    plans = {plan for _, plan in tested} | set(found)
    return {plan: _audit(plan, store.manifest.base, found[plan], tested) for plan in sorted(plans)}


def untried(plan: str, base: str) -> Audit:
    """The audit of a plan that there is nothing to compare with."""
    return _audit(plan, base, (), ())


def _audit(
    plan: str, base: str, found: Iterable[AcrossFinding], tested: Collection[tuple[str, str]]
) -> Audit:
    shapes = {rule_of(shape): shape for shape in across_pack().shapes}
    findings = tuple(_finding(each, shapes[each.rule], base) for each in found)
    return Audit(
        plan=plan,
        graph=f"{base}graph/{plan.removeprefix(base)}/audit",
        packs=(across_pack().iri,),
        findings=findings,
        coverage=tuple(_coverage(shape, (rule, plan) in tested, findings) for rule, shape in shapes.items()),
        unseen=(),
    )


def _coverage(shape: Shape, tested: bool, findings: Iterable[Finding]) -> Coverage:
    failed = any(finding.shape == shape.iri for finding in findings)
    return Coverage(shape.iri, int(tested or failed), int(failed), 0)


def _finding(found: AcrossFinding, shape: Shape, base: str) -> Finding:
    parts = (
        shape.iri,
        found.plan.removeprefix(base),
        found.thing.removeprefix(base),
        found.other.removeprefix(base),
    )
    mark = sha256("\n".join(parts).encode()).hexdigest()[:12]
    return Finding(
        iri=f"{found.plan}/finding/{mark}",
        shape=shape.iri,
        focus=found.plan,
        path="",
        severity=shape.severity,
        state="",
        component=f"{SH}SPARQLConstraintComponent",
        message=found.detail,
        value=ox.NamedNode(found.other),
    )
