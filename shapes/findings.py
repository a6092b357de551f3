"""Findings, populations and unseen things of an audit as plain values, joined with words and places."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

import pyoxigraph as ox

from . import audit as audits
from .model import Check, Criterion, Finding, Pack, Population, Unseen, Waiver
from .notes import note_of
from .plan_context import PlanContext
from .rdf import XSD_STRING
from .shape import local_name

Checks = Mapping[str, tuple[Pack, Criterion, Check]]
Waived = Callable[[str, str, str], Waiver | None]
"""The waiver in force for a fingerprint, a check and a focus."""


def checks_of(packs: Iterable[Pack]) -> Checks:
    """Each check by its IRI, with pack and criterion, in their order."""
    return {
        check.iri: (pack, criterion, check)
        for pack in packs
        for criterion in pack.criteria
        for check in criterion.checks
    }


def findings_of(
    audit: audits.Audit, context: PlanContext, checks: Checks, waived: Waived
) -> tuple[Finding, ...]:
    """The findings by the ``checks``, in their order and that of the document."""
    order = {iri: number for number, iri in enumerate(checks)}
    made = [_finding(each, context, checks, waived) for each in audit.findings if each.shape in checks]
    return tuple(sorted(made, key=lambda f: (order[f.check], _start(f), f.focus, f.condition, f.fingerprint)))


def populations_of(
    audit: audits.Audit, findings: Sequence[Finding], checks: Checks
) -> tuple[Population, ...]:
    """What became of the things that each check had in scope, in the order of the ``checks``."""
    coverage = {each.shape: each for each in audit.coverage}
    waived = _waived(findings)
    known = (coverage[iri] for iri in checks if iri in coverage)
    return tuple(_population(each, waived[each.shape], checks[each.shape][2]) for each in known)


def unseen_of(audit: audits.Audit, context: PlanContext) -> tuple[Unseen, ...]:
    """The things that no check looked at, by kind."""
    things = sorted((context.about(thing)[0], thing) for thing in audit.unseen)
    grouped = {
        kind: tuple(iri for _, iri in found) for kind, found in groupby(things, key=lambda each: each[0])
    }
    return tuple(Unseen(kind, len(found), found) for kind, found in grouped.items())


def _finding(found: audits.Finding, context: PlanContext, checks: Checks, waived: Waived) -> Finding:
    pack, criterion, check = checks[found.shape]
    kind, text = context.about(found.focus)
    quoted = context.words_for(found.focus, found.path)
    return Finding(
        fingerprint=found.fingerprint,
        iri=found.iri,
        plan=context.slug,
        pack=pack.iri,
        criterion=criterion.iri,
        check=check.iri,
        name=check.name,
        label=check.label,
        severity=local_name(found.severity),
        state=check.state,
        condition=found.message,
        quote=" … ".join(dict.fromkeys(each.quote for each in quoted)),
        places=tuple(dict.fromkeys(each.place for each in quoted)),
        cause=check.cause,
        effect=check.effect,
        remedy=check.remedy,
        focus=found.focus,
        kind=kind,
        text=text,
        path=found.path,
        value=found.value.value if found.value is not None else "",
        datatype=_datatype(found.value),
        component=found.component,
        verdict=check.verdict,
        waiver=waived(found.fingerprint, found.shape, found.focus),
        note=note_of(found, context),
    )


def _datatype(value: ox.NamedNode | ox.Literal | None) -> str:
    if isinstance(value, ox.NamedNode):
        return "@id"
    if value is None or value.datatype == XSD_STRING:
        return ""
    return f"@{value.language}" if value.language else value.datatype.value


def _start(finding: Finding) -> int:
    return next((place.start for place in finding.places if place.start is not None), -1)


def _waived(findings: Iterable[Finding]) -> Counter[str]:
    """By check, how many things have findings that are all waived."""
    open_ = {(each.check, each.focus) for each in findings if each.waiver is None}
    waived = {(each.check, each.focus) for each in findings if each.waiver is not None}
    return Counter(check for check, _ in waived - open_)


def _population(coverage: audits.Coverage, waived: int, check: Check) -> Population:
    tested = coverage.targets - coverage.unknown - coverage.explained
    waived = min(waived, coverage.failed)
    return Population(
        check=coverage.shape,
        scope=coverage.targets,
        tested=tested,
        passed=tested - coverage.failed,
        failed=coverage.failed - waived,
        waived=waived,
        unknown=coverage.unknown,
        verdict=check.verdict,
        explained=coverage.explained,
    )
