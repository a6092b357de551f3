"""The command ``audit``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.options import graph_option

if TYPE_CHECKING:
    from ..graph.store import Store


@click.command(epilog="Example: equigraph audit --plan camden-2020 --format csv --out findings.csv")
@click.option("--plan", "plans", multiple=True, metavar="SLUG", help="Only this plan; repeatable.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "turtle", "csv", "json"]),
    default="text",
    show_default=True,
    help="How to write the report.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "none"]),
    default="none",
    show_default=True,
    help="Exit with 1 where there is a finding of this severity or a graver one.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write, not the screen.")
@graph_option
def audit(plans: tuple[str, ...], form: str, fail_on: str, out: Path | None, graph: Path) -> None:
    """Show what the audit found: the results stored in the current version.

    Each shape is shown with how many things it tested; one with none says "nothing to test". Findings marked
    "ours" are text that was printed and that we could not read: no fault of the plan.
    """
    from ..graph.store import Store
    from .report import written

    store = Store.open(graph)
    _write(written(store, plans, form), out)
    if _fails(store, plans, fail_on):
        raise SystemExit(1)


def _write(report: str, out: Path | None) -> None:
    from ..graph.files import place_to_write

    if out is None:
        click.echo(report, nl=False)
        return
    with place_to_write(out):
        out.write_bytes(report.encode())


def _fails(store: "Store", plans: tuple[str, ...], fail_on: str) -> bool:
    from .stored import SEVERITIES, read_audits

    grave = SEVERITIES[: ("none", "violation", "warning").index(fail_on)]
    return any(audit.totals[severity] for audit in read_audits(store, plans) for severity in grave)
