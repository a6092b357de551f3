"""A report marked against a baseline: an earlier version, a report in a file, or another plan."""

from dataclasses import replace
from pathlib import Path

from ..errors import UsageError
from ..graph.folder import VERSION, GraphFolder
from ..graph.store import Store
from .baseline import against, against_edition
from .model import Report
from .reporting import Scope, make_report

LAST = "last"


def compared(store: Store, scope: Scope, report: Report, baseline: str) -> Report:
    """The ``report`` marked against a ``baseline``: ``last``, a version, a JSON report or a plan's slug.

    ``last`` is the version built before this one. The earlier version is audited in the same ``scope``, as of
    the same day and without waivers. Raises UsageError where there is no such baseline, and InputError for a
    file that is no report.
    """
    if baseline == LAST:
        return _against_version(store, scope, report, _last(store))
    if Path(baseline).is_file():
        return _against_file(report, Path(baseline))
    if VERSION.fullmatch(baseline):
        return _against_version(store, scope, report, baseline)
    if baseline in store.manifest.plans:
        return _against_plan(store, scope, report, baseline)
    remedy = "Give: last, a version that equigraph info lists, a report written with --format json, or a plan"
    raise UsageError(f"there is no baseline {baseline!r}", remedy)


def _folder(store: Store) -> GraphFolder:
    return GraphFolder(store.path.parent.parent)


def _last(store: Store) -> str:
    versions = [each.version for each in _folder(store).versions()]
    before = versions[: versions.index(store.version)]
    if not before:
        raise UsageError("there is no version before this one", "Build again after a change, then compare")
    return before[-1]


def _against_version(store: Store, scope: Scope, report: Report, version: str) -> Report:
    earlier = Store.open(_folder(store).path, version)
    shared = tuple(plan.slug for plan in report.plans if plan.slug in earlier.manifest.plans)
    if not shared:
        remedy = "Compare with another version, or another plan"
        raise UsageError(f"version {version} has none of these plans", remedy)
    then = make_report(earlier, replace(scope, plans=shared, waivers=None, as_of=report.as_of))
    return against(report, then, f"version {version}")


def _against_file(report: Report, path: Path) -> Report:
    from .reports.json import read

    return against(report, read(path.read_bytes(), str(path)), path.name)


def _against_plan(store: Store, scope: Scope, report: Report, slug: str) -> Report:
    if len(report.plans) != 1:
        remedy = "Choose one with --plan"
        raise UsageError(f"only one plan can be compared with the plan {slug}", remedy)
    then = make_report(store, replace(scope, plans=(slug,), waivers=None, as_of=report.as_of))
    return against_edition(report, then.plans[0], f"plan {slug}")
