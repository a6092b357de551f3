"""Options that several commands share."""

from pathlib import Path

import click

graph_option = click.option(
    "--graph",
    type=click.Path(path_type=Path),
    envvar="EQUIGRAPH_GRAPH",
    default=Path("equigraph-graph"),
    show_default=True,
    show_envvar=True,
    metavar="DIR",
    help="Folder of the graph.",
)
