"""Worksheets of a workbook: text stays text, and the same content is the same file to the byte."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_000
"""Characters that go into a cell; a spreadsheet program takes 32,767."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and width, and whether someone is to write into it."""

    name: str
    width: int
    to_fill: bool = False


@contextmanager
def workbook(out: BytesIO, title: str, as_of: str) -> Iterator["Workbook"]:
    """A workbook written to ``out`` at the end; its only date is ``as_of``."""
    from xlsxwriter.workbook import Workbook

    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title, "author": "equigraph", "created": datetime.fromisoformat(as_of)})
        yield book


def prose(book: "Workbook", name: str, title: str, lines: Sequence[str]) -> "Worksheet":
    """A sheet of text: a title, and a wrapped line a row."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 110)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, cut(title), book.add_format({"bold": True, "font_size": 16, "text_wrap": True}))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, cut(line), wrapped)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def table(
    book: "Workbook", name: str, columns: Sequence[Column], rows: Sequence[Sequence[str | int]]
) -> "Worksheet":
    """A sheet with one table: its headings stay in view and filter it, and its text is wrapped."""
    sheet = book.add_worksheet(name)
    _headings(book, sheet, columns)
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B1B4B6"})
    fill = book.add_format(
        {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B1B4B6", "bg_color": "#FFF7DB"}
    )
    for number, row in enumerate(rows, 1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, place, value, fill if column.to_fill else plain)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    _print_setup(sheet)
    return sheet


def cut(text: str) -> str:
    """The text as long as a cell may be."""
    return text if len(text) <= LONGEST else text[:LONGEST] + " ... (cut: too long for a cell)"


def _headings(book: "Workbook", sheet: "Worksheet", columns: Sequence[Column]) -> None:
    style = {"bold": True, "text_wrap": True, "valign": "top", "font_color": "#FFFFFF"}
    head = book.add_format(style | {"bg_color": "#1B1B1B"})
    fill = book.add_format(style | {"bg_color": "#7A4A00"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.name, fill if column.to_fill else head)
    sheet.freeze_panes(1, 1)


def _write(sheet: "Worksheet", row: int, place: int, value: str | int, style: "Format") -> None:
    """Text as text whatever it begins with, so that no cell can become a formula."""
    if isinstance(value, int):
        sheet.write_number(row, place, value, style)
    elif value:
        sheet.write_string(row, place, cut(value), style)
    else:
        sheet.write_blank(row, place, None, style)


def _print_setup(sheet: "Worksheet") -> None:
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P of &N")
