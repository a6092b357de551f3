"""What became of each character of a document's tables."""

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from .document import Document
from .layout import Noise
from .records import Cell, LedgerEntry, Reason
from .text import Span

Fate = Literal["record", "noise", "unmapped"]

_MARK = Reason("bullet or ornament mark")
_UNMAPPED = Reason(
    "no row takes these words: no header row above names its columns, or no repair declares them"
)


def account(
    document: Document, tables: Iterable[Span], noise: Iterable[Noise], cells: Iterable[Cell]
) -> tuple[LedgerEntry, ...]:
    """Every character of ``tables`` but white space, in runs: in a record, noise (and why), or unmapped.

    A character that a record quotes is in a record even where noise is declared over it; a run of them ends
    with its cell.
    """
    text, kept = document.text, _kept(cells)
    reasons = {offset: n.reason for n in noise for offset in range(n.span.start, n.span.end)}
    entries: list[LedgerEntry] = []
    for table in sorted(tables):
        places = [i for i in range(table.start, table.end) if not text[i].isspace()]
        for (fate, reason, cell), run in groupby(places, lambda i: _fate(i, kept, reasons, text)):
            found = list(run)
            start, end = found[0], found[-1] + 1
            lines = document.line_at(start), document.line_at(end - 1)
            entries.append(
                LedgerEntry(start, end, fate, reason.words, text[start:end], reason.by, *lines, cell)
            )
    return tuple(entries)


def _kept(cells: Iterable[Cell]) -> dict[int, str]:
    """The characters that records quote, each with the cell it stands in where one is known."""
    kept: dict[int, str] = {}
    for cell in cells:
        for offset in cell.quote.offsets:
            kept[offset] = kept.get(offset) or cell.place
    return kept


def _fate(
    offset: int, kept: dict[int, str], reasons: dict[int, Reason], text: str
) -> tuple[Fate, Reason, str]:
    if offset in kept:
        return "record", Reason(""), kept[offset]
    if offset in reasons:
        return "noise", reasons[offset], ""
    if text[offset] == "\ufeff":
        return "noise", Reason("byte order mark"), ""
    return ("noise", _MARK, "") if text[offset] in "•·" else ("unmapped", _UNMAPPED, "")


def tally(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many characters (white space aside) met each fate."""
    totals = {"record": 0, "noise": 0, "unmapped": 0}
    for entry in entries:
        totals[entry.fate] += sum(not c.isspace() for c in entry.text)
    return totals
