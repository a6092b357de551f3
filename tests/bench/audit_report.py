"""The table that ``make bench-audit`` prints."""

from collections.abc import Sequence
from importlib.metadata import version

from .audit_speed import PLAIN, Run
from .speed_report import machine
from .tables import table

GROWTH = (
    "plans",
    "statements",
    "processes",
    "auditing, processor time",
    "a plan",
    "slowest plan",
    "making and auditing, by the clock",
    "peak of a process",
    "findings",
    "planted faults missed",
)
ENGINE = ("engine", "plans", "a plan, processor time", "findings", "peak", "many plans", "times the first")
TOOLS = ("pyshacl", "pyshifty", "rdflib", "pyoxigraph")


def report(done: Sequence[Run]) -> str:
    """Growth with the number of plans, then the engines on one sample."""
    ours = [run for run in done if run.engine == "equigraph audit"]
    others = [run for run in done if run.engine != "equigraph audit"]
    tools = ", ".join(f"{name} {version(name)}" for name in TOOLS)
    return "\n\n".join([f"# Speed of the audit: {machine()}; {tools}", _growth(ours), _engines(ours, others)])


def _growth(ours: Sequence[Run]) -> str:
    return table(GROWTH, [_growth_row(run) for run in ours])


def _growth_row(run: Run) -> list[str]:
    return [
        f"{run.plans:,}",
        f"{sum(one.statements for one in run.each):,}",
        str(run.jobs),
        f"{run.auditing:,.1f} s",
        f"{run.mean * 1000:,.0f} ms",
        f"{max(one.auditing for one in run.each) * 1000:,.0f} ms",
        f"{run.seconds:,.1f} s",
        f"{run.peak:,.0f} MiB",
        f"{sum(one.findings for one in run.each):,}",
        str(run.misses),
    ]


def _engines(ours: Sequence[Run], others: Sequence[Run]) -> str:
    many = max(ours, key=lambda run: run.plans)
    rows = [_engine_row(run, many, others[0]) for run in others]
    note = f"{PLAIN}: rdflib parses the plan and all packs, pySHACL validates, nothing else is done."
    return f"{table(ENGINE, rows)}\n\n{note}"


def _engine_row(run: Run, many: Run, first: Run) -> list[str]:
    return [
        run.engine,
        str(run.plans),
        f"{run.mean * 1000:,.0f} ms",
        f"{sum(one.findings for one in run.each):,}",
        f"{run.peak:,.0f} MiB",
        f"{many.plans:,}: {run.mean * many.plans:,.0f} s (extrapolated)",
        f"{run.mean / first.mean:.1f}x",
    ]
