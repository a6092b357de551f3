"""The commands ``audit sample`` and ``audit respond``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...graph.options import graph_option

if TYPE_CHECKING:
    from .answers import Answer

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog="Example: equigraph audit sample --n 25 --seed 7 --format html --out sample.html")
@click.option(
    "--n", "size", type=click.IntRange(min=1), default=25, show_default=True, help="How many to draw."
)
@click.option("--seed", required=True, help="Any word or number: the same one draws the same records.")
@click.option("--plan", "plans", multiple=True, metavar="SLUG", help="Only from this plan; repeatable.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "xlsx", "csv"]),
    default="html",
    show_default=True,
    help="How to write the sheet.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write, not the screen.")
@graph_option
def sample(size: int, seed: str, plans: tuple[str, ...], form: str, out: Path | None, graph: Path) -> None:
    """Draw records at random, each value beside the words it was read from, to check the mapping by.

    Actions and milestones are drawn plan by plan, in proportion to how many there are and at least one from
    each. The sheet says how to work out from it which part of all records is wrong.
    """
    from ...graph.store import Store
    from .drawing import draw
    from .sample import write

    put(write(draw(Store.open(graph), size, seed, plans), form), form, out)


@click.command(epilog="Example: equigraph audit respond findings.xlsx --out waivers.ttl")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="Turtle to write."
)
@click.option("--plan", "plans", multiple=True, metavar="SLUG", help="As the workbook was made; repeatable.")
@click.option("--shapes", type=FOLDER, metavar="DIR", help="As the workbook was made: your own packs.")
@click.option("--as-of", type=DAY, metavar="DATE", help="As the workbook was made; by default today.")
@graph_option
def respond(
    file: Path, out: Path, plans: tuple[str, ...], shapes: Path | None, as_of: datetime | None, graph: Path
) -> None:
    """Read a workbook of findings back that someone has worked through, and write the decisions as Turtle.

    Each row with a decision needs a reason and a person, and a waiver a date. What is waived becomes a
    waiver, and the other decisions responses that point at their findings. Give the file to --waivers, and
    the next report and workbook show both. Decisions on other findings that the file to write holds already
    are kept; its remarks and order are not. A row that cannot be read is named by its cell, and then nothing
    is written.
    """
    from ...graph.files import place_to_write
    from ...graph.store import Store
    from ..reporting import Scope, make_report
    from .answers import read_answers

    day = as_of.date().isoformat() if as_of else ""
    report = make_report(Store.open(graph), Scope(plans=plans, shapes=shapes, as_of=day))
    answers = read_answers(file.read_bytes(), str(file), report)
    content, said = _decided(answers, out)
    with place_to_write(out):
        out.write_bytes(content)
    click.echo(f"{out}: {said}")


def _decided(answers: "tuple[Answer, ...]", out: Path) -> tuple[bytes, str]:
    """The file of decisions with those that it holds already, and what is in it in words."""
    from ..waiver_file import read_responses, read_waivers
    from .respond import as_turtle, merged, summary

    if not out.exists():
        return as_turtle(answers), summary(answers)
    made = {answer.finding.fingerprint for answer in answers}
    kept = [each for each in read_waivers(out) if each.fingerprint not in made]
    replies = read_responses(out).keys() - {answer.finding.iri for answer in answers}
    return merged(answers, out.read_bytes()), summary(answers, len(kept) + len(replies))


def put(content: bytes, form: str, out: Path | None) -> None:
    """Write to the file ``out``, or to the screen; UsageError for a form that no screen can show."""
    from ...errors import UsageError
    from ...graph.files import place_to_write
    from .forms import BINARY

    if out is not None:
        with place_to_write(out):
            out.write_bytes(content)
    elif form in BINARY:
        raise UsageError(f"{form} cannot be shown on a screen", f"Give --out FILE.{form}")
    else:
        click.echo(content, nl=False)
