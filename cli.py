"""The command ``equigraph``: each room's commands, loaded when they are called."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import EquigraphError, UsageError
from .graph.options import graph_option

if TYPE_CHECKING:
    from .build import BuildReport, PlanPart

_INTERRUPTED = 130

COMMANDS = {
    "audit": "equigraph.shapes.commands:audit",
    "check-ontology": "equigraph.ontology.commands:check_ontology_command",
    "export": "equigraph.graph.commands:export",
    "info": "equigraph.graph.commands:info",
    "query": "equigraph.graph.commands:query",
    "serve": "equigraph.server.commands:serve",
}
"""Each command's name and where it is."""
BELOW = {"export": {"site": "equigraph.server.export.commands:site"}}
"""Commands of a group that stand in a room above its own."""


class LazyGroup(click.Group):
    """A group that imports a command of ``lazy``, names and where they are, when it is asked for."""

    def __init__(self, *given: Any, lazy: Mapping[str, str], **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*given, **more)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted({*super().list_commands(ctx), *self._lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None where there is none."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, name = self._lazy[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return _with_more(command, BELOW[cmd_name]) if cmd_name in BELOW else command


def _with_more(group: click.Command, lazy: Mapping[str, str]) -> click.Command:
    """The group with ``lazy`` commands besides its own."""
    assert isinstance(group, click.Group)
    return LazyGroup(group.name, group.commands, lazy=lazy, help=group.help, epilog=group.epilog)


@click.group(cls=LazyGroup, lazy=COMMANDS, epilog="Example: equigraph build && equigraph serve")
@click.version_option(package_name="equigraph")
def main_group() -> None:
    """Public bodies' equality action plans as one knowledge graph: build it, ask it, audit it, serve it."""


@main_group.command(epilog="Example: equigraph build plans/ --graph equigraph-graph --jobs 2")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH ...]")
@graph_option
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Plans read at once; 0: one a processor.")
@click.option("--base", metavar="IRI", help="What the IRIs of things begin with, ending in / or #.")
@click.option("--no-corrections", is_flag=True, help="Leave the rows a splitter finds as they are.")
@click.option(
    "--no-downloads", is_flag=True, help="Make no dumps and tables to download: quicker, and smaller."
)
def build(
    paths: tuple[Path, ...],
    graph: Path,
    jobs: int,
    base: str | None,
    no_corrections: bool,
    no_downloads: bool,
) -> None:
    """Build documents into a new version of the graph: exactly those named, or the plans of the package.

    A folder means every document in it. Each needs a mapping: mapping.yaml in a folder with one document, or
    <document>.yaml beside it.
    """
    from .build import build as run
    from .build import checked_base
    from .mappings.sources import sources

    chosen = sources(paths)
    with _progress() as progress:
        report = run(chosen, graph, checked_base(base), jobs, not no_corrections, progress, not no_downloads)
    for line in summary(report, graph):
        click.echo(line)


def _progress() -> AbstractContextManager[Callable[[str, int, int], None]]:
    """Bars where a person looks on; a log gets none."""
    from .graph.progress import bars

    return bars() if sys.stderr.isatty() else nullcontext(lambda *_: None)


def summary(report: "BuildReport", graph: Path) -> list[str]:
    """What was built, what was found, and where to look, a line each."""
    manifest = report.manifest
    lines = [line for part in report.plans for line in _of_plan(part)]
    found = {
        name: sum(part.findings[name] for part in report.plans) for name in ("Violation", "Warning", "Info")
    }
    return [
        *lines,
        f"Built version {manifest.version} in {graph}:"
        f" {len(report.plans)} plan{'s' * (len(report.plans) != 1)}, {manifest.quads:,} statements",
        "Found: " + ", ".join(f"{number:,} of severity {name}" for name, number in found.items()),
        "Look: equigraph audit | equigraph info --unmapped | equigraph query | equigraph serve",
    ]


def _of_plan(part: "PlanPart") -> list[str]:
    total = sum(part.characters.values()) or 1
    shares = (
        f"{part.characters[fate]:,} {fate} ({part.characters[fate] / total:.1%})" for fate in part.characters
    )
    counts = ", ".join(f"{number:,} {kind}" for kind, number in part.counts.items() if number)
    return [
        f"{part.slug}: {counts}" + (" (unchanged)" if part.cached else ""),
        f"  table text, characters: {', '.join(shares)}",
        *(f"  {name}: {value}" for name, value in part.notes.items()),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a user's mistake is one line on stderr and exit code 2."""
    try:
        code = main_group.main(args=arguments, prog_name="equigraph", standalone_mode=False)
    except click.Abort:
        sys.exit(_INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except (EquigraphError, click.ClickException, OSError) as error:
        click.echo(f"equigraph: {_one_line(error)}", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError):
        error = UsageError(error.strerror or str(error), "Check the path", str(error.filename or ""))
    elif isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "equigraph"
        error = UsageError(error.format_message().rstrip("."), f"See: {path} --help")
    return " ".join(str(error).split())


if __name__ == "__main__":
    main()
