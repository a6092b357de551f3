"""Tables for people, drawn to fit the terminal, or wide where there is none."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..ontology.terms import PREFIXES
from .answer import Answer, Term

WIDE = 240


def draw(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table to standard output."""
    table = Table(title=title or None, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    _console().print(table)


def draw_answer(answer: Answer, base: str) -> None:
    """Print a SELECT's answer as a table, IRIs shortened, and the number of rows."""
    names = {**PREFIXES, "": base}
    rows = [tuple(_shown(term, names) for term in row) for row in answer.rows()]
    draw("", answer.variables, rows)
    print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def shortened(iri: str, names: Mapping[str, str]) -> str:
    """The IRI with the longest fitting start replaced by its name of ``names``; those under "" in <…>."""
    fitting = [(len(start), name) for name, start in names.items() if iri.startswith(start)]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}" if name else f"<{iri[length:]}>"


def _shown(term: Term | None, names: Mapping[str, str]) -> str:
    if isinstance(term, NamedNode):
        return shortened(term.value, names)
    return "" if term is None else str(getattr(term, "value", term))


def _console() -> Console:
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE, highlight=False)
