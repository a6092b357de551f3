"""What a document is made of before anyone asks what it means: headings, paragraphs, rows of named cells."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from .records import Cell, Reason
from .text import Span

RowKind = Literal["action", "milestone", "measure"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at ``line``; its cell is empty where the document has lost the words."""

    line: int
    level: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose."""

    line: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its cells by column role, the columns its table has, and the row it stands ``under``.

    ``number`` counts the rows below the table's headings from 1; ``headings`` are those printed, by role.
    """

    line: int
    kind: RowKind
    cells: dict[str, Cell]
    columns: frozenset[str]
    under: int = 0
    confidence: Decimal = Decimal(1)
    method: Literal["verbatim", "derived", "corrected"] = "verbatim"
    reasons: tuple[Reason, ...] = ()
    key: str = ""
    parts: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    number: int = 0
    headings: dict[str, str] = field(default_factory=dict)

    def cell(self, role: str) -> Cell | None:
        """The cell of ``role`` if it holds any words."""
        found = self.cells.get(role)
        return found if found and found.quote.text.strip() else None

    def statements(self, role: str) -> tuple[Cell, ...]:
        """The bullets or paragraphs of the cell of ``role``, the whole cell where it is not divided."""
        cell = self.cell(role)
        return self.parts.get(role, (cell,) if cell else ())

    def place(self, role: str) -> str:
        """Where in its table the cell of ``role`` stands, for a reader."""
        return f"row {self.number}, column {self.headings.get(role) or role.partition('-')[0]}"


@dataclass(frozen=True, slots=True)
class Noise:
    """Table text that says nothing of its own: a column heading, a mark, or what the mapping declares."""

    span: Span
    reason: Reason


Item = Heading | Paragraph | Row


@dataclass(frozen=True, slots=True)
class Layout:
    """A document in print order, where its tables lie, and what in them is noise."""

    items: tuple[Item, ...]
    tables: tuple[Span, ...]
    noise: tuple[Noise, ...]
    notes: dict[str, str] = field(default_factory=dict)
