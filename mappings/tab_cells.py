"""The cells of a line parted by tabs, and what the columns of a table make of its rows."""

import re

from .layout import RowKind
from .text import Quote, join

_MARKS = "•·"


def cells_of(quote: Quote) -> list[Quote]:
    """The cells of a line parted by tabs, white space and places kept."""
    edges = [match.start() for match in re.finditer("\t", quote.text)]
    starts = [0, *(edge + 1 for edge in edges)]
    return [quote.slice(start, end) for start, end in zip(starts, [*edges, len(quote.text)], strict=True)]


def without_lone_marks(cells: list[Quote], width: int) -> list[Quote]:
    """Cells that are a bullet mark alone belong to the next cell, in a row with that many cells too many."""
    marks = lone_marks(cells)
    if len(cells) - len(marks) != width:
        return cells
    joined = list(cells)
    for mark in reversed(marks):
        joined[mark : mark + 2] = [join(joined[mark : mark + 2])]
    return joined


def lone_marks(cells: list[Quote]) -> list[int]:
    """The indexes of cells before the last that hold a bullet mark and nothing else."""
    return [i for i, c in enumerate(cells[:-1]) if c.text.strip() and not c.text.strip(_MARKS + " ")]


def told_apart(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles, with a number on each column that has none of its own."""
    return tuple(f"other-{number}" if role == "other" else role for number, role in enumerate(roles, 1))


def kind_of(columns: tuple[str, ...]) -> RowKind:
    """What a row of these columns is of."""
    for kind in ("action", "milestone"):
        if kind in columns:
            return "action" if kind == "action" else "milestone"
    return "measure"


def usual(kind: str) -> tuple[str, ...]:
    """The columns that a row of a kind has at least."""
    return {"action": ("action", "lead", "due"), "milestone": ("milestone", "owner", "due")}.get(
        kind, (kind,)
    )
