"""The command ``audit across``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.options import graph_option

if TYPE_CHECKING:
    from .across import AcrossFinding


@click.command(epilog="Example: equigraph audit across --fail")
@click.option("--fail", is_flag=True, help="Exit with 1 where there is a finding.")
@graph_option
def across(fail: bool, graph: Path) -> None:
    """Check what one plan cannot show: editions too far apart or out of order, names in two spellings."""
    from ..graph.store import Store
    from .across import across_plans, rules

    found = across_plans(Store.open(graph))
    for finding in found:
        click.echo(_line(finding))
    click.echo(f"Checks across plans: {len(rules())}, findings: {len(found)}")
    if fail and found:
        raise SystemExit(1)


def _line(finding: "AcrossFinding") -> str:
    return f"{finding.rule}: <{finding.plan}> and <{finding.other}>: {finding.detail}"
