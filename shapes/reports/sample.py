"""The sheet of a sample in its forms: a page, a workbook and CSV."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from ...errors import UsageError
from .drawing import Drawn, Sample, Value
from .html import page
from .sheet import Column, prose, table, workbook

FORMS = ("html", "xlsx", "csv")
COLUMNS = (
    Column("Number", 8),
    Column("Plan", 20),
    Column("Document", 26),
    Column("Record", 12),
    Column("What", 11),
    Column("In the graph", 50),
    Column("Words of the document", 60),
    Column("Where", 14),
    Column("How it was got", 26),
    Column("Right? (yes or no)", 10, True),
    Column("Note", 30, True),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program would take for a formula at the start of a cell of CSV."""
EPOCH = "2000-01-01"
"""The date that a workbook has to have, and a sample has none."""


def write(sample: Sample, form: str) -> bytes:
    """The sheet, the same bytes for the same sample; UsageError for a form that is not there."""
    if form not in FORMS:
        raise UsageError(f"a sample has no form {form!r}", f"Choose one of: {', '.join(FORMS)}")
    return {"html": _html, "xlsx": _xlsx, "csv": _csv}[form](sample)


def _html(sample: Sample) -> bytes:
    return page("sample.html.j2", sample=sample).encode()


def _xlsx(sample: Sample) -> bytes:
    out = BytesIO()
    with workbook(out, "A sample to check the mapping by", EPOCH) as book:
        lines = page("sample.txt.j2", sample=sample).splitlines()
        prose(book, "Read me first", "A sample to check the mapping by", lines)
        sheet = table(book, "Sample", COLUMNS, [(*row, "", "") for row in _rows(sample)])
        last = max(sum(len(record.values) for record in sample.records), 1)
        sheet.data_validation(1, 9, last, 9, {"validate": "list", "source": ["yes", "no"]})
    return out.getvalue()


def _csv(sample: Sample) -> bytes:
    """The rows, each with what it takes to compute a rate; no cell can be taken for a formula."""
    drawn = {each.plan: (str(each.population), str(each.drawn)) for each in sample.strata}
    out = StringIO(newline="")
    writer = csv.writer(out)
    heads = [column.name for column in COLUMNS]
    writer.writerow([*heads, "Records in the plan", "Drawn from the plan", "Seed", "Version"])
    for row in _rows(sample):
        rest = (*drawn[row[1]], sample.seed, sample.version)
        writer.writerow([row[0], *map(_safe, row[1:]), "", "", *map(_safe, rest)])
    return out.getvalue().encode()


def _rows(sample: Sample) -> Iterator[tuple[int, str, str, str, str, str, str, str, str]]:
    for record in sample.records:
        yield from (_row(record, value) for value in record.values)


def _row(record: Drawn, value: Value) -> tuple[int, str, str, str, str, str, str, str, str]:
    head = (record.number, record.plan, record.document, record.kind)
    return (*head, value.what, value.value, value.words, value.place, value.how)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
