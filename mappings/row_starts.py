"""Row starts declared in a mapping, where a reader of the document decides otherwise than the splitter.

An item of ``corrections:`` names a document line (from 1) and a reason, and says either that a row starts
there, with the first words of its other cells, or that none does:

    - {line: 12, starts: {target: By April, outcome: null}, reason: "..."}
    - {line: 15, not-a-row: true, reason: "..."}
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from ..errors import MappingError
from .records import Reason
from .splitter import SplitRow
from .text import Span

_KEYS = frozenset({"line", "starts", "not-a-row", "reason", "by"})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader declares of one line; ``starts`` is None where no row starts there."""

    line: int
    starts: Mapping[str, str | None] | None
    reason: Reason
    file: str
    place: str

    def fault(self, cause: str, remedy: str) -> MappingError:
        """An error at the place of this declaration."""
        return MappingError(cause, remedy, self.file, self.place)


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table and the document's number of the first; the roles of its columns in order."""

    lines: Sequence[str]
    first: int
    columns: Sequence[str]

    @property
    def text(self) -> str:
        """The lines as the splitter's offsets count them."""
        return "\n".join(self.lines)

    @property
    def numbers(self) -> range:
        """The document's numbers of the lines."""
        return range(self.first, self.first + len(self.lines))

    def start(self, line: int) -> int:
        """The offset of the first word in document line ``line``, or of its end where it is blank."""
        before = list(accumulate((len(text) + 1 for text in self.lines), initial=0))
        text = self.lines[line - self.first]
        return before[line - self.first] + len(text) - len(text.lstrip())

    def line(self, offset: int) -> int:
        """The document's number of the line in which ``offset`` lies."""
        return self.first + self.text.count("\n", 0, offset)


def read_corrections(
    items: Sequence[Mapping[str, Any]], file: str, place: Callable[[int], str]
) -> tuple[Correction, ...]:
    """The ``corrections:`` of the mapping ``file``; ``place`` tells where in it the item of an index stands.

    Raises MappingError on an unknown key, an absent line or reason, an item that says not exactly one of
    ``starts`` and ``not-a-row``, and a second item for a line.
    """
    found = tuple(_correction(item, file, place(index)) for index, item in enumerate(items))
    seen: set[int] = set()
    for correction in found:
        if correction.line in seen:
            raise correction.fault(f"line {correction.line} is corrected twice", "Keep one of the two")
        seen.add(correction.line)
    return found


def deal(corrections: Sequence[Correction], tables: Sequence[range]) -> tuple[tuple[Correction, ...], ...]:
    """The corrections of each table by its line numbers; MappingError where a line is in none."""
    for correction in corrections:
        if not any(correction.line in table for table in tables):
            raise _outside(correction)
    return tuple(tuple(item for item in corrections if item.line in table) for table in tables)


def apply_corrections(
    table: Table, rows: Sequence[SplitRow], corrections: Sequence[Correction]
) -> tuple[SplitRow, ...]:
    """The splitter's ``rows`` of ``table`` as the ``corrections``, all of this table, have them.

    A declared row gets confidence 1. A row that only lost its end to a declared start keeps its other
    cells; one that gained the lines of a ``not-a-row`` has them in its last cell that holds words. Cells
    that differ from what the splitter found say why in ``reasons``. Raises MappingError where a line is not
    in the table or has no words, where declared words are not there in order, and where no row is left to
    hold the table's first words.
    """
    declared = {_checked(item, table).line: item for item in corrections}
    found = {table.line(row.cells[0].start): row for row in rows}
    starts = sorted(line for line in {*found, *declared} if _starts(declared.get(line)))
    _check_first(found, starts, declared)
    spans = _extents(table, starts)
    return tuple(
        _row(table, span, found.get(line), declared.get(line), _next(corrections, line))
        for line, span in zip(starts, spans, strict=True)
    )


def _correction(item: Mapping[str, Any], file: str, place: str) -> Correction:
    line, starts, reason = item.get("line"), item.get("starts"), item.get("reason")
    unknown = sorted(set(item) - _KEYS)
    if unknown:
        raise MappingError(f"unknown key {unknown[0]!r}", f"Known: {', '.join(sorted(_KEYS))}", file, place)
    if not isinstance(line, int) or not reason:
        raise MappingError("a correction without line or reason", "Give both", file, place)
    if (starts is None) == (item.get("not-a-row") is not True):
        raise MappingError("a correction says one of 'starts' and 'not-a-row: true'", "Give one", file, place)
    if not _is_words(starts):
        raise MappingError("'starts' names columns with their first words", "Give text or null", file, place)
    return Correction(line, starts, Reason(str(reason), str(item.get("by", ""))), file, place)


def _is_words(starts: object) -> bool:
    values = starts.values() if isinstance(starts, Mapping) else ("",) if starts is None else (0,)
    return all(value is None or isinstance(value, str) for value in values)


