"""Which of the five states a value is in; never mixed (stated, blank, no such column, unmapped, n/a)."""

import re
from functools import cache
from importlib.resources import files

import yaml

from .layout import Row
from .records import Cell, State


@cache
def _placeholders() -> dict[str, State]:
    data = yaml.safe_load(files(__package__).joinpath("placeholders.yaml").read_text(encoding="utf-8"))
    return {words: state for state, listed in data.items() for words in listed}


def placeholder(cell: Cell | None) -> State | None:
    """``blank`` or ``not-applicable`` where the cell holds only a placeholder or nothing, else None."""
    words = re.sub(r"\W+", " ", cell.text.lower()).strip() if cell else ""
    return _placeholders().get(words)


def state_of(row: Row, roles: tuple[str, ...], understood: bool) -> State:
    """The state of a value printed in one of ``roles``; ``understood``: its words were read as such."""
    if not row.columns.intersection(roles):
        return "no-such-column"
    cell = next((cell for role in roles if (cell := row.cell(role))), None)
    empty = placeholder(cell)
    if empty is not None:
        return empty
    return "stated" if understood else "unmapped"
