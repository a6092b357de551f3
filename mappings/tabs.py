"""Layout ``tabs``: a table row is a line, its cells parted by tabs; repairs are declared."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .bullets import split_bullets
from .checks import check_used
from .document import Document
from .headers import roles_of
from .layout import Heading, Item, Layout, Noise, Paragraph, Row
from .mapping import Mapping, lines_of
from .records import Cell, Reason
from .tab_cells import cells_of, kind_of, lone_marks, told_apart, usual, without_lone_marks
from .text import Quote, Span, join

_MARKS = "•·"

_DeclaredRow = tuple[int, dict[str, Any], Reason]


@dataclass
class _Declared:
    """The mapping's repairs by the line they speak of."""

    noise: dict[int, Reason] = field(default_factory=dict)
    joined: dict[int, tuple[int, str, Reason]] = field(default_factory=dict)
    rows: dict[int, list[tuple[int, dict[str, Any], Reason]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    under: dict[int, int] = field(default_factory=dict)
    headers: dict[int, tuple[str, ...]] = field(default_factory=dict)
    header_places: dict[int, tuple[str, int]] = field(default_factory=dict)
    headings: dict[int, list[tuple[int, dict[str, Any]]]] = field(default_factory=lambda: defaultdict(list))
    printed_headings: set[int] = field(default_factory=set)
    claimed: set[int] = field(default_factory=set)


def lay_out(document: Document, mapping: Mapping) -> Layout:
    """Read the document's lines; MappingError where a repair speaks of words or lines that are not there."""
    declared = _declared(mapping)
    reader = _Reader(document, mapping, declared)
    items = [item for number in range(1, len(document.lines) + 1) for item in reader.line(number)]
    items = _joined(items, document, mapping, declared)
    items = _spread(items, document, mapping)
    check_used(mapping, items)
    items = [_with_bullets(item, document, mapping) for item in items]
    return Layout(tuple(items), tuple(_tables(document, declared)), tuple(_noise(document, declared, reader)))


def _declared(mapping: Mapping) -> _Declared:
    found = _Declared()
    for _, noise, reason in mapping.repairs("noise"):
        if "words" not in noise:
            found.noise |= dict.fromkeys(lines_of(noise["lines"]), reason)
    for _, joined, reason in mapping.repairs("join"):
        found.joined |= dict.fromkeys(lines_of(joined["lines"]), (joined["into"], joined["role"], reason))
    for number, row, reason in mapping.repairs("row"):
        found.rows[row["line"]].append((number, row, reason))
        pieces = [p for words in row["cells"].values() if isinstance(words, list) for p in words]
        found.claimed |= {row["line"], *(piece["line"] for piece in pieces)}
    for _, under, _reason in mapping.repairs("under"):
        found.under |= dict.fromkeys(lines_of(under["lines"]), under["row"])
    found.headers = {header["line"]: tuple(header["roles"]) for _, header in mapping.items("headers")}
    found.header_places = {header["line"]: ("headers", index) for index, header in mapping.items("headers")}
    for number, heading in mapping.items("headings"):
        found.headings[heading["line"]].append((number, heading))
        found.printed_headings |= set() if heading.get("lost") else {heading["line"]}
    return found


class _Reader:
    """Goes over the lines with the columns of the last header row in mind."""

    def __init__(self, document: Document, mapping: Mapping, declared: _Declared) -> None:
        self.document, self.mapping, self.declared = document, mapping, declared
        self.columns: tuple[str, ...] = ()
        self.names: dict[str, str] = {}
        self.rows = 0
        self.header_lines: list[int] = []

    def line(self, number: int) -> Iterator[Item]:
        for index, heading in self.declared.headings.get(number, []):
            yield self._heading(number, index, heading)
        if number in self.declared.rows:
            for index, row, reason in self.declared.rows[number]:
                yield self._declared_row(index, row, reason)
        elif not self._is_spoken_for(number):
            yield from self._plain_line(number)

    def _is_spoken_for(self, number: int) -> bool:
        known = self.declared
        return (
            number in known.printed_headings
            or number in known.noise
            or number in known.joined
            or number in known.claimed
        )

    def _plain_line(self, number: int) -> Iterator[Item]:
        quote = self.document.line(number)
        if not quote.text.strip():
            return
        if "\t" not in quote.text and number not in self.declared.headers:
            yield Paragraph(number, Cell(quote.folded()))
            return
        cells = cells_of(quote)
        roles = self.declared.headers.get(number) or roles_of(cells)
        if roles:
            self._check_header(number, cells, roles)
            self.columns = told_apart(roles)
            self.names = {role: cell.folded().text for role, cell in zip(self.columns, cells, strict=True)}
            self.rows = 0
            self.header_lines.append(number)
        elif self.columns:
            yield self._row(number, cells)

    def _check_header(self, number: int, cells: list[Quote], roles: tuple[str, ...]) -> None:
        where = f"the header row in line {number} of {self.document.file}"
        if len(cells) != len(roles):
            cause = f"{where} has {len(cells)} columns, and {len(roles)} are declared"
            raise self.mapping.fault(cause, "Give one role a column", *self.declared.header_places[number])
        twice = next((role for role in roles if role != "other" and roles.count(role) > 1), "")
        if twice:
            remedy = "Declare its columns under headers, each with a role of its own"
            raise self.mapping.fault(f"{where} has two columns that mean {twice!r}", remedy, "headers")

    def _heading(self, number: int, index: int, heading: dict[str, Any]) -> Heading:
        if heading.get("lost"):
            return Heading(number, heading["level"], Cell(Quote("", ())))
        words = heading.get("words")
        quote = (
            self.mapping.words(self.document, number, words, "headings", index)
            if words
            else self.mapping.line(self.document, number, "headings", index)
        )
        return Heading(number, heading["level"], Cell(quote.folded()))

    def _row(self, number: int, cells: list[Quote]) -> Row:
        cells = without_lone_marks(cells, len(self.columns))
        where = f"line {number} of {self.document.file} has"
        if len(cells) > len(self.columns):
            raise self.mapping.fault(
                f"{where} {len(cells)} cells, its table {len(self.columns)} columns",
                "Declare the row under repairs, or the columns under headers",
                "headers",
            )
        if any(cell.text.strip() for mark in lone_marks(cells) for cell in cells[mark + 1 :]):
            cause = f"{where} a bullet mark alone in a cell, so that the cells after it may be shifted"
            raise self.mapping.fault(cause, "Declare the row under repairs", "repairs")
        named = {role: Cell(cell) for role, cell in zip(self.columns, cells, strict=False)}
        return self._numbered(
            Row(number, kind_of(self.columns), named, frozenset(self.columns), self._under(number))
        )

    def _numbered(self, row: Row) -> Row:
        self.rows += 1
        return replace(row, number=self.rows, headings=self.names)

    def _under(self, number: int) -> int:
        return self.declared.under.get(number, 0)

    def _declared_row(self, index: int, row: dict[str, Any], reason: Reason) -> Row:
        cells = {
            role: self._declared_cell(row["line"], words, reason, ("repairs", index, "row", "cells", role))
            for role, words in row["cells"].items()
        }
        columns = frozenset(self.columns) if row["kind"] in self.columns else frozenset(usual(row["kind"]))
        flags = () if row["kind"] in cells else ("text-lost",)
        cells.setdefault(row["kind"], Cell(Quote("", ()), flags=flags))
        under = row.get("under", self._under(row["line"]))
        made = Row(row["line"], row["kind"], cells, columns | cells.keys(), under,
                   method="corrected", reasons=(reason,), key=row.get("id", ""))  # fmt: skip
        return self._numbered(made)

    def _declared_cell(
        self, line: int, words: str | list[dict[str, Any]], reason: Reason, place: tuple[str | int, ...]
    ) -> Cell:
        pieces: list[dict[str, Any]] = [{"line": line, "words": words}] if isinstance(words, str) else words
        quotes = [self.mapping.words(self.document, p["line"], p["words"], *place).folded() for p in pieces]
        return Cell(join(quotes), "corrected", (reason,))


def _joined(items: list[Item], document: Document, mapping: Mapping, declared: _Declared) -> list[Item]:
    """Rows with the text of the lines that are declared to belong to them."""
    rows = {item.line: index for index, item in enumerate(items) if isinstance(item, Row)}
    for line, (into, role, reason) in sorted(declared.joined.items()):
        if into not in rows:
            raise mapping.fault(
                f"line {into} of {document.file} is not a row", "Name the row's line", "repairs"
            )
        row = items[rows[into]]
        assert isinstance(row, Row)
        more = join([cell for cell in cells_of(document.line(line)) if cell.text.strip()])
        before = row.cells.get(role, Cell(Quote("", ())))
        cell = Cell(join([before.quote, more]), "corrected", tuple(dict.fromkeys((*before.reasons, reason))))
        items[rows[into]] = replace(row, cells={**row.cells, role: cell})
    return items


def _spread(items: list[Item], document: Document, mapping: Mapping) -> list[Item]:
    """Rows with the cell that is declared to span them."""
    for index, spread, reason in mapping.repairs("spread"):
        place = ("repairs", index, "spread")
        quote = join([mapping.words(document, w["line"], w["words"], *place) for w in spread["words"]])
        cell = Cell(quote, "corrected", (reason,))
        lines = lines_of(spread["lines"])
        items = [
            replace(item, cells={**item.cells, spread["role"]: cell})
            if isinstance(item, Row) and item.line in lines
            else item
            for item in items
        ]
    return items


def _with_bullets(item: Item, document: Document, mapping: Mapping) -> Item:
    """A row whose cells are folded, those with lost bullets split, and flagged as declared."""
    if not isinstance(item, Row):
        return item
    parts = {}
    item = _placed(item)
    for role in mapping.data.get("bullets", []):
        cell = item.cell(role)
        if cell is not None:
            parts[role] = split_bullets(cell, document, mapping, item.line, role)
    cells = {role: _flagged(_folded(cell), mapping, item.line, role) for role, cell in item.cells.items()}
    return replace(item, cells=cells, parts=parts)


def _placed(row: Row) -> Row:
    return replace(
        row, cells={role: replace(cell, place=row.place(role)) for role, cell in row.cells.items()}
    )


def _folded(cell: Cell) -> Cell:
    return replace(cell, quote=cell.quote.folded().strip(_MARKS))


def _flagged(cell: Cell, mapping: Mapping, line: int, role: str) -> Cell:
    flags = tuple(
        flag["flag"]
        for _, flag in mapping.items("flags")
        if flag["role"] == role and line in lines_of(flag["lines"])
    )
    return replace(cell, flags=(*cell.flags, *flags)) if flags else cell


def _tables(document: Document, declared: _Declared) -> Iterator[Span]:
    """The lines that are table text: those with tabs, and those a repair takes into a table."""
    taken = {*declared.joined, *declared.claimed}
    for number in range(1, len(document.lines) + 1):
        if "\t" in document.lines[number - 1] or number in taken:
            yield _span(document, number)


def _noise(document: Document, declared: _Declared, reader: _Reader) -> Iterator[Noise]:
    for number in reader.header_lines:
        yield Noise(_span(document, number), Reason("column headings"))
    for number, reason in declared.noise.items():
        yield Noise(_span(document, number), reason)
    for index, noise, reason in reader.mapping.repairs("noise"):
        if "words" in noise:
            yield from _noise_words(document, reader.mapping, index, noise, reason)


def _noise_words(
    document: Document, mapping: Mapping, index: int, noise: dict[str, Any], reason: Reason
) -> Iterator[Noise]:
    """The declared words in each of the lines, whose other words are read as ever."""
    for number in lines_of(noise["lines"]):
        quote = mapping.words(document, number, noise["words"], "repairs", index, "noise", "words")
        yield Noise(Span(quote.offsets[0], quote.offsets[-1] + 1), reason)


def _span(document: Document, number: int) -> Span:
    start = document.starts[number - 1]
    return Span(start, start + len(document.lines[number - 1]))
