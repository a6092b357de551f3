"""The command ``audit``, which is also the group of those that work on its reports."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.options import graph_option
from .across_command import across
from .reports.commands import put, respond, sample
from .reports.forms import FORMS

if TYPE_CHECKING:
    from .model import Finding, Report
    from .reporting import Scope

GRADES = ("none", "violation", "warning", "new-violation", "new-warning")
ENGINES = ("pyshifty", "pyshacl")
EXISTING = click.Path(path_type=Path, exists=True)


def _number(_context: click.Context, _option: click.Parameter, value: float) -> float:
    """The value; BadParameter where it is not one that anything can be compared with."""
    if value != value:
        raise click.BadParameter("nan is no number of seconds.")
    return value


@click.group(
    invoke_without_command=True,
    epilog="Example: equigraph audit --plan camden-2020 --format html --out camden.html",
)
@click.option("--plan", "plans", multiple=True, metavar="SLUG", help="Only this plan; repeatable.")
@click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="NAME",
    help="Only this pack of ours, or of those in --shapes: a file's name without .ttl; repeatable.",
)
@click.option(
    "--shapes",
    type=EXISTING,
    metavar="DIR",
    help="A folder with packs of your own; all are tried, unless --pack names some of them.",
)
@click.option(
    "--waivers", type=EXISTING, metavar="FILE", help="Findings that were decided not to be acted on."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that decides what is overdue or expired; by default today.",
)
@click.option(
    "--baseline",
    metavar="last|VERSION|FILE|SLUG",
    help="Mark findings new, unchanged or fixed, against an earlier version, a JSON report or another plan.",
)
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to write it."
)
@click.option(
    "--fail-on",
    type=click.Choice(GRADES),
    default="none",
    show_default=True,
    help="Exit with 1 where there is a finding, or a new one, of this severity or a graver one.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write, not the screen.")
@click.option(
    "--engine", type=click.Choice(ENGINES), help="The validator; by default the one that fits the pack."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    callback=_number,
    default=60.0,
    show_default=True,
    help="Seconds that shapes may take for a plan.",
)
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, help="Plans audited at once; 0: one a processor."
)
@graph_option
@click.pass_context
def audit(context: click.Context, /, graph: Path, **given: Any) -> None:  # noqa: ANN401 - of click
    """Show what the audit found, or validate the plans anew.

    Without --pack, --shapes, --waivers or --engine it shows the results stored in the current version. Each
    check is shown with how many things it tested; one with none says "nothing to test". Findings marked
    "ours" are text that was printed and that we could not read: no fault of the plan. A finding that a waiver
    covers does not count for --fail-on.
    """
    context.obj = graph
    if context.invoked_subcommand is None:
        report = _report(graph, given)
        put(_written(report, given["form"]), given["form"], given["out"])
        if _fails(report, given["fail_on"]):
            raise SystemExit(1)


def _report(graph: Path, given: dict[str, Any]) -> "Report":
    from ..errors import UsageError
    from ..graph.store import Store
    from .comparing import compared
    from .reporting import make_report

    if given["fail_on"].startswith("new-") and given["baseline"] is None:
        raise UsageError(f"--fail-on {given['fail_on']} needs a baseline", "Give one with --baseline")
    store, scope = Store.open(graph), _scope(given)
    report = make_report(store, scope)
    return compared(store, scope, report, given["baseline"]) if given["baseline"] is not None else report


def _scope(given: dict[str, Any]) -> "Scope":
    from .engines import engine_named
    from .reporting import Scope

    day: datetime | None = given["as_of"]
    return Scope(
        plans=given["plans"],
        packs=given["packs"],
        shapes=given["shapes"],
        waivers=given["waivers"],
        as_of=day.date().isoformat() if day else "",
        engine=engine_named(given["engine"]) if given["engine"] else None,
        jobs=given["jobs"],
        limit=given["time_limit"],
    )


def _written(report: "Report", form: str) -> bytes:
    from .reports.forms import write

    return write(report, form)


def _fails(report: "Report", grade: str) -> bool:
    """Whether a finding that no waiver covers, or a fault of a waiver, which is a warning, is so grave."""
    from .model import SEVERITIES

    grave = SEVERITIES[: ("none", "violation", "warning").index(grade.removeprefix("new-"))]
    found = any(_counts(each, grade.startswith("new-")) for each in report.findings if each.severity in grave)
    return found or bool("Warning" in grave and report.waiver_findings)


def _counts(finding: "Finding", only_new: bool) -> bool:
    return finding.waiver is None and (finding.change == "new" or not only_new)


audit.add_command(respond)
audit.add_command(sample)
audit.add_command(across)
