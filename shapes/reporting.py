"""The report of an audit: stored results, or parts validated anew, with waivers, words and places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version as library_version
from pathlib import Path

from ..graph.manifest import LIBRARIES, Manifest
from ..graph.store import Store
from . import audit as audits
from . import model
from .engine import Engine
from .engines import FAST, REFERENCE
from .evidence import with_evidence
from .findings import Checks, checks_of, findings_of, populations_of, unseen_of
from .late import Late, late_packs
from .packs import Pack, built_in_packs, chosen_packs, packs_in
from .plan_context import PlanContext, plan_contexts
from .stored_audit import read_audit, stored_packs
from .validation import LIMIT, audit_stored
from .waiver_file import read_responses, read_waivers
from .waivers import Asked, Waivers


@dataclass(frozen=True, slots=True)
class Scope:
    """What to report on: plans and packs by name (none: all), as of a day (none: today), and how.

    ``shapes`` is a folder of further packs, ``waivers`` a file; ``engine`` None chooses by pack.
    """

    plans: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    shapes: Path | None = None
    waivers: Path | None = None
    as_of: str = ""
    engine: Engine | None = None
    jobs: int = 0
    limit: float = LIMIT

    @property
    def anew(self) -> bool:
        """Whether parts are validated anew, and not only rendered as they are stored."""
        return bool(self.packs or self.shapes or self.waivers or self.engine)

    @property
    def day(self) -> str:
        """The day that the report speaks for."""
        return self.as_of or date.today().isoformat()


@dataclass(frozen=True, slots=True)
class _Found:
    """The packs of an audit, what was found in each plan (by slug), and by which engines."""

    packs: tuple[model.Pack, ...]
    audit: Callable[[str], audits.Audit | None]
    engines: str


def read_report(store: Store, plans: Sequence[str] = (), as_of: str = "") -> model.Report:
    """What a version stores about ``plans`` (none: all), as of a day (none: today).

    Raises UsageError for a plan that the version does not have or where no audit is stored, and GraphError
    for a part that is damaged.
    """
    return make_report(store, Scope(plans=tuple(plans), as_of=as_of))


def make_report(store: Store, scope: Scope) -> model.Report:
    """The report on a ``scope``.

    Raises as ``read_report`` and, where they are needed, ``chosen_packs``, ``read_waivers`` and
    ``audit_stored``.
    """
    waivers = _waivers(scope)
    contexts = plan_contexts(store, scope.plans)
    found = _anew(store, scope, contexts) if scope.anew else _stored(store)
    late = Late(store, scope.day, scope.packs)
    packs = (*found.packs, *(pack.described for pack in late.packs))
    checks = checks_of(packs)
    plans = tuple(
        _plan(store, replace(each), found.audit(each.slug), late, checks, waivers) for each in contexts
    )  # of its own context: what that read of the plan goes with it
    if scope.waivers:
        plans = _answered(plans, read_responses(scope.waivers))
    return model.Report(
        version=store.version,
        base=store.manifest.base,
        as_of=scope.day,
        stored=not scope.anew,
        engine=found.engines,
        packs=packs,
        plans=plans,
        waiver_findings=waivers.findings(_asked(store, scope, contexts, checks)),
        baseline=None,
        tools=_tools(store.manifest, scope.anew),
        digest=store.manifest.digest,
    )


def _asked(store: Store, scope: Scope, contexts: Sequence[PlanContext], checks: Checks) -> Asked:
    chosen = tuple(each.iri for each in contexts)
    known = tuple(each.iri for each in plan_contexts(store)) if scope.plans else chosen
    return Asked(chosen, known, checks, whole=not (scope.plans or scope.packs))


def _answered(
    plans: Sequence[model.PlanReport], responses: Mapping[str, model.Response]
) -> tuple[model.PlanReport, ...]:
    """The plans with the responses to their findings."""
    return tuple(
        replace(plan, findings=tuple(replace(f, response=responses.get(f.iri)) for f in plan.findings))
        for plan in plans
    )


def _waivers(scope: Scope) -> Waivers:
    """The waivers of the scope; InputError for one that cannot be meant."""
    waivers = Waivers(read_waivers(scope.waivers) if scope.waivers else (), scope.day)
    if scope.waivers:
        known = (*built_in_packs(), *late_packs(), *(packs_in(scope.shapes) if scope.shapes else ()))
        waivers.check({shape.iri for pack in known for shape in pack.shapes}, str(scope.waivers))
    return waivers


def _stored(store: Store) -> _Found:
    used = FAST if FAST.package in store.manifest.libraries else REFERENCE
    return _Found(stored_packs(store), lambda slug: read_audit(_content(store, slug)), used.name)


def _content(store: Store, slug: str) -> bytes:
    part = store.part(f"plan-{slug}.audit")
    return part.read_bytes() if part else b""


def _anew(store: Store, scope: Scope, contexts: Sequence[PlanContext]) -> _Found:
    packs = chosen_packs(scope.shapes, scope.packs, also=[pack.name for pack in late_packs()])
    slugs = [each.slug for each in contexts]
    found = audit_stored(store, slugs, packs, scope.engine, scope.jobs, scope.limit) if packs else {}
    return _Found(tuple(pack.described for pack in packs), found.get, _engines(packs, scope.engine))


def _engines(packs: Sequence[Pack], engine: Engine | None) -> str:
    used = {(engine or (FAST if pack.ours else REFERENCE)).name for pack in packs}
    return ", ".join(sorted(used or {FAST.name}))


def _plan(
    store: Store,
    context: PlanContext,
    audit: audits.Audit | None,
    late: Late,
    checks: Checks,
    waivers: Waivers,
) -> model.PlanReport:
    made = [*([audit] if audit else []), *late.audits(context.iri)]
    findings = tuple(f for each in made for f in findings_of(each, context, checks, waivers.covering))
    populations = (p for each in made for p in populations_of(each, findings, checks))
    document, mapping = _inputs(store.manifest, context)
    return model.PlanReport(
        slug=context.slug,
        iri=context.iri,
        title=context.title,
        publisher=context.publisher,
        issued=context.issued,
        period=context.period,
        document=document,
        mapping=mapping,
        counts=_counts(store.manifest, context.slug),
        findings=findings,
        fixed=(),
        populations=with_evidence(populations, checks, context),
        corrections=context.corrections(),
        unseen=unseen_of(audit, context) if audit else (),
        regulations=_regulations(context.regulations, checks),
    )


def _regulations(iri: str, checks: Checks) -> model.Source | None:
    """The regulations with the name that a criterion gives them."""
    sources = (source for _, criterion, _ in checks.values() for source in criterion.sources)
    known = next((source for source in sources if source.iri == iri), model.Source(iri, ""))
    return known if iri else None


def _counts(manifest: Manifest, slug: str) -> tuple[tuple[str, int], ...]:
    """How many things of each class the plan has; what an audit found is no part of it."""
    summary = manifest.plans.get(slug)
    counts = summary.counts.items() if summary else ()
    return tuple(sorted((name, number) for name, number in counts if name != "Finding"))


def _inputs(manifest: Manifest, context: PlanContext) -> tuple[model.InputFile, model.InputFile]:
    files = [
        model.InputFile(name.partition("/")[2], digest)
        for name, digest in sorted(manifest.inputs.items())
        if name.startswith(f"{context.slug}/")
    ]
    mapping = next((file for file in files if file.name.endswith(".yaml")), model.InputFile("", ""))
    documents = (file for file in files if file != mapping)
    return next(documents, model.InputFile(context.document, "")), mapping


def _tools(manifest: Manifest, anew: bool) -> tuple[tuple[str, str], ...]:
    """The versions of what found the results: those of the build, or of now."""
    used = {name: library_version(name) for name in LIBRARIES} if anew else dict(manifest.libraries)
    return tuple(sorted({**used, "equigraph": library_version("equigraph")}.items()))
