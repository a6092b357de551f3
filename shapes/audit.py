"""The audit of one plan: its part of the graph, as mapped, against the shape packs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox

from ..ontology.terms import DEFAULT_BASE
from .batches import Batch, batches
from .data import Lines, PlanData, plan_data, shared_data
from .engine import Engine, Result
from .model import UNKNOWN
from .packs import Pack, built_in_packs
from .shape import Shape, Tried


@dataclass(frozen=True, slots=True)
class Finding:
    """One result with a stable IRI; ``path``, ``state`` (a concept's IRI) and ``value`` may be lacking.

    ``shape`` is the one with the target, also where the result comes from a property shape within it.
    """

    iri: str
    shape: str
    focus: str
    path: str
    severity: str
    state: str
    component: str
    message: str
    value: ox.NamedNode | ox.Literal | None

    @property
    def fingerprint(self) -> str:
        """The last part of the IRI: it stays when the plan is built again or its rows move."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many things a shape was tried on, how many of them failed, and of how many nothing can be said.

    ``explained`` counts those where evidence is lacking for a reason that they give.
    """

    shape: str
    targets: int
    failed: int
    unknown: int
    explained: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """What the ``packs`` (IRIs) say about the ``plan``: findings by IRI, coverage by rule.

    ``unseen`` are the things of our classes that no shape had as a target.
    """

    plan: str
    graph: str
    packs: tuple[str, ...]
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    unseen: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no finding of any severity (SHACL section 3.6.1.1)."""
        return not self.findings


def audit_plan(
    quads: Lines,
    base: str = DEFAULT_BASE,
    packs: Sequence[Pack] = (),
    shared: Lines = b"",
    engine: Engine | None = None,
) -> Audit:
    """Validate one plan's N-Quads, mapped and inferred, and its evidence where a pack looks at it.

    Takes the ``base`` of things, the ``packs`` (none: those of the package), N-Quads that describe ``shared``
    things, of which those count that the plan mentions, and the ``engine`` (none: the fast one for packs of
    the package, on which it was compared with the reference, and the reference for others). Raises BuildError
    where the quads hold no plan or several, and AssetError where a pack cannot be used.
    """
    data = plan_data(quads, shared_data(shared))
    return audited(data, base, tuple(packs) or built_in_packs(), engine)


def audited(data: PlanData, base: str, packs: Sequence[Pack], engine: Engine | None = None) -> Audit:
    """The audit of the plan's ``data``, as ``audit_plan`` makes it."""
    plan = data.plan
    found = (_found(data, base, batch) for batch in batches(packs, engine))
    findings = tuple(finding for each in found for finding in each)
    shapes = tuple(shape for pack in packs for shape in pack.shapes)
    return Audit(
        plan=plan,
        graph=f"{base}graph/{plan.removeprefix(base)}/audit",
        packs=tuple(sorted(pack.iri for pack in packs)),
        findings=tuple(sorted(findings, key=lambda finding: finding.iri)),
        coverage=tuple(_coverage(shape, shape.tried_on(data), findings) for shape in shapes),
        unseen=_unseen(data, (shape.targets_in(data) for shape in shapes)),
    )


def _found(data: PlanData, base: str, batch: Batch) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for shape, result in batch.results(data):
        mark = _fingerprint(shape, result, base)
        seen[mark] += 1
        tie = f"-{seen[mark]}" if seen[mark] > 1 else ""
        yield _finding(f"{data.plan}/finding/{mark}{tie}", shape, result)


def _fingerprint(shape: Shape, result: Result, base: str) -> str:
    value = str(result.value) if result.value is not None else ""
    parts = (shape.iri, result.focus.removeprefix(base), result.path, value.replace(base, ""))
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _finding(iri: str, shape: Shape, result: Result) -> Finding:
    return Finding(
        iri=iri,
        shape=shape.iri,
        focus=result.focus,
        path=result.path,
        severity=result.severity,
        state=shape.state,
        component=result.component,
        message=shape.message if result.shape in shape.silent else result.message,
        value=result.value,
    )


def _coverage(shape: Shape, tried: Tried, findings: Iterable[Finding]) -> Coverage:
    foci = {finding.focus for finding in findings if finding.shape == shape.iri}
    found = foci & tried.things
    number = len(found - tried.unknown) or min(1, len(foci - tried.unknown))
    if shape.verdict == UNKNOWN:
        return Coverage(shape.iri, len(tried.things), 0, len(found | tried.unknown))
    return Coverage(shape.iri, len(tried.things), number, len(tried.unknown), len(tried.explained - found))


def _unseen(data: PlanData, targets: Iterable[set[str]]) -> tuple[str, ...]:
    seen = {thing for found in targets for thing in found}
    return tuple(sorted({thing for thing, _ in data.things()} - seen))
