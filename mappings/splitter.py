"""Splits a table that lost its column boundaries into rows and cells, and says how sure it is of each row.

Given are the table's lines and its column roles in order. A row starts at a line start; a cell at a line
start, after a sentence, or at a capital where a stop was lost. Every way to divide the pieces between these
places into rows and cells has a score (cue words, kinds of boundary, shared words); dynamic programming
finds the best, and the sum over all of them gives the probability of each row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp

from .records import Reason
from .splitter_cues import Cues
from .splitter_paths import Lattice, best_path, log_share
from .splitter_pieces import Piece, pieces
from .text import Span


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A row's cells, one for each column, as offsets of the lines joined by line feeds.

    An empty cell has no length. ``confidence`` is the probability of exactly these cells; ``reasons`` says,
    for each cell that a person corrected, why, and is empty for the others.
    """

    cells: tuple[Span, ...]
    confidence: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many rows and cells of a table an automatic split found as the corrected table has them."""

    rows: int
    rows_equal: int
    cells: int
    cells_equal: int

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.rows + other.rows,
            self.rows_equal + other.rows_equal,
            self.cells + other.cells,
            self.cells_equal + other.cells_equal,
        )


def split(lines: Sequence[str], columns: Sequence[str], cues: Cues) -> tuple[SplitRow, ...]:
    """The rows of the table ``lines``, whose columns have the roles ``columns`` in order.

    Every character that is not white space is in exactly one cell, and cells keep the order of the text. A
    row always has words in its first column. Time grows with the length of the table.
    """
    found = pieces(lines, cues)
    if not found:
        return ()
    lattice = Lattice.of(found, columns, cues)
    path = best_path(lattice)
    starts = [i for i, (_, new) in enumerate(path) if new]
    ends = [*starts[1:], len(found)]
    return tuple(
        _row(found[a:b], [column for column, _ in path[a:b]], len(columns), log_share(lattice, path, a, b))
        for a, b in zip(starts, ends, strict=True)
    )


def agreement(automatic: Sequence[SplitRow], corrected: Sequence[SplitRow]) -> Agreement:
    """How far ``automatic`` is equal to ``corrected``; a row counts only with all its cells equal.

    A cell counts as equal where the automatic split has the same words in the same column, in whichever row.
    """
    rows = {row.cells for row in automatic}
    cells = {(column, cell) for row in automatic for column, cell in enumerate(row.cells)}
    wanted = [(column, cell) for row in corrected for column, cell in enumerate(row.cells)]
    return Agreement(
        rows=len(corrected),
        rows_equal=sum(row.cells in rows for row in corrected),
        cells=len(wanted),
        cells_equal=sum(cell in cells for cell in wanted),
    )


def _row(found: Sequence[Piece], columns: Sequence[int], width: int, share: float) -> SplitRow:
    cells: list[Span] = []
    last = found[0].start
    for column in range(width):
        inside = [piece for piece, at in zip(found, columns, strict=True) if at == column]
        cell = Span(inside[0].start, inside[-1].end) if inside else Span(last, last)
        cells.append(cell)
        last = cell.end
    confidence = Decimal(f"{min(1.0, exp(share)):.2f}")
    return SplitRow(tuple(cells), confidence, (Reason(""),) * width)
