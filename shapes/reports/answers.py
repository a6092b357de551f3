"""A workbook that someone has worked through, read back: what was decided about which finding, and why."""

import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from ...errors import InputError
from ..model import Finding, Report
from .xlsx import DATE, DECISION, DECISIONS, EXPIRES, FINDINGS, PERSON, PLAN, REFERENCE, RESPONSE

NEEDED = (REFERENCE, PLAN, DECISION, RESPONSE, PERSON, DATE, EXPIRES)
BROKEN = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ParseError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)
"""What a damaged archive raises, or damaged XML in it, or openpyxl by what it then takes for a workbook."""
LARGEST = 256 * 2**20
"""Bytes that a workbook may unpack to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One decision: ``accept``, ``waive`` or ``fix``; dates as 2026-11-24, or empty where none is given."""

    finding: Finding
    decision: str
    reason: str
    person: str
    date: str
    expires: str


def read_answers(content: bytes, file: str, report: Report) -> tuple[Answer, ...]:
    """The decisions in a workbook made from ``report``, in the order of its rows.

    Raises InputError, with sheet and cell, for what is no such workbook, a reference that is no finding of
    the report, a row that is there twice, and a decision that is unknown or without reason, person or date.
    """
    rows = list(_rows(content, file))
    return tuple(_Reader(file, report).answers(rows))


Row = tuple[int, Mapping[str, tuple[str, object]]]
"""The number of a row, and by heading the column's letter and the value of its cell."""


def _rows(content: bytes, file: str) -> Iterator[Row]:
    try:
        found = _table(_sheet(content, file))
    except BROKEN as error:
        remedy = "Give the .xlsx file that was written with: equigraph audit --format xlsx"
        raise InputError(f"this is not a workbook that can be read: {error}", remedy, file) from error
    heads = {str(value): letter for letter, value in found[0].items()} if found else {}
    if lacking := [name for name in NEEDED if name not in heads]:
        cause = f"there is no column {lacking[0]!r}"
        raise InputError(cause, "Keep the headings as they were", file, f"sheet {FINDINGS}, row 1")
    for number, cells in enumerate(found[1:], 2):
        yield number, {name: (heads[name], cells.get(heads[name])) for name in NEEDED}


def _sheet(content: bytes, file: str) -> Any:  # noqa: ANN401 - a class that openpyxl keeps to itself
    import openpyxl

    with ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST:
            raise ValueError("it unpacks to more than a workbook of findings can be")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on what a spreadsheet program adds and we do not need
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    if FINDINGS not in book.sheetnames:
        there = ", ".join(book.sheetnames)
        remedy = "Give the workbook that was written with: equigraph audit --format xlsx"
        raise InputError(f"there is no sheet {FINDINGS!r}, only: {there}", remedy, file)
    return book[FINDINGS]


def _table(sheet: Any) -> list[dict[str, object]]:  # noqa: ANN401
    """Each row's cells by the letter of their column; empty cells are left out."""
    from openpyxl.utils import get_column_letter

    return [
        {get_column_letter(place): value for place, value in enumerate(row, 1) if value not in (None, "")}
        for row in sheet.iter_rows(values_only=True)
    ]


class _Reader:
    """The rows of one file, held against a report."""

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.version = report.version
        self.findings = {(f.plan, f.fingerprint): f for plan in report.plans for f in plan.findings}
        self.seen: dict[tuple[str, str], int] = {}

    def answers(self, rows: list[Row]) -> Iterator[Answer]:
        for number, cells in rows:
            if any(self._text(cells, name) for name in NEEDED[2:]):
                yield self._answer(number, cells)

    def _answer(self, number: int, cells: Mapping[str, tuple[str, object]]) -> Answer:
        finding = self._finding(number, cells)
        decision = self._text(cells, DECISION).lower()
        if decision not in DECISIONS:
            cause = f"{decision!r} is no decision" if decision else "the row has no decision"
            raise self._fault(number, cells, DECISION, cause, f"Choose one of: {', '.join(DECISIONS)}")
        for name in (RESPONSE, PERSON, *([DATE] if decision == "waive" else [])):
            if not self._text(cells, name):
                cause = f'the decision "{decision}" has no {name.lower()}'
                raise self._fault(number, cells, name, cause, "Fill it in")
        reason, person = self._text(cells, RESPONSE), self._text(cells, PERSON)
        return Answer(finding, decision, reason, person, *self._days(number, cells))

    def _finding(self, number: int, cells: Mapping[str, tuple[str, object]]) -> Finding:
        key = (self._text(cells, PLAN), self._text(cells, REFERENCE))
        if key not in self.findings:
            cause = f"no finding of {key[0]!r} in version {self.version} has the reference {key[1]!r}"
            remedy = "Leave the reference as it was; if the finding is gone, delete the row"
            raise self._fault(number, cells, REFERENCE, cause, remedy)
        if key in self.seen:
            cause = f"the finding stands in row {self.seen[key]} too"
            raise self._fault(number, cells, REFERENCE, cause, "Decide once: delete one of the rows")
        self.seen[key] = number
        return self.findings[key]

    def _days(self, number: int, cells: Mapping[str, tuple[str, object]]) -> tuple[str, str]:
        given, expires = (self._day(number, cells, name) for name in (DATE, EXPIRES))
        if given and expires and expires < given:
            cause = f"the decision of {given} expires before it is made"
            raise self._fault(number, cells, EXPIRES, cause, "Give a later day, or none")
        return given, expires

    def _day(self, number: int, cells: Mapping[str, tuple[str, object]], name: str) -> str:
        value = cells[name][1]
        if isinstance(value, datetime | date):
            return value.isoformat()[:10]
        text = self._text(cells, name)
        swapped = re.sub(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$", _iso, text)
        try:
            return date.fromisoformat(swapped).isoformat() if text else ""
        except ValueError as error:
            cause = f"{text!r} is no day"
            remedy = "Write it as 2026-11-24 or 24/11/2026"
            raise self._fault(number, cells, name, cause, remedy) from error

    def _text(self, cells: Mapping[str, tuple[str, object]], name: str) -> str:
        value = cells[name][1]
        return "" if value is None else " ".join(str(value).split())

    def _fault(
        self, number: int, cells: Mapping[str, tuple[str, object]], name: str, cause: str, remedy: str
    ) -> InputError:
        return InputError(cause, remedy, self.file, f"sheet {FINDINGS}, cell {cells[name][0]}{number}")


def _iso(found: re.Match[str]) -> str:
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
