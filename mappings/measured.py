"""Measures of an action: those its table states, and those drawn out of other words."""

from collections.abc import Iterable
from dataclasses import dataclass

from .enrich import Enricher
from .keys import Keys
from .layout import Row
from .records import Cell, Measure, Quantity, State, Statement
from .states import placeholder
from .text import Quote


@dataclass(frozen=True)
class Measured:
    """An action's measures and the state that follows."""

    measures: tuple[Measure, ...]
    state: State


def stated_measures(row: Row, parent: str, enrich: Enricher, keys: Keys) -> tuple[Measure, ...]:
    """One measure for each bullet of the row's measure cell; a placeholder is none."""
    real = [part for part in row.statements("measure") if not placeholder(part)]
    return tuple(
        _measure(part, parent, position, enrich, keys, None) for position, part in enumerate(real, 1)
    )


def derived_measures(
    statements: Iterable[tuple[str, Statement]],
    milestone: tuple[str, Cell] | None,
    parent: str,
    after: int,
    enrich: Enricher,
    keys: Keys,
) -> tuple[Measure, ...]:
    """Measures drawn out of targets and outcomes, and out of a milestone that says how many.

    ``statements`` are (kind, record) of one action, ``milestone`` (key, cell); counting from ``after``.
    """
    drawn = list(_drawn(statements, enrich))
    if milestone:
        key, cell = milestone
        drawn += [("milestone", key, quote) for quote in enrich.quantified_sentences(cell.quote)]
    return tuple(
        _measure(Cell(quote, "derived"), parent, position, enrich, keys, (kind, key))
        for position, (kind, key, quote) in enumerate(drawn, after + 1)
    )


def _drawn(statements: Iterable[tuple[str, Statement]], enrich: Enricher) -> Iterable[tuple[str, str, Quote]]:
    """The telling sentences; where one opens a list with a colon, the items of the list instead of it."""
    listing = False
    for kind, statement in statements:
        telling = tuple(_telling(kind, statement.cell, enrich))
        if not statement.cell.listed:
            listing = bool(telling) and telling[-1].text.endswith(":")
        elif listing:
            telling = (statement.cell.quote,)
        yield from ((kind, statement.key, quote) for quote in telling if not quote.text.endswith(":"))


def _telling(kind: str, cell: Cell, enrich: Enricher) -> Iterable[Quote]:
    """The sentences that say how it is known; of a target only those that say how many."""
    return (
        enrich.measure_sentences(cell.quote) if kind == "outcome" else enrich.quantified_sentences(cell.quote)
    )


def _measure(
    cell: Cell, parent: str, position: int, enrich: Enricher, keys: Keys, source: tuple[str, str] | None
) -> Measure:
    quantities = enrich.quantities(cell.quote)
    baselines = [quantity for quantity in quantities if quantity.role in ("baseline", "actual")]
    targets = [quantity for quantity in quantities if quantity.role == "target"]
    if not targets and not baselines and len(quantities) == 1:
        targets = [quantities[0]]
    return Measure(
        key=keys.mint(parent, "measure", cell.text),
        cell=cell,
        position=position,
        mentions=enrich.mentions(cell.quote),
        quantities=quantities,
        method="derived" if source else "stated",
        unit=_together(quantity.unit for quantity in targets or baselines),
        baseline=_together(map(_printed_value, baselines)),
        target_value=_together(map(_printed_value, targets)),
        source=source,
    )


def _together(printed: Iterable[str]) -> str:
    """The printed values of one measure, each once, in print order."""
    return "; ".join(dict.fromkeys(value for value in printed if value))


def _printed_value(quantity: Quantity) -> str:
    """The printed number; a unit that is a word of its own is left to the unit."""
    return quantity.quote.text.removesuffix(f" {quantity.unit}")
