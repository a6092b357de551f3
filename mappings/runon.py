"""Layout ``run-on``: tables whose column boundaries were lost; a splitter finds them, a reader corrects."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from .document import Document
from .layout import Heading, Item, Layout, Noise, Paragraph, Row
from .mapping import Mapping
from .records import Cell, Reason
from .row_starts import Correction, Table, apply_corrections, deal, read_corrections
from .splitter import Agreement, SplitRow, agreement, split
from .splitter_cues import Cues, standard_cues
from .text import Quote, Span, join

_MARKS = "•·"


def lay_out(document: Document, mapping: Mapping, corrections: bool) -> Layout:
    """Read the document's lines; the notes say how far the splitter alone agrees with the corrected tables.

    MappingError where a correction speaks of words or lines that are not there.
    """
    reader = _Reader(document, mapping, corrections)
    items = tuple(reader.items())
    return Layout(items, tuple(reader.tables), tuple(reader.noise), reader.notes())


class _Reader:
    def __init__(self, document: Document, mapping: Mapping, corrections: bool) -> None:
        self.document, self.mapping, self.corrections = document, mapping, corrections
        self.headers = {header["line"]: tuple(header["roles"]) for _, header in mapping.items("headers")}
        self.last: dict[int, int] = {h["line"]: h["last"] for _, h in mapping.items("headers") if "last" in h}
        self.headings = {heading["line"]: heading for _, heading in mapping.items("headings")}
        self.printed = {line for line, heading in self.headings.items() if not heading.get("lost")}
        self.tables: list[Span] = []
        self.noise: list[Noise] = []
        self.agreement = Agreement(0, 0, 0, 0)
        self.cues: Cues = standard_cues()
        self.declared = self._declared()

    def items(self) -> Iterator[Item]:
        """Headings, paragraphs and rows in print order."""
        number = 1
        while number <= len(self.document.lines):
            if number in self.headings:
                yield self._heading(number, self.headings[number])
            if number in self.headers:
                last = self._table_end(number)
                yield from self._table(number, last)
                number = last
            elif number not in self.printed and self.document.lines[number - 1].strip():
                yield Paragraph(number, Cell(self.document.line(number).folded()))
            number += 1

    def _declared(self) -> dict[int, tuple[Correction, ...]]:
        """The corrections of each table, by the line of its header."""
        listed = [item for _, item in self.mapping.items("corrections")]
        read = read_corrections(listed, self.mapping.source.file, self._place)
        tables = [range(header + 1, self._table_end(header) + 1) for header in self.headers]
        return dict(zip(self.headers, deal(read, tables), strict=True))

    def _place(self, index: int) -> str:
        return self.mapping.source.place(("corrections", index))

    def notes(self) -> dict[str, str]:
        """The figures that the build prints."""
        found = self.agreement
        return {
            "splitter alone": f"{found.rows_equal} of {found.rows} rows"
            f" and {found.cells_equal} of {found.cells} cells as in the corrected tables"
        }

    def _heading(self, number: int, heading: dict[str, Any]) -> Heading:
        quote = Quote("", ()) if heading.get("lost") else self.document.line(number).folded()
        return Heading(number, heading["level"], Cell(quote))

    def _table_end(self, header: int) -> int:
        """The last line of the table: declared, or before the next blank line, header row or heading."""
        number = self.last.get(header, header)
        if number > header:
            return number
        while number < len(self.document.lines):
            following = number + 1
            if (
                not self.document.lines[number].strip()
                or following in self.headers
                or following in self.headings
            ):
                break
            number = following
        return number

    def _table(self, header: int, last: int) -> Iterator[Row]:
        """The rows between the header row and the table's last line."""
        roles = self.headers[header]
        self.noise.append(Noise(self._span(header, header), Reason("column headings")))
        self.tables.append(self._span(header, last))
        lines = self.document.lines[header:last]
        alone = split(lines, roles, self.cues)
        corrected = apply_corrections(Table(lines, header + 1, roles), alone, self.declared[header])
        self.agreement += agreement(alone, corrected)
        words = join((self.document.line(number) for number in range(header + 1, last + 1)), by="\n")
        for number, row in enumerate(corrected if self.corrections else alone, 1):
            yield self._row(row, roles, words, number)

    def _row(self, row: SplitRow, roles: tuple[str, ...], words: Quote, number: int) -> Row:
        """The row whose cells ``row`` finds in the table's ``words``, its lines joined by line feeds."""
        line = self.document.line_at(words.offsets[row.cells[0].start])
        made = Row(line, "action", {}, frozenset(roles), confidence=row.confidence, number=number)
        cells, parts = {}, {}
        method: Literal["corrected", "derived"] = "corrected" if any(row.reasons) else "derived"
        for role, span, reason in zip(roles, row.cells, row.reasons, strict=True):
            quote = words.slice(span.start, span.end)
            how: Literal["corrected", "derived"] = "corrected" if reason else "derived"
            cell = Cell(quote, how, (reason,) if reason else (), place=made.place(role))
            cells[role] = replace(cell, quote=quote.folded())
            parts[role] = tuple(_paragraphs(cell))
        return replace(made, cells=cells, method=method, parts=parts)

    def _span(self, first: int, last: int) -> Span:
        return Span(
            self.document.starts[first - 1],
            self.document.starts[last - 1] + len(self.document.lines[last - 1]),
        )


def _paragraphs(cell: Cell) -> Iterator[Cell]:
    """The lines of a cell, without bullet marks."""
    start = 0
    for line in cell.quote.text.split("\n"):
        printed = cell.quote.slice(start, start + len(line)).folded()
        quote = printed.strip(_MARKS)
        if quote.text:
            yield replace(cell, quote=quote, listed=printed.text[0] in _MARKS)
        start += len(line) + 1
