"""Which columns of an answer can be drawn as bars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..records import Record
from .drawing import is_number


@dataclass(frozen=True, slots=True)
class Bars:
    """The columns whose words name a row, as few as tell the rows apart, and the column of ``number``."""

    labels: tuple[str, ...]
    number: str

    def named(self, rows: Sequence[Record]) -> Iterator[tuple[str, Record]]:
        """The rows, each with what it is called; of several with one name the later ones are counted."""
        met: dict[str, int] = {}
        for row in rows:
            name = _name(row, self.labels)
            met[name] = met.get(name, 0) + 1
            yield name if met[name] == 1 else f"{name} ({met[name]})", row


def as_bars(rows: Sequence[Record]) -> Bars | None:
    """How ``rows`` are drawn as bars; None where they have no column of words or none of numbers.

    The first column of numbers is taken, and columns of words from the first on, but no IRI that has a label.
    """
    first = rows[0] if rows else {}
    numbers = [name for name in first if all(is_number(row[name]) for row in rows)]
    words = [name for name in first if name not in numbers and f"{name}_label" not in first]
    labels = [name for name in words if any(row[name] for row in rows)]
    return Bars(_telling(labels, rows), numbers[0]) if labels and numbers else None


def _telling(labels: Sequence[str], rows: Sequence[Record]) -> tuple[str, ...]:
    lengths = range(1, len(labels) + 1)
    enough = (n for n in lengths if len({_name(row, labels[:n]) for row in rows}) == len(rows))
    return tuple(labels[: next(enough, len(labels))])


def _name(row: Record, labels: Sequence[str]) -> str:
    values = (row[name] for name in labels)
    return ", ".join(str(getattr(value, "value", value)) for value in values if value is not None)
