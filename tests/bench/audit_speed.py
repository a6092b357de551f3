"""How long audits take and what they need as plans become many; beside plain pySHACL and other engines."""

import resource
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import fmean
from time import perf_counter, process_time

from equigraph.shapes.data import plan_data, shared_data
from equigraph.shapes.engines import ENGINES, engine_named
from equigraph.shapes.packs import built_in_packs

from .councils import council_lines
from .edition import BASE, Edition, plans
from .parts import audit, bodies, data_lines
from .planted import expected, faults
from .pools import in_processes

Say = Callable[[str], None]
PLAIN = "plain pySHACL"
ALL = (*(engine.name for engine in ENGINES), PLAIN)
"""The engines that the audit keeps, and the reference as one uses it without us."""


@dataclass(frozen=True, slots=True)
class OnePlan:
    """The audit of a plan: its size, processor seconds of making and auditing it, findings, peak in KiB."""

    statements: int
    making: float
    auditing: float
    findings: int
    misses: int
    peak: int


@dataclass(frozen=True, slots=True)
class Run:
    """Audits of ``plans`` plans by one engine in ``jobs`` processes; ``seconds`` is the wall's clock."""

    engine: str
    plans: int
    jobs: int
    seconds: float
    each: tuple[OnePlan, ...]

    @property
    def auditing(self) -> float:
        """Processor seconds of auditing alone, over all plans."""
        return sum(one.auditing for one in self.each)

    @property
    def mean(self) -> float:
        """Processor seconds a plan."""
        return fmean(one.auditing for one in self.each)

    @property
    def peak(self) -> float:
        """The most MiB that one process held at any time."""
        return max(one.peak for one in self.each) / 1024

    @property
    def misses(self) -> int:
        """Findings of planted faults too many or too few."""
        return sum(one.misses for one in self.each)


def runs(
    sizes: tuple[int, ...], jobs: int, sample: int, say: Say, engines: tuple[str, ...] = ALL
) -> Iterator[Run]:
    """Our audit of each number of plans; then each of the ``engines`` on a sample of plans."""
    for count in sizes:
        say(f"auditing {count} plans")
        yield _run("", count, jobs)
    for engine in engines:
        say(f"{engine} on {sample} plans")
        yield _run(engine, sample, 1)


def _run(engine: str, count: int, jobs: int) -> Run:
    start = perf_counter()
    each = tuple(in_processes(partial(audit_one, engine=engine), plans(count), jobs, alone=True))
    return Run(engine or "equigraph audit", count, jobs, perf_counter() - start, each)


def audit_one(edition: Edition, engine: str) -> OnePlan:
    """Make one plan, audit it, and count the findings against those planted."""
    start = process_time()
    lines = data_lines(edition)
    made = process_time()
    findings, misses = _plain(edition, lines) if engine == PLAIN else _ours(edition, lines, engine)
    done = process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return OnePlan(len(lines), made - start, done - made, findings, misses, peak)


def _ours(edition: Edition, lines: list[str], engine: str) -> tuple[int, int]:
    done = audit(edition, lines, engine=engine_named(engine) if engine else None)
    found = Counter(finding.shape.rpartition("#")[2] for finding in done.findings)
    planted = {shape for fault in faults() for shape in fault.finds}
    wanted = expected(edition.number, edition.size("actions"), edition.size("milestones"))
    return len(done.findings), sum(abs(found[shape] - wanted[shape]) for shape in planted)


def _plain(edition: Edition, lines: list[str]) -> tuple[int, int]:
    """What somebody does without us: parse the plan and all packs with rdflib, and validate."""
    import pyshacl
    import rdflib

    known = shared_data([*bodies(BASE), *council_lines(edition)])
    data = rdflib.Graph().parse(data=plan_data(lines, known).text_with_evidence(), format="nt")
    shapes = rdflib.Graph()
    for pack in built_in_packs():
        shapes.parse(data=pack.text, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True)
    assert isinstance(report, rdflib.Graph), "pySHACL gives a graph"
    return len(set(report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))), 0
