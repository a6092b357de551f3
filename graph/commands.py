"""Commands that read the graph: query, export, info."""

from pathlib import Path

import click

from .options import graph_option

file_option = click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="File to write."
)
compress_option = click.option(
    "--compress", type=click.Choice(["gzip", "zstd"]), default=None, help="Compress the file."
)


@click.command(epilog="Example: equigraph query tables/actions --format csv > actions.csv")
@click.argument("what", metavar="[NAME|FILE|-]", required=False)
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter's value; repeatable."
)
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml"]),
    help="How to write the answer; by default a table, or Turtle for a graph.",
)
@graph_option
def query(what: str | None, params: tuple[str, ...], format: str | None, graph: Path) -> None:
    """Answer a named query, one in a FILE, or one from standard input (-); with none, list the queries."""
    from .ask import ask
    from .show import show_answer, show_queries
    from .store import Store

    if what is None:
        show_queries()
    else:
        store = Store.open(graph)
        show_answer(ask(store, what, params), format, store.manifest.base)


@click.group(epilog="Example: equigraph export tables --out tables")
def export() -> None:
    """Write the graph to files: flat tables or a dump of everything."""


@export.command(epilog="Example: equigraph export tables --out tables")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to fill.")
@click.option(
    "--format",
    "format",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Parquet needs the extra equigraph[parquet].",
)
@graph_option
def tables(out: Path, format: str, graph: Path) -> None:
    """Write the flat tables as CSV with a data package, or as Parquet."""
    from .store import Store
    from .tables import write_tables

    for path in write_tables(Store.open(graph), out, format):
        click.echo(path)


@export.command(epilog="Example: equigraph export nquads --compress zstd --out graph.nq.zst")
@file_option
@compress_option
@graph_option
def nquads(out: Path, compress: str | None, graph: Path) -> None:
    """Write everything as sorted N-Quads."""
    _dump("nquads", out, compress, graph)


@export.command(epilog="Example: equigraph export trig --out graph.trig")
@file_option
@compress_option
@graph_option
def trig(out: Path, compress: str | None, graph: Path) -> None:
    """Write everything as TriG, graph by graph."""
    _dump("trig", out, compress, graph)


@export.command(epilog="Example: equigraph export jsonld --out graph.jsonld")
@file_option
@compress_option
@graph_option
def jsonld(out: Path, compress: str | None, graph: Path) -> None:
    """Write everything as JSON-LD, graph by graph."""
    _dump("jsonld", out, compress, graph)


@click.command(epilog="Example: equigraph info --unmapped")
@click.option("--unmapped", is_flag=True, help="List the table text that is in no record, with reasons.")
@graph_option
def info(unmapped: bool, graph: Path) -> None:
    """Show versions, plans, counts and sizes."""
    from .folder import GraphFolder
    from .show import show_unmapped, show_versions
    from .store import Store

    if unmapped:
        show_unmapped(Store.open(graph))
    else:
        show_versions(GraphFolder(graph))


def _dump(format: str, out: Path, compress: str | None, graph: Path) -> None:
    from .dumps import dump_to
    from .store import Store

    dump_to(Store.open(graph), format, out, compress or "")
    click.echo(out)
