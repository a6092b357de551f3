"""Rows of an answer as records that templates read by column name."""

from collections.abc import Iterable

from pyoxigraph import Literal

from ..graph.answer import Answer, Term

Record = dict[str, Term | None]


def records(answer: Answer) -> list[Record]:
    """The rows of ``answer``, each as column → value, None where there is none."""
    names = answer.variables
    return [dict(zip(names, row, strict=True)) for row in answer.rows()]


def first_text(rows: Iterable[Record], column: str) -> str:
    """The first text in ``column``; "" where there is none."""
    texts = (row[column] for row in rows)
    return next((text.value for text in texts if isinstance(text, Literal)), "")


def total(rows: Iterable[Record], column: str) -> int:
    """The sum of a column of whole numbers."""
    values = (row[column] for row in rows)
    return sum(int(value.value) for value in values if isinstance(value, Literal))
