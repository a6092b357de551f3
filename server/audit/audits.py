"""What a version's audit found, read once for a day and kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock

from werkzeug.exceptions import ServiceUnavailable

from ...graph.store import Store
from ...shapes.model import PlanReport, Report
from ..lru import Recent
from ..places import Places
from ..settings import MEBIBYTE
from .reading import Reading, read

SOON = 5
"""Seconds after which a client may ask again."""
BUSY = "Other reports are being made. Ask again in a moment."
PLAN, FINDING = 8_000, 2_000
"""Bytes that a plan's report takes, and each finding in it: more than was measured."""


@dataclass(frozen=True, slots=True)
class Audits:
    """The reports by version, plan and day, and the documents by version and plan, of bounded size.

    One is made at a time, and those who wait for it leave threads enough for others.
    """

    places: Places
    patience: float
    reports: Recent[tuple[str, str, str], Report] = field(default_factory=lambda: Recent(256 * MEBIBYTE))
    readings: Recent[tuple[str, str], Reading] = field(default_factory=lambda: Recent(64 * MEBIBYTE))
    _one: Lock = field(default_factory=Lock)

    def report(self, store: Store, slugs: Sequence[str], day: str) -> Report:
        """The report on plans of a version, at least one, as of a day.

        Raises GraphError for a part that is damaged; aborts with 503 where others wait already.
        """
        found = self._kept(store, slugs, day)
        kept = [each for each in found if each]
        if len(kept) < len(found):
            with self.turn():
                kept = self._made(store, slugs, day)
        return replace(kept[0], plans=tuple(plan for each in kept for plan in each.plans))

    def reading(self, store: Store, slug: str) -> Reading | None:
        """The document of a plan with what was read from it; None where the version does not keep its text.

        Raises and aborts as ``report``.
        """
        found = self.readings.get((store.version, slug))
        if found is None:
            with self.turn():
                found = read(store, slug)
            if found:
                self.readings.put((store.version, slug), found, found.size)
        return found

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A block that takes a while and that one thread enters at a time; aborts with 503 after waiting."""
        if not self.places.take():
            raise ServiceUnavailable(BUSY, retry_after=SOON)
        try:
            if not self._one.acquire(timeout=self.patience):
                raise ServiceUnavailable(BUSY, retry_after=SOON)
            try:
                yield
            finally:
                self._one.release()
        finally:
            self.places.give_back()

    def _kept(self, store: Store, slugs: Sequence[str], day: str) -> list[Report | None]:
        return [self.reports.get((store.version, slug, day)) for slug in slugs]

    def _made(self, store: Store, slugs: Sequence[str], day: str) -> list[Report]:
        """The reports, a plan each, of which those are made that no other thread has made by now."""
        from ...shapes.reporting import read_report

        kept = dict(zip(slugs, self._kept(store, slugs, day), strict=True))
        wanted = [slug for slug, found in kept.items() if found is None]
        whole = read_report(store, wanted, day) if wanted else None
        made = {plan.slug: replace(whole, plans=(plan,)) for plan in whole.plans} if whole else {}
        for slug, report in made.items():
            self.reports.put((store.version, slug, day), report, sum(map(_size, report.plans)))
        return [kept[slug] or made[slug] for slug in slugs]


def _size(plan: PlanReport) -> int:
    return PLAN + FINDING * (len(plan.findings) + len(plan.populations) + len(plan.corrections))
