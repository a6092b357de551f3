"""The command ``export site``."""

import os
import re
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import click

from ...errors import UsageError
from ...graph.options import graph_option

HOST = r"https?://[A-Za-z0-9.-]+(:\d+)?"


@click.command(epilog="Example: equigraph export site --out public --url https://plans.example.org")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write.")
@click.option(
    "--url",
    default="https://w3id.org",
    show_default=True,
    metavar="URL",
    help="Where the copy will be found, for citations and lists of addresses.",
)
@click.option(
    "--service",
    default="",
    metavar="URL",
    help="Where the service runs, to which searches, filters and queries then lead: scheme and host.",
)
@click.option("--search", is_flag=True, help="Add a search that runs in the reader's browser, by a script.")
@click.option("--as-of", "day", metavar="DAY", help="The day that the audit speaks for; that of the build.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Pages made at once; 0: one a processor.")
@graph_option
def site(out: Path, url: str, service: str, search: bool, day: str | None, jobs: int, graph: Path) -> None:
    """Write the whole site as files: pages, data, reports, dumps, with rules for web servers.

    The folder can stand under any address. It replaces an earlier export in one step; nothing is written
    where a thing has no page or a link leads nowhere.
    """
    from ...graph.progress import bars
    from .copying import copy_site

    with bars() if sys.stderr.isatty() else nullcontext(lambda *_: None) as progress:
        live = _host(service) if service else ""
        processes = jobs or os.cpu_count() or 1
        made = copy_site(graph, out, _address(url), _day(day), processes, progress, live, search)
    click.echo(
        f"{out}: version {made.version}, {made.pages:,} pages, {made.files:,} files, {made.bytes:,} bytes"
    )


def _address(url: str) -> str:
    if not re.fullmatch(rf"{HOST}(/[A-Za-z0-9._~-]+)*/?", url):
        raise UsageError(
            f"--url {url!r} is no scheme and host, with a path or without",
            "As in https://plans.example.org/x",
        )
    return url.rstrip("/")


def _host(url: str) -> str:
    if not re.fullmatch(f"{HOST}/?", url):
        raise UsageError(
            f"--service {url!r} is no scheme and host", "Give one such as https://plans.example.org"
        )
    return url.rstrip("/")


def _day(day: str | None) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError as error:
        raise UsageError(f"--as-of {day!r} is no day", "Write it as in 2026-03-31") from error