def _starts(correction: Correction | None) -> bool:
    return correction is None or correction.starts is not None


def _outside(correction: Correction) -> MappingError:
    return correction.fault(f"line {correction.line} is in no such table", "Name a line of a table's rows")


def _checked(correction: Correction, table: Table) -> Correction:
    if correction.line not in table.numbers:
        raise _outside(correction)
    if not table.lines[correction.line - table.first].strip():
        raise correction.fault(f"line {correction.line} is blank", "Name a line with words")
    if correction.starts is not None:
        _check_columns(correction, table.columns[1:])
    return correction


def _check_columns(correction: Correction, columns: Sequence[str]) -> None:
    if set(correction.starts or ()) != set(columns):
        raise correction.fault(
            f"'starts' names {', '.join(correction.starts or ()) or 'nothing'}",
            f"Name exactly {', '.join(columns)}, null for an empty cell",
        )


def _check_first(
    found: Mapping[int, SplitRow], starts: Sequence[int], declared: Mapping[int, Correction]
) -> None:
    first = min(found, default=None)
    if first is not None and (not starts or starts[0] > first):
        raise declared[first].fault(f"line {first} is the table's first", "A row must start there")


def _extents(table: Table, starts: Sequence[int]) -> tuple[Span, ...]:
    offsets = [*map(table.start, starts), len(table.text)]
    return tuple(_trimmed(table.text, a, b) for a, b in pairwise(offsets))


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    right = start + len(words.rstrip())
    return Span(min(start + len(words) - len(words.lstrip()), right), right)


def _next(corrections: Sequence[Correction], line: int) -> Correction | None:
    return min((item for item in corrections if item.line > line), key=lambda item: item.line, default=None)


def _row(
    table: Table, span: Span, found: SplitRow | None, own: Correction | None, after: Correction | None
) -> SplitRow:
    """The row that fills ``span``: declared by ``own``, or ``found`` and changed by ``after``."""
    if own is not None:
        return _explained(_declared(table, span, own), Decimal(1), found, own)
    assert found is not None, "a row that nobody declared was found"
    return _explained(_fitted(found.cells, span), found.confidence, found, after)


def _explained(
    cells: tuple[Span, ...], confidence: Decimal, found: SplitRow | None, why: Correction | None
) -> SplitRow:
    """A row with ``why`` at each cell that the splitter did not find so."""
    reason = why.reason if why else Reason("")
    before = found.cells if found else (None,) * len(cells)
    reasons = tuple(reason if cell != old else Reason("") for cell, old in zip(cells, before, strict=True))
    return SplitRow(cells, confidence, reasons)


def _fitted(cells: Sequence[Span], span: Span) -> tuple[Span, ...]:
    """The cells within ``span``, the last one with words reaching to its end."""
    clipped = [Span(min(cell.start, span.end), min(cell.end, span.end)) for cell in cells]
    last = max(i for i, cell in enumerate(clipped) if cell.start < cell.end)
    tail = (Span(span.end, span.end) for _ in clipped[last + 1 :])
    return (*clipped[:last], Span(clipped[last].start, span.end), *tail)


def _declared(table: Table, span: Span, correction: Correction) -> tuple[Span, ...]:
    """The cells that the first words in ``correction`` cut out of ``span``."""
    starts: list[int | None] = [span.start]
    last = span.start
    for column in table.columns[1:]:
        words = (correction.starts or {})[column]
        starts.append(None if words is None else _find(table, Span(last, span.end), words, correction))
        last = starts[-1] or last
    return _cut(table.text, starts, span.end)


def _find(table: Table, span: Span, words: str, correction: Correction) -> int:
    """The first place after the start of ``span``, at a word's start, where ``words`` stand."""
    pattern = re.compile(r"(?<=\s)" + r"\s+".join(map(re.escape, words.split())))
    match = pattern.search(table.text, span.start + 1, span.end) if words.split() else None
    if match is None:
        raise correction.fault(
            f"the row of line {correction.line} does not hold {words!r} where its cell would start",
            "Copy the cell's first words as printed, in the order of the columns",
        )
    return match.start()


def _cut(text: str, starts: Sequence[int | None], end: int) -> tuple[Span, ...]:
    cells: list[Span] = []
    for start in reversed(starts):
        cells.append(Span(end, end) if start is None else _trimmed(text, start, end))
        end = end if start is None else start
    return _closed(list(reversed(cells)))


def _closed(cells: Sequence[Span]) -> tuple[Span, ...]:
    """The cells with each empty one at the end of the words before it."""
    ends = accumulate((cell.end if cell.start < cell.end else 0 for cell in cells), max)
    return tuple(cell if cell.start < cell.end else Span(e, e) for cell, e in zip(cells, ends, strict=True))
