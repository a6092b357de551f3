"""What the commands of this room print."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ..queries.catalogue import Catalogue
from .answer import Answer
from .draw import draw, draw_answer
from .folder import GraphFolder
from .ledgers import Ledger, read_ledgers
from .store import Store


def show_answer(answer: Answer, format: str | None, base: str) -> None:
    """Print the answer in ``format``; without one, a table, yes or no, or Turtle. UsageError if unfit."""
    drawn = format in (None, "table")
    if drawn and answer.kind == "ask":
        print("yes" if answer else "no")
    elif drawn and answer.kind == "select":
        draw_answer(answer, base)
    else:
        sys.stdout.flush()
        answer.serialise(format or "turtle", sys.stdout.buffer)


def show_queries() -> None:
    """List the named queries with what they give."""
    catalogue = Catalogue.standard()
    draw("Queries", ("name", "gives"), ((name, catalogue.get(name).summary) for name in catalogue.names()))


def show_versions(folder: GraphFolder) -> None:
    """Show the versions of a graph folder and the plans of the current one."""
    current = folder.current()
    versions = folder.versions()
    rows = [
        (
            f"{each.version}{' (current)' if each.version == current else ''}",
            each.built,
            f"{each.quads:,}",
            f"{sum(each.sizes.values()) / 1e6:,.1f} MB",
        )
        for each in versions
    ]
    draw(f"Versions in {folder.path}", ("version", "built", "statements", "size"), rows)
    chosen = next(each for each in versions if each.version == current)
    classes = sorted({name for plan in chosen.plans.values() for name in plan.counts})
    plans = [(slug, plan.title, *_numbers(plan.counts, classes)) for slug, plan in chosen.plans.items()]
    draw("Plans", ("plan", "title", *(name.lower() for name in classes)), plans)


def show_unmapped(store: Store) -> None:
    """Show, per plan, the share of table text in records, and each text that is in none, with the reason."""
    ledgers = read_ledgers(store.ledgers())
    draw("Table text", ("plan", "in records", "declared noise", "unmapped"), map(_shares, ledgers))
    draw("In no record", ("plan", "fate", "characters", "reason", "text"), _left_out(ledgers))


def _numbers(counts: Mapping[str, int], classes: list[str]) -> Iterator[str]:
    return (f"{counts.get(name, 0):,}" for name in classes)


def _shares(ledger: Ledger) -> tuple[str, ...]:
    return (ledger.slug, *(ledger.share(fate) for fate in ("record", "noise", "unmapped")))


def _left_out(ledgers: tuple[Ledger, ...]) -> Iterator[tuple[Any, ...]]:
    return (
        (ledger.slug, entry.fate, f"{entry.start}-{entry.end}", entry.reason, entry.text.strip())
        for ledger in ledgers
        for entry in ledger.entries
        if entry.fate != "record"
    )
