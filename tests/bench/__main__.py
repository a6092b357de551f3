"""The commands of the measurements: ``python -m bench`` with ``tests`` on the path, or the Makefile's."""

from pathlib import Path

import click

from .edition import BASE, plans


@click.group()
def bench() -> None:
    """Make synthetic plans, and measure with them."""


@bench.command("plans")
@click.option("--count", type=click.IntRange(1), default=105, show_default=True, help="How many plans.")
@click.option("--years", type=click.IntRange(1), default=3, show_default=True, help="Editions of a council.")
@click.option("--seed", default=1, show_default=True, help="Another seed draws other words.")
@click.option("--base", default=BASE, show_default=True, help="What IRIs of things begin with.")
@click.option("--jobs", default=0, show_default=True, help="Processes; 0: one a processor.")
@click.option("--audit/--no-audit", default=True, help="Whether the version holds the audits.")
@click.option("--parts", type=click.Path(path_type=Path), help="Write one file of N-Quads a plan here.")
@click.option("--graph", type=click.Path(path_type=Path), help="Write a version of a graph here.")
def make_plans(
    count: int,
    years: int,
    seed: int,
    base: str,
    jobs: int,
    audit: bool,
    parts: Path | None,
    graph: Path | None,
) -> None:
    """Write synthetic plans, and say how many statements they are."""
    from .graphs import write_graph, write_parts

    made = list(plans(count, years, seed))
    if parts:
        click.echo(f"{write_parts(parts, made, base, jobs)} statements in {parts}")
    if graph:
        manifest = write_graph(graph, made, base, audit, jobs)
        click.echo(f"{manifest.quads} statements in version {manifest.version} of {graph}")


@bench.command("speed")
@click.option(
    "--plans", "count", type=click.IntRange(0), default=105, help="Synthetic plans; 0: only real ones."
)
@click.option("--seconds", type=click.FloatRange(1), default=5, show_default=True, help="Of each load.")
@click.option(
    "--budget", type=click.FloatRange(1), default=120, show_default=True, help="Seconds a server has."
)
@click.option("--without", multiple=True, help="A server to leave out, by a word of its name; repeatable.")
@click.option("--each", "every", is_flag=True, help="Show the time of every named query.")
@click.option("--work", type=click.Path(path_type=Path), help="Keep the graphs here, and use them again.")
def measure_speed(
    count: int, seconds: float, budget: float, without: tuple[str, ...], every: bool, work: Path | None
) -> None:
    """Compare our server with its peers, on the three plans and on synthetic ones."""
    from .speed import Pace
    from .speed_run import run

    for text in run(count, Pace(seconds, 2 * seconds, budget), without, every, work, _say):
        click.echo(text)


@bench.command("soak")
@click.option("--minutes", type=click.FloatRange(0, min_open=True), default=30, show_default=True)
@click.option("--clients", type=click.IntRange(1), default=8, show_default=True)
@click.option("--workers", type=click.IntRange(2), default=8, show_default=True)
@click.option(
    "--kills", type=click.FloatRange(0.1), default=2, show_default=True, help="Seconds between kills."
)
@click.option(
    "--builds", type=click.FloatRange(0.1), default=10, show_default=True, help="And between builds."
)
def measure_soak(minutes: float, clients: int, workers: int, kills: float, builds: float) -> None:
    """Load the server while versions switch and workers are killed; exit code 1 where anything went wrong."""
    from .soak import Plan, soak
    from .soak_report import faults, report

    done = soak(Plan(60 * minutes, clients, workers, kills, builds), _say)
    click.echo(report(done))
    raise SystemExit(1 if faults(done) else 0)


@bench.command("audit")
@click.option(
    "--plans", "counts", multiple=True, type=click.IntRange(1), default=(3, 400, 4000), show_default=True
)
@click.option("--jobs", type=click.IntRange(0), default=0, show_default=True, help="0: one a processor.")
@click.option("--sample", type=click.IntRange(1), default=5, show_default=True, help="Plans for each engine.")
def measure_audit(counts: tuple[int, ...], jobs: int, sample: int) -> None:
    """Measure the audit on more and more plans, and beside plain pySHACL and other engines on a sample."""
    import os

    from .audit_report import report
    from .audit_speed import runs

    click.echo(report(list(runs(counts, jobs or os.cpu_count() or 1, sample, _say))))


@bench.command("site")
@click.option("--plans", "counts", multiple=True, type=click.IntRange(0), default=(400,), show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=9, show_default=True, help="Of each page.")
@click.option("--work", type=click.Path(path_type=Path), help="Keep the graphs here, and use them again.")
def measure_site(counts: tuple[int, ...], rounds: int, work: Path | None) -> None:
    """Measure each kind of page, made anew and asked again, on the three plans and on synthetic ones."""
    from .site import run

    for text in run(counts, rounds, work, _say):
        click.echo(text)


def _say(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    bench()
