"""A report against an earlier one: findings that are new, unchanged or fixed."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from .model import Baseline, Finding, PlanReport, Report

Key = tuple[str, ...]


def against(report: Report, earlier: Report, name: str) -> Report:
    """The ``report`` with each finding marked against the ``earlier`` one, plan by plan, by fingerprint.

    A finding of a check that the earlier report did not make is left unmarked: nothing is known of it then.
    """
    before = {plan.slug: plan for plan in earlier.plans}
    checks = _checks(report) & _checks(earlier)
    plans = tuple(_marked(p, before.get(p.slug), checks, _by_fingerprint) for p in report.plans)
    return replace(report, plans=plans, baseline=Baseline(name, earlier.version, earlier.as_of))


def against_edition(report: Report, earlier: PlanReport, name: str) -> Report:
    """The ``report`` with its findings marked against another plan, by check and words: two editions."""
    plans = tuple(_marked(plan, earlier, _checks(report), _by_words) for plan in report.plans)
    return replace(report, plans=plans, baseline=Baseline(name, report.version, report.as_of))


def _checks(report: Report) -> frozenset[str]:
    return frozenset(check.iri for _, _, check in report.checks())


def _marked(
    plan: PlanReport, before: PlanReport | None, checks: frozenset[str], key: Callable[[Finding], Key]
) -> PlanReport:
    if before is None:
        return plan
    left = Counter(key(finding) for finding in before.findings if finding.check in checks)
    now = tuple(_change(finding, checks, left, key(finding)) for finding in plan.findings)
    return replace(plan, findings=now, fixed=_fixed(before.findings, checks, left, key))


def _change(finding: Finding, checks: frozenset[str], left: Counter[Key], key: Key) -> Finding:
    if finding.check not in checks:
        return finding
    known = left[key] > 0
    left[key] -= known
    return replace(finding, change="unchanged" if known else "new")


def _fixed(
    before: Iterable[Finding], checks: frozenset[str], left: Counter[Key], key: Callable[[Finding], Key]
) -> tuple[Finding, ...]:
    """Those of the earlier findings that no finding of now matched: of several alike, the last."""
    gone = []
    for finding in reversed([each for each in before if each.check in checks]):
        if left[key(finding)] > 0:
            left[key(finding)] -= 1
            gone.append(replace(finding, change="fixed", waiver=None, response=None))
    return tuple(reversed(gone))


def _by_fingerprint(finding: Finding) -> Key:
    return (finding.fingerprint,)


def _by_words(finding: Finding) -> Key:
    """What a finding is about, wherever it stands: of two plans, the rows with the same words agree."""
    return finding.check, finding.kind, "".join(_own_words(finding).split()).casefold(), finding.path


def _own_words(finding: Finding) -> str:
    return "" if finding.kind == "plan" else finding.text
