"""What an address asks of the audit: the day it speaks for, and which findings."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import g, request

from ...errors import UsageError
from ...shapes.model import Finding, Pack, Report
from ...shapes.reports.view import anchor

DAY = "as-of"
LASTING = (DAY, "version")
"""What a link keeps of the address that it stands at."""
SEVERITIES = {"problem": "Violation", "warning": "Warning", "note": "Info"}
OURS, ALL, GRAVE = "ours", "all", "grave"
CHOICES = {
    "problem": "problems",
    "warning": "warnings",
    "note": "notes",
    OURS: "what is ours, and not the plan’s",
}
"""What findings can be chosen by, and how a page says it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are shown; "" takes all. ``criterion`` is an anchor, such as completeness-Owner."""

    severity: str = ""
    pack: str = ""
    criterion: str = ""

    def __bool__(self) -> bool:
        return bool(self.severity or self.pack or self.criterion)

    def takes(self, finding: Finding) -> bool:
        """Whether its severity fits."""
        if self.severity == OURS:
            return finding.ours
        if self.severity == GRAVE:
            return finding.ours or finding.severity != SEVERITIES["note"]
        return self.severity in ("", ALL) or finding.severity == SEVERITIES[self.severity]

    def takes_criterion(self, pack: Pack, name: str) -> bool:
        """Whether the criterion ``name`` (an anchor) of ``pack`` fits."""
        return self.pack in ("", pack.name) and self.criterion in ("", name)


def asked_day() -> str:
    """The day that this request asks for, by default today, which the answer then depends on.

    Raises UsageError for what is no day, and for a value that the audit does not know.
    """
    given = request.args.get(DAY, "")
    if given:
        return _checked(given)
    today = date.today().isoformat()
    g.also = {DAY: today}
    return today


def check_names(known: Collection[str] = ()) -> None:
    """Raise UsageError where the address gives a value that is not among the ``known`` ones."""
    for name in request.args:
        if name not in (*LASTING, *known):
            listed = ", ".join((*known, *LASTING))
            raise UsageError(f"the audit takes no value {name[:100]!r}", f"It takes: {listed}")


def asked_filter(report: Report) -> Filter:
    """Which findings this request asks for; ``finding`` asks for those of that finding's criterion.

    Raises UsageError for a severity, pack, criterion or finding that is not there.
    """
    packs = [pack.name for pack in report.packs]
    anchors = {each.iri: anchor(pack, each) for pack in report.packs for each in pack.criteria}
    found = {each.fingerprint: anchors[each.criterion] for each in report.findings}
    wanted = _one_of("finding", found)
    return Filter(
        severity=_one_of("severity", CHOICES),
        pack=_one_of("pack", packs),
        criterion=found[wanted] if wanted else _one_of("criterion", anchors.values()),
    )


def asked_show() -> Filter:
    """Which findings a document shows, by default all but notes; UsageError for a severity that is none."""
    return Filter(severity=_one_of("severity", (*CHOICES, ALL)) or GRAVE)


def here(path: str, at: str = "", **more: str) -> str:
    """The address of ``path`` for the day and version of this request, with ``more`` values, ``at`` a place
    of the page.
    """
    kept = {name: request.args[name] for name in LASTING if request.args.get(name)}
    query = urlencode({**kept, **more})
    return path + (f"?{query}" if query else "") + (f"#{at}" if at else "")


def _one_of(name: str, known: Collection[str]) -> str:
    wanted = request.args.get(name, "")
    if wanted and wanted not in known:
        some = ", ".join(sorted(known)[:50])
        raise UsageError(f"there is no {name} {wanted[:100]!r} here", f"There are: {some or 'none'}")
    return wanted


def _checked(given: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    raise UsageError(f"{DAY}={given[:100]} is no day", f"Write it as in {DAY}={date.today().isoformat()}")
